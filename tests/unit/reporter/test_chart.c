/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/chart/chart.h"

#include <string.h>

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
	assert_string_equal("Staafdiagram: Op tijd. Kritiek 50,0\xc2\xa0%, "
			    "drempel 95,0\xc2\xa0%. Laag onbekend, drempel "
			    "85,0\xc2\xa0%.",
	    chart_alt(&bar, pool));
	stacked.unit = CHART_NUMBER;
	stacked.language = "en";
	points[0].has_norm = points[1].has_norm = false;
	assert_string_equal("Stacked bar chart: Op tijd. Kritiek ja 1, nee 2. "
			    "Laag ja 0, nee 3.",
	    chart_alt(&stacked, pool));
	points[0].has_norm = points[1].has_norm = true;
	pool_free(pool);
}

static struct layout *
draw(const struct chart *c)
{
	static const struct measure measure = { half_em, NULL };
	struct pool *pool = pool_new();
	struct layout *l = POOL_NEW(pool, struct layout);
	struct canvas canvas = { .layout = l, .measure = &measure };

	l->pool = pool;
	l->last_box = &l->boxes;
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
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
