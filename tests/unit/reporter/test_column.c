/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/layout/column.h"

#include "tests/unit/test.h"

static const struct {
	const char *claim;
	struct extent e[3];
	double want[3];
} columns[] = {
	{ "what is left goes to the wide one",
	    { { 10, 10, 20, 15, 20, false }, { 10, 10, 30, 9, 30, true },
		{ 5, 5, 10, 5, 10, false } },
	    { 20, 70, 10 } },
	{ "or to all",
	    { { 10, 10, 20, 5, 20, false }, { 10, 10, 30, 5, 30, false },
		{ 5, 5, 20, 5, 20, false } },
	    { 30, 40, 30 } },
	{ "short columns keep their line while a long one wraps",
	    { { 10, 10, 20, 5, 20, false }, { 10, 10, 300, 5, 200, false },
		{ 5, 5, 10, 5, 10, false } },
	    { 20, 70, 10 } },
	{ "a title wraps before what stands below it",
	    { { 10, 10, 20, 70, 20, false }, { 10, 10, 60, 9, 60, true },
		{ 5, 5, 10, 5, 10, false } },
	    { 20, 70, 10 } },
	{ "and keeps its line where that fits",
	    { { 10, 10, 20, 28, 20, false }, { 10, 10, 60, 9, 60, true },
		{ 5, 5, 10, 16, 10, false } },
	    { 28, 62, 10 } },
	{ "the wide one comes last, however little it wants",
	    { { 10, 10, 20, 5, 20, false }, { 10, 10, 60, 5, 60, false },
		{ 10, 10, 50, 5, 50, true } },
	    { 20, 43.64, 36.36 } },
	{ "long texts share by how much they say",
	    { { 10, 10, 20, 5, 20, false }, { 10, 10, 400, 5, 90, true },
		{ 10, 10, 400, 5, 30, true } },
	    { 20, 60, 20 } },
	{ "but get their words, and no more than a line",
	    { { 30, 30, 90, 5, 10, true }, { 10, 10, 400, 5, 90, true },
		{ 10, 10, 15, 5, 15, true } },
	    { 30, 60, 10 } },
	{ "a name keeps its hyphens where there is room",
	    { { 10, 40, 90, 5, 60, true }, { 20, 20, 200, 5, 200, true },
		{ 10, 10, 10, 5, 10, false } },
	    { 40, 50, 10 } },
	{ "and is divided where there is none",
	    { { 10, 40, 90, 5, 60, true }, { 70, 70, 200, 5, 200, true },
		{ 10, 10, 10, 5, 10, false } },
	    { 20, 70, 10 } },
	{ "the widest word is cut before the short ones",
	    { { 20, 20, 20, 5, 20, false }, { 200, 200, 300, 5, 300, false },
		{ 10, 10, 10, 5, 10, false } },
	    { 20, 70, 10 } },
};

static void
columns_share_the_width(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(columns); i++) {
		double got[3];

		column_widths(columns[i].e, 3, 100, got);
		for (int k = 0; k < 3; k++)
			assert_float_equal(columns[i].want[k], got[k], 0.01);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(columns_share_the_width),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
