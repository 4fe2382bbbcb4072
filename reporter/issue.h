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
	uint8_t bundle_pdf[DIGEST_LEN];
};

/* Whose schedule a report is made for, so that it is owed no more. */
struct issue_schedule {
	int64_t schedule;
	int64_t site; /* 0: the whole organisation */
	const char *language;
	int64_t period_from;
};

/* A report that was written: what the database remembers of it. */
struct issue {
	int tenant;
	int64_t site; /* 0: the whole organisation */
	const char *kind, *language, *number, *version, *path;
	int64_t bytes;
	const struct issue_hashes *hashes;
	const char *seal;   /* whose; NULL: none */
	const char *bundle; /* where one is; NULL: none */
	bool brought;       /* its bundle, to where schedules have it */
	const struct issue_schedule *schedule; /* NULL: asked for by somebody */
	int64_t supersedes;                    /* 0: none */
	const char *reason;                    /* then why */
	const char *detail;                    /* of deliver.h */
	const char *figures;                   /* JSON, of value_stated */
	const void *pdf;                       /* what is delivered */
	int (*check)(void *of);                /* that its files may be there */
	int (*place)(void *of);                /* puts them there */
	void *of;
};

/* ERR_RANGE, logged, when a report of another kind has that number. */
int issue_check_number(
    struct db *db, int tenant, const char *kind, const char *number);

/* With a change in the chain and what is to be delivered, in one transaction:
 * check is its first act and place its last, and no other run of the
 * organisation comes between. The actor is session_user. ERR_EXISTS, logged:
 * another run issued that version since the evidence was read. */
int issue_record(
    struct db *db, const struct json *evidence, const struct issue *i);

/* The same of the bundle of a report that was issued before: of i its tenant,
 * number, language, bundle, brought, the hashes of all of them and place
 * count. */
int issue_bundle(struct db *db, const struct issue *i);

/* Until the end of the transaction no other run of the organisation records
 * files of reports, nor clears those that no record names. */
int issue_lock(struct db *db, int tenant);

/* That a schedule has its report; inside a transaction. */
int issue_scheduled(
    struct db *db, int tenant, const struct issue_schedule *s, int64_t report);

#endif
