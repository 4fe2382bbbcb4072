/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/model/statistics/multiple.h"

#include <string.h>

#include "tests/unit/model/statistics/near.h"

enum { COUNT = 6 };
static const double found[COUNT] = { .01, .04, .03, .005, .5, .04 };

static void
check(void (*adjust)(double *, size_t), const double *wanted)
{
	double p[COUNT];

	memcpy(p, found, sizeof(p));
	adjust(p, COUNT);
	for (int i = 0; i < COUNT; i++)
		assert_near(wanted[i], p[i], 1e-12);
}

static void
each_p_is_adjusted_where_it_stands(void **state)
{
	static const double holm[] = { .05, .12, .12, .03, .5, .12 };
	static const double bh[] = { .03, .048, .048, .03, .5, .048 };

	(void)state;
	check(holm_adjust, holm);
	check(bh_adjust, bh);
}

static void
one_p_stays_and_none_is_above_one(void **state)
{
	double one = .03, many[] = { .9, .8, .7 };

	(void)state;
	holm_adjust(&one, 1);
	bh_adjust(&one, 1);
	assert_near(.03, one, 1e-12);
	holm_adjust(many, 3);
	for (int i = 0; i < 3; i++)
		assert_near(1, many[i], 1e-12);
	holm_adjust(NULL, 0);
	bh_adjust(NULL, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_p_is_adjusted_where_it_stands),
		cmocka_unit_test(one_p_stays_and_none_is_above_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
