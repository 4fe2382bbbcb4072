/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/poll/memory.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "collector/poll/device.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/file.h"
#include "tests/unit/scratch.h"
#include "tests/unit/test.h"

static char dir[SCRATCH_MAX];
static char path[256];

static int
make_dir(void **state)
{
	(void)state;
	if (mkdtemp(scratch_name(dir, "memory")) == NULL)
		return -1;
	snprintf(path, sizeof(path), "%s/poll.engines", dir);
	return 0;
}

static int
remove_dir(void **state)
{
	char command[sizeof(dir) + 16];

	(void)state;
	snprintf(command, sizeof(command), "rm -rf '%s'", dir);
	return system(command);
}

static void
make_device(struct device *d, int id, int32_t boots, int32_t time)
{
	const struct usm_user user = { .name = "reader" };
	const struct security_engine e = { .id = { 0x80, 0, 0, 9, (uint8_t)id },
		.len = 5,
		.boots = boots,
		.time = time,
		.at = clock_monotonic() };

	*d = (struct device){ .tenant_id = 1, .device_id = id };
	d->peer.version = SNMP_V3;
	d->peer.security = security_new(&user);
	security_restore(d->peer.security, &e);
}

static void
what_is_kept_is_known_to_the_next_one(void **state)
{
	const int64_t start = 1700000000 * CLOCK_SECOND;
	struct device d[3], *list[] = { &d[0], &d[1], &d[2] };
	struct security_engine e;
	struct memory *m;
	struct stat st;

	(void)state;
	clock_freeze(start);
	make_device(&d[0], 3, 7, 100);
	make_device(&d[1], 5, 1, 2000000);
	d[2] = (struct device){ .tenant_id = 2, .device_id = 3 };
	m = memory_new(dir, "poll");
	assert_false(memory_recall(m, 1, 3, &e));
	assert_int_equal(memory_keep(m, list, 3), ERR_OK);
	memory_free(m);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);

	/* Another worker, later. */
	clock_freeze(start + 60 * CLOCK_SECOND);
	m = memory_new(dir, "poll-2");
	assert_true(memory_recall(m, 1, 3, &e));
	assert_int_equal(e.len, 5);
	assert_int_equal(e.id[4], 3);
	assert_int_equal(e.boots, 7);
	assert_int_equal(e.time, 160);
	assert_true(memory_recall(m, 1, 5, &e));
	assert_false(memory_recall(m, 2, 3, &e));
	memory_free(m);
	security_free(d[0].peer.security);
	security_free(d[1].peer.security);
	clock_thaw();
}

static void
nothing_is_written_while_nothing_changed(void **state)
{
	struct device d, *list[] = { &d };
	struct security_engine e;
	struct memory *m;

	(void)state;
	clock_freeze(1700000000 * CLOCK_SECOND);
	make_device(&d, 3, 7, 100);
	m = memory_new(dir, "poll");
	assert_int_equal(memory_keep(m, list, 1), ERR_OK);
	assert_int_equal(unlink(path), 0);
	/* Half a minute later its clock is 4 s ahead. */
	clock_freeze(1700000030 * CLOCK_SECOND);
	security_engine(d.peer.security, &e);
	e.time = 134;
	e.at = clock_monotonic();
	security_restore(d.peer.security, &e);
	assert_int_equal(memory_keep(m, list, 1), ERR_OK);
	assert_int_equal(access(path, F_OK), -1);
	/* An empty register does not make it forget. */
	assert_int_equal(memory_keep(m, list, 0), ERR_OK);
	assert_int_equal(access(path, F_OK), -1);
	e.boots++;
	security_restore(d.peer.security, &e);
	assert_int_equal(memory_keep(m, list, 1), ERR_OK);
	assert_int_equal(access(path, F_OK), 0);
	memory_free(m);
	security_free(d.peer.security);
	clock_thaw();
}

static void
lines_that_are_not_readable_are_passed_over(void **state)
{
	static const char text[] = "1 3 8000000903 7 1699999900\n"
				   "1 4 80 7\n"
				   "1 5 xx 7 1\n"
				   "\n"
				   "1 6 8000000906 7 1 1\n"
				   "1 -7 8000000906 7 1\n"
				   "1 8 8000000908 4294967296 1\n"
				   "1 9 8000000909 1 1";
	struct security_engine e;
	struct memory *m;

	(void)state;
	assert_int_equal(
	    file_write(path, text, sizeof(text) - 1, 0600), ERR_OK);
	m = memory_new(dir, "poll");
	assert_true(memory_recall(m, 1, 3, &e));
	for (int id = 4; id < 9; id++)
		assert_false(memory_recall(m, 1, id, &e));
	assert_true(memory_recall(m, 1, 9, &e));
	memory_free(m);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_kept_is_known_to_the_next_one),
		cmocka_unit_test(nothing_is_written_while_nothing_changed),
		cmocka_unit_test(lines_that_are_not_readable_are_passed_over),
	};
	return cmocka_run_group_tests(tests, make_dir, remove_dir);
}
