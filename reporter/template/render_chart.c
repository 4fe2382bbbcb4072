/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/template/render.h"

#include <string.h>

#include "lib/base/json.h"
#include "reporter/chart/chart.h"

static void
add_series(struct renderer *r, const struct component *c, struct chart *chart)
{
	for (const struct setting *s = c->settings; s != NULL; s = s->next) {
		if (strcmp(s->key, "series") != 0 ||
		    chart->nseries == CHART_SERIES_MAX)
			continue;
		chart->series[chart->nseries++] = (struct chart_series){
			.label = value_words(&r->v, s->field[1].text),
			.rgb = s->field[2].rgb
		};
	}
}

static void
fill_parts(struct renderer *r, const struct component *c, struct chart_point *p)
{
	size_t n = 0;

	for (const struct setting *s = c->settings; s != NULL; s = s->next) {
		if (strcmp(s->key, "series") != 0 || n == CHART_SERIES_MAX)
			continue;
		if (value_number(&r->v, s->field[0].path.text, &p->part[n]))
			p->known = true; /* one part is enough */
		if (!(p->part[n] >= 0))
			p->part[n] = 0;
		n++;
	}
}

/* Spans and marks share the series, in the order of the template. */
static void
add_times_series(
    struct renderer *r, const struct component *c, struct chart *chart)
{
	for (const struct setting *s = c->settings; s != NULL; s = s->next) {
		bool span = strcmp(s->key, "span") == 0;

		if ((!span && strcmp(s->key, "mark") != 0) ||
		    chart->nseries == CHART_SERIES_MAX)
			continue;
		chart->series[chart->nseries++] = (struct chart_series){
			.label =
			    value_words(&r->v, s->field[span ? 2 : 1].text),
			.shape = span ? CHART_SPAN : s->field[2].shape,
			.rgb = s->field[3].rgb,
		};
	}
}

static void
fill_times(struct renderer *r, const struct component *c, struct chart_point *p)
{
	size_t n = 0;

	for (const struct setting *s = c->settings; s != NULL; s = s->next) {
		bool span = strcmp(s->key, "span") == 0;

		if ((!span && strcmp(s->key, "mark") != 0) ||
		    n == CHART_SERIES_MAX)
			continue;
		p->start[n] = p->end[n] = CHART_NO_TIME;
		value_time(&r->v, s->field[0].path.text, &p->start[n]);
		if (span)
			value_time(&r->v, s->field[1].path.text, &p->end[n]);
		n++;
	}
	p->detail = render_setting(r, c, "detail");
}

static void
fill_point(struct renderer *r, const struct component *c,
    const struct json *item, struct chart_point *p)
{
	static const struct format plain = { .decimals = -1 };
	const struct setting *label = component_setting(c, "label");
	const struct setting *value = component_setting(c, "value");
	const struct setting *norm = component_setting(c, "norm");
	struct scope inner = { .value = item, .up = r->v.scope };

	r->v.scope = &inner;
	p->label = value_text(&r->v, label->field[0].path.text,
	    label->nfields > 1 ? &label->field[1].format : &plain);
	if (value != NULL)
		p->known =
		    value_number(&r->v, value->field[0].path.text, &p->value);
	if (norm != NULL && !norm->field[0].is_number)
		p->has_norm =
		    value_number(&r->v, norm->field[0].path.text, &p->norm);
	if (norm != NULL && norm->field[0].is_number) {
		p->norm = norm->field[0].number;
		p->has_norm = true;
	}
	fill_parts(r, c, p);
	fill_times(r, c, p);
	r->v.scope = inner.up;
}

/* A line has one norm, drawn across; the last point's. */
static void
lift_norm(struct chart *chart)
{
	for (size_t i = 0; i < chart->npoints; i++) {
		if (chart->points[i].has_norm) {
			chart->norm = chart->points[i].norm;
			chart->has_norm = true;
		}
		chart->points[i].has_norm = false;
	}
}

static double
axis(const struct component *c, const char *key)
{
	const struct setting *s = component_setting(c, key);

	return s != NULL ? s->field[0].number : 0;
}

static enum chart_kind
kind_of(const struct component *c)
{
	const char *kind = component_setting(c, "kind")->field[0].choice;

	return strcmp(kind, "line") == 0    ? CHART_LINE
	    : strcmp(kind, "stacked") == 0  ? CHART_STACKED
	    : strcmp(kind, "timeline") == 0 ? CHART_TIMELINE
					    : CHART_BAR;
}

/* A chart of some of the list's items, from the first to past the last. */
static struct chart *
new_chart(struct renderer *r, const struct component *c,
    const struct json *list, size_t from, size_t to)
{
	const struct setting *value = component_setting(c, "value");
	struct chart *chart = POOL_NEW(r->v.pool, struct chart);

	chart->kind = kind_of(c);
	chart->language = r->doc->language;
	chart->title = render_setting(r, c, "title");
	chart->from = axis(c, "from");
	chart->to = axis(c, "to");
	if (value != NULL && value->nfields > 1 &&
	    value->field[1].format.kind == FORMAT_PERCENT)
		chart->unit = CHART_PERCENT;
	chart->zone = r->v.options->zone;
	if (chart->kind == CHART_TIMELINE)
		add_times_series(r, c, chart);
	else
		add_series(r, c, chart);
	chart->npoints = to - from;
	chart->points =
	    pool_alloc(r->v.pool, chart->npoints * sizeof(*chart->points));
	for (size_t i = from; i < to; i++)
		fill_point(r, c, json_at(list, i), &chart->points[i - from]);
	if (chart->kind == CHART_LINE)
		lift_norm(chart);
	return chart;
}

/*
 * Bars past half a page's worth go on in another chart, on the same scale; all
 * of about one length, so that they find room below a text and each other.
 */
void
render_chart(struct renderer *r, const struct component *c)
{
	enum { BARS_MAX = 12 };
	const struct setting *width = component_setting(c, "width");
	const struct json *list = render_source(r, c);
	size_t n = json_len(list), step, parts;
	const struct chart *whole;

	if (n == 0) {
		render_empty(r, c);
		return;
	}
	parts = kind_of(c) == CHART_LINE ? 1 : (n + BARS_MAX - 1) / BARS_MAX;
	step = (n + parts - 1) / parts;
	whole = new_chart(r, c, list, 0, n);
	for (size_t i = 0; i < n; i += step) {
		struct block *b = render_block(r, BLOCK_CHART);

		b->chart =
		    new_chart(r, c, list, i, i + step < n ? i + step : n);
		b->half = width != NULL && parts == 1 &&
		    strcmp(width->field[0].choice, "half") == 0;
		if (parts == 1)
			continue;
		b->chart->to = chart_end(whole);
		b->chart->whole = whole;
		b->chart->title = pool_printf(r->v.pool, "%s (%zu/%zu)",
		    b->chart->title != NULL ? b->chart->title : "",
		    i / step + 1, parts);
	}
}
