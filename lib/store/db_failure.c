/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/db_part.h"

#include <string.h>

#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "lib/store/sqlstate.h"

static void (*tell_refused)(struct db *db, const struct refused *r);
static bool (*is_hidden)(struct db *db, const struct refused *r);

void
db_set_refused(void (*tell)(struct db *db, const struct refused *r),
    bool (*hides)(struct db *db, const struct refused *r))
{
	tell_refused = tell;
	is_hidden = hides;
}

/* Not the detail: it may show a row whole. The constraint's name says enough.
 */
static void
log_failure(const char *where, const PGresult *r)
{
	const char *message = PQresultErrorField(r, PG_DIAG_MESSAGE_PRIMARY);
	const char *state = PQresultErrorField(r, PG_DIAG_SQLSTATE);
	const char *hint = PQresultErrorField(r, PG_DIAG_CONTEXT);

	if (refused_is_sentence(message, hint)) {
		if (tell_refused != NULL)
			log_warnx("%s", message);
		else
			log_warnx("%s: %s", where, message);
		return;
	}
	log_warnx("%s: %s (SQLSTATE %s)%s%.*s", where,
	    message != NULL ? message : "no reason given",
	    state != NULL ? state : "none", hint != NULL ? ": " : "",
	    hint != NULL ? (int)strcspn(hint, "\n") : 0,
	    hint != NULL ? hint : "");
}

void
db_tell_who_may(struct db *db)
{
	struct refused r = db->refused;

	if (r.table == NULL || PQtransactionStatus(db->conn) != PQTRANS_IDLE)
		return;
	db->refused = (struct refused){ 0 };
	tell_refused(db, &r);
	refused_free(&r);
}

/* To be said, now or later: of the first. Takes now. */
static void
keep_refused(struct db *db, struct refused *now)
{
	if (db->refused.table != NULL)
		refused_free(now);
	else
		db->refused = *now;
	db_tell_who_may(db);
}

/* Whether it is for tell_refused to say. */
static bool
is_for_people(struct db *db, const char *state, const PGresult *r)
{
	struct refused now;

	if (tell_refused == NULL || state == NULL ||
	    strcmp(state, "42501") != 0 ||
	    !refused_read(PQresultErrorField(r, PG_DIAG_MESSAGE_PRIMARY),
		PQresultErrorField(r, PG_DIAG_CONTEXT), &now))
		return false;
	keep_refused(db, &now);
	return true;
}

int
db_unless_hidden(struct db *db, const char *sql, PGresult *r)
{
	struct refused now;

	if (is_hidden == NULL || !refused_unwritten(sql, PQcmdStatus(r), &now))
		return ERR_OK;
	if (!is_hidden(db, &now)) {
		refused_free(&now);
		return ERR_OK;
	}
	keep_refused(db, &now);
	return ERR_DENIED;
}

int
db_refuse(struct db *db, const char *table)
{
	struct refused now = { mem_dup_str(table),
		mem_dup_str("guard_update") };

	if (tell_refused != NULL)
		keep_refused(db, &now);
	else
		refused_free(&now);
	return ERR_DENIED;
}

int
db_failure(struct db *db, const char *where, const PGresult *r)
{
	const char *state = PQresultErrorField(r, PG_DIAG_SQLSTATE);
	int rc;

	if (PQstatus(db->conn) == CONNECTION_BAD) {
		log_debug("%s: %s", where, PQerrorMessage(db->conn));
		return ERR_AGAIN;
	}
	rc = sqlstate_err(state);
	if (is_for_people(db, state, r)) {
		log_debug("%s: %s", where, PQresultErrorMessage(r));
		return rc;
	}
	/* A full disk is worth a line, though it may pass. */
	if (rc != ERR_AGAIN || (state != NULL && strncmp(state, "53", 2) == 0))
		log_failure(where, r);
	return rc;
}
