/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/evidence/evidence.h"

#include <stdlib.h>
#include <string.h>
#include <sys/timex.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/embedded.h"
#include "lib/base/err.h"
#include "lib/base/file.h"
#include "lib/base/json.h"
#include "lib/base/log.h"
#include "lib/store/change.h"
#include "lib/store/db.h"
#include "reporter/evidence/period.h"
#include "reporter/evidence/sections.h"

/* Sections that are one row, not a list. */
static const char *const single[] = { "tenant", "senders", "quarantine",
	"accesses", "chain", "neighbours", "exploited_list", "watched" };

struct bounds {
	int64_t from, to, snapshot;
	int64_t site; /* 0: all of them */
};

static int64_t
cut_of(const struct bounds *b)
{
	return b->snapshot < b->to ? b->snapshot : b->to;
}

/* The period's first and last instant, in the zone of the organisation. */
static int
find_bounds(
    struct db *db, int tenant, const struct period *p, struct bounds *out)
{
	struct db_rows *rows = NULL;
	int rc;

	rc = db_query(db, &rows,
	    "SELECT x.start AT TIME ZONE t.zone,"
	    " (x.start + make_interval(months => $4::integer))"
	    " AT TIME ZONE t.zone, clock_timestamp() FROM tenant t,"
	    " make_timestamp($2::integer,$3::integer,1,0,0,0) AS x(start)"
	    " WHERE t.tenant_id=$1",
	    DB_INT(tenant), DB_INT(p->year), DB_INT(p->month),
	    DB_INT(p->months));
	if (rc < 0)
		return rc;
	if (db_count(rows) == 0) {
		log_warnx("tenant %d: not there; run patchwacht init", tenant);
		rc = ERR_NOTFOUND;
		goto out;
	}
	out->from = db_time(rows, 0, 0);
	out->to = db_time(rows, 0, 1);
	out->snapshot = db_time(rows, 0, 2);
out:
	db_rows_free(rows);
	return rc;
}

/* The months of a quarter or a year, and the quarters of a year. */
static int
find_parts(struct db *db, int tenant, const struct bounds *b, struct json **out)
{
	struct db_rows *rows = NULL;
	int rc;

	rc = db_query(db, &rows,
	    "SELECT x.kind, to_char(s.start, x.form),"
	    " s.start AT TIME ZONE t.zone, (s.start + x.step) AT TIME ZONE"
	    " t.zone FROM tenant t, (VALUES"
	    " ('quarter','YYYY\"Q\"Q',interval '3 months',interval '1 year'),"
	    " ('month','YYYY-MM',interval '1 month',interval '3 months'))"
	    " x(kind,form,step,least),"
	    " LATERAL generate_series($2::timestamptz AT TIME ZONE t.zone,"
	    "  $3::timestamptz AT TIME ZONE t.zone - x.step, x.step) s(start)"
	    " WHERE t.tenant_id=$1 AND $2::timestamptz AT TIME ZONE t.zone"
	    "  + x.least <= $3::timestamptz AT TIME ZONE t.zone"
	    " ORDER BY x.kind DESC, s.start",
	    DB_INT(tenant), DB_TIME(b->from), DB_TIME(b->to));
	if (rc < 0)
		return rc;
	*out = json_new_array();
	for (size_t i = 0; i < db_count(rows); i++) {
		struct json *part = json_new_object();

		json_put_text(part, "kind", db_text(rows, i, 0));
		json_put_text(part, "name", db_text(rows, i, 1));
		json_put_time(part, "from", db_time(rows, i, 2));
		json_put_time(part, "to", db_time(rows, i, 3));
		json_add(*out, part);
	}
	db_rows_free(rows);
	return ERR_OK;
}

static int
find_site(struct db *db, const struct evidence_scope *scope, struct bounds *out)
{
	struct db_rows *rows = NULL;
	int rc;

	if (scope->site == NULL)
		return ERR_OK;
	rc = db_query(db, &rows,
	    "SELECT site_id FROM site WHERE tenant_id=$1 AND name=$2",
	    DB_INT(scope->tenant), DB_TEXT(scope->site));
	if (rc == ERR_OK && db_count(rows) == 0) {
		log_warnx("site \"%s\": not in the register; patchwacht site "
			  "list names them",
		    scope->site);
		rc = ERR_NOTFOUND;
	}
	if (rc == ERR_OK)
		out->site = db_int(rows, 0, 0);
	db_rows_free(rows);
	return rc;
}

static bool
is_single(const char *name, size_t len)
{
	for (size_t i = 0; i < sizeof(single) / sizeof(single[0]); i++) {
		if (strlen(single[i]) == len &&
		    strncmp(single[i], name, len) == 0)
			return true;
	}
	return false;
}

/*
 * Before each section: what the parameters are, and what is of the site. Where
 * $5 is NULL the planner drops the conditions that ask for it.
 */
static const char before_section[] =
    "WITH ask AS (SELECT $1::integer, $2::timestamptz, $3::timestamptz,"
    "  $4::timestamptz, $5::integer),"
    " here AS (SELECT device_id, name FROM device"
    "  WHERE tenant_id=$1 AND site_id=$5),"
    " here_patch AS (SELECT DISTINCT x.patch_id FROM deployment x"
    "  JOIN here h ON h.device_id=x.device_id WHERE x.tenant_id=$1)"
    " SELECT %s::text FROM (\n";

/* Of many rows, what is not there is not written: half of it would be null. */
static const char *
row_form(const char *name, size_t len)
{
	static const char *const many[] = { "deployments", "transitions",
		"devices", "events" };

	for (size_t i = 0; i < sizeof(many) / sizeof(many[0]); i++) {
		if (strlen(many[i]) == len && strncmp(many[i], name, len) == 0)
			return "json_strip_nulls(row_to_json(x))";
	}
	return "row_to_json(x)";
}

static int
add_rows(const char *name, const struct db_rows *rows, struct json *list)
{
	for (size_t i = 0; i < db_count(rows); i++) {
		const char *text = db_text(rows, i, 0);
		struct json *row = NULL;
		int rc = json_parse(name, text, strlen(text), &row);

		if (rc < 0)
			return rc;
		json_add(list, row);
	}
	return ERR_OK;
}

/*
 * Has PostgreSQL write a section's rows as JSON, one by one: together they may
 * be longer than one document may. A semicolon cannot stand in them. The
 * parameters are $1 tenant, $2 from, $3 to, $4 snapshot and $5 site, NULL for
 * all. A section has the names here and here_patch: devices of the site, and
 * patches that are due on one of them.
 */
static int
collect_section(struct db *db, int tenant, const struct bounds *b,
    const struct embedded *section, struct json *into)
{
	size_t len = strcspn(section->name, ".");
	struct json *list = json_new_array();
	struct db_rows *rows = NULL;
	struct buf sql = { 0 };
	char *name = NULL;
	int rc;

	buf_printf(&sql, before_section, row_form(section->name, len));
	buf_printf(&sql, "%s) x", section->text);
	rc = db_query(db, &rows, buf_str(&sql), DB_INT(tenant),
	    DB_TIME(b->from), DB_TIME(b->to), DB_TIME(b->snapshot),
	    b->site != 0 ? DB_INT(b->site) : DB_NULL);
	if (rc == ERR_OK)
		rc = add_rows(section->name, rows, list);
	if (rc < 0)
		goto out;

	buf_clear(&sql);
	buf_add(&sql, section->name, len);
	name = buf_take_str(&sql);
	if (is_single(section->name, len))
		json_put(into, name, json_share(json_at(list, 0)));
	else
		json_put(into, name, json_share(list));
out:
	json_free(list);
	free(name);
	buf_free(&sql);
	db_rows_free(rows);
	return rc;
}

static int
verify_chain(struct db *db, int tenant, struct json *into)
{
	struct json *o = json_new_object();
	int64_t rows = 0, bad_seq = 0;
	int rc;

	rc = change_verify(db, tenant, &rows, &bad_seq);
	if (rc < 0 && rc != ERR_CORRUPT) {
		json_free(o);
		return rc;
	}
	json_put_bool(o, "whole", rc == ERR_OK);
	json_put_int(o, "rows", rows);
	json_put_int(o, "bad_seq", bad_seq);
	json_put(into, "chain_check", o);
	return ERR_OK;
}

/* Whether our own clock follows another: without that no skew means much. */
static void
put_own_clock(struct json *o)
{
	struct json *clock = json_new_object();
	struct timex t = { 0 };
	int state = adjtimex(&t);

	json_put_bool(clock, "synchronised",
	    state != -1 && state != TIME_ERROR && !(t.status & STA_UNSYNC));
	json_put(o, "own_clock", clock);
}

static void
put_scope(struct json *o, const struct evidence_scope *s, int64_t site)
{
	struct json *scope = json_new_object();

	json_put_text(scope, "kind", site != 0 ? "site" : "organisation");
	json_put_text(scope, "site", s->site);
	if (site != 0)
		json_put_int(scope, "site_id", site);
	else
		json_put_null(scope, "site_id");
	json_put(o, "scope", scope);
}

static void
put_head(struct json *o, const struct evidence_scope *scope,
    const struct period *p, const struct bounds *b, struct json *parts)
{
	struct json *period = json_new_object();

	json_put_int(o, "format", EVIDENCE_FORMAT);
	json_put_text(o, "program", PACKAGE_STRING);
	json_put_text(period, "name", scope->period);
	json_put_text(period, "kind", p->kind);
	json_put_int(period, "year", p->year);
	json_put_int(period, "month", p->month);
	json_put_time(period, "from", b->from);
	json_put_time(period, "to", b->to);
	json_put_time(period, "cut", cut_of(b));
	json_put_bool(period, "interim", b->snapshot < b->to);
	json_put_time(period, "snapshot", b->snapshot);
	json_put(period, "parts", parts);
	json_put(o, "period", period);
	put_scope(o, scope, b->site);
	json_put_text(o, "reason", scope->reason);
	put_own_clock(o);
}

int
evidence_collect(
    struct db *db, const struct evidence_scope *scope, struct json **out)
{
	struct json *o = json_new_object(), *parts = NULL;
	struct period period;
	struct bounds b = { 0 };
	int rc;

	rc = period_parse(scope->period, &period);
	if (rc < 0) {
		log_warnx("period %s: a quarter is written 2026Q3, a month "
			  "2026-07, a year 2026",
		    scope->period);
		goto out;
	}
	rc = db_begin_snapshot(db);
	if (rc < 0)
		goto out;
	rc = find_bounds(db, scope->tenant, &period, &b);
	if (rc == ERR_OK)
		rc = find_site(db, scope, &b);
	if (rc == ERR_OK && b.snapshot < b.from) {
		log_warnx("period %s: has not begun yet", scope->period);
		rc = ERR_RANGE;
	}
	if (rc < 0)
		goto out;
	rc = find_parts(db, scope->tenant, &b, &parts);
	if (rc < 0)
		goto out;
	put_head(o, scope, &period, &b, parts);
	for (const struct embedded *s = evidence_sections; s->name; s++) {
		rc = collect_section(db, scope->tenant, &b, s, o);
		if (rc < 0)
			goto out;
	}
	rc = verify_chain(db, scope->tenant, o);
out:
	db_rollback(db);
	if (rc < 0)
		json_free(o);
	else
		*out = o;
	return rc;
}

int
evidence_load(const char *path, struct json **out)
{
	struct buf text = { 0 };
	struct json *o = NULL;
	int rc;

	rc = file_read(path, EVIDENCE_MAX, &text);
	if (rc == ERR_OK)
		rc = json_parse_own(
		    path, (const char *)text.data, text.len, EVIDENCE_MAX, &o);
	if (rc == ERR_OK && json_get_int(o, "format", 0) != EVIDENCE_FORMAT) {
		log_warnx(
		    "%s: not evidence of format %d", path, EVIDENCE_FORMAT);
		json_free(o);
		rc = ERR_PARSE;
	}
	if (rc == ERR_OK)
		*out = o;
	buf_free(&text);
	return rc;
}
