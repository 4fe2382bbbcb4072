/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/store/packer.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "lib/base/clock.h"
#include "lib/journal/journal.h"
#include "lib/journal/segment.h"

#include "tests/unit/journal/fixture.h"
#include "tests/unit/test.h"

static const struct packer_pace pace = { .rest = CLOCK_SECOND / 100,
	.round = CLOCK_SECOND / 10 };

static void
wait_for_file(const char *name)
{
	const struct timespec a_while = { .tv_nsec = 2000000 };

	for (int i = 0; access(fixture_path(name), F_OK) == -1; i++) {
		assert_true(i < 5000);
		nanosleep(&a_while, NULL);
	}
}

static void
write_segments(int count)
{
	for (int i = 1; i <= count; i++) {
		clock_freeze(2 * i * CLOCK_DAY);
		fixture_write(10);
	}
	clock_thaw();
}

static void
what_is_loaded_is_packed_and_the_rest_is_not(void **state)
{
	struct journal_position at = { .segment = 2 };
	struct packer *p;

	(void)state;
	write_segments(4);
	p = packer_new(&pace);
	packer_want(p, fixture_dir, &at);
	wait_for_file("0000000000000001.seg.zst");
	at.segment = 3;
	packer_want(p, fixture_dir, &at);
	packer_want(p, fixture_dir, &at);
	wait_for_file("0000000000000002.seg.zst");
	packer_free(p);
	assert_int_equal(0, access(fixture_path("0000000000000003.seg"), F_OK));
	assert_int_equal(0, access(fixture_path("0000000000000004.seg"), F_OK));
	assert_int_equal(
	    -1, access(fixture_path("0000000000000002.seg"), F_OK));
	assert_int_equal(40, fixture_read_all().records);
}

static void
flip_a_byte(const char *name)
{
	FILE *f = fopen(fixture_path(name), "r+");
	int c;

	assert_non_null(f);
	assert_int_equal(0, fseek(f, -100, SEEK_END));
	c = fgetc(f);
	assert_int_equal(0, fseek(f, -100, SEEK_END));
	assert_int_not_equal(EOF, fputc(c ^ 1, f));
	assert_int_equal(0, fclose(f));
}

static void
old_segments_are_rechecked_round_after_round(void **state)
{
	struct journal_position at = { .segment = 2 };
	struct packer *p;

	(void)state;
	write_segments(4);
	flip_a_byte("0000000000000003.seg");
	p = packer_new(&pace);
	packer_watch(p, fixture_dir);
	wait_for_file("0000000000000003.seg.damaged");
	packer_want(p, fixture_dir, &at);
	wait_for_file("0000000000000001.seg.zst");
	flip_a_byte("0000000000000001.seg.zst");
	flip_a_byte("0000000000000002.seg");
	wait_for_file("0000000000000001.seg.zst.damaged");
	wait_for_file("0000000000000002.seg.damaged");
	packer_free(p);
	assert_int_equal(3, segment_count_damaged(fixture_dir));
}

/* Asked until there is an end, or too long. */
static size_t
wait_for_round(struct packer *p, const char *dir)
{
	const struct timespec a_while = { .tv_nsec = 2000000 };
	struct packer_round round = { SIZE_MAX, CLOCK_NONE };

	for (int i = 0; !packer_rechecked(p, dir, &round); i++) {
		assert_true(i < 5000);
		nanosleep(&a_while, NULL);
	}
	return round.segments;
}

static void
the_end_of_a_round_is_told_once_with_how_far_it_went(void **state)
{
	struct packer *p;
	struct packer_round round = { 99, CLOCK_NONE };

	(void)state;
	write_segments(4);
	p = packer_new(&(struct packer_pace){ 0, CLOCK_HOUR });
	assert_false(packer_rechecked(p, fixture_dir, &round));
	packer_watch(p, fixture_dir);
	/* All but the newest, which recovery reads. */
	assert_int_equal(3, wait_for_round(p, fixture_dir));
	assert_false(packer_rechecked(p, fixture_dir, &round));
	assert_false(packer_rechecked(p, "/nonexistent", &round));
	assert_int_equal(99, round.segments);
	packer_free(p);
}

static void
what_was_lost_on_its_way_is_told_again_as_of_then(void **state)
{
	struct packer_round first, again = { 0 };
	struct packer *p;

	(void)state;
	write_segments(4);
	p = packer_new(&(struct packer_pace){ 0, CLOCK_HOUR });
	packer_tell_again(p);
	packer_watch(p, fixture_dir);
	packer_tell_again(p);
	(void)wait_for_round(p, fixture_dir);
	packer_tell_again(p);
	assert_true(packer_rechecked(p, fixture_dir, &first));
	assert_int_equal(3, first.segments);
	assert_true(first.at > 0 && first.at <= clock_now());
	packer_tell_again(p);
	assert_true(packer_rechecked(p, fixture_dir, &again));
	assert_true(first.at == again.at);
	assert_int_equal(3, again.segments);
	assert_false(packer_rechecked(p, fixture_dir, &again));
	packer_free(p);
}

static void
an_end_waits_for_nothing(void **state)
{
	struct journal_position at = { .segment = 9 };
	struct packer *p = packer_new(&pace);

	(void)state;
	packer_free(p);
	p = packer_new(&pace);
	packer_watch(p, "/nonexistent");
	for (int i = 0; i < 100; i++)
		packer_want(p, "/nonexistent", &at);
	packer_free(p);
	packer_free(NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		IN_A_DIR(what_is_loaded_is_packed_and_the_rest_is_not),
		IN_A_DIR(old_segments_are_rechecked_round_after_round),
		IN_A_DIR(the_end_of_a_round_is_told_once_with_how_far_it_went),
		IN_A_DIR(what_was_lost_on_its_way_is_told_again_as_of_then),
		IN_A_DIR(an_end_waits_for_nothing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
