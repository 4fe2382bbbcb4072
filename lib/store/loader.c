/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/loader.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/mem.h"
#include "lib/store/async.h"
#include "lib/store/loader_batch.h"
#include "lib/store/log/line_store.h"

enum phase {
	CLOSED,
	CONNECTING,
	SETTING, /* limits of the session */
	IDLE,
	ENROLLING, /* the journal gets its row */
	FINDING,
	DEVICES,
	ANCHORING,
	ENSURING, /* a partition for each table's times */
	BEGINNING,
	COPYING,
	COUNTING, /* messages of each device, */
	SHAPING,  /* and of each shape */
	MOVING,
	COMMITTING,
	GIVING_UP, /* ROLLBACK */
};

struct loader {
	char started[CLOCK_TEXT_MAX];
	struct async *db;
	char *conninfo;
	enum phase phase;
	const struct loader_batch *batch;
	int table; /* at hand */
	enum loader_news after_rollback;
	char journal[37];
	struct loader_position found;
	/* Partitions are known to be there between these. */
	int64_t ensured_first[LOADER_TABLES], ensured_last[LOADER_TABLES];
};

struct loader *
loader_new(const char *conninfo)
{
	struct loader *l = mem_new(1, sizeof(*l));

	l->db = async_new();
	l->conninfo = mem_dup_str(conninfo);
	(void)clock_format(clock_now(), l->started);
	return l;
}

void
loader_free(struct loader *l)
{
	if (l == NULL)
		return;
	async_free(l->db);
	free(l->conninfo);
	free(l);
}

int
loader_socket(const struct loader *l)
{
	return async_socket(l->db);
}

unsigned
loader_wants(const struct loader *l)
{
	return async_wants(l->db);
}

const char *
loader_reason(const struct loader *l)
{
	return async_reason(l->db);
}

int
loader_connect(struct loader *l)
{
	l->phase = CONNECTING;
	memset(l->ensured_last, 0, sizeof(l->ensured_last));
	return async_connect(l->db, l->conninfo);
}

static int
send_args(struct loader *l, enum phase phase, const char *sql, size_t count,
    const char *const *args)
{
	l->phase = phase;
	return async_send(l->db, sql, count, args);
}

static int
send(struct loader *l, enum phase phase, const char *sql)
{
	return send_args(l, phase, sql, 0, NULL);
}

int
loader_find(struct loader *l, const char *journal, const char *stream)
{
	char host[256] = "";
	const char *args[] = { journal, stream, host };

	if (l->phase != IDLE)
		return ERR_AGAIN;
	(void)gethostname(host, sizeof(host) - 1);
	snprintf(l->journal, sizeof(l->journal), "%s", journal);
	return send_args(l, ENROLLING,
	    "INSERT INTO patchwacht.journal_pos"
	    "(journal,stream,host,segment,off,seq,at)"
	    " VALUES($1,$2,$3,0,0,0,now()) ON CONFLICT DO NOTHING",
	    3, args);
}

static int
send_find(struct loader *l)
{
	const char *args[] = { l->journal };

	return send_args(l, FINDING,
	    "SELECT segment,off,seq FROM patchwacht.journal_pos"
	    " WHERE journal=$1",
	    1, args);
}

int
loader_devices(struct loader *l, int64_t whole)
{
	char host[256] = "", at[CLOCK_TEXT_MAX];
	const char *args[] = { host, l->started,
		whole == CLOCK_NONE ? NULL : clock_format(whole, at) };

	if (l->phase != IDLE)
		return ERR_AGAIN;
	(void)gethostname(host, sizeof(host) - 1);
	/* In passing: that store runs, as run.h has it for others. */
	return send_args(l, DEVICES,
	    "WITH alive AS (INSERT INTO"
	    " patchwacht.run(role,host,started,seen,whole)"
	    " VALUES('store',$1,$2::timestamptz,now(),$3::timestamptz)"
	    " ON CONFLICT(role,host,started) DO UPDATE SET seen=now(),"
	    "whole=coalesce(excluded.whole,run.whole))"
	    " SELECT tenant_id,realm_id,device_id,host(address),d.name,"
	    "log_zone,t.zone,held FROM (SELECT (extract(epoch from"
	    " min(since))*1000000)::bigint AS held FROM patchwacht.hold"
	    " WHERE released_at IS NULL) h LEFT JOIN (patchwacht.device d"
	    " JOIN patchwacht.tenant t USING(tenant_id)) ON retired IS NULL",
	    3, args);
}

int
loader_anchor(struct loader *l, const struct loader_anchor *a)
{
	char host[256] = "", checkpoint[24], seq[24], at[CLOCK_TEXT_MAX];
	const char *args[] = { a->journal, a->stream, host, checkpoint, seq, at,
		a->hash, a->first_key };

	if (l->phase != IDLE)
		return ERR_AGAIN;
	(void)gethostname(host, sizeof(host) - 1);
	snprintf(checkpoint, sizeof(checkpoint), "%llu",
	    (unsigned long long)a->checkpoint);
	snprintf(seq, sizeof(seq), "%llu", (unsigned long long)a->seq);
	clock_format(a->at, at);
	return send_args(l, ANCHORING,
	    "INSERT INTO patchwacht.journal_anchor"
	    "(journal,stream,host,checkpoint,seq,at,hash,first_key)"
	    " VALUES($1,$2,$3,$4,$5,$6::timestamptz,decode($7,'hex'),"
	    "decode($8,'hex')) ON CONFLICT DO NOTHING",
	    8, args);
}

int
loader_damaged(struct loader *l, const char *journal, size_t count)
{
	char number[24];
	const char *args[] = { journal, number };

	if (l->phase != IDLE)
		return ERR_AGAIN;
	snprintf(number, sizeof(number), "%zu", count);
	return send_args(l, ANCHORING,
	    "UPDATE patchwacht.journal_pos SET damaged=$2::integer"
	    " WHERE journal=$1::uuid",
	    2, args);
}

int
loader_rechecked(
    struct loader *l, const char *journal, size_t segments, int64_t at)
{
	char number[24], moment[CLOCK_TEXT_MAX];
	const char *args[] = { journal, number, moment };

	if (l->phase != IDLE)
		return ERR_AGAIN;
	snprintf(number, sizeof(number), "%zu", segments);
	(void)clock_format(at, moment);
	return send_args(l, ANCHORING,
	    "UPDATE patchwacht.journal_pos SET rechecked=$3::timestamptz,"
	    "rechecked_segments=$2::integer WHERE journal=$1::uuid",
	    3, args);
}

static bool
is_ensured(const struct loader *l, int i)
{
	return loader_parent(i) == NULL || l->batch->table[i].count == 0 ||
	    (l->ensured_last[i] != 0 &&
		l->ensured_first[i] <= l->batch->table[i].first &&
		l->ensured_last[i] >= l->batch->table[i].last);
}

/* Beyond what is at hand: most batches after it need not ask. */
static int64_t
ensured_until(const struct loader *l)
{
	return l->batch->table[l->table].last + CLOCK_HOUR;
}

static int
send_ensure(struct loader *l)
{
	char first[CLOCK_TEXT_MAX], last[CLOCK_TEXT_MAX];
	const char *args[] = { loader_parent(l->table), first, last };

	(void)clock_format(l->batch->table[l->table].first, first);
	(void)clock_format(ensured_until(l), last);
	return send_args(l, ENSURING,
	    "SELECT patchwacht.part_ensure_all($1,$2,$3)", 3, args);
}

#define MOVE                                                       \
	"UPDATE patchwacht.journal_pos"                            \
	" SET segment=$2,off=$3,seq=$4::bigint,at=now(),behind=$7" \
	" WHERE journal=$1::uuid AND segment=$5 AND off=$6"

/* With it, where messages stand: see follow.c. */
static int
send_move(struct loader *l)
{
	const struct loader_position *from = &l->batch->from;
	const struct loader_position *to = &l->batch->to;
	char n[10][24], first[CLOCK_TEXT_MAX], last[CLOCK_TEXT_MAX];
	const char *args[] = { l->batch->journal, n[0], n[1], n[2], n[3], n[4],
		n[5], n[6], first, last, n[7], n[8], n[9] };
	size_t count = l->batch->table[LOADER_MESSAGE].count;

	snprintf(n[0], sizeof(n[0]), "%llu", (unsigned long long)to->segment);
	snprintf(n[1], sizeof(n[1]), "%llu", (unsigned long long)to->offset);
	snprintf(n[2], sizeof(n[2]), "%llu", (unsigned long long)to->seq);
	snprintf(n[3], sizeof(n[3]), "%llu", (unsigned long long)from->segment);
	snprintf(n[4], sizeof(n[4]), "%llu", (unsigned long long)from->offset);
	snprintf(
	    n[5], sizeof(n[5]), "%llu", (unsigned long long)l->batch->behind);
	if (count == 0)
		return send_args(l, MOVING, MOVE, 7, args);
	snprintf(n[6], sizeof(n[6]), "%zu", count);
	snprintf(n[7], sizeof(n[7]), "%lld",
	    (long long)message_tally_known(&l->batch->tally));
	snprintf(n[8], sizeof(n[8]), "%lld", (long long)l->batch->notable);
	snprintf(n[9], sizeof(n[9]), "%lld", (long long)l->batch->marked_by);
	(void)clock_format(l->batch->table[LOADER_MESSAGE].first, first);
	(void)clock_format(l->batch->table[LOADER_MESSAGE].last, last);
	return send_args(l, MOVING,
	    "WITH placed AS (INSERT INTO patchwacht.message_batch"
	    "(journal,upto,count,first,last,known,notable,marked_by)"
	    " VALUES($1::uuid,$4::bigint,$8,$9,$10,$11,$12,"
	    "nullif($13::bigint,0))) " MOVE,
	    13, args);
}

static int
send_tally(struct loader *l)
{
	struct buf text[MESSAGE_TALLY_ARGS] = { 0 };
	const char *args[MESSAGE_TALLY_ARGS];
	int rc;

	message_tally_args(&l->batch->tally, text);
	for (int i = 0; i < MESSAGE_TALLY_ARGS; i++)
		args[i] = buf_str(&text[i]);
	rc =
	    send_args(l, COUNTING, message_tally_sql, MESSAGE_TALLY_ARGS, args);
	for (int i = 0; i < MESSAGE_TALLY_ARGS; i++)
		buf_free(&text[i]);
	return rc;
}

static int
send_templates(struct loader *l)
{
	const struct template_tally *t = &l->batch->templates;
	char *text;
	const char *args[1];
	int rc;

	if (t->count == 0)
		return send_move(l);
	text = line_store_templates_arg(t->list, t->count);
	args[0] = text;
	rc = send_args(l, SHAPING, line_store_templates_sql, 1, args);
	free(text);
	return rc;
}

/* The next table from l->table on that has rows, or the end of them. */
static int
send_next_copy(struct loader *l)
{
	while (l->table < LOADER_TABLES && l->batch->table[l->table].count == 0)
		l->table++;
	if (l->table == LOADER_TABLES)
		return l->batch->tally.count > 0 ? send_tally(l) : send_move(l);
	l->phase = COPYING;
	return async_send_copy(
	    l->db, loader_copy(l->table), &l->batch->table[l->table].rows);
}

static int
send_next_ensure(struct loader *l)
{
	while (l->table < LOADER_TABLES && is_ensured(l, l->table))
		l->table++;
	if (l->table < LOADER_TABLES)
		return send_ensure(l);
	l->table = 0;
	return send(l, BEGINNING, "BEGIN");
}

int
loader_load(struct loader *l, const struct loader_batch *b)
{
	if (l->phase != IDLE)
		return ERR_AGAIN;
	l->batch = b;
	l->table = 0;
	return send_next_ensure(l);
}

static void
note_ensured(struct loader *l)
{
	int64_t first = l->batch->table[l->table].first;
	int64_t last = ensured_until(l);
	int i = l->table++;

	if (l->ensured_last[i] == 0 || first < l->ensured_first[i])
		l->ensured_first[i] = first;
	if (last > l->ensured_last[i])
		l->ensured_last[i] = last;
}

/* A hint only: who listens looks at journal_pos anyway. */
static int
send_commit(struct loader *l)
{
	return send(l, COMMITTING,
	    l->batch->table[LOADER_READING].count > 0
		? "NOTIFY patchwacht_reading; COMMIT"
		: "NOTIFY patchwacht_message; COMMIT");
}

static enum loader_news
give_up(struct loader *l, enum loader_news news)
{
	l->after_rollback = news;
	if (send(l, GIVING_UP, "ROLLBACK") < 0)
		return LOADER_LOST;
	return LOADER_WAIT;
}

static enum loader_news
failed(struct loader *l, int rc)
{
	enum phase phase = l->phase;

	if (async_socket(l->db) == -1 || phase == SETTING ||
	    phase == GIVING_UP) {
		async_close(l->db);
		l->phase = CLOSED;
		return LOADER_LOST;
	}
	l->phase = IDLE;
	if (phase < BEGINNING)
		return phase == ENSURING && rc == ERR_RANGE ? LOADER_REFUSED
							    : LOADER_FAILED;
	return give_up(l,
	    phase == COPYING && (rc == ERR_RANGE || rc == ERR_EXISTS)
		? LOADER_REFUSED
		: LOADER_FAILED);
}

static enum loader_news
finished(struct loader *l, enum loader_news news)
{
	l->phase = IDLE;
	return news;
}

static enum loader_news
note_found(struct loader *l)
{
	if (async_count(l->db) != 1)
		return finished(l, LOADER_FAILED);
	l->found.segment = (uint64_t)async_int(l->db, 0, 0);
	l->found.offset = (uint64_t)async_int(l->db, 0, 1);
	l->found.seq = (uint64_t)async_int(l->db, 0, 2);
	return finished(l, LOADER_FOUND);
}

/* A phase has succeeded: the next one. */
static enum loader_news
advance(struct loader *l)
{
	int rc = ERR_OK;

	switch (l->phase) {
	case CONNECTING:
		/* Rows and position vanish together when the server dies, and
		 * the journal still has them: no commit waits for its disk. */
		rc = send(l, SETTING,
		    "SET synchronous_commit=off;"
		    "SET statement_timeout='60s'; SET lock_timeout='20s';"
		    "SET idle_in_transaction_session_timeout='60s'");
		break;
	case SETTING:
		return finished(l, LOADER_CONNECTED);
	case ENROLLING:
		rc = send_find(l);
		break;
	case FINDING:
		return note_found(l);
	case DEVICES:
		return finished(l, LOADER_DEVICES);
	case ANCHORING:
		return finished(l, LOADER_ANCHORED);
	case ENSURING:
		note_ensured(l);
		rc = send_next_ensure(l);
		break;
	case BEGINNING:
		rc = send_next_copy(l);
		break;
	case COPYING:
		l->table++;
		rc = send_next_copy(l);
		break;
	case COUNTING:
		rc = send_templates(l);
		break;
	case SHAPING:
		rc = send_move(l);
		break;
	case MOVING:
		if (async_affected(l->db) != 1)
			return give_up(l, LOADER_MOVED);
		rc = send_commit(l);
		break;
	case COMMITTING:
		return finished(l, LOADER_LOADED);
	case GIVING_UP:
		return finished(l, l->after_rollback);
	case CLOSED:
	case IDLE:
		break;
	}
	return rc < 0 ? failed(l, rc) : LOADER_WAIT;
}

enum loader_news
loader_step(struct loader *l)
{
	int rc = async_step(l->db);

	if (rc == ERR_AGAIN)
		return LOADER_WAIT;
	return rc == ERR_OK ? advance(l) : failed(l, rc);
}

struct loader_position
loader_found(const struct loader *l)
{
	return l->found;
}

int64_t
loader_held(const struct loader *l)
{
	enum { HELD = 7 };

	if (async_count(l->db) == 0 || async_text(l->db, 0, HELD)[0] == '\0')
		return CLOCK_NONE;
	return async_int(l->db, 0, HELD);
}

size_t
loader_device_count(const struct loader *l)
{
	return async_count(l->db);
}

void
loader_device(const struct loader *l, size_t i, struct loader_device *out)
{
	out->tenant_id = (int)async_int(l->db, i, 0);
	out->realm_id = (int)async_int(l->db, i, 1);
	out->device_id = (int)async_int(l->db, i, 2);
	out->address = async_text(l->db, i, 3);
	out->name = async_text(l->db, i, 4);
	out->log_zone = async_text(l->db, i, 5);
	out->zone = async_text(l->db, i, 6);
}
