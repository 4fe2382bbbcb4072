/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_BUNDLE_MANIFEST_H
#define LIB_BUNDLE_MANIFEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/base/digest.h"

struct json;

/*
 * What an evidence bundle has, and what it rests on: manifest.json.
 *
 *	{"format":"patchwacht-bundle-1","program":"...",
 *	 "report":{"number","kind","language","organisation","period"},
 *	 "files":[{"name","sha256","bytes","about"}],
 *	 "profiles":[{"name","sha256"}], "frameworks_sha256":"...",
 *	 "previous":{"number","pdf_sha256"},
 *	 "chain":"patchwacht-trail-1 ...", "journals":["patchwacht-anchor-1
 *..."], "sample":{"seed","population_sha256","size"}}
 *
 * Whoever has the bundle may have got it from anybody: nothing in a manifest is
 * believed but what the files beside it bear out.
 */
#define MANIFEST_FORMAT "patchwacht-bundle-1"
#define MANIFEST_NAME   "manifest.json"
#define MANIFEST_SUMS   "SHA256SUMS"
#define MANIFEST_SIGNED "manifest.json.p7s"

enum { MANIFEST_MAX = 4 << 20, MANIFEST_FILES_MAX = 200 };

struct manifest_file {
	const char *name; /* without a folder */
	uint8_t sha256[DIGEST_LEN];
	int64_t bytes;
};

struct manifest {
	struct json *json; /* which the texts are of */
	struct manifest_file *files;
	size_t nfiles;
};

/* ERR_PARSE, logged as "NAME: reason"; end with manifest_free. */
int manifest_parse(
    const char *name, const char *text, size_t len, struct manifest *out);
void manifest_free(struct manifest *m); /* a zeroed one is fine */

/* A name that leads nowhere else: letters, digits, dots and hyphens. */
bool manifest_name_is_plain(const char *name);

#endif
