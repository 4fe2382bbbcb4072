/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORTER_ISSUE_H
#define REPORTER_ISSUE_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/base/digest.h"

struct db;
struct json;

struct issue_hashes {
	uint8_t pdf[DIGEST_LEN], evidence[DIGEST_LEN], template[DIGEST_LEN];
	uint8_t unsealed[DIGEST_LEN]; /* of the PDF before its seal */
	uint8_t bundle[DIGEST_LEN];   /* of its bundle's manifest */
};

/* A report that was written: what the database remembers of it. */
struct issue {
	int tenant;
	int64_t site; /* 0: the whole organisation */
	const char *kind, *language, *number, *path;
	int64_t bytes;
	const struct issue_hashes *hashes;
	const char *seal; /* whose; NULL: none */
	bool bundled;     /* there is a bundle of it */
};

/* ERR_RANGE, logged, when a report of another kind has that number. */
int issue_check_number(
    struct db *db, int tenant, const char *kind, const char *number);

/* With a change in the chain, in one transaction; the actor is session_user. */
int issue_record(
    struct db *db, const struct json *evidence, const struct issue *i);

#endif
