/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/layout/column.h"

#include "tests/unit/test.h"

static const struct {
	const char *claim;
	struct extent e[3];
	double want[3];
} columns[] = {
	{ "what is left goes to the wide one",
	    { { 10, 10, 20, 15, 20, false, 0 }, { 10, 10, 30, 9, 30, true, 0 },
		{ 5, 5, 10, 5, 10, false, 0 } },
	    { 20, 70, 10 } },
	{ "or to all",
	    { { 10, 10, 20, 5, 20, false, 0 }, { 10, 10, 30, 5, 30, false, 0 },
		{ 5, 5, 20, 5, 20, false, 0 } },
	    { 30, 40, 30 } },
	{ "short columns keep their line while a long one wraps",
	    { { 10, 10, 20, 5, 20, false, 0 },
		{ 10, 10, 300, 5, 200, false, 0 },
		{ 5, 5, 10, 5, 10, false, 0 } },
	    { 20, 70, 10 } },
	{ "a title wraps before what stands below it",
	    { { 10, 10, 20, 70, 20, false, 0 }, { 10, 10, 60, 9, 60, true, 0 },
		{ 5, 5, 10, 5, 10, false, 0 } },
	    { 20, 70, 10 } },
	{ "and keeps its line where that fits",
	    { { 10, 10, 20, 28, 20, false, 0 }, { 10, 10, 60, 9, 60, true, 0 },
		{ 5, 5, 10, 16, 10, false, 0 } },
	    { 28, 62, 10 } },
	{ "the wide one comes last, however little it wants",
	    { { 10, 10, 20, 5, 20, false, 0 }, { 10, 10, 60, 5, 60, false, 0 },
		{ 10, 10, 50, 5, 50, true, 0 } },
	    { 20, 43.64, 36.36 } },
	{ "long texts share by how much they say",
	    { { 10, 10, 20, 5, 20, false, 0 }, { 10, 10, 400, 5, 90, true, 0 },
		{ 10, 10, 400, 5, 30, true, 0 } },
	    { 20, 60, 20 } },
	{ "but get their words, and no more than a line",
	    { { 30, 30, 90, 5, 10, true, 0 }, { 10, 10, 400, 5, 90, true, 0 },
		{ 10, 10, 15, 5, 15, true, 0 } },
	    { 30, 60, 10 } },
	{ "a name keeps its hyphens where there is room",
	    { { 10, 40, 90, 5, 60, true, 0 }, { 20, 20, 200, 5, 200, true, 0 },
		{ 10, 10, 10, 5, 10, false, 0 } },
	    { 40, 50, 10 } },
	{ "and is divided where there is none",
	    { { 10, 40, 90, 5, 60, true, 0 }, { 70, 70, 200, 5, 200, true, 0 },
		{ 10, 10, 10, 5, 10, false, 0 } },
	    { 20, 70, 10 } },
	{ "a title takes two lines rather than one a word",
	    { { 10, 10, 25, 45, 5, true, 25 }, { 10, 10, 300, 9, 200, true, 9 },
		{ 5, 5, 10, 5, 10, false, 5 } },
	    { 25, 65, 10 } },
	{ "but leaves the texts half of the room",
	    { { 30, 30, 75, 99, 5, true, 75 }, { 20, 20, 300, 9, 200, true, 9 },
		{ 5, 5, 10, 5, 10, false, 5 } },
	    { 30, 60, 10 } },
	{ "the widest word is cut before the short ones",
	    { { 20, 20, 20, 5, 20, false, 0 },
		{ 200, 200, 300, 5, 300, false, 0 },
		{ 10, 10, 10, 5, 10, false, 0 } },
	    { 20, 70, 10 } },
};

static void
columns_share_the_width(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(columns); i++) {
		double got[3];

		print_message("%s\n", columns[i].claim);
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
