/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/journal/syncer.h"

#include <pthread.h>
#include <stdatomic.h>

#include "lib/base/err.h"

#include "tests/unit/test.h"

enum { MANY = 2000 };

/* What the disk was asked, by number. */
static struct {
	atomic_ullong last;
	atomic_int count, fail_at, done, done_rc;
	pthread_mutex_t gate; /* held: the disk is slow */
} disk = { .gate = PTHREAD_MUTEX_INITIALIZER };

static int
on_sync(void *arg, const struct sync_point *to)
{
	assert_ptr_equal(&disk, arg);
	pthread_mutex_lock(&disk.gate);
	pthread_mutex_unlock(&disk.gate);
	/* In order, and none twice. */
	assert_true(to->records > disk.last);
	assert_int_equal(to->at.seq, to->records + 1);
	disk.last = to->records;
	return ++disk.count == disk.fail_at ? ERR_IO : ERR_OK;
}

static struct syncer *syncer;

static void
on_done(void *arg, int rc, const struct sync_point *to)
{
	assert_ptr_equal(&disk, arg);
	assert_int_equal(to->records, disk.last);
	/* Who is told can rely on it. */
	assert_int_equal(rc, syncer_look(syncer));
	disk.done++;
	disk.done_rc = rc;
}

static struct syncer *
start(void)
{
	const struct sync_work work = { on_sync, on_done, &disk };

	syncer = syncer_start(&work);
	return syncer;
}

static int
ask(struct syncer *s, uint64_t number)
{
	const struct sync_point to = { .at = { .seq = number + 1 },
		.records = number };

	return syncer_ask(s, &to);
}

static void
each_is_synced_once_and_in_order(void **state)
{
	struct syncer *s = start();

	(void)state;
	assert_int_equal(ERR_OK, syncer_wait(s)); /* for nothing */
	for (uint64_t i = 1; i <= MANY; i++)
		assert_int_equal(ERR_OK, ask(s, i));
	assert_int_equal(ERR_OK, syncer_wait(s));
	assert_int_equal(MANY, disk.count);
	assert_int_equal(MANY, disk.last);
	assert_int_equal(MANY, disk.done);
	assert_int_equal(ERR_OK, syncer_stop(s));
}

static void
an_end_does_what_was_asked_for(void **state)
{
	struct syncer *s = start();

	(void)state;
	assert_int_equal(ERR_OK, ask(s, 1));
	assert_int_equal(ERR_OK, ask(s, 2));
	assert_int_equal(ERR_OK, syncer_stop(s));
	assert_int_equal(2, disk.last);
}

static void *
ask_for_two(void *arg)
{
	(void)ask(arg, 2);
	return NULL;
}

/* The first is under way; the second waits, and so does who asked for it. */
static void
one_waits_behind_a_slow_one(void **state)
{
	struct syncer *s = start();
	pthread_t second;

	(void)state;
	pthread_mutex_lock(&disk.gate);
	assert_int_equal(ERR_OK, ask(s, 1));
	assert_int_equal(ERR_OK, syncer_look(s)); /* does not wait */
	assert_int_equal(0, pthread_create(&second, NULL, ask_for_two, s));
	assert_int_equal(0, disk.count);
	pthread_mutex_unlock(&disk.gate);
	pthread_join(second, NULL);
	assert_int_equal(ERR_OK, syncer_wait(s));
	assert_int_equal(2, disk.count);
	assert_int_equal(ERR_OK, syncer_stop(s));
}

static void
after_one_that_failed_there_is_none(void **state)
{
	struct syncer *s = start();

	(void)state;
	disk.fail_at = 2;
	assert_int_equal(ERR_OK, ask(s, 1));
	assert_int_equal(ERR_OK, syncer_wait(s));
	(void)ask(s, 2);
	assert_int_equal(ERR_IO, syncer_wait(s));
	assert_int_equal(ERR_IO, syncer_look(s));
	assert_int_equal(ERR_IO, ask(s, 3));
	assert_int_equal(ERR_IO, syncer_stop(s));
	assert_int_equal(2, disk.count);
	assert_int_equal(2, disk.last);
	assert_int_equal(2, disk.done);
	assert_int_equal(ERR_IO, disk.done_rc);
}

static int
begin(void **state)
{
	(void)state;
	disk.last = 0;
	disk.count = disk.fail_at = disk.done = disk.done_rc = 0;
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(each_is_synced_once_and_in_order, begin),
		cmocka_unit_test_setup(an_end_does_what_was_asked_for, begin),
		cmocka_unit_test_setup(one_waits_behind_a_slow_one, begin),
		cmocka_unit_test_setup(
		    after_one_that_failed_there_is_none, begin),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
