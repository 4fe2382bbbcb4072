/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_STORE_EXCEPTION_STORE_H
#define LIB_STORE_EXCEPTION_STORE_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/base/digest.h"
#include "lib/store/db.h"

/*
 * Decisions not to install in time: a request, the CISO's advice, a decision by
 * somebody else. The database says who may do which, and refuses with its
 * reason in the log: ERR_DENIED. What writes belongs inside a transaction and
 * leaves its change behind.
 */

struct exception {
	int patch, device; /* device 0: every device of the patch */
	int64_t extends;   /* 0: none */
	const char *kind;  /* of reason, as in exception_kinds */
	const char *reason;
	const char *measure; /* what is done meanwhile */
	const char *owner;   /* a function */
	const char *safety;  /* of patients: none, acceptable, unacceptable */
	const char *safety_by, *safety_note;
	int64_t valid_until;
};

/* Ends with NULL. */
extern const char *const exception_kinds[];

/* Something that stands on paper, in the name of who signed it. */
struct on_paper {
	const char *name; /* NULL: it is said by who is connected */
	const char *document;
	uint8_t sha256[DIGEST_LEN];
};

int exception_request(
    struct db *db, int tenant, const struct exception *e, int64_t *id);

/* verdict: for, against, conditional. ERR_NOTFOUND, unlogged: no such one. */
int exception_advise(struct db *db, int tenant, int64_t id, const char *verdict,
    const char *text, const struct on_paper *paper);
int exception_decide(struct db *db, int tenant, int64_t id, bool approve,
    const char *reason, const struct on_paper *paper);

/* For an extension: the earlier row, ERR_NOTFOUND when there is none. */
int exception_load(struct db *db, int tenant, int64_t id, struct db_rows **out);
enum {
	EXCEPTION_PATCH,
	EXCEPTION_DEVICE,
	EXCEPTION_KIND,
	EXCEPTION_REASON,
	EXCEPTION_MEASURE,
	EXCEPTION_OWNER,
	EXCEPTION_SAFETY,
	EXCEPTION_SAFETY_BY,
	EXCEPTION_SAFETY_NOTE,
	EXCEPTION_FIRST,
	EXCEPTION_PRIORITY
};

/* Of all (id 0), or of one, at a moment (0: now), the first of them (0: all);
 * see the columns in verb_exception_list.c. */
int exception_each(struct db *db, int tenant, int64_t id, int64_t at,
    long first, db_take *take, void *arg);
int exception_advices(
    struct db *db, int tenant, int64_t id, struct db_rows **out);

/*
 * Those that hold now, end before until and still cover something that is not
 * extended: for ending.c, of all organisations.
 */
int exception_ending(
    struct db *db, int64_t now, int64_t until, struct db_rows **out);

#endif
