/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/model/trail/line.h"
#include "lib/model/trail/walk.h"
#include "lib/store/change.h"
#include "lib/store/change_list.h"
#include "lib/store/change_strays.h"
#include "lib/store/db.h"
#include "register/audit/trail_check.h"
#include "register/command.h"
#include "register/context.h"
#include "register/missing.h"
#include "register/setup/check.h"
#include "register/show/as_of.h"
#include "register/show/table.h"
#include "register/verbs.h"
#include "register/work.h"

/* patchwacht audit: who changed what, when and why, and what was concluded. */

static struct change_filter filter;
static const char *since, *until, *moment;
static long last;
static struct words anchor_files, printed_rows;
static const char *journal;

/* list */

static const struct column list_columns[] = {
	{ "seq", "NR", COLUMN_INT, 0 },
	{ "at", "AT", COLUMN_TIME, 0 },
	{ "actor", "WHO", COLUMN_TEXT, 0 },
	{ "action", "WHAT", COLUMN_TEXT, 0 },
	{ "object", "OF", COLUMN_TEXT, 0 },
	{ "reason", "WHY", COLUMN_TEXT, COLUMN_WRAP },
	{ "detail", NULL, COLUMN_JSON, 0 },
	{ "hash", NULL, COLUMN_TEXT, 0 },
	{ 0 },
};

static int
take_moment(const char *name, const char *text, int64_t *out)
{
	struct buf why = { 0 };
	int rc = ERR_OK;

	*out = DB_NO_TIME;
	if (text != NULL)
		rc = check_tell(check_time(text, out, &why), name, &why);
	buf_free(&why);
	return rc;
}

/* "device/sw1": a thing by its name. */
static int
check_object(struct context *c, const char *object)
{
	static const struct {
		const char *before;
		enum missing kind;
	} things[] = {
		{ "device/", MISSING_DEVICE_EVER },
		{ "patch/", MISSING_PATCH },
		{ "site/", MISSING_SITE },
	};
	int rc = ERR_OK;

	for (size_t i = 0; rc == ERR_OK && object != NULL &&
	     i < sizeof(things) / sizeof(things[0]);
	     i++) {
		size_t len = strlen(things[i].before);

		if (strncmp(object, things[i].before, len) == 0)
			rc = missing_filter(
			    c, "OBJECT", things[i].kind, object + len);
	}
	return rc;
}

/* Of an empty list: a slip in what it was asked by. */
static int
check_filters(struct context *c)
{
	int rc = check_object(c, filter.object);

	if (rc == ERR_OK)
		rc = missing_filter(c, "--actor", MISSING_ACTOR, filter.actor);
	if (rc == ERR_OK)
		rc = missing_filter(
		    c, "--action", MISSING_ACTION, filter.action);
	return rc;
}

static int
list_changes(struct context *c, const struct words *rest)
{
	struct table *t = table_new("changes", list_columns);
	struct db_rows *rows = NULL;
	int64_t at = 0;
	int rc = as_of(c, "{}", moment, &at);

	if (rc == ERR_OK)
		rc = take_moment("--since", since, &filter.since);
	if (rc == ERR_OK)
		rc = take_moment("--until", until, &filter.until);
	if (at != 0 && (filter.until == DB_NO_TIME || filter.until > at))
		filter.until = at;
	filter.object = rest->n > 0 ? rest->word[0] : NULL;
	filter.last = last;
	if (rc == ERR_OK)
		rc = change_list(c->db, c->tenant, &filter, &rows);
	if (rc == ERR_OK && db_count(rows) == 0)
		rc = check_filters(c);
	if (rc == ERR_OK) {
		table_add_rows(t, rows);
		table_print(t, stdout, command_form());
		if (table_rows(t) == 0)
			say("No changes of that.");
	}
	table_free(t);
	db_rows_free(rows);
	return rc;
}

static int
list_verb(int argc, char **argv)
{
	static const struct flag flags[] = {
		{ "last", FLAG_INT, &last, "N", "the last N of them (100)" },
		{ "actor", FLAG_TEXT, &filter.actor, "NAME",
		    "by that person or program" },
		{ "action", FLAG_TEXT, &filter.action, "WORD",
		    "device.edit, verdict, ..." },
		{ "since", FLAG_TEXT, &since, "DATE", "not before" },
		{ "until", FLAG_TEXT, &until, "DATE", "not after" },
		AS_OF_FLAG(moment),
		{ 0 },
	};
	static const struct synopsis s = { "audit list", "[OBJECT]", 0, 1,
		flags,
		"Who changed what, when and why, and each verdict. OBJECT: "
		"patch/REFERENCE,\ndevice/NAME, deployment/REFERENCE/NAME, "
		"policy, setting, ... --json has the\nvalues before and "
		"after." };

	last = 100;
	return work_read(&s, argc, argv, list_changes);
}

/* show */

static const struct column show_columns[] = {
	{ "seq", "row", COLUMN_INT, 0 },
	{ "at", "at", COLUMN_TIME, 0 },
	{ "actor", "who", COLUMN_TEXT, 0 },
	{ "action", "what", COLUMN_TEXT, 0 },
	{ "object", "of", COLUMN_TEXT, 0 },
	{ "reason", "why", COLUMN_TEXT, COLUMN_WRAP },
	{ "detail", "values", COLUMN_JSON, 0 },
	{ "prev", "hash before it", COLUMN_TEXT, 0 },
	{ "hash", "its hash", COLUMN_TEXT, 0 },
	{ 0 },
};

static int
show_change(struct context *c, const struct words *rest)
{
	struct table *t = table_new("change", show_columns);
	struct db_rows *rows = NULL;
	struct buf why = { 0 };
	long seq = 0;
	int rc = check_tell(
	    check_number(rest->word[0], 1, INT64_MAX, &seq, &why), "NR", &why);

	table_make_record(t);
	if (rc == ERR_OK)
		rc = change_show(c->db, c->tenant, seq, &rows);
	if (rc == ERR_OK && db_count(rows) == 0) {
		complain("there is no row %ld in the audit trail", seq);
		rc = ERR_NOTFOUND;
	}
	if (rc == ERR_OK) {
		table_add_rows(t, rows);
		table_print(t, stdout, command_form());
	}
	buf_free(&why);
	table_free(t);
	db_rows_free(rows);
	return rc;
}

static int
show_verb(int argc, char **argv)
{
	static const struct synopsis s = { "audit show", "NR", 1, 1, NULL,
		"One row of the audit trail, whole." };

	return work_read(&s, argc, argv, show_change);
}

/* export */

static int
print_row(void *arg, const struct trail_row *row)
{
	struct buf *line = arg;

	buf_clear(line);
	trail_line_add_row(line, row);
	return fwrite(line->data, 1, line->len, stdout) == line->len ? ERR_OK
								     : ERR_IO;
}

static int
print_trail(struct context *c)
{
	struct db_rows *rows = NULL;
	struct trail_point end = { 0 };
	struct buf line = { 0 };
	int rc = db_query(c->db, &rows,
	    "SELECT name FROM tenant WHERE tenant_id=$1", DB_INT(c->tenant));

	if (rc == ERR_OK)
		rc = change_point(c->db, c->tenant, &end);
	if (rc < 0)
		goto out;
	trail_line_add_head(&line, c->tenant, db_text(rows, 0, 0), end.at);
	fwrite(line.data, 1, line.len, stdout);
	rc = change_each(c->db, c->tenant, print_row, &line);
	if (rc < 0)
		goto out;
	buf_clear(&line);
	trail_line_add_end(&line, &end);
	fwrite(line.data, 1, line.len, stdout);
	/* A full disk must not look like a whole trail. */
	if (fflush(stdout) != 0) {
		complain("standard output: %s", strerror(errno));
		rc = ERR_IO;
	}
out:
	buf_free(&line);
	db_rows_free(rows);
	return rc;
}

static int
export_trail(struct context *c, const struct words *rest)
{
	int rc = db_begin_snapshot(c->db);

	(void)rest;
	if (rc == ERR_OK)
		rc = print_trail(c);
	db_rollback(c->db);
	return rc;
}

static int
export_verb(int argc, char **argv)
{
	static const struct synopsis s = { "audit export", "", 0, 0, NULL,
		"The whole audit trail to standard output, a JSON object a "
		"line, for who checks it\nelsewhere: `patchwacht audit verify "
		"FILE` needs no database." };

	return work_read(&s, argc, argv, export_trail);
}

/* anchor */

static int
print_anchor(struct context *c, const struct words *rest)
{
	char line[TRAIL_POINT_TEXT_MAX];
	struct trail_point p;
	int rc = change_point(c->db, c->tenant, &p);

	(void)rest;
	if (rc == ERR_OK)
		printf("%s\n", trail_point_format(&p, line));
	return rc;
}

static int
anchor_verb(int argc, char **argv)
{
	static const struct synopsis s = { "audit anchor", "", 0, 0, NULL,
		"How far the audit trail is, in one line, to be kept where "
		"nobody of this server can\nchange it. The frozen data of a "
		"report has it, and the poller's journal keeps it every ten\n"
		"minutes; what is printed of it, a row and its hash, is for "
		"`audit verify --row`." };

	return work_read(&s, argc, argv, print_anchor);
}

/* verify */

static const struct column result_columns[] = {
	{ "rows", "rows", COLUMN_INT, 0 },
	{ "last", "last", COLUMN_INT, 0 },
	{ "hash", "its hash", COLUMN_TEXT, 0 },
	{ "anchors", "anchors that fit", COLUMN_INT, 0 },
	{ "set_back", "rows older than the one before", COLUMN_INT, 0 },
	{ "faults", "faults", COLUMN_INT, 0 },
	{ 0 },
};

static const struct column fault_columns[] = {
	{ "kind", "FAULT", COLUMN_TEXT, 0 },
	{ "first", "FROM ROW", COLUMN_INT, 0 },
	{ "last", "TO ROW", COLUMN_INT, 0 },
	{ "why", "WHAT", COLUMN_TEXT, COLUMN_WRAP },
	{ 0 },
};

static const struct column stray_columns[] = {
	{ "what", "OF", COLUMN_TEXT, 0 },
	{ "id", "NR", COLUMN_INT, 0 },
	{ "object", "OBJECT", COLUMN_TEXT, 0 },
	{ "fault", "FAULT", COLUMN_TEXT, 0 },
	{ 0 },
};

static int
print_result(const struct trail_walk *w, const struct db_rows *strays)
{
	struct table *t[] = { table_new("trail", result_columns),
		table_new("faults", fault_columns),
		table_new("strays", stray_columns) };
	int64_t faults = (int64_t)w->faults;
	char hash[DIGEST_HEX_MAX];

	if (strays != NULL)
		faults += (int64_t)db_count(strays);
	table_make_record(t[0]);
	table_add_int(t[0], w->rows);
	table_add_int(t[0], w->last.seq);
	table_add_text(t[0], digest_hex(w->last.hash, DIGEST_LEN, hash));
	table_add_int(t[0], w->fitting);
	table_add_int(t[0], w->set_back);
	table_add_int(t[0], faults);
	for (size_t i = 0; i < w->faults && i < TRAIL_FAULTS_MAX; i++) {
		table_add_text(t[1], trail_fault_name(w->fault[i].kind));
		table_add_int(t[1], w->fault[i].first);
		table_add_int(t[1], w->fault[i].last);
		table_add_text(t[1], w->fault[i].why);
	}
	if (strays != NULL)
		table_add_rows(t[2], strays);
	tables_print(t, 3, stdout, command_form());
	for (size_t i = 0; i < 3; i++)
		table_free(t[i]);
	if (faults == 0)
		say("Each row fits the one before it.");
	return faults > 0 ? ERR_CORRUPT : ERR_OK;
}

static int
take_rows(struct trail_points *p)
{
	struct trail_point point;

	for (size_t i = 0; i < printed_rows.n; i++) {
		if (trail_point_parse_row(printed_rows.word[i], &point) < 0) {
			complain(
			    "--row: \"%s\" is not a row and its hash, such "
			    "as 4711:2c26b46b...",
			    printed_rows.word[i]);
			return ERR_PARSE;
		}
		trail_points_add(p, &point);
	}
	return ERR_OK;
}

static int
take_anchors(struct trail_points *p)
{
	int rc = trail_points_read(p, &anchor_files);

	if (rc == ERR_OK)
		rc = take_rows(p);
	if (rc == ERR_OK && journal != NULL)
		rc = trail_points_of_journal(p, journal);
	return rc;
}

/* What the reports that were issued say they printed. */
static int
take_issued(struct context *c, struct trail_points *p)
{
	struct db_rows *rows = NULL;
	struct trail_point point;
	int rc = change_points(c->db, c->tenant, &rows);

	for (size_t i = 0; rc == ERR_OK && i < db_count(rows); i++) {
		const char *line = db_text(rows, i, 0);

		if (trail_point_parse(line, strlen(line), &point) == ERR_OK)
			trail_points_add(p, &point);
	}
	db_rows_free(rows);
	return rc;
}

static int
check_database(struct context *c, struct trail_points *p)
{
	struct db_rows *strays = NULL;
	struct trail_walk w;
	int rc = take_issued(c, p);

	trail_walk_start(&w, c->tenant, p->point, p->n);
	if (rc == ERR_OK)
		rc = change_walk(c->db, c->tenant, &w);
	if (rc == ERR_OK)
		rc = change_strays(c->db, c->tenant, TRAIL_FAULTS_MAX, &strays);
	if (rc == ERR_OK)
		rc = print_result(&w, strays);
	db_rows_free(strays);
	return rc;
}

static int
verify_database(struct trail_points *points)
{
	struct context c = { 0 };
	int rc = context_open(&c);

	if (rc == ERR_OK)
		rc = db_begin_snapshot(c.db);
	if (rc == ERR_OK)
		rc = check_database(&c, points);
	context_close(&c);
	return rc;
}

static int
verify_file(const char *path, struct trail_points *points)
{
	struct trail_walk w = { 0 };
	int rc = trail_check_file(path, points, &w);

	return rc == ERR_OK ? print_result(&w, NULL) : rc;
}

static int
verify_verb(int argc, char **argv)
{
	static const struct flag flags[] = {
		{ "anchors", FLAG_LIST, &anchor_files, "FILE",
		    "what has lines of `audit anchor`: a mail, frozen data, "
		    "`journal dump`; may be repeated" },
		{ "row", FLAG_LIST, &printed_rows, "NR:HASH",
		    "a row and its hash, as a report prints them; may be "
		    "repeated" },
		{ "journal", FLAG_TEXT, &journal, "DIR",
		    "a poller's journal, or a copy of it, which keeps them" },
		{ 0 },
	};
	static const struct synopsis s = { "audit verify", "[FILE]", 0, 1,
		flags,
		"Walks the audit trail: an export, without a database, or that "
		"of the database,\nwith each verdict and piece of evidence "
		"held against it. Names the row that was\nedited, rewritten, "
		"reordered, is missing or was cut. Only an anchor shows a "
		"trail\nthat was rewritten as a whole; nothing shows whether "
		"what was written was true." };
	struct trail_points points = { 0 };
	struct words rest = { 0 };
	int rc = flag_parse(&s, argc, argv, &rest);

	if (rc < 0) {
		words_free(&rest);
		return flag_exit(rc);
	}
	rc = take_anchors(&points);
	if (rc == ERR_OK)
		rc = rest.n > 0 ? verify_file(rest.word[0], &points)
				: verify_database(&points);
	trail_points_free(&points);
	words_free(&anchor_files);
	words_free(&printed_rows);
	words_free(&rest);
	return rc == ERR_OK ? EXIT_SUCCESS : EXIT_FAILURE;
}

int
verb_audit(int argc, char **argv)
{
	static const struct verb verbs[] = {
		{ "list", list_verb, "who changed what, when and why" },
		{ "show", show_verb, "one row of it" },
		{ "export", export_verb, "all of it, for who checks it" },
		{ "anchor", anchor_verb, "a line to hold it against later" },
		{ "verify", verify_verb, "whether any of it was altered" },
		{ 0 },
	};

	return verb_dispatch("audit", verbs, argc, argv);
}
