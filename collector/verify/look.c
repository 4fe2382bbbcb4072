/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/verify/look.h"
#include "collector/verify/jumps.h"

#include <stdlib.h>

#include "collector/due.h"
#include "collector/verify/context.h"
#include "collector/verify/lines.h"
#include "collector/verify/message.h"
#include "collector/verify/notification.h"
#include "collector/verify/reading.h"
#include "collector/verify/tick.h"
#include "collector/verify/wave.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/json.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "lib/store/db.h"
#include "lib/store/device/device_state.h"
#include "lib/store/follow.h"
#include "lib/store/run.h"

enum { SPANS_MAX = 32, TRIES_MAX = 5 };

/* Readings may wake us often; the clock has time, and costs its part. */
#define TICK_MAX (CLOCK_SECOND * 9 / 10)
#define HOLD_MAX CLOCK_MINUTE
enum { TICK_PART = 20 };

static const char reader[] = "verify";

/* What was known of the devices of rows first to first + n. */
static int
load_states(struct verify *v, const struct db_rows *rows, size_t first,
    size_t n, struct device_states *out)
{
	struct device_key *keys = mem_new(n, sizeof(*keys));
	struct stored_reading r;
	int rc;

	for (size_t i = 0; i < n; i++) {
		follow_reading(rows, first + i, &r);
		keys[i] = (struct device_key){ r.tenant_id, r.device_id };
	}
	rc = device_states_load(v->db, keys, n, out);
	free(keys);
	return rc;
}

static int
take_row(struct verify *v, const struct follow_span *s,
    const struct db_rows *rows, size_t i, int64_t *seq)
{
	struct stored_message message;
	struct stored_trap trap;

	if (s->kind == FOLLOW_TRAPS) {
		follow_trap(rows, i, &trap);
		*seq = trap.seq;
		return notification_take(v, &trap);
	}
	follow_message(rows, i, &message);
	*seq = message.seq;
	return message_take(v, &message);
}

/* Lines that belong to it may still be on their way. */
static bool
is_early(const struct verify *v, const struct follow_span *s,
    const struct db_rows *rows, size_t i)
{
	struct stored_message message;

	if (s->kind != FOLLOW_MESSAGES)
		return false;
	follow_message(rows, i, &message);
	return message_is_early(v, &message);
}

/* Which of these devices a wave has already, or wait for one. */
static bool *
mark_of(const struct verify *v, bool *marks, const struct stored_reading *r)
{
	const struct device_state *s =
	    device_states_find(v->states, r->tenant_id, r->device_id);

	return s == NULL ? NULL : &marks[s - v->states->state];
}

/* Those that lead to nothing are done; the others stay, in their order, with
 * what their devices said after that. */
static int
pass_by(struct verify *v, struct stored_reading *readings, size_t *n)
{
	bool *marks = mem_new(v->states->n + 1, sizeof(*marks));
	size_t kept = 0;
	int rc = ERR_OK;

	for (size_t i = 0; rc == ERR_OK && i < *n; i++) {
		bool *mark = mark_of(v, marks, &readings[i]);

		if (mark == NULL)
			continue;
		if (!*mark)
			rc = reading_take(v, &readings[i], mark);
		if (*mark)
			readings[kept++] = readings[i];
	}
	*n = kept;
	free(marks);
	return rc;
}

/* Of each device one: the next wave sees what came of it. */
static size_t
find_wave(
    const struct verify *v, const struct stored_reading *readings, size_t n)
{
	bool *marks = mem_new(v->states->n + 1, sizeof(*marks));
	size_t i = 0;

	for (; i < n; i++) {
		bool *mark = mark_of(v, marks, &readings[i]);

		if (*mark)
			break;
		*mark = true;
	}
	free(marks);
	return i;
}

static int
take_wave(struct verify *v, const struct stored_reading *readings, size_t n)
{
	struct wave wave;
	bool waits;
	int rc = wave_begin(v, &wave, readings, n);

	for (size_t i = 0; rc == ERR_OK && i < n; i++)
		rc = reading_take(v, &readings[i], &waits);
	return wave_end(v, &wave, rc);
}

static int
take_readings(
    struct verify *v, const struct db_rows *rows, size_t first, size_t n)
{
	struct stored_reading *all = mem_new(n, sizeof(*all)), *at = all;
	size_t part;
	int rc;

	for (size_t i = 0; i < n; i++)
		follow_reading(rows, first + i, &all[i]);
	rc = pass_by(v, at, &n);
	if (rc == ERR_OK)
		rc = wave_hold(v, at, n);
	while (rc == ERR_OK && n > 0) {
		part = find_wave(v, at, n);
		rc = take_wave(v, at, part);
		at += part;
		n -= part;
		/* What came after may be more of the same. */
		if (rc == ERR_OK)
			rc = pass_by(v, at, &n);
	}
	free(all);
	return rc;
}

static int
take_lines(struct verify *v, const struct follow_span *s,
    const struct db_rows *rows, size_t first, size_t n, int64_t *seq)
{
	int rc = ERR_OK;

	for (size_t i = first; rc == ERR_OK && i < first + n; i++) {
		if (is_early(v, s, rows, i))
			break;
		rc = take_row(v, s, rows, i, seq);
	}
	return rc;
}

static int
take_each(struct verify *v, const struct follow_span *s,
    const struct db_rows *rows, size_t first, size_t n, int64_t *seq)
{
	struct device_states states = { 0 };
	bool are_readings = s->kind == FOLLOW_READINGS;
	int rc = ERR_OK;

	if (are_readings)
		rc = load_states(v, rows, first, n, &states);
	v->states = &states;
	v->lines = lines_new();
	v->look++;
	if (rc == ERR_OK && are_readings) {
		*seq = follow_seq(rows, first + n - 1);
		rc = take_readings(v, rows, first, n);
	} else if (rc == ERR_OK) {
		rc = take_lines(v, s, rows, first, n, seq);
	}
	if (rc == ERR_OK)
		rc = lines_write(v->lines, v);
	if (rc == ERR_OK)
		rc = device_states_save(v->db, &states);
	lines_free(v->lines);
	v->lines = NULL;
	v->states = NULL;
	device_states_free(&states);
	return rc;
}

/*
 * Rows from first on, at most n, and the reader's place behind them. When the
 * place was moved by another, nothing is taken and s says where it is.
 */
static int
take_rows(struct verify *v, struct follow_span *s, const struct db_rows *rows,
    size_t first, size_t n)
{
	int64_t seq = s->after;
	int rc = db_begin(v->db);

	if (rc == ERR_OK)
		rc = follow_hold(v->db, reader, s);
	v->now = clock_now();
	if (rc == ERR_OK)
		rc = take_each(v, s, rows, first, n, &seq);
	if (rc == ERR_OK)
		rc = follow_done(v->db, reader, s->journal, seq);
	if (rc == ERR_OK)
		rc = db_commit(v->db);
	if (rc < 0)
		db_rollback(v->db);
	else
		s->after = seq;
	return rc;
}

/*
 * A row that the database refuses for good must not stop all others: it is
 * passed over, told, and stays in its table.
 */
static int
pass_over(struct verify *v, struct follow_span *s, const struct db_rows *rows,
    size_t i, int why)
{
	int64_t seq = follow_seq(rows, i);
	int rc;

	log_warnx("verify: record %s/%lld passed over: %s", s->journal,
	    (long long)seq, err_str(why));
	rc = follow_done(v->db, reader, s->journal, seq);
	if (rc == ERR_OK)
		s->after = seq;
	return rc;
}

/*
 * Not about the connection, our rights or the server's health; nor about what
 * the verdict would be written as: a key that is taken is not the record's.
 */
static bool
is_about_the_record(int rc)
{
	return rc == ERR_RANGE || rc == ERR_PARSE || rc == ERR_NOTFOUND;
}

static int
take_one(struct verify *v, struct follow_span *s, const struct db_rows *rows,
    size_t i)
{
	int rc = ERR_OK;

	for (int tries = 0; tries < TRIES_MAX; tries++) {
		rc = ERR_OK;
		if (follow_seq(rows, i) <= s->after)
			break;
		rc = take_rows(v, s, rows, i, 1);
		if (rc != ERR_AGAIN && rc != ERR_NOTFOUND)
			break;
	}
	return is_about_the_record(rc) ? pass_over(v, s, rows, i, rc) : rc;
}

/*
 * What failed together, by halves: one of a thousand that is refused, or whose
 * deployment somebody has just changed, leaves ten parts that are not. A part
 * may also end early, and then what follows waits.
 */
static int
take_halves(struct verify *v, struct follow_span *s, const struct db_rows *rows,
    size_t first, size_t n)
{
	size_t part = n / 2;
	int rc;

	if (n == 1)
		return take_one(v, s, rows, first);
	for (int half = 0; half < 2; half++) {
		/* The place was moved by another: some may be taken already. */
		rc = follow_seq(rows, first) <= s->after
		    ? ERR_AGAIN
		    : take_rows(v, s, rows, first, part);
		if (rc < 0)
			rc = take_halves(v, s, rows, first, part);
		if (rc < 0 || s->after < follow_seq(rows, first + part - 1))
			return rc;
		first += part;
		part = n - part;
	}
	return ERR_OK;
}

static int
take_span(struct verify *v, struct follow_span *s)
{
	struct db_rows *rows = NULL;
	int rc = ERR_OK;

	while (rc == ERR_OK && s->after < s->upto) {
		int64_t after = s->after, covered;

		rc = follow_take(v->db, s, &rows, &covered);
		if (rc < 0)
			break;
		if (rows == NULL || db_count(rows) == 0) {
			rc = follow_done(v->db, reader, s->journal, covered);
			s->after = covered;
		} else if (take_rows(v, s, rows, 0, db_count(rows)) < 0 &&
		    s->after == after) {
			rc = take_halves(v, s, rows, 0, db_count(rows));
		}
		db_rows_free(rows);
		rows = NULL;
		if (s->after == after)
			break;
	}
	return rc;
}

/*
 * What devices said while the database was away may be on its way still: a
 * deadline is not missed because of that. Store that stands still is not
 * waited for longer than HOLD_MAX.
 */
static int
is_held(struct verify *v, bool *held)
{
	bool may_end = v->now - v->back > HOLD_MAX, whole = false;
	int rc;

	*held = v->lost != 0;
	if (!*held)
		return ERR_OK;
	rc = run_is_whole(
	    v->db, v->lost, may_end ? v->now - HOLD_MAX : CLOCK_NONE, &whole);
	/* The next look still has to take what came in during this one. */
	if (rc == ERR_OK && whole) {
		v->lost = 0;
		log_info("verify: what waited in the journals is in");
	}
	return rc;
}

static int
tick(struct verify *v)
{
	int64_t began = clock_monotonic(), every = v->interval * 9 / 10, spent;
	bool held;
	int rc;

	if (began < v->tick_after)
		return ERR_OK;
	rc = is_held(v, &held);
	if (rc < 0 || held)
		return rc;
	rc = tick_take(v);
	/* Somebody changed a row meanwhile: the next tick has it. */
	if (rc == ERR_NOTFOUND)
		rc = ERR_OK;
	spent = (clock_monotonic() - began) * TICK_PART;
	if (every > TICK_MAX)
		every = TICK_MAX;
	v->tick_after = began + (spent > every ? spent : every);
	return rc;
}

/* What is not taken now is noted still, and the next look tells it. */
static int
tell_due(struct verify *v)
{
	struct json *rows = due_rows(v->due, clock_monotonic());
	char *line;
	int rc;

	if (rows == NULL)
		return ERR_OK;
	line = json_line(rows);
	rc = db_query(v->db, NULL, due_statement, DB_TEXT(line));
	if (rc < 0)
		due_not_taken(v->due);
	else
		due_taken(v->due);
	free(line);
	json_free(rows);
	return rc;
}

int
look_take(struct verify *v)
{
	struct follow_span spans[SPANS_MAX];
	size_t n;
	int rc;

	v->now = clock_now();
	rc = jumps_read(v);
	if (rc == ERR_OK)
		rc = follow_pending(v->db, reader, spans, SPANS_MAX, &n);
	for (size_t i = 0; rc == ERR_OK && i < n; i++) {
		spans[i].marked_by = v->marked_by;
		rc = take_span(v, &spans[i]);
	}
	if (rc == ERR_OK)
		rc = tell_due(v);
	v->now = clock_now();
	return rc == ERR_OK ? tick(v) : rc;
}
