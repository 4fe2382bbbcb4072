/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/journal/tail.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/file.h"
#include "lib/base/log.h"
#include "lib/journal/front.h"
#include "lib/journal/segment.h"
#include "lib/journal/verify.h"
#include "lib/model/observation.h"

#include "tests/unit/journal/fixture.h"
#include "tests/unit/journal/slow.h"
#include "tests/unit/test.h"

enum { MIB = 1 << 20, WAIT_MS = 20000 };

static struct journal *
open_running(void)
{
	struct journal *j = fixture_open();

	journal_run(j);
	return j;
}

static int
settle(struct journal *j)
{
	struct pollfd p = { .fd = journal_fd(j), .events = POLLIN };

	assert_int_equal(1, poll(&p, 1, WAIT_MS));
	return journal_settle(j);
}

/* It tells when a group is written, and again when it is safe. */
static int
settle_until_safe(struct journal *j, uint64_t count)
{
	int rc;

	do
		rc = settle(j);
	while (rc == ERR_OK && journal_safe(j) < count);
	return rc;
}

static void
gathering_goes_on_while_the_disk_is_slow(void **state)
{
	struct journal *j = open_running();

	(void)state;
	slow_allow(0);
	fixture_append(j, "first", 5);
	journal_send(j);
	slow_wait();
	for (int i = 0; i < 999; i++)
		fixture_append(j, "more", 4);
	assert_int_equal(1000, journal_taken(j));
	assert_int_equal(0, journal_safe(j));
	assert_int_equal(0, fixture_read_all().records);

	slow_allow(1);
	assert_int_equal(ERR_OK, settle_until_safe(j, 1));
	while (journal_is_writing(j))
		assert_int_equal(ERR_OK, settle(j));
	assert_int_equal(1, journal_safe(j));
	assert_int_equal(1, fixture_read_all().records);
	assert_int_equal(journal_gathered(j), journal_pending(j));
	slow_allow(SLOW_ANY);
	assert_int_equal(ERR_OK, journal_flush(j));
	assert_int_equal(1000, journal_safe(j));
	assert_int_equal(0, journal_pending(j));
	assert_int_equal(1000, fixture_read_all().records);
	journal_close(j);
}

static int64_t
length_of_file(void)
{
	struct stat st;

	assert_int_equal(0, stat(fixture_path("0000000000000001.seg"), &st));
	return st.st_size;
}

/* One ahead is written, and readers see nothing of it; the third waits. */
static void
the_next_group_is_written_while_one_is_synced(void **state)
{
	struct journal *j = open_running();
	int64_t before = length_of_file(), first, second;

	(void)state;
	slow_allow(0);
	fixture_append(j, "first", 5);
	journal_send(j);
	slow_wait();
	while (journal_is_writing(j))
		assert_int_equal(ERR_OK, settle(j));
	first = length_of_file();
	assert_true(first > before);
	fixture_append(j, "second", 6);
	journal_send(j);
	while (length_of_file() == first)
		usleep(1000);
	second = length_of_file();
	fixture_append(j, "third", 5);
	journal_send(j); /* it is at work: nothing happens */
	assert_true(journal_is_writing(j));
	assert_int_equal(0, journal_safe(j));
	assert_int_equal(0, fixture_read_all().records);
	assert_int_equal(second, length_of_file());

	slow_allow(1);
	assert_int_equal(ERR_OK, settle_until_safe(j, 1));
	slow_wait();
	assert_int_equal(1, journal_safe(j));
	assert_int_equal(1, fixture_read_all().records);
	slow_allow(SLOW_ANY);
	assert_int_equal(ERR_OK, journal_flush(j));
	assert_int_equal(3, fixture_read_all().records);
	journal_close(j);
}

/* What was written ahead of a sync that failed is told to nobody as safe. */
static void
what_was_written_ahead_falls_with_the_sync(void **state)
{
	struct journal *j = open_running();
	int64_t before;

	(void)state;
	slow_allow(0);
	fixture_append(j, "first", 5);
	journal_send(j);
	slow_wait();
	while (journal_is_writing(j))
		assert_int_equal(ERR_OK, settle(j));
	before = length_of_file();
	fixture_append(j, "second", 6);
	journal_send(j);
	while (length_of_file() == before)
		usleep(1000);
	before = length_of_file();
	slow_fail(EIO);
	slow_allow(1);
	assert_int_equal(ERR_IO, settle_until_safe(j, 1));
	slow_fail(0);
	slow_allow(SLOW_ANY);
	fixture_append(j, "third", 5);
	assert_int_equal(ERR_IO, journal_flush(j));
	assert_int_equal(ERR_IO, journal_settle(j)); /* and stays so */
	assert_int_equal(0, journal_safe(j));
	assert_int_equal(before, length_of_file());
	journal_close(j);
	assert_int_equal(0, fixture_read_all().records);
}

static void
what_waits_for_a_slow_disk_is_bounded(void **state)
{
	static char text[MIB];
	struct journal *j = open_running();
	struct observation obs = { .kind = OBSERVATION_MESSAGE,
		.message = { .transport = MESSAGE_UDP,
		    .bytes = (const uint8_t *)text,
		    .len = sizeof(text) } };

	(void)state;
	slow_allow(0);
	fixture_append(j, text, sizeof(text));
	journal_send(j);
	while (journal_append(j, &obs) == ERR_OK)
		assert_true(journal_taken(j) < 100);
	assert_int_equal(ERR_AGAIN, journal_append(j, &obs));
	assert_true(journal_pending(j) >= JOURNAL_PENDING_MAX);
	assert_true(journal_pending(j) < JOURNAL_PENDING_MAX + 2 * MIB);
	slow_allow(SLOW_ANY);
	assert_int_equal(ERR_OK, journal_flush(j));
	assert_int_equal(ERR_OK, journal_append(j, &obs));
	journal_close(j);
	assert_true(fixture_read_all().records > 30);
}

static void
of_a_long_group_the_first_are_safe_early(void **state)
{
	static char text[MIB];
	struct journal *j = open_running();

	(void)state;
	slow_allow(1);
	for (int i = 0; i < 20; i++)
		fixture_append(j, text, sizeof(text));
	journal_send(j);
	assert_int_equal(ERR_OK, settle_until_safe(j, 1));
	assert_true(journal_is_writing(j));
	assert_in_range(journal_safe(j), 1, 10);
	assert_int_equal(journal_safe(j), fixture_read_all().records);
	slow_allow(SLOW_ANY);
	assert_int_equal(ERR_OK, journal_flush(j));
	assert_int_equal(20, journal_safe(j));
	journal_close(j);
}

static int lines; /* logged */

static void
count_line(const char *line)
{
	(void)line;
	lines++;
}

static void
after_a_sync_that_failed_nothing_is_written(void **state)
{
	struct journal *j = open_running();
	struct stat before, after;

	(void)state;
	lines = 0;
	log_divert(count_line);
	fixture_append(j, "good", 4);
	assert_int_equal(ERR_OK, journal_flush(j));
	slow_fail(EIO);
	fixture_append(j, "bad", 3);
	journal_send(j);
	assert_int_equal(ERR_IO, settle_until_safe(j, 2));
	assert_int_equal(1, journal_safe(j));
	slow_fail(0);
	assert_int_equal(
	    0, stat(fixture_path("0000000000000001.seg"), &before));
	fixture_append(j, "worse", 5);
	assert_int_equal(ERR_IO, journal_flush(j));
	journal_close(j);
	assert_int_equal(1, lines);
	assert_int_equal(0, stat(fixture_path("0000000000000001.seg"), &after));
	assert_int_equal(before.st_size, after.st_size);
	assert_int_equal(1, fixture_read_all().records);
	/* What the disk has of it is looked at by the next. */
	fixture_write(1);
	assert_int_equal(3, fixture_read_all().records);
}

static rlim_t
set_limit(int what, rlim_t most)
{
	struct rlimit limit;
	rlim_t before;

	assert_int_equal(0, getrlimit(what, &limit));
	before = limit.rlim_cur;
	limit.rlim_cur = most;
	assert_int_equal(0, setrlimit(what, &limit));
	return before;
}

/* Of a kind that is not "no room": here, past the most that a file may have. */
static void
after_a_write_that_failed_nothing_is_written(void **state)
{
	const char *path = fixture_path("0000000000000001.seg");
	struct journal *j = fixture_open();
	struct stat before, after;
	rlim_t most;

	(void)state;
	fixture_append(j, "good", 4);
	assert_int_equal(ERR_OK, journal_flush(j));
	assert_int_equal(0, stat(path, &before));
	signal(SIGXFSZ, SIG_IGN);
	most = set_limit(RLIMIT_FSIZE, (rlim_t)before.st_size + 8);
	fixture_append(j, "bad", 3);
	assert_int_equal(ERR_IO, journal_flush(j));
	set_limit(RLIMIT_FSIZE, most);
	assert_int_equal(ERR_IO, journal_flush(j));
	journal_close(j);
	assert_int_equal(0, stat(path, &after));
	assert_int_equal(before.st_size, after.st_size);
	fixture_write(1);
	assert_int_equal(2, fixture_read_all().records);
}

static struct journal *
open_small(void)
{
	const struct journal_limits limits = { .segment_max = 4096 };
	struct journal *j = NULL;

	assert_int_equal(
	    ERR_OK, journal_open_limited(fixture_dir, &limits, &j));
	return j;
}

static bool
has_segment(uint64_t number)
{
	char path[PATH_MAX];

	segment_path(fixture_dir, number, path, sizeof(path));
	return access(path, F_OK) == 0;
}

static int good_syncs;

static int
sync_some(int fd)
{
	(void)fd;
	errno = EIO;
	return good_syncs-- > 0 ? 0 : -1;
}

static void
a_position_is_of_a_segment_that_is_there(void **state)
{
	static char text[1000];
	struct journal_position at;
	struct journal *j;

	(void)state;
	for (int n = 0; n < 20; n++) {
		slow_disk();
		j = open_small();
		good_syncs = n;
		front_sync_with(sync_some);
		do
			fixture_append(j, text, sizeof(text));
		while (journal_flush(j) == ERR_OK);
		journal_position(j, &at);
		assert_true(has_segment(at.segment));
		journal_close(j);
	}
}

static void
an_end_waits_for_what_was_gathered(void **state)
{
	struct journal *j = open_running();

	(void)state;
	for (int i = 0; i < 500; i++) {
		fixture_append(j, "text", 4);
		if (i % 100 == 0)
			journal_send(j);
	}
	journal_close(j);
	assert_int_equal(500, fixture_read_all().records);
}

static int
read_char(const char *path)
{
	struct buf text = { 0 };
	int c;

	assert_int_equal(ERR_OK, file_read(path, 16, &text));
	c = text.len == 1 ? text.data[0] : -1;
	buf_free(&text);
	return c;
}

static void
what_a_note_says_is_safe_before_it(void **state)
{
	struct journal *j = open_running();
	const char *path = fixture_path("note");

	(void)state;
	slow_allow(0);
	fixture_append(j, "first", 5);
	journal_note(j, path, "1", 1);
	journal_send(j);
	slow_wait();
	fixture_append(j, "second", 6);
	journal_note(j, path, "2", 1);
	assert_int_equal(-1, access(path, F_OK));
	slow_allow(1);
	while (journal_is_writing(j))
		assert_int_equal(ERR_OK, settle(j));
	assert_int_equal('1', read_char(path));
	slow_allow(SLOW_ANY);
	assert_int_equal(ERR_OK, journal_flush(j));
	assert_int_equal('2', read_char(path));
	/* Also when nothing was appended, and the last of two. */
	journal_note(j, path, "3", 1);
	journal_note(j, path, "4", 1);
	journal_close(j);
	assert_int_equal('4', read_char(path));
}

static void
a_note_that_failed_is_tried_at_the_end(void **state)
{
	struct journal *j = open_running();

	(void)state;
	journal_note(j, fixture_path("folder/note"), "1", 1);
	assert_int_equal(ERR_OK, journal_flush(j));
	assert_int_equal(0, mkdir(fixture_path("folder"), 0700));
	fixture_append(j, "text", 4);
	assert_int_equal(ERR_OK, journal_flush(j));
	assert_int_equal(-1, access(fixture_path("folder/note"), F_OK));
	journal_close(j);
	assert_int_equal('1', read_char(fixture_path("folder/note")));
}

/* The same records in the same chain as without a thread, at any pace. */
static void
many_small_groups_stand_in_order(void **state)
{
	struct journal *j = open_running();
	struct journal_report report;
	struct tally t;

	(void)state;
	srand(1);
	for (int i = 0; i < 20000; i++) {
		fixture_append(j, "0123456789", (size_t)(i % 11));
		if (rand() % 50 == 0)
			journal_send(j);
		if (rand() % 50 == 0)
			assert_int_equal(ERR_OK, journal_settle(j));
	}
	assert_int_equal(ERR_OK, journal_flush(j));
	assert_int_equal(20000, journal_safe(j));
	journal_close(j);
	t = fixture_read_all();
	assert_int_equal(20000, t.records);
	assert_int_equal(20000, t.last);
	assert_int_equal(0, t.gaps);
	assert_int_equal(ERR_OK, journal_verify(fixture_dir, NULL, 0, &report));
}

static int
begin(void **state)
{
	slow_disk();
	return fixture_make(state);
}

static int
end(void **state)
{
	slow_allow(SLOW_ANY);
	return fixture_remove(state);
}

#define ON_THAT_DISK(test) cmocka_unit_test_setup_teardown(test, begin, end)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ON_THAT_DISK(gathering_goes_on_while_the_disk_is_slow),
		ON_THAT_DISK(the_next_group_is_written_while_one_is_synced),
		ON_THAT_DISK(what_was_written_ahead_falls_with_the_sync),
		ON_THAT_DISK(what_waits_for_a_slow_disk_is_bounded),
		ON_THAT_DISK(of_a_long_group_the_first_are_safe_early),
		ON_THAT_DISK(after_a_sync_that_failed_nothing_is_written),
		ON_THAT_DISK(after_a_write_that_failed_nothing_is_written),
		ON_THAT_DISK(a_position_is_of_a_segment_that_is_there),
		ON_THAT_DISK(an_end_waits_for_what_was_gathered),
		ON_THAT_DISK(what_a_note_says_is_safe_before_it),
		ON_THAT_DISK(a_note_that_failed_is_tried_at_the_end),
		ON_THAT_DISK(many_small_groups_stand_in_order),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
