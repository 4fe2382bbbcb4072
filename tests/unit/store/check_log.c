/* SPDX-License-Identifier: Apache-2.0 */

/*
 * Looking at messages against a real server, which
 * tests/integration/log_store.t has started below $PATCHWACHT_HOME, with rows.
 * Of each of the last four hours there is a message of each severity, and of 40
 * days ago one more.
 */
#include "lib/store/log/log_store.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/store/db.h"

#include "tests/unit/test.h"

enum { TENANT = 1, HOURS = 4, ROWS_ALL = 8 * HOURS + 1 };

static struct db_target target;
static struct db *db;
static int64_t now;

static struct log_filter
any(void)
{
	return (struct log_filter){ .since = now - 50 * CLOCK_DAY,
		.until = now + CLOCK_HOUR,
		.severity = LOG_SEVERITY_ANY };
}

/* All that the filter finds, in its parts; newest first, or it fails. */
static size_t
count(const struct log_filter *f)
{
	int64_t until = f->until, span = LOG_SPAN_FIRST, last = INT64_MAX;
	struct db_rows *rows;
	size_t n = 0;

	while (until > f->since) {
		assert_int_equal(ERR_OK,
		    log_store_before(
			db, TENANT, f, &until, &span, 1000, &rows));
		for (size_t i = 0; i < db_count(rows); i++) {
			assert_true(db_time(rows, i, LOG_AT) <= last);
			assert_true(db_time(rows, i, LOG_AT) >= until);
			last = db_time(rows, i, LOG_AT);
		}
		n += db_count(rows);
		db_rows_free(rows);
	}
	assert_true(until == f->since);
	return n;
}

static void
the_parts_are_all_of_it_newest_first(void **state)
{
	struct log_filter f = any();

	(void)state;
	assert_int_equal(ROWS_ALL, count(&f));
	f.since = now - 2 * CLOCK_HOUR - CLOCK_MINUTE;
	assert_int_equal(16, count(&f));
	f.until = now - CLOCK_HOUR - CLOCK_MINUTE;
	assert_int_equal(8, count(&f));
}

static void
each_part_is_longer_than_the_one_before(void **state)
{
	struct log_filter f = any();
	int64_t until = f.until, span = LOG_SPAN_FIRST, before = until;
	struct db_rows *rows;

	(void)state;
	for (int64_t want = LOG_SPAN_FIRST; until > f.since; want *= 4) {
		assert_int_equal(ERR_OK,
		    log_store_before(
			db, TENANT, &f, &until, &span, 1000, &rows));
		db_rows_free(rows);
		assert_true(before - until == want || until == f.since);
		before = until;
	}
}

static void
a_part_has_so_many_at_most(void **state)
{
	struct log_filter f = any();
	int64_t until = f.until, span = 100 * CLOCK_DAY;
	struct db_rows *rows;

	(void)state;
	assert_int_equal(
	    ERR_OK, log_store_before(db, TENANT, &f, &until, &span, 5, &rows));
	assert_int_equal(5, db_count(rows));
	db_rows_free(rows);
}

static void
a_filter_leaves_what_it_names(void **state)
{
	struct {
		struct log_filter f;
		size_t rows;
	} cases[] = {
		{ { .device = "sw1" }, ROWS_ALL - 1 },
		{ { .device = "SW1" }, 0 },
		{ { .site = "Zuid" }, ROWS_ALL - 1 },
		{ { .site = "Noord" }, 0 },
		{ { .app = "APP3" }, HOURS },
		{ { .grep = "severity [0-2]$" }, 3 * HOURS },
		{ { .grep = "LONG AGO" }, 1 },
		{ { .event = "boot" }, 1 },
	};

	(void)state;
	for (size_t i = 0; i < ROWS(cases); i++) {
		struct log_filter f = any(), *c = &cases[i].f;

		c->since = f.since;
		c->until = f.until;
		c->severity = LOG_SEVERITY_ANY;
		assert_int_equal(cases[i].rows, count(c));
	}
	for (int severity = 0; severity < 7; severity++) {
		struct log_filter f = any();

		f.severity = severity;
		assert_int_equal((severity + 1) * HOURS, count(&f));
	}
}

static void
what_comes_later_is_new_once(void **state)
{
	struct log_filter f = any();
	struct log_places places;
	struct db_rows *rows;
	int64_t seq = 0;

	(void)state;
	assert_int_equal(ERR_OK, log_store_places(db, &places));
	assert_int_equal(1, places.count);
	assert_int_equal(ROWS_ALL, places.place[0].seq);
	assert_int_equal(
	    ERR_OK, log_store_new(db, TENANT, &f, &places.place[0], &rows));
	assert_null(rows);
	/* As of a place in the middle of it: oldest first. */
	places.place[0].seq = 20;
	assert_int_equal(
	    ERR_OK, log_store_new(db, TENANT, &f, &places.place[0], &rows));
	assert_int_equal(ROWS_ALL - 20, db_count(rows));
	for (size_t i = 0; i < db_count(rows); i++) {
		assert_true(db_int(rows, i, LOG_SEQ) > seq);
		seq = db_int(rows, i, LOG_SEQ);
	}
	db_rows_free(rows);
	assert_int_equal(ROWS_ALL, places.place[0].seq);
	assert_int_equal(
	    ERR_OK, log_store_new(db, TENANT, &f, &places.place[0], &rows));
	assert_null(rows);
}

static void
silence_and_volume_are_by_device(void **state)
{
	struct db_rows *rows;

	(void)state;
	/* One that wrote just now, and one that never did. */
	assert_int_equal(
	    ERR_OK, log_store_silent(db, TENANT, 0, now - CLOCK_DAY, &rows));
	assert_int_equal(1, db_count(rows));
	assert_string_equal("mute", db_text(rows, 0, 0));
	assert_true(db_is_null(rows, 0, 3));
	db_rows_free(rows);
	assert_int_equal(
	    ERR_OK, log_store_volume(db, TENANT, 0, now - CLOCK_DAY, &rows));
	assert_int_equal(1, db_count(rows));
	assert_string_equal("sw1", db_text(rows, 0, 0));
	assert_int_equal(8 * HOURS, db_int(rows, 0, 2));
	assert_int_equal(4 * HOURS, db_int(rows, 0, 3));
	db_rows_free(rows);
}

static void
another_organisation_has_none_of_it(void **state)
{
	struct log_filter f = any();
	int64_t until = f.until, span = 100 * CLOCK_DAY;
	struct db_rows *rows;

	(void)state;
	assert_int_equal(
	    ERR_OK, log_store_before(db, 2, &f, &until, &span, 1000, &rows));
	assert_int_equal(0, db_count(rows));
	db_rows_free(rows);
	assert_int_equal(
	    ERR_OK, log_store_silent(db, 2, 0, now - CLOCK_DAY, &rows));
	assert_int_equal(0, db_count(rows));
	db_rows_free(rows);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_parts_are_all_of_it_newest_first),
		cmocka_unit_test(each_part_is_longer_than_the_one_before),
		cmocka_unit_test(a_part_has_so_many_at_most),
		cmocka_unit_test(a_filter_leaves_what_it_names),
		cmocka_unit_test(what_comes_later_is_new_once),
		cmocka_unit_test(silence_and_volume_are_by_device),
		cmocka_unit_test(another_organisation_has_none_of_it),
	};
	int failed;

	target.home = getenv("PATCHWACHT_HOME");
	target.database = "embedded";
	now = clock_now();
	if (db_open(&target, "patchwacht_owner", &db) < 0)
		return 1;
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	db_close(db);
	return failed;
}
