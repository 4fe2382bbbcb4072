/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/scribe.h"

#include <stdlib.h>

#include <event2/event.h>

#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/journal/journal.h"

#include "tests/unit/journal/fixture.h"
#include "tests/unit/journal/slow.h"
#include "tests/unit/test.h"

enum { LONG_MS = 100000, SHORT_MS = 5, WAIT_S = 20 };

static struct event_base *base;
static struct scribe *scribe;
static size_t told;

static void
on_told(void *arg)
{
	(void)arg;
	told++;
	event_base_loopbreak(base);
}

static struct journal *
start(int group_ms)
{
	const struct scribe_start how = {
		.dir = fixture_dir, .group_ms = group_ms, .told = on_told
	};

	told = 0;
	assert_int_equal(ERR_OK, scribe_open(base, &how, &scribe));
	return scribe_journal(scribe);
}

static void
append(const char *text)
{
	fixture_append(scribe_journal(scribe), text, 4);
	scribe_go_on(scribe);
}

static void
on_late(evutil_socket_t fd, short what, void *arg)
{
	(void)fd;
	(void)what;
	*(bool *)arg = true;
	event_base_loopbreak(base);
}

/* The loop until the disk has told something. */
static void
wait_until_told(void)
{
	const struct timeval tv = { .tv_sec = WAIT_S };
	bool is_late = false;
	struct event *late = evtimer_new(base, on_late, &is_late);
	size_t before = told;

	evtimer_add(late, &tv);
	while (told == before && !is_late)
		event_base_dispatch(base);
	event_free(late);
	assert_false(is_late);
}

/* It tells what is written, and then what is safe. */
static void
wait_until_safe(const struct journal *j, uint64_t count)
{
	while (journal_safe(j) < count)
		wait_until_told();
	assert_int_equal(count, journal_safe(j));
}

static void
a_group_is_sent_after_its_time(void **state)
{
	struct journal *j = start(SHORT_MS);

	(void)state;
	append("one.");
	append("two.");
	assert_false(journal_is_writing(j));
	wait_until_safe(j, 2);
	assert_in_range(told, 1, 2);
	scribe_close(scribe);
}

static void
a_long_one_and_one_that_somebody_waits_for_are_sent_at_once(void **state)
{
	static char text[JOURNAL_GROUP_LEN];
	struct journal *j = start(LONG_MS);

	(void)state;
	scribe_hurry(scribe); /* nothing is there to wait for */
	append("one.");
	assert_false(journal_is_writing(j));
	scribe_hurry(scribe);
	assert_true(journal_is_writing(j));
	while (journal_is_writing(j))
		wait_until_told();
	fixture_append(j, text, sizeof(text));
	scribe_go_on(scribe);
	assert_true(journal_is_writing(j));
	wait_until_safe(j, 2);
	scribe_close(scribe);
}

/* What came while the disk was busy goes together, and in its turn. */
static void
the_loop_goes_on_while_the_disk_is_slow(void **state)
{
	struct journal *j = start(SHORT_MS);

	(void)state;
	slow_allow(0);
	append("one.");
	scribe_hurry(scribe);
	slow_wait();
	for (int i = 0; i < 10; i++) {
		append("more");
		event_base_loop(base, EVLOOP_NONBLOCK);
	}
	scribe_hurry(scribe);
	assert_int_equal(0, journal_safe(j));
	slow_allow(1);
	wait_until_safe(j, 1);
	slow_allow(SLOW_ANY);
	wait_until_safe(j, 11);
	scribe_close(scribe);
	assert_int_equal(11, fixture_read_all().records);
}

static void
an_end_writes_all_and_tells_nobody(void **state)
{
	(void)state;
	(void)start(LONG_MS);
	append("one.");
	scribe_close(scribe);
	assert_int_equal(0, told);
	assert_int_equal(1, fixture_read_all().records);
}

/* One that is full is asked again until it is not. */
static void
a_full_journal_is_tried_again(void **state)
{
	const struct journal_limits limits = { .segment_max = 64 << 10,
		.quota = 256 << 10 };
	const struct scribe_start how = { .dir = fixture_dir,
		.limits = &limits,
		.group_ms = SHORT_MS,
		.told = on_told };
	static char text[64 << 10];
	struct journal_position at;
	struct journal *j;
	size_t gone;

	(void)state;
	assert_int_equal(ERR_OK, scribe_open(base, &how, &scribe));
	j = scribe_journal(scribe);
	while (journal_level(j) != JOURNAL_FULL) {
		fixture_append(j, text, sizeof(text));
		scribe_go_on(scribe);
		wait_until_told();
	}
	journal_position(j, &at);
	assert_int_equal(
	    ERR_OK, journal_trim(fixture_dir, &at, INT64_MAX, &gone));
	assert_true(gone > 0);
	while (journal_level(j) == JOURNAL_FULL)
		wait_until_told();
	scribe_close(scribe);
}

static int
begin(void **state)
{
	base = event_base_new();
	slow_disk();
	return base == NULL ? -1 : fixture_make(state);
}

static int
end(void **state)
{
	event_base_free(base);
	return fixture_remove(state);
}

#define ON_A_DISK(test) cmocka_unit_test_setup_teardown(test, begin, end)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ON_A_DISK(a_group_is_sent_after_its_time),
		ON_A_DISK(
		    a_long_one_and_one_that_somebody_waits_for_are_sent_at_once),
		ON_A_DISK(the_loop_goes_on_while_the_disk_is_slow),
		ON_A_DISK(an_end_writes_all_and_tells_nobody),
		ON_A_DISK(a_full_journal_is_tried_again),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
