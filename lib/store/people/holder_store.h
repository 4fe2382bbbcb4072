/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_STORE_HOLDER_STORE_H
#define LIB_STORE_HOLDER_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/base/digest.h"
#include "lib/model/function.h"

struct db;
struct db_rows;

/*
 * Who holds which function, where, from when until when. A grant is never
 * deleted: it ends. What writes belongs inside a transaction and leaves its
 * change behind; the database says who may.
 */
struct holder {
	const char *login; /* the database's name for the person */
	const char *name;  /* as shown */
	enum function function;
	const int *sites; /* NULL: the whole organisation */
	size_t n_sites;
	const char *party;   /* whose devices a supplier maintains, else NULL */
	const char *mandate; /* by which one decides for the board, or NULL */
	uint8_t mandate_sha256[DIGEST_LEN]; /* of its document */
	int64_t since, until;               /* DB_NO_TIME: now, without end */
};

/* ERR_DENIED, logged: only the process owner gives functions, and to others. */
int holder_grant(
    struct db *db, int tenant, const struct holder *h, const char *reason);

/* What who is connected holds now, and of which sites or supplier; NULL: of
 * all. */
int holder_now(struct db *db, int tenant, struct db_rows **out);

/*
 * Who may write what was refused, by the rule of the database that did, or the
 * one for rows that are new; and what the person at hand holds: each as the
 * names of functions, in order, with single commas; "" is nobody, nothing.
 */
struct refused;
int holder_may_write(
    struct db *db, int tenant, const struct refused *r, struct db_rows **out);

/*
 * Whether that rule keeps the person at hand out of the table as a whole: they
 * hold none of its functions, or hold them for some sites where it is about
 * all.
 */
int holder_is_kept_out(
    struct db *db, int tenant, const struct refused *r, bool *out);

/* All that the person holds of that kind; ERR_NOTFOUND, unlogged: nothing. */
int holder_revoke(struct db *db, int tenant, const char *login,
    enum function function, const char *reason);

/*
 * Of all, or of one person; as they stood at a moment, or with those that
 * ended when it is DB_NO_TIME. See the columns in verb_user.c.
 */
int holder_list(struct db *db, int tenant, const char *login, int64_t as_of,
    struct db_rows **out);

/* What a founder was given with the organisation. */
int holder_note_founder(struct db *db, int tenant);

#endif
