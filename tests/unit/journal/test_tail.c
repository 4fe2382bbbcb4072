/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/journal/tail.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/base/err.h"
#include "lib/journal/verify.h"
#include "lib/model/observation.h"

#include "tests/unit/journal/fixture.h"
#include "tests/unit/test.h"

enum { MIB = 1 << 20, WAIT_MS = 20000, ANY = INT_MAX };

/* A disk that syncs only as often as it is told. */
static struct {
	pthread_mutex_t lock;
	pthread_cond_t changed;
	int allowed, waiting;
	int error;
} disk = { PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, ANY, 0, 0 };

static int
sync_when_allowed(int fd)
{
	int error;

	(void)fd;
	pthread_mutex_lock(&disk.lock);
	disk.waiting++;
	pthread_cond_broadcast(&disk.changed);
	while (disk.allowed == 0)
		pthread_cond_wait(&disk.changed, &disk.lock);
	disk.waiting--;
	if (disk.allowed != ANY)
		disk.allowed--;
	error = disk.error;
	pthread_mutex_unlock(&disk.lock);
	errno = error;
	return error == 0 ? 0 : -1;
}

static void
allow(int syncs)
{
	pthread_mutex_lock(&disk.lock);
	disk.allowed = syncs;
	pthread_cond_broadcast(&disk.changed);
	pthread_mutex_unlock(&disk.lock);
}

static void
wait_until_it_syncs(void)
{
	pthread_mutex_lock(&disk.lock);
	while (disk.waiting == 0)
		pthread_cond_wait(&disk.changed, &disk.lock);
	pthread_mutex_unlock(&disk.lock);
}

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

static void
gathering_goes_on_while_the_disk_is_slow(void **state)
{
	struct journal *j = open_running();

	(void)state;
	allow(0);
	fixture_append(j, "first", 5);
	journal_send(j);
	wait_until_it_syncs();
	for (int i = 0; i < 999; i++)
		fixture_append(j, "more", 4);
	journal_send(j); /* it is at work: nothing happens */
	assert_true(journal_is_writing(j));
	assert_int_equal(1000, journal_taken(j));
	assert_int_equal(0, journal_safe(j));
	assert_int_equal(0, fixture_read_all().records);

	allow(1);
	assert_int_equal(ERR_OK, settle(j));
	assert_false(journal_is_writing(j));
	assert_int_equal(1, journal_safe(j));
	assert_int_equal(1, fixture_read_all().records);
	assert_int_equal(journal_gathered(j), journal_pending(j));
	allow(ANY);
	assert_int_equal(ERR_OK, journal_flush(j));
	assert_int_equal(1000, journal_safe(j));
	assert_int_equal(0, journal_pending(j));
	assert_int_equal(1000, fixture_read_all().records);
	journal_close(j);
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
	allow(0);
	fixture_append(j, text, sizeof(text));
	journal_send(j);
	while (journal_append(j, &obs) == ERR_OK)
		assert_true(journal_taken(j) < 100);
	assert_int_equal(ERR_AGAIN, journal_append(j, &obs));
	assert_true(journal_pending(j) >= JOURNAL_PENDING_MAX);
	assert_true(journal_pending(j) < JOURNAL_PENDING_MAX + 2 * MIB);
	allow(ANY);
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
	allow(1);
	for (int i = 0; i < 5; i++)
		fixture_append(j, text, sizeof(text));
	journal_send(j);
	assert_int_equal(ERR_OK, settle(j));
	assert_true(journal_is_writing(j));
	assert_int_equal(1, journal_safe(j));
	assert_int_equal(1, fixture_read_all().records);
	allow(ANY);
	assert_int_equal(ERR_OK, journal_flush(j));
	assert_int_equal(5, journal_safe(j));
	journal_close(j);
}

static void
after_a_sync_that_failed_nothing_is_written(void **state)
{
	struct journal *j = open_running();
	struct stat before, after;

	(void)state;
	fixture_append(j, "good", 4);
	assert_int_equal(ERR_OK, journal_flush(j));
	disk.error = EIO;
	fixture_append(j, "bad", 3);
	journal_send(j);
	assert_int_equal(ERR_IO, settle(j));
	assert_int_equal(1, journal_safe(j));
	disk.error = 0;
	assert_int_equal(
	    0, stat(fixture_path("0000000000000001.seg"), &before));
	fixture_append(j, "worse", 5);
	assert_int_equal(ERR_IO, journal_flush(j));
	journal_close(j);
	assert_int_equal(0, stat(fixture_path("0000000000000001.seg"), &after));
	assert_int_equal(before.st_size, after.st_size);
	assert_int_equal(1, fixture_read_all().records);
	/* What the disk has of it is looked at by the next. */
	fixture_write(1);
	assert_int_equal(3, fixture_read_all().records);
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
	tail_sync_with(sync_when_allowed);
	return fixture_make(state);
}

static int
end(void **state)
{
	allow(ANY);
	return fixture_remove(state);
}

#define ON_THAT_DISK(test) cmocka_unit_test_setup_teardown(test, begin, end)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ON_THAT_DISK(gathering_goes_on_while_the_disk_is_slow),
		ON_THAT_DISK(what_waits_for_a_slow_disk_is_bounded),
		ON_THAT_DISK(of_a_long_group_the_first_are_safe_early),
		ON_THAT_DISK(after_a_sync_that_failed_nothing_is_written),
		ON_THAT_DISK(an_end_waits_for_what_was_gathered),
		ON_THAT_DISK(many_small_groups_stand_in_order),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
