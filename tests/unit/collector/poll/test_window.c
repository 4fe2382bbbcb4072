/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/poll/window.h"

#include "collector/dblink.h"
#include "collector/poll/share.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/store/db.h"
#include "tests/unit/store/made_rows.h"
#include "tests/unit/test.h"

enum { COLUMNS = 4, SEEN_MAX = 8 };

/* A link to a database that is played here. */
static struct {
	int rc; /* what asking says */
	dblink_done *done;
	void *arg;
	unsigned asked;
	int64_t at; /* $1 */
} link;

int
dblink_ask(struct dblink *l, dblink_done *done, void *arg, const char *sql,
    size_t count, const struct db_arg *args)
{
	(void)l;
	(void)sql;
	assert_int_equal(1, count);
	assert_int_equal(DB_T_TIME, args[0].type);
	link.asked++;
	link.at = args[0].integer;
	link.done = done;
	link.arg = arg;
	return link.rc;
}

static struct seen {
	int tenant_id, device_id;
	int64_t since, until;
} seen[SEEN_MAX];
static size_t n_seen;
static struct share share;
static struct window_watch *watch;

static void
on_window(void *arg, int tenant_id, int device_id, int64_t since, int64_t until)
{
	assert_ptr_equal(&share, arg);
	assert_in_range(n_seen, 0, SEEN_MAX - 1);
	seen[n_seen++] = (struct seen){ tenant_id, device_id, since, until };
}

static int
start(void **state)
{
	(void)state;
	clock_freeze(1000 * CLOCK_SECOND);
	share = (struct share){ 0, 1 };
	link.rc = ERR_OK;
	link.asked = 0;
	n_seen = 0;
	watch = window_watch_new(NULL, &share, on_window, &share);
	return 0;
}

static int
stop(void **state)
{
	(void)state;
	window_watch_free(watch);
	clock_thaw();
	return 0;
}

#define OF_WINDOWS(test) cmocka_unit_test_setup_teardown(test, start, stop)

static void
answer(const char *const *values, size_t count)
{
	struct db_rows *rows = made_rows(COLUMNS, values, count);

	link.done(link.arg, ERR_OK, rows);
	db_rows_free(rows);
}

static void
each_device_comes_with_its_times(void **state)
{
	static const char *const values[] = { "1", "7",
		"2026-11-24 09:14:00+00", "2026-11-24 11:14:00.5+00", "2", "9",
		"2026-11-25 00:00:00+00", "2026-11-25 02:00:00+00" };
	int64_t since, until;

	(void)state;
	window_watch_look(watch);
	assert_int_equal(0, n_seen);
	answer(values, ROWS(values));
	assert_int_equal(2, n_seen);
	assert_int_equal(1, seen[0].tenant_id);
	assert_int_equal(7, seen[0].device_id);
	assert_int_equal(ERR_OK, clock_parse("2026-11-24T09:14:00Z", &since));
	assert_int_equal(ERR_OK, clock_parse("2026-11-24T11:14:00.5Z", &until));
	assert_int_equal(since, seen[0].since);
	assert_int_equal(until, seen[0].until);
	assert_int_equal(2, seen[1].tenant_id);
	assert_int_equal(9, seen[1].device_id);
}

static void
no_rows_are_no_windows(void **state)
{
	(void)state;
	window_watch_look(watch);
	answer(NULL, 0);
	assert_int_equal(0, n_seen);
}

static void
it_looks_only_now_and_then(void **state)
{
	(void)state;
	window_watch_look(watch);
	window_watch_look(watch);
	clock_freeze((1000 + WINDOW_LOOK_S) * CLOCK_SECOND - 1);
	window_watch_look(watch);
	assert_int_equal(1, link.asked);
	clock_freeze((1000 + WINDOW_LOOK_S) * CLOCK_SECOND);
	window_watch_look(watch);
	assert_int_equal(2, link.asked);
	assert_int_equal((1000 + WINDOW_LOOK_S) * CLOCK_SECOND, link.at);
}

/* Not asked, or asked in vain: the next look does it. */
static void
what_failed_is_asked_again_at_once(void **state)
{
	(void)state;
	link.rc = ERR_AGAIN;
	window_watch_look(watch);
	window_watch_look(watch);
	assert_int_equal(2, link.asked);
	link.rc = ERR_OK;
	window_watch_look(watch);
	link.done(link.arg, ERR_AGAIN, NULL);
	assert_int_equal(0, n_seen);
	window_watch_look(watch);
	assert_int_equal(4, link.asked);
}

/* Of two workers each has its own, and none is left out. */
static void
each_worker_takes_its_own(void **state)
{
	static const char since[] = "2026-11-24 09:14:00+00";
	const char *const values[] = { "1", "1", since, since, "1", "2", since,
		since, "1", "3", since, since, "1", "4", since, since, "1", "5",
		since, since };
	size_t sum = 0;

	(void)state;
	for (unsigned mine = 0; mine < 2; mine++) {
		share = (struct share){ mine, 2 };
		clock_freeze((2000 + mine * 100) * CLOCK_SECOND);
		n_seen = 0;
		window_watch_look(watch);
		answer(values, ROWS(values));
		for (size_t i = 0; i < n_seen; i++)
			assert_true(share_has(&share, 1, seen[i].device_id));
		sum += n_seen;
	}
	assert_int_equal(5, sum);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		OF_WINDOWS(each_device_comes_with_its_times),
		OF_WINDOWS(no_rows_are_no_windows),
		OF_WINDOWS(it_looks_only_now_and_then),
		OF_WINDOWS(what_failed_is_asked_again_at_once),
		OF_WINDOWS(each_worker_takes_its_own),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
