/* SPDX-License-Identifier: Apache-2.0 */
#include "register/show/table_forms.h"

#include <stdlib.h>
#include <string.h>

#include <libsmartcols.h>

#include "lib/base/buf.h"
#include "lib/base/csv.h"
#include "lib/base/err.h"
#include "lib/base/json.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "lib/base/utf8.h"
#include "lib/base/zone.h"

static const struct cell *
cell_at(const struct table *t, size_t row, size_t col)
{
	return &t->cell[row * t->n_columns + col];
}

/* JSON: a line a row. */

static struct json *
parse_json(const char *text)
{
	struct json *v = NULL;

	return json_parse("value", text, strlen(text), &v) == ERR_OK ? v : NULL;
}

static void
put_cell(struct json *o, const struct column *c, const struct cell *cell)
{
	struct json *v;

	if (cell->text == NULL) {
		json_put_null(o, c->name);
		return;
	}
	switch (c->type) {
	case COLUMN_INT:
		json_put_int(o, c->name, strtoll(cell->text, NULL, 10));
		break;
	case COLUMN_BOOL:
		json_put_bool(o, c->name, strcmp(cell->text, "yes") == 0);
		break;
	case COLUMN_LIST:
	case COLUMN_JSON:
		v = parse_json(cell->text);
		if (v != NULL)
			json_put(o, c->name, v);
		else
			json_put_text(o, c->name, cell->text);
		break;
	default:
		json_put_text(o, c->name, cell->text);
	}
}

static void
add_json_row(const struct table *t, size_t row, struct buf *out)
{
	struct json *o = json_new_object();
	char *line;

	for (size_t col = 0; col < t->n_columns; col++)
		put_cell(o, &t->columns[col], cell_at(t, row, col));
	line = json_line(o);
	buf_add_str(out, line);
	free(line);
	json_free(o);
}

void
table_add_json_part(const struct table *t, struct buf *out)
{
	for (size_t row = 0; row < table_rows_here(t); row++) {
		buf_add_str(out, t->printed + row > 0 ? ",\n" : "\n");
		add_json_row(t, row, out);
	}
}

void
table_add_json(const struct table *t, struct buf *out)
{
	if (t->record) {
		if (table_rows_here(t) > 0)
			add_json_row(t, 0, out);
		else
			buf_add_str(out, "null");
		return;
	}
	buf_add_u8(out, '[');
	table_add_json_part(t, out);
	buf_add_str(out, table_rows_here(t) > 0 ? "\n]" : "]");
}

/* CSV: RFC 4180 with a header. */

/* "[\"a\",\"b\"]" as "a, b"; another text as it is. */
static void
add_list(const char *text, const char *between, struct buf *out)
{
	struct json *list = parse_json(text);

	if (list == NULL) {
		buf_add_str(out, text);
		return;
	}
	for (size_t i = 0; i < json_len(list); i++) {
		const char *item = json_text_of(json_at(list, i));

		if (i > 0)
			buf_add_str(out, between);
		if (item != NULL)
			buf_add_str(out, item);
	}
	json_free(list);
}

static void
add_csv_cell(const struct column *c, const struct cell *cell, struct buf *out)
{
	struct buf list = { 0 };

	if (cell->text == NULL)
		return;
	if (c->type == COLUMN_LIST) {
		add_list(cell->text, " ", &list);
		csv_add(out, buf_str(&list));
	} else {
		csv_add(out, cell->text);
	}
	buf_free(&list);
}

static void
add_csv_header(const struct table *t, struct buf *out)
{
	for (size_t col = 0; col < t->n_columns; col++) {
		if (col > 0)
			buf_add_u8(out, ',');
		csv_add(out, t->columns[col].name);
	}
	buf_add_str(out, "\r\n");
}

void
table_add_csv_part(const struct table *t, struct buf *out)
{
	for (size_t row = 0; row < table_rows_here(t); row++) {
		for (size_t col = 0; col < t->n_columns; col++) {
			if (col > 0)
				buf_add_u8(out, ',');
			add_csv_cell(
			    &t->columns[col], cell_at(t, row, col), out);
		}
		buf_add_str(out, "\r\n");
	}
}

void
table_add_csv(const struct table *t, struct buf *out)
{
	add_csv_header(t, out);
	table_add_csv_part(t, out);
}

/* For people. */

static void
add_shown(const struct column *c, const struct cell *cell, struct buf *out)
{
	struct buf list = { 0 };
	char at[ZONE_TEXT_MAX];

	if (cell->text == NULL)
		return;
	if (c->type == COLUMN_TIME) {
		buf_add_str(out, zone_format(cell->at, at));
	} else if (c->type == COLUMN_LIST) {
		add_list(cell->text, ", ", &list);
		utf8_safe((const char *)list.data, list.len, out);
	} else {
		utf8_safe(cell->text, strlen(cell->text), out);
	}
	buf_free(&list);
}

static void
show_record(const struct table *t, FILE *out)
{
	size_t width = 0;

	for (size_t col = 0; col < t->n_columns; col++) {
		const char *title = t->columns[col].title;

		if (title != NULL && strlen(title) > width)
			width = strlen(title);
	}
	for (size_t col = 0; table_rows_here(t) > 0 && col < t->n_columns;
	     col++) {
		const struct column *c = &t->columns[col];
		struct buf text = { 0 };

		add_shown(c, cell_at(t, 0, col), &text);
		if (c->title != NULL && text.len > 0)
			fprintf(out, "%-*s  %s\n", (int)width, c->title,
			    buf_str(&text));
		buf_free(&text);
	}
}

/* Not narrower than in the part before. */
static void
add_scols_column(struct libscols_table *st, const struct table *t, size_t col)
{
	const struct column *c = &t->columns[col];
	double width = t->width == NULL ? 0 : (double)t->width[col];
	int flags = 0;

	if (c->type == COLUMN_INT)
		flags |= SCOLS_FL_RIGHT;
	if (c->flags & COLUMN_WRAP)
		flags |= SCOLS_FL_WRAP;
	/* Up to 1 it would be a share of the terminal. */
	if (width <= 1)
		width = 0;
	if (scols_table_new_column(st, c->title, width, flags) == NULL)
		fatalx("table: no column %s", c->name);
}

static void
add_scols_row(struct libscols_table *st, const struct table *t, size_t row)
{
	struct libscols_line *line = scols_table_new_line(st, NULL);
	size_t shown = 0;

	if (line == NULL)
		fatalx("table: no line");
	for (size_t col = 0; col < t->n_columns; col++) {
		struct buf text = { 0 };

		if (t->columns[col].title == NULL)
			continue;
		add_shown(&t->columns[col], cell_at(t, row, col), &text);
		if (scols_line_set_data(
			line, shown++, text.len > 0 ? buf_str(&text) : "-") < 0)
			fatalx("table: no cell");
		buf_free(&text);
	}
}

static void
keep_widths(struct table *t, struct libscols_table *st)
{
	size_t shown = 0;

	if (t->width == NULL)
		t->width = mem_new(t->n_columns, sizeof(*t->width));
	for (size_t col = 0; col < t->n_columns; col++)
		if (t->columns[col].title != NULL)
			t->width[col] = scols_column_get_width(
			    scols_table_get_column(st, shown++));
}

static struct libscols_table *
fill_scols(const struct table *t, FILE *out)
{
	struct libscols_table *st = scols_new_table();

	if (st == NULL)
		fatalx("table: none");
	scols_table_set_stream(st, out);
	/* Each cell is made safe already; a backslash stays one. */
	scols_table_enable_noencoding(st, 1);
	scols_table_enable_noheadings(st, t->printed > 0);
	for (size_t col = 0; col < t->n_columns; col++) {
		if (t->columns[col].title != NULL)
			add_scols_column(st, t, col);
	}
	for (size_t row = 0; row < table_rows_here(t); row++)
		add_scols_row(st, t, row);
	return st;
}

void
table_show(const struct table *t, FILE *out)
{
	struct libscols_table *st;

	if (t->record) {
		show_record(t, out);
		return;
	}
	if (table_rows_here(t) == 0)
		return;
	st = fill_scols(t, out);
	scols_print_table(st);
	scols_unref_table(st);
}

void
table_show_part(struct table *t, FILE *out)
{
	struct libscols_table *st = fill_scols(t, out);

	scols_print_table(st);
	keep_widths(t, st);
	scols_unref_table(st);
}
