/* SPDX-License-Identifier: Apache-2.0 */
#include "register/show/table.h"

#include <inttypes.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/mem.h"
#include "lib/base/zone.h"
#include "lib/store/db.h"
#include "register/show/table_forms.h"

/* Rows that are kept until they are printed, of a long list. */
enum { PART = 1000 };

struct table *
table_new(const char *name, const struct column *columns)
{
	struct table *t = mem_new(1, sizeof(*t));

	t->name = name;
	t->columns = columns;
	while (columns[t->n_columns].name != NULL)
		t->n_columns++;
	return t;
}

static void
forget_rows(struct table *t)
{
	for (size_t i = 0; i < t->n_cells; i++)
		free(t->cell[i].text);
	t->n_cells = 0;
}

void
table_free(struct table *t)
{
	if (t == NULL)
		return;
	forget_rows(t);
	free(t->cell);
	free(t->width);
	free(t);
}

void
table_make_record(struct table *t)
{
	t->record = true;
}

static struct cell *
next_cell(struct table *t)
{
	if (t->n_cells == t->cap) {
		t->cap = t->cap == 0 ? 64 : t->cap * 2;
		t->cell = mem_grow(t->cell, t->cap, sizeof(*t->cell));
	}
	t->cell[t->n_cells] = (struct cell){ 0 };
	return &t->cell[t->n_cells++];
}

void
table_add_text(struct table *t, const char *text)
{
	next_cell(t)->text = mem_dup_str(text);
}

void
table_add_int(struct table *t, int64_t value)
{
	char text[32];

	snprintf(text, sizeof(text), "%" PRId64, value);
	table_add_text(t, text);
}

void
table_add_bool(struct table *t, bool value)
{
	table_add_text(t, value ? "yes" : "no");
}

void
table_add_time(struct table *t, int64_t at)
{
	struct cell *cell = next_cell(t);
	char text[CLOCK_TEXT_MAX];

	if (at == DB_NO_TIME)
		return;
	cell->at = at;
	cell->text = mem_dup_str(clock_format(at, text));
}

static void
add_cell(struct table *t, const struct db_rows *rows, size_t row, int col)
{
	if (db_is_null(rows, row, col)) {
		table_add_text(t, NULL);
		return;
	}
	switch (t->columns[col].type) {
	case COLUMN_INT:
		table_add_int(t, db_int(rows, row, col));
		break;
	case COLUMN_BOOL:
		table_add_bool(t, db_bool(rows, row, col));
		break;
	case COLUMN_TIME:
		table_add_time(t, db_time(rows, row, col));
		break;
	default:
		table_add_text(t, db_text(rows, row, col));
	}
}

static void
print_text(const struct buf *text, FILE *out)
{
	if (text->len > 0)
		fwrite(text->data, 1, text->len, out);
}

/* With what stands in front of the first row; CSV has that without rows. */
static void
print_part(struct table *t)
{
	struct buf text = { 0 };
	size_t rows = table_rows_here(t);

	if (t->form == FORM_JSON) {
		buf_add_str(&text, t->printed == 0 ? "[" : "");
		table_add_json_part(t, &text);
	} else if (t->form == FORM_CSV) {
		if (t->printed == 0)
			table_add_csv(t, &text);
		else
			table_add_csv_part(t, &text);
	} else if (rows > 0) {
		fflush(t->out);
		table_show_part(t, t->out);
	}
	print_text(&text, t->out);
	buf_free(&text);
	t->printed += rows;
	forget_rows(t);
}

void
table_start(struct table *t, FILE *out, enum form form)
{
	t->out = out;
	t->form = form;
}

void
table_end(struct table *t)
{
	if (t->n_cells > 0 || t->printed == 0)
		print_part(t);
	if (t->form == FORM_JSON)
		fputs(t->printed > 0 ? "\n]\n" : "]\n", t->out);
	t->out = NULL;
}

size_t
table_add_first(struct table *t, const struct db_rows *rows, size_t most)
{
	size_t count = db_count(rows);
	size_t n = count < most ? count : most;

	for (size_t row = 0; row < n; row++) {
		for (size_t col = 0; col < t->n_columns; col++)
			add_cell(t, rows, row, (int)col);
		if (t->out != NULL && t->n_cells == PART * t->n_columns)
			print_part(t);
	}
	return count - n;
}

void
table_add_rows(struct table *t, const struct db_rows *rows)
{
	(void)table_add_first(t, rows, SIZE_MAX);
}

size_t
table_rows_here(const struct table *t)
{
	return t->n_columns == 0 ? 0 : t->n_cells / t->n_columns;
}

size_t
table_rows(const struct table *t)
{
	return t->printed + table_rows_here(t);
}

void
table_print(const struct table *t, FILE *out, enum form form)
{
	struct buf text = { 0 };

	if (form == FORM_JSON) {
		table_add_json(t, &text);
		buf_add_u8(&text, '\n');
	} else if (form == FORM_CSV) {
		table_add_csv(t, &text);
	} else {
		fflush(out);
		table_show(t, out);
	}
	print_text(&text, out);
	buf_free(&text);
}

static void
print_json(struct table *const *tables, size_t n, FILE *out)
{
	struct buf text = { 0 };

	buf_add_u8(&text, '{');
	for (size_t i = 0; i < n; i++) {
		buf_printf(
		    &text, "%s\n\"%s\": ", i > 0 ? "," : "", tables[i]->name);
		table_add_json(tables[i], &text);
	}
	buf_add_str(&text, "\n}\n");
	print_text(&text, out);
	buf_free(&text);
}

void
tables_print(struct table *const *tables, size_t n, FILE *out, enum form form)
{
	if (form == FORM_JSON) {
		print_json(tables, n, out);
		return;
	}
	for (size_t i = 0; i < n; i++) {
		if (form == FORM_TABLE && !tables[i]->record &&
		    table_rows(tables[i]) == 0)
			continue;
		if (i > 0)
			fputc('\n', out);
		if (form == FORM_TABLE && !tables[i]->record)
			fprintf(out, "%s:\n", tables[i]->name);
		table_print(tables[i], out, form);
	}
}
