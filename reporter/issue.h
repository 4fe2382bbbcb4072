/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORTER_ISSUE_H
#define REPORTER_ISSUE_H

#include <stdint.h>

#include "lib/base/digest.h"

struct db;
struct json;

struct issue_hashes {
	uint8_t pdf[DIGEST_LEN], evidence[DIGEST_LEN], template[DIGEST_LEN];
};

/* A report that was written: what the database remembers of it. */
struct issue {
	int tenant;
	const char *kind, *language, *number, *path;
	int64_t bytes;
	const struct issue_hashes *hashes;
};

/* With a change in the chain, in one transaction; the actor is session_user. */
int issue_record(
    struct db *db, const struct json *evidence, const struct issue *i);

#endif
