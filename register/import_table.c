/* SPDX-License-Identifier: Apache-2.0 */
#include "register/import_table.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "lib/base/buf.h"
#include "lib/base/choice.h"
#include "lib/base/csv.h"
#include "lib/base/encoding.h"
#include "lib/base/err.h"
#include "lib/base/file.h"
#include "lib/base/mem.h"
#include "register/command.h"
#include "register/exchange/json_rows.h"
#include "register/mapping/mapping.h"

/* Headings that a mapping has for one column, after the first. */
enum { ALSO_MAX = 7 };

struct import_table {
	const struct import_column *columns;
	const struct mapping *mapping;
	const char *name, *nouns;
	import_table_fault *fault;
	void *arg;
	struct buf all; /* the file, as UTF-8 */
	struct csv *csv;
	struct json_rows *json; /* instead of it */
	struct csv_row row;
	char **text; /* of the row: one for each column that is wanted */
	int *at;     /* where each stands in the file; -1: nowhere */
	size_t n_columns, n_fields, skipped, faults;

	/* With a mapping, by columns that are wanted and by its conditions. */
	const struct mapping_column **mapped;
	int (*also_at)[ALSO_MAX]; /* read where that is empty, up to a -1 */
	int *condition_at;
};

struct import_table *
import_table_new(const struct import_column *columns,
    const struct mapping *mapping, const char *nouns, import_table_fault *fault,
    void *arg)
{
	struct import_table *t = mem_new(1, sizeof(*t));

	t->columns = columns;
	t->mapping = mapping;
	t->nouns = nouns;
	t->fault = fault;
	t->arg = arg;
	while (columns[t->n_columns].name != NULL)
		t->n_columns++;
	t->text = mem_new(t->n_columns, sizeof(*t->text));
	t->at = mem_new(t->n_columns, sizeof(*t->at));
	for (size_t i = 0; i < t->n_columns; i++)
		t->at[i] = -1;
	if (mapping == NULL)
		return t;
	t->mapped = mem_new(t->n_columns, sizeof(*t->mapped));
	t->also_at = mem_new(t->n_columns, sizeof(*t->also_at));
	t->condition_at =
	    mem_new(mapping_conditions(mapping) + 1, sizeof(*t->condition_at));
	return t;
}

static void
forget_row(struct import_table *t)
{
	for (size_t i = 0; i < t->n_columns; i++) {
		free(t->text[i]);
		t->text[i] = NULL;
	}
}

void
import_table_free(struct import_table *t)
{
	if (t == NULL)
		return;
	csv_close(t->csv);
	json_rows_close(t->json);
	buf_free(&t->all);
	forget_row(t);
	free(t->text);
	free(t->at);
	free(t->mapped);
	free(t->also_at);
	free(t->condition_at);
	free(t);
}

static int
find_column(const struct import_table *t, const char *name)
{
	for (size_t i = 0; i < t->n_columns; i++) {
		if (strcmp(t->columns[i].name, name) == 0)
			return (int)i;
	}
	return -1;
}

const char *
import_table_text(const struct import_table *t, const char *column)
{
	int i = find_column(t, column);

	return i < 0 ? NULL : t->text[i];
}

unsigned
import_table_line(const struct import_table *t)
{
	return t->row.line;
}

size_t
import_table_skipped(const struct import_table *t)
{
	return t->skipped;
}

void
import_table_place(const struct import_table *t, const char *column,
    unsigned *line, unsigned *col)
{
	int i = column == NULL ? -1 : find_column(t, column);
	int at = i < 0 ? -1 : t->at[i];

	*line = t->row.line;
	*col = 1;
	if (at >= 0 && (size_t)at < t->row.count) {
		*line = t->row.fields[at].line;
		*col = t->row.fields[at].column;
	}
}

static void
tell(struct import_table *t, unsigned line, unsigned column, const char *text)
{
	t->faults++;
	t->fault(t->arg, line, column, text);
}

void
import_table_words(
    struct buf *out, const char *column, const char *fmt, va_list ap)
{
	char reason[512];

	vsnprintf(reason, sizeof(reason), fmt, ap);
	if (column != NULL)
		buf_printf(out, "%s: ", column);
	buf_add_str(out, reason);
}

/* Of one of the columns that are wanted, or of the row as such. */
static void __attribute__((format(printf, 3, 4)))
tell_of(struct import_table *t, const char *column, const char *fmt, ...)
{
	struct buf text = { 0 };
	unsigned line, col;
	va_list ap;

	import_table_place(t, column, &line, &col);
	va_start(ap, fmt);
	import_table_words(&text, column, fmt, ap);
	va_end(ap);
	tell(t, line, col, buf_str(&text));
	buf_free(&text);
}

static int
next_row(struct import_table *t)
{
	return t->json != NULL ? json_rows_next(t->json, &t->row)
			       : csv_next(t->csv, &t->row);
}

static char *
trimmed(const struct import_table *t, const struct csv_field *f)
{
	const char *start = f->text, *end = f->text + f->len;

	while (start < end && (*start == ' ' || *start == '\t'))
		start++;
	/* Which csv_add puts before what a spreadsheet would run. */
	if (t->json == NULL && end - start > 1 && *start == '\'' &&
	    strchr("=+-@\t\r", start[1]) != NULL)
		start++;
	while (end > start && (end[-1] == ' ' || end[-1] == '\t'))
		end--;
	return end == start ? NULL : mem_dup_text(start, (size_t)(end - start));
}

/* What the mapping makes of the field of column i. */
static void
map_field(struct import_table *t, size_t i)
{
	struct buf out = { 0 }, why = { 0 };

	if (mapping_value(t->mapped[i], t->text[i], &out, &why) < 0)
		tell_of(t, t->columns[i].name, "%s", buf_str(&why));
	free(t->text[i]);
	t->text[i] = out.len > 0 ? mem_dup_str(buf_str(&out)) : NULL;
	buf_free(&out);
	buf_free(&why);
}

/* The first of these fields that is not empty. */
static char *
take_other(const struct import_table *t, const int at[ALSO_MAX])
{
	char *text = NULL;

	for (size_t i = 0; text == NULL && i < ALSO_MAX && at[i] >= 0; i++)
		if ((size_t)at[i] < t->row.count)
			text = trimmed(t, &t->row.fields[at[i]]);
	return text;
}

static void
take_field(struct import_table *t, size_t i)
{
	size_t before = t->faults;
	int at = t->at[i];

	if (at >= 0 && (size_t)at < t->row.count)
		t->text[i] = trimmed(t, &t->row.fields[at]);
	if (t->text[i] == NULL && at >= 0 && t->also_at != NULL)
		t->text[i] = take_other(t, t->also_at[i]);
	if (t->mapped != NULL && t->mapped[i] != NULL)
		map_field(t, i);
	if (t->text[i] == NULL && t->faults == before &&
	    (t->columns[i].flags & IMPORT_REQUIRED))
		tell_of(t, t->columns[i].name, "is missing");
}

static void
take_fields(struct import_table *t)
{
	for (size_t i = 0; i < t->n_columns; i++)
		take_field(t, i);
	if (t->row.count > t->n_fields) {
		const struct csv_field *f = &t->row.fields[t->n_fields];

		tell(t, f->line, f->column, "more fields than the header has");
	}
}

static void
list_columns(const struct import_table *t, struct buf *out)
{
	for (size_t i = 0; i < t->n_columns; i++)
		buf_printf(out, "%s%s", i > 0 ? ", " : "", t->columns[i].name);
}

static void
tell_column(const struct import_table *t, const char *name, struct buf *out)
{
	struct choice c;

	choice_start(&c, name);
	for (size_t i = 0; i < t->n_columns; i++)
		choice_offer(&c, t->columns[i].name);
	buf_add_str(out, "column ");
	choice_tell(&c, out);
}

static void
take_heading(struct import_table *t, const struct csv_field *f, int at)
{
	char *name = trimmed(t, f);
	struct buf text = { 0 };
	int i;

	i = name == NULL ? -1 : find_column(t, name);
	if (name == NULL) {
		buf_add_str(&text, "a column without a name");
	} else if (i < 0) {
		tell_column(t, name, &text);
	} else if (t->at[i] >= 0) {
		buf_printf(&text, "column %s stands twice", name);
	} else {
		t->at[i] = at;
	}
	if (text.len > 0)
		tell(t, f->line, f->column, buf_str(&text));
	buf_free(&text);
	free(name);
}

/* Where one is read from first; -1: nowhere. */
static int
place_one(struct import_table *t, int column, const struct mapping_column *c,
    const char *const *headings)
{
	size_t n = 0;

	t->mapped[column] = c;
	t->at[column] = mapping_place(c, &n, headings, t->n_fields);
	for (size_t i = 0; i < ALSO_MAX; i++)
		t->also_at[column][i] = t->at[column] < 0
		    ? -1
		    : mapping_place(c, &n, headings, t->n_fields);
	return t->at[column];
}

/* Where each column of the plan is read from; what nobody wants is passed. */
static int
place_mapped(struct import_table *t)
{
	const struct mapping *m = t->mapping;
	const char **headings = mem_new(t->n_fields + 1, sizeof(*headings));
	struct buf from = { 0 };

	for (size_t i = 0; i < t->n_fields; i++)
		headings[i] = t->row.fields[i].text;
	for (size_t i = 0; i < mapping_count(m); i++) {
		const struct mapping_column *c = mapping_at(m, i);
		int column = find_column(t, mapping_column_name(c));
		int at;

		if (column < 0)
			continue; /* told before the file was opened */
		at = place_one(t, column, c, headings);
		buf_clear(&from);
		mapping_tell_from(c, &from);
		if (at < 0 && from.len > 0 &&
		    (t->columns[column].flags & IMPORT_REQUIRED))
			tell_of(t, NULL, "there is no column %s for %s",
			    buf_str(&from), mapping_column_name(c));
	}
	for (size_t i = 0; i < mapping_conditions(m); i++) {
		const char *heading = mapping_condition_heading(m, i);

		t->condition_at[i] = -1;
		for (size_t k = 0; k < t->n_fields; k++)
			if (strcasecmp(headings[k], heading) == 0)
				t->condition_at[i] = (int)k;
		if (t->condition_at[i] < 0)
			tell_of(t, NULL,
			    "there is no column \"%s\", by which %s chooses "
			    "rows",
			    heading, mapping_name(m));
	}
	buf_free(&from);
	free(headings);
	return t->faults > 0 ? ERR_PARSE : ERR_OK;
}

static bool
is_meant(const struct import_table *t)
{
	const struct mapping *m = t->mapping;
	bool meant = true;

	for (size_t i = 0; meant && m != NULL && i < mapping_conditions(m);
	     i++) {
		int at = t->condition_at[i];
		char *cell = (size_t)at < t->row.count
		    ? trimmed(t, &t->row.fields[at])
		    : NULL;

		meant = mapping_condition_holds(m, i, cell);
		free(cell);
	}
	return meant;
}

int
import_table_header(struct import_table *t)
{
	struct buf text = { 0 };
	int rc = next_row(t);

	/* A list of none, as an export of nothing is. */
	if (rc == ERR_NOTFOUND && t->json != NULL)
		return ERR_OK;
	if (rc == ERR_NOTFOUND) {
		buf_add_str(&text, "is empty; its first line names columns: ");
		list_columns(t, &text);
		tell(t, 1, 1, buf_str(&text));
		buf_free(&text);
		return ERR_PARSE;
	}
	if (rc < 0)
		return rc;
	t->n_fields = t->row.count;
	if (t->mapping != NULL)
		return place_mapped(t);
	for (size_t i = 0; i < t->row.count; i++)
		take_heading(t, &t->row.fields[i], (int)i);
	for (size_t i = 0; i < t->n_columns; i++) {
		if ((t->columns[i].flags & IMPORT_REQUIRED) && t->at[i] < 0)
			tell_of(t, NULL, "column %s is missing",
			    t->columns[i].name);
	}
	return t->faults > 0 ? ERR_PARSE : ERR_OK;
}

int
import_table_next(struct import_table *t)
{
	int rc;

	forget_row(t);
	while ((rc = next_row(t)) == ERR_OK && !is_meant(t))
		t->skipped++;
	if (rc == ERR_OK)
		take_fields(t);
	return rc;
}

/* Columns that the mapping fills and the plan does not have. */
static int
check_mapping(const struct import_table *t)
{
	const struct mapping *m = t->mapping;
	struct buf why = { 0 };
	int rc = ERR_OK;

	for (size_t i = 0; m != NULL && i < mapping_count(m); i++) {
		const char *name = mapping_column_name(mapping_at(m, i));

		if (find_column(t, name) >= 0)
			continue;
		tell_column(t, name, &why);
		complain(
		    "%s: %s: %s", mapping_name(m), t->nouns, buf_str(&why));
		buf_clear(&why);
		rc = ERR_PARSE;
	}
	buf_free(&why);
	return rc;
}

/* A table, or the rows of one as JSON. */
static int
open_plain(struct import_table *t)
{
	const char *all = buf_str(&t->all);

	if (json_rows_are(all, t->all.len))
		return json_rows_open(t->name, all, t->all.len, &t->json);
	t->csv = csv_open(t->name, all, t->all.len);
	return ERR_OK;
}

/* Reads the file, as UTF-8. */
static int
open_file(struct import_table *t, const char *path)
{
	const struct mapping *m = t->mapping;
	struct buf raw = { 0 };
	size_t bad;
	int rc;

	if (m == NULL) {
		rc = file_read(path, CSV_FILE_MAX, &t->all);
		return rc == ERR_OK ? open_plain(t) : rc;
	}
	rc = file_read(path, CSV_FILE_MAX, &raw);
	if (rc == ERR_OK &&
	    encoding_read(
		mapping_encoding(m), raw.data, raw.len, &t->all, &bad) < 0) {
		complain("%s: byte %zu is not of the encoding that %s names",
		    t->name, bad + 1, mapping_name(m));
		rc = ERR_PARSE;
	}
	buf_free(&raw);
	if (rc < 0)
		return rc;
	t->csv = csv_open(t->name, buf_str(&t->all), t->all.len);
	csv_skip(t->csv, mapping_skip(m));
	if (mapping_separator(m) != '\0')
		csv_set_separator(t->csv, mapping_separator(m));
	return ERR_OK;
}

int
import_table_open(struct import_table *t, const char *path)
{
	bool is_stdin = strcmp(path, "-") == 0;
	int rc;

	t->name = is_stdin ? "standard input" : path;
	rc = check_mapping(t);
	return rc == ERR_OK ? open_file(t, is_stdin ? "/dev/stdin" : path) : rc;
}

const char *
import_table_name(const struct import_table *t)
{
	return t->name;
}
