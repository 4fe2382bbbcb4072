/* SPDX-License-Identifier: Apache-2.0 */
#include "register/import.h"

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
#include "lib/store/db.h"
#include "lib/store/row_batch.h"
#include "register/command.h"
#include "register/context.h"
#include "register/exchange/json_rows.h"
#include "register/mapping/mapping.h"
#include "register/show/table.h"

enum { FAULTS_SHOWN = 100 };

/* Headings that a mapping has for one column, after the first. */
enum { ALSO_MAX = 7 };

struct import {
	struct context *context;
	const struct import_plan *plan;
	const char *name;
	struct csv *csv;
	struct json_rows *json; /* instead of it */
	struct csv_row row;
	char **text; /* of the row: one for each column of the plan */
	int *at;     /* where each column stands in the file; -1: nowhere */
	size_t n_columns, n_fields;
	size_t rows, faults, row_faults, unchanged, passed;
	struct table *done;

	/* With a mapping, by columns of the plan and by its conditions. */
	const struct mapping_column **mapped;
	int (*also_at)[ALSO_MAX]; /* read where that is empty, up to a -1 */
	int *condition_at;
	size_t skipped;

	/* Rows that are written together, in this order. */
	struct gathered {
		struct import *im;
		struct row_batch *batch;
		import_outcome *told;
	} gathered[IMPORT_BATCHES];
	size_t n_gathered;
	unsigned told_line; /* of which it is told; 0: of the one at hand */
};

static const struct column done_columns[] = {
	{ "line", "LINE", COLUMN_INT, 0 },
	{ "action", "ACTION", COLUMN_TEXT, 0 },
	{ "name", "NAME", COLUMN_TEXT, 0 },
	{ 0 },
};

struct context *
import_context(const struct import *im)
{
	return im->context;
}

void *
import_arg(const struct import *im)
{
	return im->plan->arg;
}

static int
find_column(const struct import *im, const char *name)
{
	for (size_t i = 0; i < im->n_columns; i++) {
		if (strcmp(im->plan->columns[i].name, name) == 0)
			return (int)i;
	}
	return -1;
}

const char *
import_text(const struct import *im, const char *column)
{
	int i = find_column(im, column);

	return i < 0 ? NULL : im->text[i];
}

static void
tell(struct import *im, unsigned line, unsigned column, const char *text)
{
	if (im->faults < FAULTS_SHOWN)
		complain("%s:%u:%u: %s", im->name, line, column, text);
	im->faults++;
	im->row_faults++;
}

void
import_fault(struct import *im, const char *column, const char *fmt, ...)
{
	int i = column == NULL ? -1 : find_column(im, column);
	int at = i < 0 ? -1 : im->at[i];
	unsigned line = im->row.line, col = 1;
	struct buf text = { 0 };
	char reason[512];
	va_list ap;

	if (im->told_line != 0) {
		line = im->told_line;
	} else if (at >= 0 && (size_t)at < im->row.count) {
		line = im->row.fields[at].line;
		col = im->row.fields[at].column;
	}
	va_start(ap, fmt);
	vsnprintf(reason, sizeof(reason), fmt, ap);
	va_end(ap);
	if (column != NULL)
		buf_printf(&text, "%s: ", column);
	buf_add_str(&text, reason);
	tell(im, line, col, buf_str(&text));
	buf_free(&text);
}

unsigned
import_line(const struct import *im)
{
	return im->row.line;
}

bool
import_row_is_bad(const struct import *im)
{
	return im->row_faults > 0;
}

void
import_did(struct import *im, const char *action, const char *name)
{
	im->unchanged += strcmp(action, "unchanged") == 0;
	im->passed += strcmp(action, "passed over") == 0;
	table_add_int(
	    im->done, im->told_line != 0 ? im->told_line : im->row.line);
	table_add_text(im->done, action);
	table_add_text(im->done, name);
}

static void
tell_refused(struct import *im, unsigned line)
{
	tell(im, line, 1, "the database refuses this row");
}

static void
on_told(void *arg, unsigned line, const struct db_rows *looked, size_t row)
{
	struct gathered *g = arg;

	g->im->told_line = line;
	g->told(g->im, looked, row);
	g->im->told_line = 0;
}

void
import_gather(struct import *im, struct row_batch *b, import_outcome *told)
{
	struct gathered *g = &im->gathered[im->n_gathered++];

	*g = (struct gathered){ im, b, told };
	if (told != NULL)
		row_batch_tell(b, on_told, g);
}

struct row_batch *
import_gathered(const struct import *im)
{
	return im->gathered[0].batch;
}

int
import_write(struct import *im)
{
	int rc = ERR_OK;

	for (size_t i = 0; rc == ERR_OK && i < im->n_gathered; i++)
		rc = row_batch_write(im->context->db, im->gathered[i].batch);
	return rc;
}

static int
next_row(struct import *im)
{
	return im->json != NULL ? json_rows_next(im->json, &im->row)
				: csv_next(im->csv, &im->row);
}

static char *
trimmed(const struct import *im, const struct csv_field *f)
{
	const char *start = f->text, *end = f->text + f->len;

	while (start < end && (*start == ' ' || *start == '\t'))
		start++;
	/* Which csv_add puts before what a spreadsheet would run. */
	if (im->json == NULL && end - start > 1 && *start == '\'' &&
	    strchr("=+-@\t\r", start[1]) != NULL)
		start++;
	while (end > start && (end[-1] == ' ' || end[-1] == '\t'))
		end--;
	return end == start ? NULL : mem_dup_text(start, (size_t)(end - start));
}

static void
forget_row(struct import *im)
{
	for (size_t i = 0; i < im->n_columns; i++) {
		free(im->text[i]);
		im->text[i] = NULL;
	}
}

/* What the mapping makes of the field of column i. */
static void
map_field(struct import *im, size_t i)
{
	struct buf out = { 0 }, why = { 0 };

	if (mapping_value(im->mapped[i], im->text[i], &out, &why) < 0)
		import_fault(
		    im, im->plan->columns[i].name, "%s", buf_str(&why));
	free(im->text[i]);
	im->text[i] = out.len > 0 ? mem_dup_str(buf_str(&out)) : NULL;
	buf_free(&out);
	buf_free(&why);
}

/* The first of these fields that is not empty. */
static char *
take_other(const struct import *im, const int at[ALSO_MAX])
{
	char *text = NULL;

	for (size_t i = 0; text == NULL && i < ALSO_MAX && at[i] >= 0; i++)
		if ((size_t)at[i] < im->row.count)
			text = trimmed(im, &im->row.fields[at[i]]);
	return text;
}

static void
take_fields(struct import *im)
{
	im->row_faults = 0;
	for (size_t i = 0; i < im->n_columns; i++) {
		size_t before = im->row_faults;
		int at = im->at[i];

		if (at >= 0 && (size_t)at < im->row.count)
			im->text[i] = trimmed(im, &im->row.fields[at]);
		if (im->text[i] == NULL && at >= 0 && im->also_at != NULL)
			im->text[i] = take_other(im, im->also_at[i]);
		if (im->mapped != NULL && im->mapped[i] != NULL)
			map_field(im, i);
		if (im->text[i] == NULL && im->row_faults == before &&
		    (im->plan->columns[i].flags & IMPORT_REQUIRED))
			import_fault(
			    im, im->plan->columns[i].name, "is missing");
	}
	if (im->row.count > im->n_fields) {
		const struct csv_field *f = &im->row.fields[im->n_fields];

		tell(im, f->line, f->column, "more fields than the header has");
	}
}

static void
list_columns(const struct import *im, struct buf *out)
{
	for (size_t i = 0; i < im->n_columns; i++)
		buf_printf(
		    out, "%s%s", i > 0 ? ", " : "", im->plan->columns[i].name);
}

static void
tell_column(const struct import *im, const char *name, struct buf *out)
{
	struct choice c;

	choice_start(&c, name);
	for (size_t i = 0; i < im->n_columns; i++)
		choice_offer(&c, im->plan->columns[i].name);
	buf_add_str(out, "column ");
	choice_tell(&c, out);
}

static void
take_heading(struct import *im, const struct csv_field *f, int at)
{
	char *name = trimmed(im, f);
	struct buf text = { 0 };
	int i;

	i = name == NULL ? -1 : find_column(im, name);
	if (name == NULL) {
		buf_add_str(&text, "a column without a name");
	} else if (i < 0) {
		tell_column(im, name, &text);
	} else if (im->at[i] >= 0) {
		buf_printf(&text, "column %s stands twice", name);
	} else {
		im->at[i] = at;
	}
	if (text.len > 0)
		tell(im, f->line, f->column, buf_str(&text));
	buf_free(&text);
	free(name);
}

/* Where one is read from first; -1: nowhere. */
static int
place_one(struct import *im, int column, const struct mapping_column *c,
    const char *const *headings)
{
	size_t n = 0;

	im->mapped[column] = c;
	im->at[column] = mapping_place(c, &n, headings, im->n_fields);
	for (size_t i = 0; i < ALSO_MAX; i++)
		im->also_at[column][i] = im->at[column] < 0
		    ? -1
		    : mapping_place(c, &n, headings, im->n_fields);
	return im->at[column];
}

/* Where each column of the plan is read from; what nobody wants is passed. */
static int
place_mapped(struct import *im)
{
	const struct mapping *m = im->plan->mapping;
	const char **headings = mem_new(im->n_fields + 1, sizeof(*headings));
	struct buf from = { 0 };

	for (size_t i = 0; i < im->n_fields; i++)
		headings[i] = im->row.fields[i].text;
	for (size_t i = 0; i < mapping_count(m); i++) {
		const struct mapping_column *c = mapping_at(m, i);
		int column = find_column(im, mapping_column_name(c));
		int at;

		if (column < 0)
			continue; /* told before the file was opened */
		at = place_one(im, column, c, headings);
		buf_clear(&from);
		mapping_tell_from(c, &from);
		if (at < 0 && from.len > 0 &&
		    (im->plan->columns[column].flags & IMPORT_REQUIRED))
			import_fault(im, NULL, "there is no column %s for %s",
			    buf_str(&from), mapping_column_name(c));
	}
	for (size_t i = 0; i < mapping_conditions(m); i++) {
		const char *heading = mapping_condition_heading(m, i);

		im->condition_at[i] = -1;
		for (size_t k = 0; k < im->n_fields; k++)
			if (strcasecmp(headings[k], heading) == 0)
				im->condition_at[i] = (int)k;
		if (im->condition_at[i] < 0)
			import_fault(im, NULL,
			    "there is no column \"%s\", by which %s chooses "
			    "rows",
			    heading, mapping_name(m));
	}
	buf_free(&from);
	free(headings);
	return im->faults > 0 ? ERR_PARSE : ERR_OK;
}

static bool
is_meant(const struct import *im)
{
	const struct mapping *m = im->plan->mapping;
	bool meant = true;

	for (size_t i = 0; meant && m != NULL && i < mapping_conditions(m);
	     i++) {
		int at = im->condition_at[i];
		char *cell = (size_t)at < im->row.count
		    ? trimmed(im, &im->row.fields[at])
		    : NULL;

		meant = mapping_condition_holds(m, i, cell);
		free(cell);
	}
	return meant;
}

static int
take_header(struct import *im)
{
	struct buf text = { 0 };
	int rc = next_row(im);

	if (rc == ERR_NOTFOUND) {
		buf_add_str(&text, "is empty; its first line names columns: ");
		list_columns(im, &text);
		tell(im, 1, 1, buf_str(&text));
		buf_free(&text);
		return ERR_PARSE;
	}
	if (rc < 0)
		return rc;
	im->n_fields = im->row.count;
	if (im->plan->mapping != NULL)
		return place_mapped(im);
	for (size_t i = 0; i < im->row.count; i++)
		take_heading(im, &im->row.fields[i], (int)i);
	for (size_t i = 0; i < im->n_columns; i++) {
		if ((im->plan->columns[i].flags & IMPORT_REQUIRED) &&
		    im->at[i] < 0)
			import_fault(im, NULL, "column %s is missing",
			    im->plan->columns[i].name);
	}
	return im->faults > 0 ? ERR_PARSE : ERR_OK;
}

/* The line of a row that was gathered, and is not taken; 0: none. */
static unsigned
refused_before(const struct import *im)
{
	unsigned line = 0;

	for (size_t i = 0; line == 0 && i < im->n_gathered; i++)
		line = row_batch_refused(im->gathered[i].batch);
	return line;
}

static int
take_rows(struct import *im)
{
	int rc;

	while ((rc = next_row(im)) == ERR_OK) {
		if (!is_meant(im)) {
			im->skipped++;
			continue;
		}
		im->rows++;
		take_fields(im);
		rc = im->plan->row(im, im->plan->arg);
		forget_row(im);
		if (rc < 0) {
			unsigned line = refused_before(im);

			if (line != 0 || im->row_faults == 0)
				tell_refused(
				    im, line != 0 ? line : im->row.line);
			return rc;
		}
	}
	if (rc != ERR_NOTFOUND)
		return rc;
	return im->faults > 0 ? ERR_PARSE : ERR_OK;
}

/* What is gathered still. Faults may be told of it. */
static int
write_rest(struct import *im)
{
	int rc = import_write(im);

	if (rc < 0 && refused_before(im) != 0)
		tell_refused(im, refused_before(im));
	return rc == ERR_OK && im->faults > 0 ? ERR_PARSE : rc;
}

static void
conclude(struct import *im, int rc, bool dry_run)
{
	const char *nouns = im->plan->nouns;

	if (im->faults > FAULTS_SHOWN)
		complain("%s: and %zu more faults", im->name,
		    im->faults - FAULTS_SHOWN);
	if (rc < 0) {
		complain("%s: nothing was imported", im->name);
		return;
	}
	if (!command.quiet &&
	    (dry_run || table_rows(im->done) <= 20 ||
		command_form() != FORM_TABLE))
		table_print(im->done, stdout, command_form());
	if (im->skipped > 0)
		say("%s: rows that are not meant, passed over: %zu", im->name,
		    im->skipped);
	if (im->passed > 0 && im->plan->passed != NULL)
		say("%s: passed over, since %s: %zu", im->name,
		    im->plan->passed, im->passed);
	if (dry_run)
		say("%s: %s to import: %zu; nothing was changed", im->name,
		    nouns, im->rows - im->passed);
	else
		say("%s: %s imported: %zu", im->name, nouns,
		    im->rows - im->passed);
	if (im->unchanged > 0)
		say("%s: of these as they were: %zu", im->name, im->unchanged);
}

static int
run_transaction(struct import *im, bool dry_run)
{
	int rc = db_begin(im->context->db);

	if (rc < 0)
		return rc;
	rc = take_header(im);
	if (rc == ERR_OK && im->plan->start != NULL)
		rc = im->plan->start(im, im->plan->arg);
	if (rc == ERR_OK)
		rc = take_rows(im);
	if (rc == ERR_OK)
		rc = write_rest(im);
	if (rc == ERR_OK && im->plan->finish != NULL)
		rc = im->plan->finish(im, im->plan->arg);
	if (rc == ERR_OK && !dry_run)
		return db_commit(im->context->db);
	db_rollback(im->context->db);
	return rc;
}

static void
start(struct import *im, struct context *c, const struct import_plan *plan)
{
	*im = (struct import){ .context = c, .plan = plan };
	while (plan->columns[im->n_columns].name != NULL)
		im->n_columns++;
	im->text = mem_new(im->n_columns, sizeof(*im->text));
	im->at = mem_new(im->n_columns, sizeof(*im->at));
	for (size_t i = 0; i < im->n_columns; i++)
		im->at[i] = -1;
	im->done = table_new("import", done_columns);
	if (plan->mapping == NULL)
		return;
	im->mapped = mem_new(im->n_columns, sizeof(*im->mapped));
	im->also_at = mem_new(im->n_columns, sizeof(*im->also_at));
	im->condition_at = mem_new(
	    mapping_conditions(plan->mapping) + 1, sizeof(*im->condition_at));
}

/* Columns that the mapping fills and the plan does not have. */
static int
check_mapping(const struct import *im)
{
	const struct mapping *m = im->plan->mapping;
	struct buf why = { 0 };
	int rc = ERR_OK;

	for (size_t i = 0; m != NULL && i < mapping_count(m); i++) {
		const char *name = mapping_column_name(mapping_at(m, i));

		if (find_column(im, name) >= 0)
			continue;
		tell_column(im, name, &why);
		complain("%s: %s: %s", mapping_name(m), im->plan->nouns,
		    buf_str(&why));
		buf_clear(&why);
		rc = ERR_PARSE;
	}
	buf_free(&why);
	return rc;
}

/* A table, or the rows of one as JSON. */
static int
open_plain(struct import *im, struct buf *text)
{
	const char *all = buf_str(text);

	if (json_rows_are(all, text->len))
		return json_rows_open(im->name, all, text->len, &im->json);
	im->csv = csv_open(im->name, all, text->len);
	return ERR_OK;
}

/* Reads the file, as UTF-8. */
static int
open_file(struct import *im, const char *path, struct buf *text)
{
	const struct mapping *m = im->plan->mapping;
	struct buf raw = { 0 };
	size_t bad;
	int rc;

	if (m == NULL) {
		rc = file_read(path, CSV_FILE_MAX, text);
		return rc == ERR_OK ? open_plain(im, text) : rc;
	}
	rc = file_read(path, CSV_FILE_MAX, &raw);
	if (rc == ERR_OK &&
	    encoding_read(mapping_encoding(m), raw.data, raw.len, text, &bad) <
		0) {
		complain("%s: byte %zu is not of the encoding that %s names",
		    im->name, bad + 1, mapping_name(m));
		rc = ERR_PARSE;
	}
	buf_free(&raw);
	if (rc < 0)
		return rc;
	im->csv = csv_open(im->name, buf_str(text), text->len);
	csv_skip(im->csv, mapping_skip(m));
	if (mapping_separator(m) != '\0')
		csv_set_separator(im->csv, mapping_separator(m));
	return ERR_OK;
}

int
import_run(struct context *c, const char *path, bool dry_run,
    const struct import_plan *plan)
{
	bool is_stdin = strcmp(path, "-") == 0;
	struct buf text = { 0 };
	struct import im;
	int rc;

	start(&im, c, plan);
	im.name = is_stdin ? "standard input" : path;
	rc = check_mapping(&im);
	if (rc == ERR_OK)
		rc = open_file(&im, is_stdin ? "/dev/stdin" : path, &text);
	if (rc == ERR_OK) {
		rc = run_transaction(&im, dry_run);
		conclude(&im, rc, dry_run);
	}
	csv_close(im.csv);
	json_rows_close(im.json);
	buf_free(&text);
	forget_row(&im);
	for (size_t i = 0; i < im.n_gathered; i++)
		row_batch_free(im.gathered[i].batch);
	table_free(im.done);
	free(im.text);
	free(im.at);
	free(im.mapped);
	free(im.also_at);
	free(im.condition_at);
	return rc;
}
