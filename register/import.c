/* SPDX-License-Identifier: Apache-2.0 */
#include "register/import.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/store/db.h"
#include "lib/store/row_batch.h"
#include "register/command.h"
#include "register/context.h"
#include "register/import_table.h"
#include "register/show/table.h"

enum { FAULTS_SHOWN = 100 };

struct import {
	struct context *context;
	const struct import_plan *plan;
	struct import_table *table;
	size_t rows, faults, row_faults, unchanged, passed, there;
	const char *offered; /* the option that changes those that are there */
	struct table *done;

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

const char *
import_text(const struct import *im, const char *column)
{
	return import_table_text(im->table, column);
}

static void
tell(void *arg, unsigned line, unsigned column, const char *text)
{
	struct import *im = arg;

	if (im->faults < FAULTS_SHOWN)
		complain("%s:%u:%u: %s", import_table_name(im->table), line,
		    column, text);
	im->faults++;
	im->row_faults++;
}

void
import_fault(struct import *im, const char *column, const char *fmt, ...)
{
	struct buf text = { 0 };
	unsigned line, col;
	va_list ap;

	import_table_place(im->table, column, &line, &col);
	if (im->told_line != 0) {
		line = im->told_line;
		col = 1;
	}
	va_start(ap, fmt);
	import_table_words(&text, column, fmt, ap);
	va_end(ap);
	tell(im, line, col, buf_str(&text));
	buf_free(&text);
}

void
import_offer(struct import *im, const char *option)
{
	im->offered = option;
	im->there++;
}

unsigned
import_line(const struct import *im)
{
	return import_table_line(im->table);
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
	    im->done, im->told_line != 0 ? im->told_line : import_line(im));
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

/* The line of a row that was gathered, and is not taken; 0: none. */
static unsigned
refused_before(const struct import *im)
{
	unsigned line = 0;

	for (size_t i = 0; line == 0 && i < im->n_gathered; i++)
		line = row_batch_refused(im->gathered[i].batch);
	return line;
}

/* Row by row; a fault of the last that was read is of this one. */
static int
next_row(struct import *im)
{
	im->row_faults = 0;
	return import_table_next(im->table);
}

static int
take_rows(struct import *im)
{
	int rc;

	while ((rc = next_row(im)) == ERR_OK) {
		im->rows++;
		rc = im->plan->row(im, im->plan->arg);
		if (rc < 0) {
			unsigned line = refused_before(im);

			if (line != 0 || im->row_faults == 0)
				tell_refused(
				    im, line != 0 ? line : import_line(im));
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
	const char *name = import_table_name(im->table);
	size_t skipped = import_table_skipped(im->table);

	if (im->faults > FAULTS_SHOWN)
		complain(
		    "%s: and %zu more faults", name, im->faults - FAULTS_SHOWN);
	if (rc < 0) {
		complain("%s: nothing was imported", name);
		if (im->there > 0)
			complain("%s: %s that are there already: %zu; %s "
				 "changes those",
			    name, nouns, im->there, im->offered);
		return;
	}
	if (!command.quiet &&
	    (dry_run || table_rows(im->done) <= 20 ||
		command_form() != FORM_TABLE))
		table_print(im->done, stdout, command_form());
	if (skipped > 0)
		say("%s: rows that are not meant, passed over: %zu", name,
		    skipped);
	if (im->passed > 0 && im->plan->passed != NULL)
		say("%s: passed over, since %s: %zu", name, im->plan->passed,
		    im->passed);
	if (dry_run)
		say("%s: %s to import: %zu; nothing was changed", name, nouns,
		    im->rows - im->passed);
	else
		say("%s: %s imported: %zu", name, nouns, im->rows - im->passed);
	if (im->unchanged > 0)
		say("%s: of these as they were: %zu", name, im->unchanged);
}

static int
run_transaction(struct import *im, bool dry_run)
{
	int rc = db_begin(im->context->db);

	if (rc < 0)
		return rc;
	rc = import_table_header(im->table);
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

int
import_run(struct context *c, const char *path, bool dry_run,
    const struct import_plan *plan)
{
	struct import im = { .context = c,
		.plan = plan,
		.done = table_new("import", done_columns) };
	int rc;

	im.table = import_table_new(
	    plan->columns, plan->mapping, plan->nouns, tell, &im);
	rc = import_table_open(im.table, path);
	if (rc == ERR_OK) {
		rc = run_transaction(&im, dry_run);
		conclude(&im, rc, dry_run);
	}
	import_table_free(im.table);
	for (size_t i = 0; i < im.n_gathered; i++)
		row_batch_free(im.gathered[i].batch);
	table_free(im.done);
	return rc;
}
