/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/journal/front.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/base/err.h"
#include "lib/journal/position.h"
#include "lib/journal/syncer.h"

#include "tests/unit/journal/fixture.h"
#include "tests/unit/journal/slow.h"
#include "tests/unit/test.h"

static struct front *front;
static int told, told_rc;
static struct sync_point told_to;

static void
on_told(void *arg, int rc, const struct sync_point *to)
{
	assert_ptr_equal(&told, arg);
	told++;
	told_rc = rc;
	told_to = *to;
}

static uint64_t
published(void)
{
	uint8_t uuid[JOURNAL_UUID_LEN];
	struct journal_position at = { 0 };
	int rc = position_get(front->published, uuid, &at);

	return rc == ERR_OK ? at.offset : 0;
}

static int64_t
file_length(void)
{
	struct stat st;

	assert_int_equal(0, fstat(front->fd, &st));
	return st.st_size;
}

static int
put(size_t from, const char *text)
{
	return front_put(front, from, (const uint8_t *)text, strlen(text));
}

static void
take(size_t len)
{
	front->at.offset += len;
	front->given++;
}

static void
what_is_handed_over_is_published(void **state)
{
	char read[12] = "";

	(void)state;
	assert_int_equal(ERR_OK, put(0, "hello "));
	assert_int_equal(ERR_OK, put(6, "world"));
	assert_int_equal(0, published());
	take(11);
	assert_int_equal(ERR_OK, front_hand_over(front));
	assert_int_equal(11, published());
	assert_int_equal(1, told);
	assert_int_equal(ERR_OK, told_rc);
	assert_int_equal(11, told_to.at.offset);
	assert_int_equal(1, told_to.records);
	assert_int_equal(11, pread(front->fd, read, 11, 0));
	assert_string_equal("hello world", read);
}

static void
with_a_thread_it_is_published_later(void **state)
{
	(void)state;
	front_run(front);
	slow_allow(0);
	assert_int_equal(ERR_OK, put(0, "12345678"));
	take(8);
	assert_int_equal(ERR_OK, front_hand_over(front));
	slow_wait();
	assert_int_equal(0, published());
	assert_int_equal(ERR_OK, put(0, "90"));
	slow_allow(SLOW_ANY);
	assert_int_equal(ERR_OK, front_settle(front));
	assert_int_equal(8, published());
	front_rest(front);
	assert_int_equal(1, told);
}

/* What the journal says of itself stands behind what is safe. */
static void
a_write_waits_for_what_was_handed_over(void **state)
{
	(void)state;
	front_run(front);
	assert_int_equal(ERR_OK, put(0, "12345678"));
	take(8);
	assert_int_equal(ERR_OK, front_hand_over(front));
	assert_int_equal(
	    ERR_OK, front_write(front, (const uint8_t *)"seal", 4));
	assert_int_equal(8, published());
	assert_int_equal(8, front->at.offset);
	assert_int_equal(12, file_length());
	take(4);
	front_publish(front);
	assert_int_equal(12, published());
	front_rest(front);
}

static rlim_t
set_limit(rlim_t most)
{
	struct rlimit limit;
	rlim_t before;

	assert_int_equal(0, getrlimit(RLIMIT_FSIZE, &limit));
	before = limit.rlim_cur;
	limit.rlim_cur = most;
	assert_int_equal(0, setrlimit(RLIMIT_FSIZE, &limit));
	return before;
}

/* The second half does not fit: nor does the first stay. */
static void
a_write_that_failed_leaves_nothing_behind_the_end(void **state)
{
	rlim_t before;

	(void)state;
	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(ERR_OK, put(0, "whole"));
	take(5);
	assert_int_equal(ERR_OK, front_hand_over(front));
	before = set_limit(12);
	assert_int_equal(ERR_OK, put(0, "half"));
	assert_int_equal(9, file_length());
	assert_int_equal(ERR_IO, put(4, "another half"));
	set_limit(before);
	assert_int_equal(5, file_length());
	assert_true(front->is_broken);
	assert_int_equal(ERR_IO, put(0, "more"));
	assert_int_equal(ERR_IO, front_hand_over(front));
	assert_int_equal(5, file_length());
	assert_int_equal(5, published());
}

static void
a_sync_that_failed_is_told_once(void **state)
{
	(void)state;
	for (int with_thread = 0; with_thread < 2; with_thread++) {
		if (with_thread)
			front_run(front);
		slow_fail(EIO);
		assert_int_equal(ERR_OK, put(0, "1234"));
		take(4);
		(void)front_hand_over(front);
		assert_int_equal(ERR_IO, front_settle(front));
		slow_fail(0);
		assert_int_equal(ERR_IO, put(0, "5678"));
		assert_int_equal(ERR_IO, front_settle(front));
		front_rest(front);
		assert_int_equal(1, told);
		assert_int_equal(ERR_IO, told_rc);
		assert_int_equal(0, published());
		front->is_broken = false;
		told = 0;
	}
}

static int
begin(void **state)
{
	if (fixture_make(state) != 0)
		return -1;
	slow_disk();
	told = 0;
	front = calloc(1, sizeof(*front));
	snprintf(front->dir, sizeof(front->dir), "%s", fixture_dir);
	front->at = (struct journal_position){ .segment = 1, .seq = 1 };
	front->told = on_told;
	front->arg = &told;
	front->fd = open(fixture_path("file"), O_RDWR | O_CREAT, 0600);
	return front->fd == -1 ||
	    position_open(fixture_dir, true, &front->published) < 0;
}

static int
end(void **state)
{
	slow_allow(SLOW_ANY);
	position_close(front->published);
	close(front->fd);
	free(front);
	return fixture_remove(state);
}

#define AT_THE_END(test) cmocka_unit_test_setup_teardown(test, begin, end)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		AT_THE_END(what_is_handed_over_is_published),
		AT_THE_END(with_a_thread_it_is_published_later),
		AT_THE_END(a_write_waits_for_what_was_handed_over),
		AT_THE_END(a_write_that_failed_leaves_nothing_behind_the_end),
		AT_THE_END(a_sync_that_failed_is_told_once),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
