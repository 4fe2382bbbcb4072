/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/log/replay_store.h"

#include <stdio.h>
#include <unistd.h>

#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/store/change.h"
#include "lib/store/db.h"

#define PLACE                                                           \
	"SELECT segment,off,seq,coalesce((SELECT max(seq) FROM"         \
	" reader_pos r WHERE r.journal=j.journal),0) FROM journal_pos " \
	"j WHERE journal=$1::uuid"

int
replay_store_place(
    struct db *db, const char *journal, bool hold, struct replay_place *out)
{
	struct db_rows *rows = NULL;
	int rc;

	*out = (struct replay_place){ 0 };
	if (hold)
		rc = db_query(
		    db, &rows, PLACE " FOR UPDATE OF j", DB_TEXT(journal));
	else
		rc = db_query(db, &rows, PLACE, DB_TEXT(journal));
	if (rc < 0)
		return rc;
	out->is_known = db_count(rows) > 0;
	if (out->is_known) {
		out->at.segment = (uint64_t)db_int(rows, 0, 0);
		out->at.offset = (uint64_t)db_int(rows, 0, 1);
		out->at.seq = (uint64_t)db_int(rows, 0, 2);
		/* Below 0: nothing yet. */
		if (db_int(rows, 0, 3) > 0)
			out->judged = (uint64_t)db_int(rows, 0, 3);
	}
	db_rows_free(rows);
	return ERR_OK;
}

int
replay_store_enrol(struct db *db, const char *journal, const char *stream)
{
	char host[256] = "";

	(void)gethostname(host, sizeof(host) - 1);
	return db_query(db, NULL,
	    "INSERT INTO journal_pos(journal,stream,host,segment,off,seq,at)"
	    " VALUES($1::uuid,$2,$3,0,0,0,now()) ON CONFLICT DO NOTHING",
	    DB_TEXT(journal), DB_TEXT(stream), DB_TEXT(host));
}

/* Messages have no index by number: their time finds them. */
int
replay_store_present(struct db *db, const char *journal, uint64_t from,
    uint64_t to, int64_t since, int64_t until, struct db_rows **seqs)
{
	return db_query(db, seqs,
	    "SELECT seq FROM message WHERE journal=$1::uuid"
	    " AND seq BETWEEN $2 AND $3 AND rcvd BETWEEN $4 AND $5"
	    " UNION SELECT seq FROM reading WHERE journal=$1::uuid"
	    " AND seq BETWEEN $2 AND $3 AND at BETWEEN $4 AND $5"
	    " UNION SELECT seq FROM trap WHERE journal=$1::uuid"
	    " AND seq BETWEEN $2 AND $3 AND at BETWEEN $4 AND $5"
	    " UNION SELECT seq FROM loss WHERE journal=$1::uuid"
	    " AND seq BETWEEN $2 AND $3 AND at BETWEEN $4 AND $5"
	    " UNION SELECT seq FROM quarantine WHERE journal=$1::uuid"
	    " AND seq BETWEEN $2 AND $3 ORDER BY 1",
	    DB_TEXT(journal), DB_INT((int64_t)from), DB_INT((int64_t)to),
	    DB_TIME(since), DB_TIME(until));
}

static int
add_tally(struct db *db, const struct loader_batch *b)
{
	struct buf text[MESSAGE_TALLY_ARGS] = { 0 };
	struct db_arg args[MESSAGE_TALLY_ARGS];
	int rc;

	message_tally_args(&b->tally, text);
	for (int i = 0; i < MESSAGE_TALLY_ARGS; i++)
		args[i] = DB_TEXT(buf_str(&text[i]));
	rc = db_run(db, NULL, message_tally_sql, MESSAGE_TALLY_ARGS, args);
	for (int i = 0; i < MESSAGE_TALLY_ARGS; i++)
		buf_free(&text[i]);
	return rc;
}

int
replay_store_add(struct db *db, const struct loader_batch *b)
{
	int rc = ERR_OK;

	for (enum loader_table t = 0; rc == ERR_OK && t < LOADER_TABLES; t++) {
		const char *parent = loader_parent(t);

		if (b->table[t].count == 0)
			continue;
		if (parent != NULL)
			rc = db_query(db, NULL,
			    "SELECT part_ensure_all($1,$2,$3)", DB_TEXT(parent),
			    DB_TIME(b->table[t].first),
			    DB_TIME(b->table[t].last));
		if (rc == ERR_OK)
			rc = db_copy(db, loader_copy(t), &b->table[t].rows);
	}
	if (rc == ERR_OK && b->tally.count > 0)
		rc = add_tally(db, b);
	return rc;
}

static int
notify(struct db *db, const struct loader_batch *b)
{
	int rc = ERR_OK;

	if (b->table[LOADER_READING].count > 0)
		rc = db_query(db, NULL, "NOTIFY patchwacht_reading");
	if (rc == ERR_OK && b->table[LOADER_MESSAGE].count > 0)
		rc = db_query(db, NULL, "NOTIFY patchwacht_message");
	return rc;
}

int
replay_store_move(struct db *db, const struct loader_batch *b)
{
	struct db_rows *rows = NULL;
	int rc;

	rc = db_query(db, &rows,
	    "UPDATE journal_pos SET segment=$2,off=$3,seq=$4,at=now()"
	    " WHERE journal=$1::uuid AND segment=$5 AND off=$6",
	    DB_TEXT(b->journal), DB_INT((int64_t)b->to.segment),
	    DB_INT((int64_t)b->to.offset), DB_INT((int64_t)b->to.seq),
	    DB_INT((int64_t)b->from.segment), DB_INT((int64_t)b->from.offset));
	if (rc == ERR_OK && db_affected(rows) != 1)
		rc = ERR_AGAIN;
	db_rows_free(rows);
	if (rc == ERR_OK && b->table[LOADER_MESSAGE].count > 0)
		rc = db_query(db, NULL,
		    "INSERT INTO message_batch(journal,upto,count,first,last)"
		    " VALUES($1::uuid,$2,$3,$4,$5)",
		    DB_TEXT(b->journal), DB_INT((int64_t)b->to.seq),
		    DB_INT((int64_t)b->table[LOADER_MESSAGE].count),
		    DB_TIME(b->table[LOADER_MESSAGE].first),
		    DB_TIME(b->table[LOADER_MESSAGE].last));
	return rc == ERR_OK ? notify(db, b) : rc;
}

/*
 * A batch stands for all records up to it and behind the one before, so no new
 * one is put between: those that these records fall into reach as far as they
 * do. Where there is none, all were read long ago.
 */
int
replay_store_fill(struct db *db, const struct loader_batch *b, uint64_t first)
{
	int rc = ERR_OK;

	if (b->table[LOADER_MESSAGE].count > 0)
		rc = db_query(db, NULL,
		    "UPDATE message_batch SET known=NULL,marked_by=NULL,"
		    "first=least(first,$4),"
		    "last=greatest(last,$5) WHERE journal=$1::uuid"
		    " AND upto>=$2 AND upto<=(SELECT min(upto)"
		    " FROM message_batch WHERE journal=$1::uuid AND upto>=$3)",
		    DB_TEXT(b->journal), DB_INT((int64_t)first),
		    DB_INT((int64_t)b->to.seq),
		    DB_TIME(b->table[LOADER_MESSAGE].first),
		    DB_TIME(b->table[LOADER_MESSAGE].last));
	return rc == ERR_OK ? notify(db, b) : rc;
}

int
replay_store_horizons(struct db *db, int64_t now, struct replay_horizons *out)
{
	static const char *const parents[] = { "reading", "message_operational",
		"message_security", "loss", "trap" };
	int64_t *const into[] = { &out->reading, &out->operational,
		&out->security, &out->loss, &out->trap };
	struct db_rows *rows = NULL;
	int rc = ERR_OK;

	/* As partitions.c drops them: whole ones. */
	for (size_t i = 0; rc == ERR_OK && i < sizeof(into) / sizeof(into[0]);
	     i++) {
		rc = db_query(db, &rows,
		    "SELECT date_trunc(step,$2::timestamptz-keep,'UTC')"
		    " FROM part_policy WHERE parent=$1",
		    DB_TEXT(parents[i]), DB_TIME(now));
		if (rc == ERR_OK && db_count(rows) != 1) {
			log_warnx("database: nothing says how long \"%s\" is "
				  "kept",
			    parents[i]);
			rc = ERR_NOTFOUND;
		}
		if (rc == ERR_OK)
			*into[i] = db_time(rows, 0, 0);
		db_rows_free(rows);
		rows = NULL;
	}
	return rc;
}

int
replay_store_devices(struct db *db, struct db_rows **out)
{
	return db_query(db, out,
	    "SELECT tenant_id,realm_id,device_id,host(address),d.name,log_zone,"
	    "t.zone FROM device d JOIN tenant t USING(tenant_id)"
	    " WHERE retired IS NULL");
}

int
replay_store_note(struct db *db, const char *journal, const char *detail)
{
	struct db_rows *rows = NULL;
	char object[64];
	struct change c = {
		.action = "journal.replay", .object = object, .detail = detail
	};
	int rc = db_query(
	    db, &rows, "SELECT tenant_id FROM tenant ORDER BY tenant_id");

	snprintf(object, sizeof(object), "journal/%s", journal);
	for (size_t i = 0; rc == ERR_OK && i < db_count(rows); i++)
		rc = change_add(db, (int)db_int(rows, i, 0), &c);
	db_rows_free(rows);
	return rc;
}
