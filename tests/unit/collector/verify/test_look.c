/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/verify/look.h"

#include <stdio.h>

#include "collector/due.h"
#include "collector/verify/context.h"
#include "collector/verify/jumps.h"
#include "collector/verify/lines.h"
#include "collector/verify/message.h"
#include "collector/verify/notification.h"
#include "collector/verify/reading.h"
#include "collector/verify/tick.h"
#include "collector/verify/wave.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/store/db.h"
#include "lib/store/device/device_state.h"
#include "lib/store/follow.h"
#include "lib/store/run.h"

#include "tests/unit/store/made_rows.h"
#include "tests/unit/test.h"

/*
 * A journal of eight traps, a database that keeps the place of its reader, and
 * another process that may move that place: while we begin transaction
 * moved_when, to moved_to.
 */
enum { TRAPS = 8, TRANSACTIONS = 40, NEVER = 0 };

static int64_t place, done;  /* committed; in the transaction */
static int taken[TRAPS + 1]; /* by us, of what was committed */
static int doing[TRAPS + 1]; /* in the transaction */
static int by_another[TRAPS + 1];
static int refused, refused_rc, changes; /* a trap, as what, how many times */
static int begun, moved_when;
static int64_t moved_to;
static bool is_open; /* a transaction */
static struct verify v;

int
follow_pending(struct db *db, const char *reader, struct follow_span *spans,
    size_t max, size_t *n)
{
	(void)db;
	(void)reader;
	assert_true(max > 0);
	spans[0] =
	    (struct follow_span){ "journal", FOLLOW_TRAPS, place, TRAPS, 0 };
	*n = place < TRAPS;
	return ERR_OK;
}

int
follow_take(struct db *db, const struct follow_span *s, struct db_rows **rows,
    int64_t *covered)
{
	char text[TRAPS][8];
	const char *values[TRAPS];
	size_t n = 0;

	(void)db;
	for (int64_t seq = s->after + 1; seq <= s->upto; seq++) {
		snprintf(text[n], sizeof(text[n]), "%d", (int)seq);
		values[n] = text[n];
		n++;
	}
	*rows = made_rows(1, values, n);
	*covered = s->upto;
	return ERR_OK;
}

int64_t
follow_seq(const struct db_rows *rows, size_t i)
{
	return db_int(rows, i, 0);
}

void
follow_trap(const struct db_rows *rows, size_t i, struct stored_trap *out)
{
	*out = (struct stored_trap){ .seq = follow_seq(rows, i) };
}

void
follow_reading(const struct db_rows *rows, size_t i, struct stored_reading *out)
{
	(void)rows, (void)i, (void)out;
	fail();
}

void
follow_message(const struct db_rows *rows, size_t i, struct stored_message *out)
{
	(void)rows, (void)i, (void)out;
	fail();
}

int
follow_hold(struct db *db, const char *reader, struct follow_span *s)
{
	(void)db;
	(void)reader;
	if (place == s->after)
		return ERR_OK;
	s->after = place;
	return ERR_AGAIN;
}

int
follow_done(struct db *db, const char *reader, const char *journal, int64_t seq)
{
	(void)db;
	(void)reader;
	(void)journal;
	done = seq;
	if (!is_open && place < seq)
		place = seq;
	return ERR_OK;
}

struct db_arg
db_arg_text(const char *text)
{
	(void)text;
	return (struct db_arg){ 0 };
}

int
db_begin(struct db *db)
{
	(void)db;
	assert_true(begun < TRANSACTIONS);
	is_open = true;
	begun++;
	for (int i = 1; i <= TRAPS; i++)
		doing[i] = 0;
	if (begun == moved_when && moved_to > place)
		while (place < moved_to)
			by_another[++place]++;
	done = place;
	return ERR_OK;
}

int
db_commit(struct db *db)
{
	(void)db;
	is_open = false;
	for (int i = 1; i <= TRAPS; i++)
		taken[i] += doing[i];
	if (place < done)
		place = done;
	return ERR_OK;
}

void
db_rollback(struct db *db)
{
	(void)db;
	is_open = false;
}

int
db_run(struct db *db, struct db_rows **rows, const char *sql, size_t count,
    const struct db_arg *args)
{
	(void)db, (void)rows, (void)sql, (void)count, (void)args;
	return ERR_OK;
}

int
notification_take(struct verify *of, const struct stored_trap *t)
{
	(void)of;
	if (t->seq == refused && changes != 0) {
		if (changes > 0)
			changes--;
		return refused_rc;
	}
	doing[t->seq]++;
	return ERR_OK;
}

int
message_take(struct verify *of, const struct stored_message *m)
{
	(void)of, (void)m;
	fail();
	return ERR_OK;
}

bool
message_is_early(const struct verify *of, const struct stored_message *m)
{
	(void)of, (void)m;
	return false;
}

int
reading_take(struct verify *of, const struct stored_reading *r, bool *waits)
{
	(void)of, (void)r, (void)waits;
	fail();
	return ERR_OK;
}

int
wave_hold(struct verify *of, const struct stored_reading *readings, size_t n)
{
	(void)of, (void)readings;
	assert_int_equal(0, n);
	return ERR_OK;
}

int
wave_begin(struct verify *of, struct wave *w,
    const struct stored_reading *readings, size_t n)
{
	(void)of, (void)w, (void)readings, (void)n;
	fail();
	return ERR_OK;
}

int
wave_end(struct verify *of, struct wave *w, int rc)
{
	(void)of, (void)w;
	return rc;
}

struct lines *
lines_new(void)
{
	return NULL;
}

void
lines_free(struct lines *l)
{
	(void)l;
}

int
lines_write(struct lines *l, struct verify *of)
{
	(void)l, (void)of;
	return ERR_OK;
}

int
device_states_load(
    struct db *db, struct device_key *keys, size_t n, struct device_states *out)
{
	(void)db, (void)keys, (void)n, (void)out;
	fail();
	return ERR_OK;
}

struct device_state *
device_states_find(const struct device_states *s, int tenant, int device)
{
	(void)s, (void)tenant, (void)device;
	return NULL;
}

int
device_states_save(struct db *db, struct device_states *s)
{
	(void)db, (void)s;
	return ERR_OK;
}

void
device_states_free(struct device_states *s)
{
	(void)s;
}

int
jumps_read(struct verify *of)
{
	(void)of;
	return ERR_OK;
}

int
tick_take(struct verify *of)
{
	(void)of;
	return ERR_OK;
}

int
run_is_whole(struct db *db, int64_t since, int64_t still, bool *whole)
{
	(void)db, (void)since, (void)still;
	*whole = true;
	return ERR_OK;
}

static void
say_nothing(const char *line)
{
	(void)line;
}

static int
begin(void **state)
{
	(void)state;
	v = (struct verify){ .due = due_new(), .tick_after = INT64_MAX };
	place = done = moved_to = 0;
	refused = changes = begun = moved_when = NEVER;
	for (int i = 0; i <= TRAPS; i++)
		taken[i] = doing[i] = by_another[i] = 0;
	log_divert(say_nothing);
	return 0;
}

static int
end(void **state)
{
	(void)state;
	due_free(v.due);
	log_divert(NULL);
	return 0;
}

static void
look_until_all_is_taken(void)
{
	for (int i = 0; place < TRAPS; i++) {
		assert_true(i < TRAPS);
		(void)look_take(&v);
	}
}

/* By us or by the other, once; but what is refused for good, by nobody. */
static void
assert_each_once(int but)
{
	for (int i = 1; i <= TRAPS; i++) {
		int times = taken[i] + by_another[i];

		if (i == but ? times > 1 || taken[i] > 0 : times != 1)
			fail_msg("trap %d: %d by us, %d by another; moved to "
				 "%d at transaction %d, trap %d failed",
			    i, taken[i], by_another[i], (int)moved_to,
			    moved_when, refused);
	}
}

static void
all_are_taken_in_one_transaction(void **state)
{
	(void)state;
	look_until_all_is_taken();
	assert_each_once(NEVER);
	assert_int_equal(1, begun);
}

static void
one_that_is_refused_keeps_none_of_the_others(void **state)
{
	for (int trap = 1; trap <= TRAPS; trap++) {
		(void)end(state);
		(void)begin(state);
		refused = trap;
		refused_rc = ERR_RANGE;
		changes = -1;
		look_until_all_is_taken();
		assert_each_once(trap);
		assert_int_equal(0, by_another[trap]);
	}
}

/* Whichever fails, for good or because its deployment was just changed;
 * whenever the place is moved, before any of our transactions; and wherever to.
 */
static void
what_another_has_taken_is_not_taken_again(void **state)
{
	static const struct {
		int rc, changes;
	} failures[] = { { ERR_RANGE, -1 }, { ERR_AGAIN, 1 },
		{ ERR_NOTFOUND, 3 } };

	for (int i = 0; i < (int)ROWS(failures) * TRAPS * TRAPS * 20; i++) {
		(void)end(state);
		(void)begin(state);
		refused = 1 + i % TRAPS;
		moved_to = 1 + i / TRAPS % TRAPS;
		moved_when = 1 + i / (TRAPS * TRAPS) % 20;
		refused_rc = failures[i / (TRAPS * TRAPS * 20)].rc;
		changes = failures[i / (TRAPS * TRAPS * 20)].changes;
		look_until_all_is_taken();
		assert_each_once(refused_rc == ERR_RANGE ? refused : NEVER);
	}
}

/* The first half is taken already, in part: its rest is, and the second. */
static void
a_place_in_the_middle_of_a_half_is_gone_on_from(void **state)
{
	(void)state;
	refused = 6;
	refused_rc = ERR_RANGE;
	changes = -1;
	moved_when = 2;
	moved_to = 2;
	assert_int_equal(ERR_OK, look_take(&v));
	assert_int_equal(TRAPS, place);
	assert_int_equal(1, by_another[2]);
	assert_int_equal(1, taken[3]);
	assert_each_once(6);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    all_are_taken_in_one_transaction, begin, end),
		cmocka_unit_test_setup_teardown(
		    one_that_is_refused_keeps_none_of_the_others, begin, end),
		cmocka_unit_test_setup_teardown(
		    what_another_has_taken_is_not_taken_again, begin, end),
		cmocka_unit_test_setup_teardown(
		    a_place_in_the_middle_of_a_half_is_gone_on_from, begin,
		    end),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
