/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/chart/chart.h"

#include <math.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "reporter/layout/canvas.h"

#include "tests/unit/test.h"

static double
half_em(void *of, enum face face, const char *text, size_t len)
{
	(void)of;
	(void)face;
	(void)text;
	return (double)len / 2;
}

static struct chart_point points[] = {
	{ .label = "Kritiek",
	    .value = 50,
	    .known = true,
	    .norm = 95,
	    .has_norm = true,
	    .part = { 1, 2 } },
	{ .label = "Laag", .norm = 85, .has_norm = true, .part = { 0, 3 } },
};

static struct chart
chart_of(enum chart_kind kind)
{
	return (struct chart){
		.kind = kind,
		.unit = CHART_PERCENT,
		.title = "Op tijd",
		.language = "nl",
		.points = points,
		.npoints = ROWS(points),
		.series = { { "ja", 1 }, { "nee", 2 } },
		.nseries = kind == CHART_STACKED ? 2 : 0,
	};
}

static void
all_values_stand_in_the_alternative_text(void **state)
{
	struct chart bar = chart_of(CHART_BAR);
	struct chart stacked = chart_of(CHART_STACKED);
	struct pool *pool = pool_new();

	(void)state;
	assert_string_equal("Staafdiagram: Op tijd. Kritiek 50,0%, "
			    "drempel 95,0%. Laag onbekend, drempel "
			    "85,0%.",
	    chart_alt(&bar, pool));
	stacked.unit = CHART_NUMBER;
	stacked.language = "en";
	points[0].has_norm = points[1].has_norm = false;
	assert_string_equal("Stacked bar chart: Op tijd. Kritiek ja 1, nee 2. "
			    "Laag unknown.",
	    chart_alt(&stacked, pool));
	points[0].has_norm = points[1].has_norm = true;
	pool_free(pool);
}

static struct layout *
draw(const struct chart *c)
{
	static const struct measure measure = { half_em, NULL };
	struct layout *l = layout_new(NULL);
	struct canvas canvas = { .layout = l, .measure = &measure };

	chart_draw(c, &canvas, 0, 0, 400);
	return l;
}

/* The bars: rectangles as high as one. */
static double
widest_bar(const struct layout *l)
{
	double widest = 0;

	for (const struct box *b = l->boxes; b != NULL; b = b->next) {
		if (b->kind == BOX_RECT && b->h > 11 && b->w > widest)
			widest = b->w;
	}
	return widest;
}

static void
a_bar_begins_at_zero_and_is_as_long_as_its_value(void **state)
{
	struct chart c = chart_of(CHART_BAR);
	double half, whole;
	struct layout *l;

	(void)state;
	l = draw(&c);
	half = widest_bar(l);
	layout_free(l);
	points[0].value = 100;
	l = draw(&c);
	whole = widest_bar(l);
	layout_free(l);
	points[0].value = 50;
	assert_true(half > 50);
	/* The value's own text takes a little of the room. */
	assert_float_equal(2, whole / half, 0.1);
}

static void
what_is_unknown_has_no_bar(void **state)
{
	struct chart c = chart_of(CHART_BAR);
	int bars = 0, words = 0;
	struct layout *l = draw(&c);

	(void)state;
	for (const struct box *b = l->boxes; b != NULL; b = b->next) {
		bars += b->kind == BOX_RECT && b->h > 11;
		words +=
		    b->kind == BOX_TEXT && strcmp(b->text, "onbekend") == 0;
	}
	assert_int_equal(1, bars);
	assert_int_equal(1, words);
	layout_free(l);
}

static void
a_line_breaks_where_a_value_is_unknown(void **state)
{
	struct chart_point months[] = {
		{ .label = "1", .value = 90, .known = true },
		{ .label = "2", .value = 91, .known = true },
		{ .label = "3" },
		{ .label = "4", .value = 92, .known = true },
		{ .label = "5", .value = 93, .known = true },
		{ .label = "6", .value = 94, .known = true },
	};
	struct chart c = chart_of(CHART_LINE);
	size_t strokes[8] = { 0 }, n = 0;
	struct layout *l;

	(void)state;
	c.points = months;
	c.npoints = ROWS(months);
	l = draw(&c);
	for (const struct box *b = l->boxes; b != NULL; b = b->next) {
		if (b->kind == BOX_LINE && b->stroke.round && n < 8)
			strokes[n++] = b->npoints;
	}
	assert_int_equal(2, n);
	assert_int_equal(2, strokes[0]);
	assert_int_equal(3, strokes[1]);
	layout_free(l);
}

static void
no_values_draw_an_empty_chart(void **state)
{
	struct chart_point none[] = { { .label = "1" } };
	struct chart c = chart_of(CHART_LINE);

	(void)state;
	c.points = none;
	c.npoints = 1;
	layout_free(draw(&c));
	c.kind = CHART_BAR;
	c.unit = CHART_NUMBER;
	layout_free(draw(&c));
}

/* The first of July 2026, midnight in Amsterdam, and days after it. */
#define JULY(day) (INT64_C(1782856800000000) + ((day)-1) * CLOCK_DAY)

static struct chart_point rows[] = {
	{ .label = "P-1",
	    .detail = "pilot, 2 of 2",
	    .start = { JULY(3), JULY(1), JULY(8) },
	    .end = { JULY(5), CHART_NO_TIME, CHART_NO_TIME } },
	{ .label = "P-2",
	    .start = { CHART_NO_TIME, CHART_NO_TIME, JULY(8) },
	    .end = { CHART_NO_TIME, CHART_NO_TIME, CHART_NO_TIME } },
};

static struct chart
round_of_patches(void)
{
	return (struct chart){
		.kind = CHART_TIMELINE,
		.title = "Round",
		.language = "en",
		.points = rows,
		.npoints = ROWS(rows),
		.series = { { "window", 1, CHART_SPAN },
		    { "released", 2, CHART_DIAMOND },
		    { "deadline", 3, CHART_BAR_LINE } },
		.nseries = 3,
	};
}

static void
a_time_line_says_each_moment_in_words(void **state)
{
	struct chart c = round_of_patches();
	struct pool *pool = pool_new();

	(void)state;
	assert_string_equal("Time line: Round. P-1 (pilot, 2 of 2): window "
			    "3\u00a0July\u00a02026 to 5\u00a0July\u00a02026, "
			    "released 1\u00a0July\u00a02026, deadline "
			    "8\u00a0July\u00a02026. P-2 : deadline "
			    "8\u00a0July\u00a02026.",
	    chart_alt(&c, pool));
	pool_free(pool);
}

/* Eight days over what the labels leave of 400 points: one is 41 wide. */
static void
a_time_line_is_drawn_to_scale_and_by_shape(void **state)
{
	static const char *const wanted[] = {
		"1 - rect 139.6 29.0 82.1 10.0",   /* two days of window */
		"1 - polygon 53.5,34.0 57.5,29.6", /* released: a diamond */
		"1 - line 344.9,25.0 344.9,43.0",  /* deadline of P-1 */
		"1 - line 344.9,49.0 344.9,67.0",  /* and of P-2 */
		"1 - text 48.8 80.0 regular 7.0 1 Jul",
	};
	struct chart c = round_of_patches();
	struct layout *l = draw(&c);
	struct buf b = { 0 };

	(void)state;
	layout_dump(l, &b);
	for (size_t i = 0; i < ROWS(wanted); i++)
		if (strstr(buf_str(&b), wanted[i]) == NULL)
			fail_msg("no \"%s\" in\n%s", wanted[i], buf_str(&b));
	buf_free(&b);
	layout_free(l);
}

/* Where the first deadline is drawn; the legend comes after it. */
static double
deadline_of(const struct layout *l)
{
	for (const struct box *b = l->boxes; b != NULL; b = b->next)
		if (b->kind == BOX_LINE && b->stroke.rgb == 3)
			return b->points[0];
	return -1;
}

static void
a_part_of_a_time_line_has_the_axis_of_the_whole(void **state)
{
	struct chart whole = round_of_patches(), part = whole;
	struct layout *l, *m;

	(void)state;
	part.points = &rows[1];
	part.npoints = 1;
	part.whole = &whole;
	l = draw(&whole);
	m = draw(&part);
	assert_true(deadline_of(l) > 0);
	assert_true(fabs(deadline_of(l) - deadline_of(m)) < 20);
	part.whole = NULL;
	layout_free(m);
	m = draw(&part);
	assert_true(fabs(deadline_of(l) - deadline_of(m)) > 20);
	layout_free(l);
	layout_free(m);
}

/* On paper without colours grey is as dark as orange. */
static void
what_nobody_can_tell_is_hatched(void **state)
{
	struct chart_point parts[] = {
		{ .label = "1", .part = { 1, 2 }, .known = true }
	};
	struct chart c = chart_of(CHART_STACKED);
	int lines[2] = { 0 };

	(void)state;
	c.unit = CHART_NUMBER;
	c.points = parts;
	c.npoints = 1;
	for (int i = 0; i < 2; i++) {
		struct layout *l;

		assert_true(
		    chart_colour(i == 0 ? "orange" : "grey", &c.series[1].rgb));
		l = draw(&c);
		for (const struct box *b = l->boxes; b != NULL; b = b->next)
			lines[i] +=
			    b->kind == BOX_LINE && b->stroke.rgb == 0xffffff;
		layout_free(l);
	}
	assert_int_equal(0, lines[0]);
	assert_true(lines[1] > 10);
}

static void
a_part_of_a_bar_bears_its_number(void **state)
{
	struct chart_point parts[] = {
		{ .label = "1", .part = { 1, 2 }, .known = true },
		{ .label = "2", .part = { 0, 3 }, .known = true }
	};
	struct chart c = chart_of(CHART_STACKED);
	struct layout *l;
	int numbers = 0;

	(void)state;
	c.unit = CHART_NUMBER;
	c.points = parts;
	l = draw(&c);
	for (const struct box *b = l->boxes; b != NULL; b = b->next)
		numbers += b->kind == BOX_TEXT && b->size == 7.2 &&
		    strspn(b->text, "123") == b->len;
	assert_int_equal(3, numbers);
	layout_free(l);
}

static void
counts_have_no_half_on_their_axis(void **state)
{
	struct chart_point none[] = { { .label = "a", .known = true } };
	struct chart c = chart_of(CHART_BAR);
	struct layout *l;
	int ticks = 0;

	(void)state;
	c.points = none;
	c.npoints = 1;
	c.unit = CHART_NUMBER;
	l = draw(&c);
	for (const struct box *b = l->boxes; b != NULL; b = b->next)
		ticks += b->kind == BOX_TEXT && b->size == 7;
	assert_int_equal(2, ticks); /* 0 and 1 */
	layout_free(l);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_values_stand_in_the_alternative_text),
		cmocka_unit_test(
		    a_bar_begins_at_zero_and_is_as_long_as_its_value),
		cmocka_unit_test(what_is_unknown_has_no_bar),
		cmocka_unit_test(a_line_breaks_where_a_value_is_unknown),
		cmocka_unit_test(no_values_draw_an_empty_chart),
		cmocka_unit_test(a_time_line_says_each_moment_in_words),
		cmocka_unit_test(a_time_line_is_drawn_to_scale_and_by_shape),
		cmocka_unit_test(
		    a_part_of_a_time_line_has_the_axis_of_the_whole),
		cmocka_unit_test(what_nobody_can_tell_is_hatched),
		cmocka_unit_test(a_part_of_a_bar_bears_its_number),
		cmocka_unit_test(counts_have_no_half_on_their_axis),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
