/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_STORE_DB_PART_H
#define LIB_STORE_DB_PART_H

#include <stdbool.h>

#include <libpq-fe.h>

#include "lib/store/db.h"
#include "lib/store/id_block.h"
#include "lib/store/refused.h"

/*
 * What the files behind db.h share: db_connect.c finds the server, db.c runs
 * statements, db_transaction.c ends what they belong to, db_failure.c says what
 * the server made of them.
 */
enum { DB_PLANNED_MAX = 128 };

struct db {
	PGconn *conn;
	struct db_last last[DB_ENDS];
	struct id_blocks ids;
	const char *planned[DB_PLANNED_MAX];
	struct refused refused; /* still to be told */
};

/* As db_open; *out is the caller's to finish. */
int db_connect(const struct db_target *t, const char *role, PGconn **out);

bool db_is_good(const PGresult *r);

/* What a statement that is not good comes to, logged under where unless a
 * person is told. */
int db_failure(struct db *db, const char *where, const PGresult *r);

/* It went well, and wrote nothing: by a rule that hides what it refuses? */
int db_unless_hidden(struct db *db, const char *sql, PGresult *r);

/* Once statements work again: they are needed to say who may. */
void db_tell_who_may(struct db *db);

/* Work for the end of a transaction that does not come. */
void db_forget_last(struct db *db);

#endif
