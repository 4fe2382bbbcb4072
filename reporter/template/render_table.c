/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/template/render.h"

#include <math.h>
#include <string.h>

#include "lib/base/json.h"
#include "lib/base/mem.h"

/* Left open where there is no value: somebody signs there. */
enum { CELL_OPEN = 128 };

#define DASH "\xe2\x80\x93"

/* Every kind of component that becomes a table. */

enum { COLUMNS_MAX = 16 };

/* Where a column's cells come from. */
struct source {
	const char *path;
	struct format format;
	const char *light; /* a field that colours the cell, or NULL */
	unsigned flags;
};

struct builder {
	struct renderer *r;
	struct table *table;
	struct row **last;
	struct source source[COLUMNS_MAX];
};

static const struct format plain = { .decimals = -1 };

static bool
is_figure(const struct format *f)
{
	return f->kind == FORMAT_NUMBER || f->kind == FORMAT_PERCENT ||
	    f->kind == FORMAT_DURATION;
}

static void
add_column(struct builder *b, const char *title, struct source source)
{
	struct table *t = b->table;

	if (t->ncolumns == COLUMNS_MAX)
		return;
	b->source[t->ncolumns] = source;
	t->columns[t->ncolumns].title = title;
	t->columns[t->ncolumns].flags =
	    source.flags & ~(unsigned)(CELL_CODE | CELL_OPEN);
	if (is_figure(&source.format))
		t->columns[t->ncolumns].flags |= COLUMN_RIGHT;
	t->ncolumns++;
}

static void
add_setting(struct builder *b, const struct setting *s)
{
	const struct field *f = s->nfields > 2 ? &s->field[2] : NULL;
	struct table *t = b->table;
	size_t at = t->ncolumns;

	add_column(b, value_words(&b->r->v, s->field[1].text),
	    (struct source){
		.path = s->field[0].path.text,
		.format = f != NULL ? f->format : plain,
		.light = f != NULL ? f->light.text : NULL,
		.flags = f != NULL ? f->flags : 0,
	    });
	for (const struct part *p = s->field[1].text; p != NULL; p = p->next) {
		if (p->note != NULL && at < t->ncolumns)
			t->columns[at].note = value_note(&b->r->v, p->note);
	}
}

static void
add_columns(struct builder *b, const struct component *c)
{
	for (const struct setting *s = c->settings; s != NULL; s = s->next) {
		if (strcmp(s->key, "column") == 0)
			add_setting(b, s);
	}
}

static struct builder
start(struct renderer *r, const struct component *c)
{
	struct builder b = { .r = r };

	b.table = POOL_NEW(r->v.pool, struct table);
	b.table->columns =
	    pool_alloc(r->v.pool, COLUMNS_MAX * sizeof(*b.table->columns));
	b.table->title = render_setting(r, c, "title");
	b.last = &b.table->rows;
	return b;
}

static struct row *
add_row(struct builder *b, size_t cells)
{
	struct row *row = POOL_NEW(b->r->v.pool, struct row);

	row->cells = pool_alloc(b->r->v.pool, cells * sizeof(*row->cells));
	*b->last = row;
	b->last = &row->next;
	b->table->nrows++;
	return row;
}

/* In a cell what is unknown is a dash. */
static void
fill_cell(struct builder *b, const struct source *s, struct cell *cell)
{
	struct values v = b->r->v;

	v.unknown = s->flags & CELL_OPEN ? "" : DASH;
	v.narrow = b->table->ncolumns > 4;
	cell->runs = render_plain(b->r, value_text(&v, s->path, &s->format));
	if (s->flags & CELL_CODE)
		cell->runs->style = RUN_CODE;
	if (s->light != NULL)
		cell->light = value_light(&v, s->light);
	else if (s->format.kind == FORMAT_LIGHT)
		cell->light = value_light(&v, s->path);
}

static void
fill_row(struct builder *b, const struct json *item)
{
	struct row *row = add_row(b, b->table->ncolumns);
	struct scope inner = { .value = item, .up = b->r->v.scope };

	row->continues = json_get_bool(item, "continues", false);
	b->r->v.scope = &inner;
	for (size_t i = 0; i < b->table->ncolumns; i++)
		fill_cell(b, &b->source[i], &row->cells[i]);
	b->r->v.scope = inner.up;
}

static void
finish(struct builder *b)
{
	render_block(b->r, BLOCK_TABLE)->table = b->table;
}

/* "and 12 more", where {{rest}} is how many. */
static void
render_more(struct renderer *r, const struct component *c, size_t rest)
{
	const struct setting *more = component_setting(c, "more");
	struct json *counts;
	struct scope inner = { .up = r->v.scope };

	if (more == NULL || rest == 0)
		return;
	counts = json_new_object();
	json_put_int(counts, "rest", (int64_t)rest);
	inner.value = counts;
	r->v.scope = &inner;
	render_block(r, BLOCK_PARAGRAPH)->runs =
	    value_runs(&r->v, more->field[0].text);
	r->v.scope = inner.up;
	json_free(counts);
}

/* How many of n rows there are to be. */
static size_t
shown_of(const struct component *c, size_t n)
{
	const struct setting *limit = component_setting(c, "limit");

	return limit != NULL && limit->field[0].number >= 0 &&
		(double)n > limit->field[0].number
	    ? (size_t)limit->field[0].number
	    : n;
}

static bool
has_style(const struct component *c, const char *name)
{
	const struct setting *style = component_setting(c, "style");

	return style != NULL && strcmp(style->field[0].choice, name) == 0;
}

void
render_table(struct renderer *r, const struct component *c)
{
	const struct json *list = render_source(r, c);
	size_t n = json_len(list), shown = shown_of(c, n);
	struct builder b;

	if (n == 0) {
		render_empty(r, c);
		return;
	}
	b = start(r, c);
	b.table->plain = has_style(c, "plain");
	b.table->dense = has_style(c, "dense");
	add_columns(&b, c);
	for (size_t i = 0; i < shown; i++)
		fill_row(&b, json_at(list, i));
	finish(&b);
	render_more(r, c, n - shown);
}

static void
fill_group(
    struct builder *b, const struct component *c, const struct json *item)
{
	const struct setting *group = component_setting(c, "group");
	const struct setting *rows = component_setting(c, "rows");
	struct scope inner = { .value = item, .up = b->r->v.scope };
	const struct json *list;
	struct row *row;
	bool is_count;

	b->r->v.scope = &inner;
	row = add_row(b, b->table->ncolumns);
	row->group = true;
	row->cells[0].runs = value_runs(&b->r->v, group->field[0].text);
	list = value_find(&b->r->v, rows->field[0].path.text, &is_count);
	for (size_t i = 0; json_is_list(list) && i < json_len(list); i++)
		fill_row(b, json_at(list, i));
	if (json_len(list) == 0 && component_setting(c, "none") != NULL) {
		row = add_row(b, b->table->ncolumns);
		for (size_t i = 0; i < b->table->ncolumns; i++)
			row->cells[i].runs = render_plain(b->r, "");
		row->cells[0].runs =
		    render_plain(b->r, render_setting(b->r, c, "none"));
	}
	b->r->v.scope = inner.up;
}

void
render_matrix(struct renderer *r, const struct component *c)
{
	const struct json *list = render_source(r, c);
	struct builder b;

	if (json_len(list) == 0) {
		render_empty(r, c);
		return;
	}
	b = start(r, c);
	b.table->dense = has_style(c, "dense");
	add_columns(&b, c);
	for (size_t i = 0; i < json_len(list); i++)
		fill_group(&b, c, json_at(list, i));
	finish(&b);
}

/* The name first, so that a row is called by it; then its light. */
void
render_lights(struct renderer *r, const struct component *c)
{
	static const struct format light = { .kind = FORMAT_LIGHT,
		.decimals = -1 };
	const struct json *list = render_source(r, c);
	const char *heading = render_setting(r, c, "heading");
	size_t n = json_len(list), shown = shown_of(c, n);
	struct builder b;

	if (n == 0) {
		render_empty(r, c);
		return;
	}
	b = start(r, c);
	b.table->plain = true;
	add_setting(&b, component_setting(c, "label"));
	add_column(&b, heading != NULL ? heading : "",
	    (struct source){
		.path = component_setting(c, "light")->field[0].path.text,
		.format = light });
	for (const struct setting *s = c->settings; s != NULL; s = s->next) {
		if (strcmp(s->key, "text") == 0)
			add_setting(&b, s);
	}
	if (b.table->ncolumns > 2)
		b.table->columns[b.table->ncolumns - 1].flags |= COLUMN_WIDE;
	for (size_t i = 0; i < shown; i++)
		fill_row(&b, json_at(list, i));
	finish(&b);
	render_more(r, c, n - shown);
}

/*
 * The columns of a history and an approval are the same in every report. A text
 * that is a key of the words is written as those.
 */
#define PLAIN                                       \
	{                                           \
		.kind = FORMAT_TEXT, .decimals = -1 \
	}
#define DATE                                        \
	{                                           \
		.kind = FORMAT_DATE, .decimals = -1 \
	}
#define WORD(with)                                                    \
	{                                                             \
		.kind = FORMAT_WORD, .decimals = -1, .prefix = (with) \
	}

static const struct {
	const char *component, *path, *nl, *en;
	struct format format;
	unsigned flags;
} fixed[] = {
	{ "history", "version", "Versie", "Version", PLAIN, 0 },
	{ "history", "date", "Datum", "Date", DATE, 0 },
	{ "history", "author", "Auteur", "Author", PLAIN, 0 },
	{ "history", "change", "Wijziging", "Change", WORD("history"),
	    COLUMN_WIDE },
	{ "approval", "role", "Rol", "Role", WORD("role"), 0 },
	{ "approval", "name", "Naam", "Name", PLAIN, COLUMN_WIDE },
	{ "approval", "date", "Datum", "Date", DATE, 0 },
	{ "approval", "decision", "Besluit en handtekening",
	    "Decision and signature", WORD("decision"), COLUMN_WIDE },
};

void
render_fixed(struct renderer *r, const struct component *c)
{
	bool dutch = strncmp(r->v.options->language, "nl", 2) == 0;
	bool approval = strcmp(c->name, "approval") == 0;
	const struct json *list = render_source(r, c);
	struct builder b;

	if (json_len(list) == 0) {
		render_empty(r, c);
		return;
	}
	b = start(r, c);
	b.table->plain = true;
	b.table->tall = approval;
	for (size_t i = 0; i < sizeof(fixed) / sizeof(fixed[0]); i++) {
		if (strcmp(fixed[i].component, c->name) != 0)
			continue;
		add_column(&b, dutch ? fixed[i].nl : fixed[i].en,
		    (struct source){ .path = fixed[i].path,
			.format = fixed[i].format,
			.flags = fixed[i].flags | (approval ? CELL_OPEN : 0) });
	}
	for (size_t i = 0; i < json_len(list); i++)
		fill_row(&b, json_at(list, i));
	finish(&b);
}
