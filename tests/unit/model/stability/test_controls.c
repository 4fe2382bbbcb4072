/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/model/stability/controls.h"

#include "lib/model/stability/subject.h"
#include "tests/unit/test.h"

enum { N = 30, MANY = 1000 };

static void
fill(struct subject *s, size_t n, struct subject like)
{
	like.control = true;
	for (size_t i = 0; i < n; i++)
		s[i] = like;
}

static enum rung
rung_of(
    const struct subject *s, size_t n, const struct subject *of, size_t *found)
{
	struct controls_index *index = controls_index_new(s, n);
	struct controls out;

	controls_find(index, of, &out);
	controls_index_free(index);
	*found = out.n;
	return out.rung;
}

/* Each rung is taken when the one before has fewer than five. */
static void
the_nearest_kind_of_which_there_are_enough(void **state)
{
	const struct subject of = {
		.profile = 1, .model = 2, .family = 3, .role = 4, .place = 5
	};
	struct subject other = of, s[N];
	size_t n;

	(void)state;
	fill(s, N, (struct subject){ 0 });
	assert_int_equal(RUNG_OWN, rung_of(s, N, &of, &n));
	assert_int_equal(0, n);
	fill(s, 5, (struct subject){ .profile = 9, .role = 4 });
	assert_int_equal(RUNG_ROLE, rung_of(s, N, &of, &n));
	assert_int_equal(5, n);
	fill(s + 5, 6, (struct subject){ .model = 8, .family = 3 });
	assert_int_equal(RUNG_FAMILY, rung_of(s, N, &of, &n));
	assert_int_equal(6, n);
	other.place = 6;
	fill(s + 11, 7, other);
	assert_int_equal(RUNG_MODEL, rung_of(s, N, &of, &n));
	fill(s + 18, 4, of);
	assert_int_equal(RUNG_MODEL, rung_of(s, N, &of, &n));
	fill(s + 22, 4, of);
	assert_int_equal(RUNG_ALIKE, rung_of(s, N, &of, &n));
	assert_int_equal(8, n);
}

static void
a_patched_device_is_no_control_and_nobody_its_own(void **state)
{
	const struct subject of = { .profile = 1, .role = 4 };
	struct subject s[N];
	size_t n;

	(void)state;
	fill(s, N, of);
	s[0].control = false;
	assert_int_equal(RUNG_ALIKE, rung_of(s, N, &s[1], &n));
	assert_int_equal(N - 2, n);
}

static void
of_many_some_are_asked(void **state)
{
	static struct subject s[MANY];
	const struct subject of = { .profile = 1, .role = 4 };
	size_t n;

	(void)state;
	fill(s, MANY, of);
	assert_int_equal(RUNG_ALIKE, rung_of(s, MANY, &of, &n));
	assert_int_equal(CONTROLS_MAX, n);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_nearest_kind_of_which_there_are_enough),
		cmocka_unit_test(
		    a_patched_device_is_no_control_and_nobody_its_own),
		cmocka_unit_test(of_many_some_are_asked),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
