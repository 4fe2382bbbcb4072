/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/follow.h"

#include <stdio.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/model/observation.h"
#include "lib/model/stream.h"
#include "lib/store/db.h"

#define READING_OF                                                          \
	"SELECT tenant_id,device_id,journal,seq,at,started,poll_id,"        \
	"outcome,protocol,level,host(address),profile,varbinds,rtt_us,plan" \
	" FROM "
#define READING READING_OF "reading "
#define MESSAGE                                                         \
	"SELECT tenant_id,device_id,journal,seq,rcvd,transport,"        \
	"host(peer),text,peer_port,app,msgid,severity,pri IS NOT NULL," \
	"notable IS FALSE FROM message "

#define TRAP                                                        \
	"SELECT tenant_id,device_id,journal,seq,at,protocol,level," \
	"host(peer),oid,varbinds FROM trap "

/*
 * In one transaction: a reading leads to much, a message to nothing mostly.
 * What is asked and written for them together costs the same for few as for
 * many, so that a poll of a thousand in parts of 200 cost half as much again.
 * What they hold is bounded: a switch says some hundred KiB.
 */
enum {
	READINGS_AT_ONCE = 1000,
	READINGS_BYTES = 8 << 20,
	MESSAGES_AT_ONCE = 2000
};

static int
take_readings(struct db *db, const struct follow_span *s, struct db_rows **rows)
{
	return db_query(db, rows,
	    READING_OF
	    "(SELECT *,sum(octet_length(varbinds)) OVER (ORDER BY seq ROWS"
	    " UNBOUNDED PRECEDING)-octet_length(varbinds) AS before"
	    " FROM reading WHERE journal=$1 AND seq>$2 AND seq<=$3"
	    " ORDER BY seq LIMIT $4) r WHERE coalesce(before,0)<$5"
	    " ORDER BY seq",
	    DB_TEXT(s->journal), DB_INT(s->after), DB_INT(s->upto),
	    DB_INT(READINGS_AT_ONCE), DB_INT(READINGS_BYTES));
}

static enum follow_kind
kind_of(const char *stream)
{
	if (stream_is_of(stream, "poll"))
		return FOLLOW_READINGS;
	return stream_is_of(stream, "trap") ? FOLLOW_TRAPS : FOLLOW_MESSAGES;
}

int
follow_pending(struct db *db, const char *reader, struct follow_span *spans,
    size_t max, size_t *n)
{
	struct db_rows *rows = NULL;
	int rc;

	*n = 0;
	rc = db_query(db, &rows,
	    "SELECT j.journal,j.stream,coalesce(r.seq,-1),j.seq"
	    " FROM journal_pos j LEFT JOIN reader_pos r"
	    " ON r.reader=$1 AND r.journal=j.journal"
	    " WHERE r.seq IS NULL OR j.seq>r.seq ORDER BY j.at LIMIT $2",
	    DB_TEXT(reader), DB_INT((int64_t)max));
	if (rc < 0)
		return rc;
	for (size_t i = 0; i < db_count(rows); i++) {
		struct follow_span *s = &spans[i];

		snprintf(
		    s->journal, sizeof(s->journal), "%s", db_text(rows, i, 0));
		s->kind = kind_of(db_text(rows, i, 1));
		s->after = db_int(rows, i, 2);
		s->upto = db_int(rows, i, 3);
	}
	*n = db_count(rows);
	db_rows_free(rows);
	return ERR_OK;
}

/*
 * Messages have no index by number. The batches in which they were loaded say
 * from when they are: so many that there is enough to take, all marked by the
 * rules of who follows, or none. is_empty: nothing of them is to be read.
 */
struct window {
	int64_t upto, first, last;
	bool is_empty, is_marked;
};

static int
find_window(struct db *db, const struct follow_span *s, struct window *out)
{
	struct db_rows *rows = NULL;
	int rc;

	rc = db_query(db, &rows,
	    "SELECT max(upto),min(first) FILTER (WHERE much>0),"
	    "max(last) FILTER (WHERE much>0),bool_and(marked) FROM ("
	    "SELECT *,sum(much) OVER (ORDER BY upto)-much AS before,"
	    "bool_and(marked) OVER (ORDER BY upto) AS all_marked,"
	    "bool_or(marked) OVER (ORDER BY upto) AS one_marked FROM ("
	    "SELECT upto,first,last,marked_by IS NOT DISTINCT FROM $4::bigint"
	    " AS marked,CASE WHEN marked_by=$4 THEN notable"
	    " ELSE coalesce(known,count) END AS much"
	    " FROM message_batch WHERE journal=$1 AND upto>$2"
	    " ORDER BY upto LIMIT $3) n) b"
	    " WHERE before<$3 AND all_marked=one_marked",
	    DB_TEXT(s->journal), DB_INT(s->after), DB_INT(MESSAGES_AT_ONCE),
	    DB_INT(s->marked_by));
	if (rc < 0)
		return rc;
	*out = (struct window){ .upto = s->upto };
	if (!db_is_null(rows, 0, 0) && db_int(rows, 0, 0) < s->upto)
		out->upto = db_int(rows, 0, 0);
	out->is_empty = db_is_null(rows, 0, 1);
	out->is_marked = db_bool(rows, 0, 3);
	if (!out->is_empty) {
		out->first = db_time(rows, 0, 1);
		out->last = db_time(rows, 0, 2);
	}
	db_rows_free(rows);
	return ERR_OK;
}

/* Of an unknown device nothing can be concluded. */
static int
take_messages(struct db *db, const struct follow_span *s, struct db_rows **rows,
    int64_t *covered)
{
	struct window w;
	int rc = find_window(db, s, &w);

	*rows = NULL;
	if (rc < 0)
		return rc;
	*covered = w.upto;
	if (w.is_empty)
		return ERR_OK;
	return db_query(db, rows,
	    w.is_marked
		? MESSAGE "WHERE rcvd>=$1 AND rcvd<=$2 AND journal=$3"
			  " AND seq>$4 AND seq<=$5 AND notable"
			  " AND device_id IS NOT NULL ORDER BY seq LIMIT $6"
		: MESSAGE "WHERE rcvd>=$1 AND rcvd<=$2 AND journal=$3"
			  " AND seq>$4 AND seq<=$5"
			  " AND device_id IS NOT NULL ORDER BY seq LIMIT $6",
	    DB_TIME(w.first), DB_TIME(w.last), DB_TEXT(s->journal),
	    DB_INT(s->after), DB_INT(w.upto), DB_INT(MESSAGES_AT_ONCE));
}

int
follow_take(struct db *db, const struct follow_span *s, struct db_rows **rows,
    int64_t *covered)
{
	if (s->kind == FOLLOW_MESSAGES)
		return take_messages(db, s, rows, covered);
	*covered = s->upto;
	if (s->kind == FOLLOW_READINGS)
		return take_readings(db, s, rows);
	return db_query(db, rows,
	    TRAP
	    "WHERE journal=$1 AND seq>$2 AND seq<=$3 ORDER BY seq LIMIT $4",
	    DB_TEXT(s->journal), DB_INT(s->after), DB_INT(s->upto),
	    DB_INT(MESSAGES_AT_ONCE));
}

void
follow_reading(const struct db_rows *rows, size_t i, struct stored_reading *out)
{
	*out = (struct stored_reading){
		.tenant_id = (int)db_int(rows, i, 0),
		.device_id = (int)db_int(rows, i, 1),
		.journal = db_text(rows, i, 2),
		.seq = db_int(rows, i, 3),
		.at = db_time(rows, i, 4),
		.started = db_time(rows, i, 5),
		.poll_id = db_int(rows, i, 6),
		.outcome = db_text(rows, i, 7),
		.protocol = db_text(rows, i, 8),
		.level = db_text(rows, i, 9),
		.address = db_text(rows, i, 10),
		.profile = db_text(rows, i, 11),
		.rtt_us = db_is_null(rows, i, 13) ? -1 : db_int(rows, i, 13),
		.plan = db_text(rows, i, 14),
	};
	out->varbinds = db_bytes(rows, i, 12, &out->varbinds_len);
}

void
follow_message(const struct db_rows *rows, size_t i, struct stored_message *out)
{
	*out = (struct stored_message){
		.tenant_id = (int)db_int(rows, i, 0),
		.device_id = (int)db_int(rows, i, 1),
		.journal = db_text(rows, i, 2),
		.seq = db_int(rows, i, 3),
		.rcvd = db_time(rows, i, 4),
		.transport = db_text(rows, i, 5),
		.peer = db_text(rows, i, 6),
		.text = db_text(rows, i, 7),
		.peer_port = (int)db_int(rows, i, 8),
		.app = db_text(rows, i, 9),
		.msgid = db_text(rows, i, 10),
		.severity =
		    db_is_null(rows, i, 11) ? -1 : (int)db_int(rows, i, 11),
		.has_pri = db_bool(rows, i, 12),
		.is_counted = db_bool(rows, i, 13),
	};
}

int
follow_next_lines(struct db *db, const struct stored_message *m, int max,
    struct db_rows **rows)
{
	/* Between lines of one sender may stand those of many others. */
	enum { RECORDS_MAX = 5000 };

	return db_query(db, rows,
	    MESSAGE "WHERE tenant_id=$9 AND device_id=$10 AND journal=$1"
		    " AND seq>$2 AND seq<=$3 AND rcvd>=$4 AND rcvd<=$5"
		    " AND peer=$6::inet AND peer_port=$7"
		    " ORDER BY seq LIMIT $8",
	    DB_TEXT(m->journal), DB_INT(m->seq), DB_INT(m->seq + RECORDS_MAX),
	    DB_TIME(m->rcvd), DB_TIME(m->rcvd + FOLLOW_LINES_SPAN),
	    DB_TEXT(m->peer), DB_INT(m->peer_port), DB_INT(max),
	    DB_INT(m->tenant_id), DB_INT(m->device_id));
}

int
follow_is_next(struct db *db, const struct stored_message *m, int64_t before,
    int64_t since, bool *out)
{
	struct db_rows *rows = NULL;
	int rc = db_query(db, &rows,
	    "SELECT NOT EXISTS (SELECT FROM message WHERE tenant_id=$1"
	    " AND device_id=$2 AND rcvd BETWEEN $3 AND $4 AND journal=$5"
	    " AND seq>$6 AND seq<$7)",
	    DB_INT(m->tenant_id), DB_INT(m->device_id), DB_TIME(since),
	    DB_TIME(m->rcvd), DB_TEXT(m->journal), DB_INT(before),
	    DB_INT(m->seq));

	if (rc == ERR_OK)
		*out = db_bool(rows, 0, 0);
	db_rows_free(rows);
	return rc;
}

void
follow_trap(const struct db_rows *rows, size_t i, struct stored_trap *out)
{
	*out = (struct stored_trap){
		.tenant_id = (int)db_int(rows, i, 0),
		.device_id = (int)db_int(rows, i, 1),
		.journal = db_text(rows, i, 2),
		.seq = db_int(rows, i, 3),
		.at = db_time(rows, i, 4),
		.protocol = db_text(rows, i, 5),
		.level = db_text(rows, i, 6),
		.peer = db_text(rows, i, 7),
		.oid = db_text(rows, i, 8),
	};
	out->varbinds = db_bytes(rows, i, 9, &out->varbinds_len);
}

int
follow_raw(struct db *db, const struct stored_message *m, struct buf *out)
{
	struct db_rows *rows = NULL;
	const uint8_t *raw;
	size_t len;
	int rc;

	rc = db_query(db, &rows,
	    "SELECT message_bytes(m) FROM message m"
	    " WHERE journal=$1 AND seq=$2 AND rcvd=$3",
	    DB_TEXT(m->journal), DB_INT(m->seq), DB_TIME(m->rcvd));
	if (rc < 0)
		return rc;
	if (db_count(rows) > 0) {
		raw = db_bytes(rows, 0, 0, &len);
		buf_add(out, raw, len);
	}
	db_rows_free(rows);
	return ERR_OK;
}

/* A part is cut where the next binding would pass the limit. */
static bool
may_be_cut(size_t len)
{
	return len > OBSERVATION_BODY_MAX / 2;
}

int
follow_parts(struct db *db, const struct stored_reading *r, struct buf *out,
    bool *complete)
{
	struct db_rows *rows = NULL;
	size_t len = r->varbinds_len;
	int rc;

	*complete = true;
	if (!may_be_cut(len))
		return ERR_OK;
	rc = db_query(db, &rows,
	    READING "WHERE journal=$1 AND seq>$2 AND device_id=$3"
		    " AND poll_id=$4 AND at=$5 ORDER BY seq",
	    DB_TEXT(r->journal), DB_INT(r->seq), DB_INT(r->device_id),
	    DB_INT(r->poll_id), DB_TIME(r->at));
	if (rc < 0)
		return rc;
	for (size_t i = 0; i < db_count(rows); i++) {
		struct stored_reading part;

		follow_reading(rows, i, &part);
		buf_add(out, part.varbinds, part.varbinds_len);
		len = part.varbinds_len;
	}
	db_rows_free(rows);
	*complete = !may_be_cut(len);
	return ERR_OK;
}

int
follow_find_reading(
    struct db *db, int tenant, int device, int64_t at, struct db_rows **rows)
{
	int rc = db_query(db, rows,
	    READING "WHERE tenant_id=$1 AND device_id=$2 AND at=$3"
		    " ORDER BY seq LIMIT 1",
	    DB_INT(tenant), DB_INT(device), DB_TIME(at));

	if (rc == ERR_OK && db_count(*rows) == 0) {
		db_rows_free(*rows);
		*rows = NULL;
	}
	return rc;
}

int
follow_answer_before(
    struct db *db, int tenant, int device, int64_t before, int64_t *at)
{
	struct db_rows *rows = NULL;
	int rc = db_query_again(db, &rows,
	    "SELECT max(at) FROM reading WHERE tenant_id=$1 AND device_id=$2"
	    " AND at<$3 AND outcome IN('answered','partial')"
	    " AND plan<>'stability'",
	    DB_INT(tenant), DB_INT(device), DB_TIME(before));

	if (rc == ERR_OK)
		*at = db_time(rows, 0, 0);
	db_rows_free(rows);
	return rc;
}

int64_t
follow_seq(const struct db_rows *rows, size_t i)
{
	return db_int(rows, i, 3);
}

int
follow_hold(struct db *db, const char *reader, struct follow_span *s)
{
	struct db_rows *rows = NULL;
	int64_t after;
	int rc;

	rc = db_query(db, &rows,
	    "INSERT INTO reader_pos(reader,journal,seq,at)"
	    " VALUES($1,$2,-1,$3) ON CONFLICT(reader,journal)"
	    " DO UPDATE SET at=reader_pos.at RETURNING seq",
	    DB_TEXT(reader), DB_TEXT(s->journal), DB_TIME(clock_now()));
	if (rc < 0)
		return rc;
	after = db_int(rows, 0, 0);
	db_rows_free(rows);
	if (after == s->after)
		return ERR_OK;
	s->after = after;
	return ERR_AGAIN;
}

int
follow_done(struct db *db, const char *reader, const char *journal, int64_t seq)
{
	return db_query(db, NULL,
	    "INSERT INTO reader_pos(reader,journal,seq,at)"
	    " VALUES($1,$2,$3,$4) ON CONFLICT(reader,journal)"
	    " DO UPDATE SET seq=excluded.seq,at=excluded.at"
	    " WHERE reader_pos.seq<excluded.seq",
	    DB_TEXT(reader), DB_TEXT(journal), DB_INT(seq),
	    DB_TIME(clock_now()));
}
