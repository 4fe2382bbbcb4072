/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/journal/room.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/journal/reader.h"
#include "lib/journal/segment.h"
#include "lib/journal/verify.h"
#include "lib/model/observation.h"

#include "tests/unit/journal/fixture.h"
#include "tests/unit/test.h"

enum { KIB = 1 << 10, MIB = 1 << 20 };

static const struct journal_limits small = {
	.segment_max = 256 * KIB, .reserve = 128 * KIB, .is_ahead = true
};

static struct journal *
open_limited(const struct journal_limits *limits)
{
	struct journal *j = NULL;

	assert_int_equal(ERR_OK, journal_open_limited(fixture_dir, limits, &j));
	return j;
}

static int
append_kib(struct journal *j)
{
	static const uint8_t text[KIB];
	const struct observation obs = { .kind = OBSERVATION_MESSAGE,
		.message = { .transport = MESSAGE_TCP,
		    .bytes = text,
		    .len = sizeof(text) } };

	return journal_append(j, &obs);
}

/* Until there is no room; how many were taken, and all of them written. */
static int
fill(struct journal *j, int most)
{
	int taken = 0;

	for (; taken < most && append_kib(j) == ERR_OK; taken++) {
		/* The level is looked at each second. */
		clock_freeze(clock_now() + 2 * CLOCK_SECOND);
		(void)journal_flush(j);
	}
	return taken;
}

static void
check_whole(int messages, int marks)
{
	struct journal_report r;
	struct tally t = fixture_read_all();

	assert_int_equal(messages + marks, t.records);
	assert_int_equal(0, t.gaps);
	assert_int_equal(ERR_OK, journal_verify(fixture_dir, NULL, 0, &r));
}

static void
a_quota_warns_then_stops_then_lets_go(void **state)
{
	const struct journal_limits limits = { .segment_max = 64 * KIB,
		.quota = MIB };
	struct journal_position at;
	struct journal *j;
	size_t gone;
	int taken;

	(void)state;
	clock_freeze(CLOCK_DAY);
	j = open_limited(&limits);
	assert_int_equal(JOURNAL_ROOM, journal_level(j));
	taken = fill(j, 860);
	assert_int_equal(860, taken);
	assert_int_equal(JOURNAL_LOW, journal_level(j));
	taken += fill(j, 1000);
	assert_true(taken < 1100);
	assert_int_equal(JOURNAL_FULL, journal_level(j));
	assert_int_equal(ERR_OK, journal_flush(j));
	assert_int_equal(0, journal_pending(j)); /* what was taken is safe */

	journal_position(j, &at);
	assert_int_equal(
	    ERR_OK, journal_trim(fixture_dir, &at, INT64_MAX, &gone));
	assert_true(gone > 10);
	clock_freeze(clock_now() + 2 * CLOCK_SECOND);
	assert_int_equal(ERR_OK, journal_flush(j));
	assert_int_equal(JOURNAL_ROOM, journal_level(j));
	assert_int_equal(ERR_OK, append_kib(j));
	journal_close(j);
	clock_thaw();
}

static void
the_next_segment_has_its_blocks_and_a_sealed_one_gives_them_back(void **state)
{
	struct journal *j;
	struct stat st;

	(void)state;
	clock_freeze(CLOCK_DAY);
	j = open_limited(&small);
	assert_int_equal(0, stat(fixture_path("next"), &st));
	assert_int_equal(0, st.st_size);
	assert_true(st.st_blocks * 512 >= 256 * KIB);
	assert_int_equal(0, stat(fixture_path("reserve"), &st));
	assert_true(st.st_blocks * 512 >= 128 * KIB);
	assert_int_equal(300, fill(j, 300));
	assert_int_equal(0, stat(fixture_path("0000000000000001.seg"), &st));
	assert_true(st.st_size < 256 * KIB);
	assert_true(st.st_blocks * 512 < st.st_size + 8 * KIB);
	journal_close(j);
	check_whole(300, 0);
	clock_thaw();
}

/* On a disk of its own, which only root can make. */
static void
with_tmpfs(void (*test)(void))
{
	if (geteuid() != 0 ||
	    mount("tmpfs", fixture_dir, "tmpfs", MS_NOSUID, "size=2m") == -1) {
		print_message("# needs to mount a file system\n");
		skip();
	}
	clock_freeze(CLOCK_DAY);
	test();
	clock_thaw();
	assert_int_equal(0, umount2(fixture_dir, MNT_DETACH));
}

static void
take_the_disk(const char *name)
{
	static const char zeros[64 * KIB];
	int fd = open(fixture_path(name), O_WRONLY | O_CREAT, 0600);

	assert_true(fd != -1);
	while (write(fd, zeros, sizeof(zeros)) == (ssize_t)sizeof(zeros))
		continue;
	close(fd);
}

/* Somebody else fills the disk: what was taken is written, what is lost is
 * told, and when there is room again all goes on. */
static void
fill_up_and_go_on(void)
{
	struct journal *j = open_limited(&small);
	struct observation loss = { .kind = OBSERVATION_LOSS,
		.loss = { .reason = LOSS_JOURNAL, .count = 5 } };
	int taken;

	assert_int_equal(JOURNAL_ROOM, journal_level(j));
	take_the_disk("others");
	taken = fill(j, 10);
	assert_int_equal(10, taken);
	taken += fill(j, 2000);
	assert_true(taken > 400 && taken < 700);
	assert_int_equal(JOURNAL_FULL, journal_level(j));
	assert_int_equal(0, journal_pending(j));
	assert_int_equal(ERR_AGAIN, append_kib(j));
	assert_int_equal(ERR_OK, journal_append(j, &loss));
	assert_int_equal(ERR_OK, journal_flush(j));
	assert_int_equal(0, journal_pending(j));
	clock_freeze(clock_now() + CLOCK_MINUTE);
	assert_int_equal(ERR_OK, journal_flush(j));

	/* A kill, and a start on the full disk. */
	journal_close(j);
	j = open_limited(&small);
	assert_int_equal(JOURNAL_FULL, journal_level(j));
	assert_int_equal(ERR_AGAIN, append_kib(j));

	assert_int_equal(0, unlink(fixture_path("others")));
	clock_freeze(clock_now() + 2 * CLOCK_SECOND);
	assert_int_equal(ERR_OK, journal_flush(j));
	taken += fill(j, 20);
	journal_close(j);
	/* LOW, FULL; FULL again; ROOM, and the loss. */
	check_whole(taken, 5);
	assert_int_equal(1, fixture_read_all().losses);
}

static void
a_full_disk_stops_what_comes_and_loses_nothing(void **state)
{
	(void)state;
	with_tmpfs(fill_up_and_go_on);
}

/* Without room taken ahead the write itself tells. */
static void
wait_for_the_disk(void)
{
	struct journal *j = open_limited(NULL);
	int taken = 0;

	take_the_disk("others");
	while (append_kib(j) == ERR_OK) {
		taken++;
		if (journal_flush(j) < 0)
			break;
	}
	assert_true(journal_pending(j) > 0);
	assert_int_equal(ERR_AGAIN, journal_flush(j));
	assert_int_equal(0, unlink(fixture_path("others")));
	assert_int_equal(ERR_OK, journal_flush(j));
	journal_close(j);
	check_whole(taken, 0);
}

/* A thread says so, and has what was gathered meanwhile when it can go on. */
static void
let_a_thread_wait(void)
{
	struct journal *j = open_limited(NULL);
	int taken = 0;

	journal_run(j);
	take_the_disk("others");
	do {
		assert_int_equal(ERR_OK, append_kib(j));
		taken++;
	} while (journal_flush(j) == ERR_OK);
	for (int i = 0; i < 100; i++, taken++)
		assert_int_equal(ERR_OK, append_kib(j));
	assert_int_equal(ERR_AGAIN, journal_flush(j));
	assert_int_equal(taken - 101, journal_safe(j));
	assert_int_equal(0, unlink(fixture_path("others")));
	assert_int_equal(ERR_OK, journal_flush(j));
	assert_int_equal(taken, journal_safe(j));
	journal_close(j);
	check_whole(taken, 0);
}

static void
a_full_disk_lets_the_thread_wait(void **state)
{
	(void)state;
	with_tmpfs(let_a_thread_wait);
}

static void
what_a_full_disk_refuses_is_kept_in_memory(void **state)
{
	(void)state;
	with_tmpfs(wait_for_the_disk);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		IN_A_DIR(a_quota_warns_then_stops_then_lets_go),
		IN_A_DIR(
		    the_next_segment_has_its_blocks_and_a_sealed_one_gives_them_back),
		IN_A_DIR(a_full_disk_stops_what_comes_and_loses_nothing),
		IN_A_DIR(what_a_full_disk_refuses_is_kept_in_memory),
		IN_A_DIR(a_full_disk_lets_the_thread_wait),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
