/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/db_part.h"

#include <string.h>

#include "lib/base/err.h"
#include "lib/base/log.h"

void
db_forget_last(struct db *db)
{
	for (size_t i = 0; i < DB_ENDS; i++) {
		struct db_last last = db->last[i];

		db->last[i] = (struct db_last){ 0 };
		if (last.forget != NULL)
			last.forget(last.arg);
	}
}

int
db_begin(struct db *db)
{
	return db_query(db, NULL, "BEGIN");
}

int
db_begin_snapshot(struct db *db)
{
	return db_query(
	    db, NULL, "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY");
}

void
db_set_last(struct db *db, enum db_end end, const struct db_last *last)
{
	db->last[end] = *last;
}

void *
db_last_arg(const struct db *db, enum db_end end)
{
	return db->last[end].arg;
}

bool
db_in_transaction(const struct db *db)
{
	return PQtransactionStatus(db->conn) != PQTRANS_IDLE;
}

bool
db_has_failed(const struct db *db)
{
	return PQtransactionStatus(db->conn) == PQTRANS_INERROR;
}

int
db_commit(struct db *db)
{
	PGresult *r;
	int rc = ERR_OK;

	for (size_t i = 0; rc == ERR_OK && i < DB_ENDS; i++)
		if (db->last[i].run != NULL)
			rc = db->last[i].run(db, db->last[i].arg);
	if (rc == ERR_OK)
		rc = id_blocks_give_back(&db->ids, db);
	if (rc < 0) {
		db_rollback(db);
		return rc;
	}
	db_forget_last(db);
	r = PQexec(db->conn, "COMMIT");
	if (!db_is_good(r)) {
		rc = db_failure(db, "database", r);
	} else if (strcmp(PQcmdStatus(r), "COMMIT") != 0) {
		log_warnx("database: transaction had failed, nothing was kept");
		db_tell_who_may(db);
		rc = ERR_IO;
	}
	PQclear(r);
	/* What was refused, and done without. */
	refused_free(&db->refused);
	return rc;
}

void
db_rollback(struct db *db)
{
	db_forget_last(db);
	id_blocks_forget(&db->ids);
	if (PQtransactionStatus(db->conn) != PQTRANS_IDLE)
		PQclear(PQexec(db->conn, "ROLLBACK"));
	db_tell_who_may(db);
}
