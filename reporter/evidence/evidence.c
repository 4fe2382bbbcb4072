/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/evidence/evidence.h"

#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/timex.h>

#include "lib/base/buf.h"
#include "lib/base/digest.h"
#include "lib/base/err.h"
#include "lib/base/file.h"
#include "lib/base/json.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "lib/base/nearest.h"
#include "lib/store/change.h"
#include "lib/store/db.h"
#include "reporter/evidence/sections.h"
#include "reporter/evidence/snapshot.h"

static int64_t
cut_of(const struct bounds *b)
{
	return b->snapshot < b->to ? b->snapshot : b->to;
}

void
evidence_tell_absent(int tenant)
{
	log_warnx("organisation %d is not set up here, or is not yours to "
		  "read; --tenant N names another",
	    tenant);
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
		evidence_tell_absent(tenant);
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

static void
tell_no_site(struct db *db, int tenant, const char *site)
{
	char text[NEAREST_TEXT_MAX];
	struct db_rows *rows = NULL;
	struct nearest near;

	nearest_start(&near, site, strlen(site));
	if (db_query(db, &rows, "SELECT name FROM site WHERE tenant_id=$1",
		DB_INT(tenant)) == ERR_OK)
		for (size_t i = 0; i < db_count(rows); i++)
			nearest_offer(&near, db_text(rows, i, 0));
	log_warnx("site \"%s\": not in the register%s", site,
	    near.word != NULL ? nearest_text(&near, text)
			      : "; `patchwacht site list` names them");
	db_rows_free(rows);
}

static int
find_site(struct db *db, int tenant, const char *site, struct bounds *out)
{
	struct db_rows *rows = NULL;
	int rc;

	out->site = 0;
	if (site == NULL)
		return ERR_OK;
	rc = db_query(db, &rows,
	    "SELECT site_id FROM site WHERE tenant_id=$1 AND name=$2",
	    DB_INT(tenant), DB_TEXT(site));
	if (rc == ERR_OK && db_count(rows) == 0) {
		tell_no_site(db, tenant, site);
		rc = ERR_NOTFOUND;
	}
	if (rc == ERR_OK)
		out->site = db_int(rows, 0, 0);
	db_rows_free(rows);
	return rc;
}

/* All of the chain is walked, which is the longest part where it is long. */
static int
verify_chain(const struct evidence_snapshot *s)
{
	int64_t rows = 0, bad_seq = 0;
	struct json *o;
	int rc;

	if (json_has(s->common, "chain_check"))
		return ERR_OK;
	rc = change_verify(s->db, s->tenant, &rows, &bad_seq);
	if (rc < 0 && rc != ERR_CORRUPT)
		return rc;
	o = json_new_object();
	json_put_bool(o, "whole", rc == ERR_OK);
	json_put_int(o, "rows", rows);
	json_put_int(o, "bad_seq", bad_seq);
	json_put(s->common, "chain_check", o);
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
put_scope(struct json *o, const char *site, int64_t id)
{
	struct json *scope = json_new_object();

	json_put_text(scope, "kind", id != 0 ? "site" : "organisation");
	json_put_text(scope, "site", site);
	if (id != 0)
		json_put_int(scope, "site_id", id);
	else
		json_put_null(scope, "site_id");
	json_put(o, "scope", scope);
}

static void
put_head(struct json *o, const struct evidence_snapshot *s, const char *site,
    const char *reason)
{
	const struct period *p = &s->period;
	const struct bounds *b = &s->bounds;
	struct json *period = json_new_object();

	json_put_int(o, "format", EVIDENCE_FORMAT);
	json_put_text(o, "program", PACKAGE_STRING);
	json_put_text(period, "name", s->name);
	json_put_text(period, "kind", p->kind);
	json_put_int(period, "year", p->year);
	json_put_int(period, "month", p->month);
	json_put_time(period, "from", b->from);
	json_put_time(period, "to", b->to);
	json_put_time(period, "cut", cut_of(b));
	json_put_bool(period, "interim", b->snapshot < b->to);
	json_put_time(period, "snapshot", b->snapshot);
	json_put(period, "parts", json_share(s->parts));
	json_put(o, "period", period);
	put_scope(o, site, b->site);
	json_put_text(o, "reason", reason);
	put_own_clock(o);
}

static int
start_snapshot(struct evidence_snapshot *s)
{
	int rc = db_begin_snapshot(s->db);

	if (rc == ERR_OK)
		rc = find_bounds(s->db, s->tenant, &s->period, &s->bounds);
	if (rc == ERR_OK && s->bounds.snapshot < s->bounds.from) {
		log_warnx("period %s: has not begun yet", s->name);
		rc = ERR_RANGE;
	}
	return rc < 0 ? rc
		      : find_parts(s->db, s->tenant, &s->bounds, &s->parts);
}

int
evidence_open(
    struct db *db, int tenant, const char *name, struct evidence_snapshot **out)
{
	struct evidence_snapshot *s;
	struct period period;
	int rc;

	if (strlen(name) >= PERIOD_MAX || period_parse(name, &period) < 0) {
		log_warnx("period %s: a quarter is written 2026Q3, a month "
			  "2026-07, a year 2026",
		    name);
		return ERR_PARSE;
	}
	s = mem_new(1, sizeof(*s));
	s->db = db;
	s->tenant = tenant;
	s->period = period;
	s->common = json_new_object();
	memcpy(s->name, name, strlen(name) + 1);
	if (getrandom(s->mask_key, MASK_KEY_LEN, 0) != MASK_KEY_LEN)
		fatal("no random bytes");
	rc = start_snapshot(s);
	if (rc < 0)
		evidence_close(s);
	else
		*out = s;
	return rc;
}

int
evidence_take(struct evidence_snapshot *s, const char *site, const char *reason,
    struct json **out)
{
	struct json *o;
	int rc = find_site(s->db, s->tenant, site, &s->bounds);

	if (rc < 0)
		return rc;
	o = json_new_object();
	put_head(o, s, site, reason);
	for (const struct embedded *e = evidence_sections;
	     rc == ERR_OK && e->name != NULL; e++)
		rc = section_add(s, e, o);
	if (rc == ERR_OK)
		rc = verify_chain(s);
	if (rc < 0) {
		json_free(o);
		return rc;
	}
	json_put(
	    o, "chain_check", json_share(json_get(s->common, "chain_check")));
	*out = o;
	return ERR_OK;
}

void
evidence_close(struct evidence_snapshot *s)
{
	if (s == NULL)
		return;
	db_rollback(s->db);
	json_free(s->parts);
	json_free(s->common);
	explicit_bzero(s->mask_key, sizeof(s->mask_key));
	free(s);
}

int
evidence_collect(
    struct db *db, const struct evidence_scope *scope, struct json **out)
{
	struct evidence_snapshot *s = NULL;
	int rc = evidence_open(db, scope->tenant, scope->period, &s);

	if (rc == ERR_OK)
		rc = evidence_take(s, scope->site, scope->reason, out);
	evidence_close(s);
	return rc;
}

static int
parse(const char *path, const struct buf *text, struct json **out)
{
	struct json *o = NULL;
	int rc = json_parse_own(
	    path, (const char *)text->data, text->len, EVIDENCE_MAX, &o);

	if (rc == ERR_OK && json_get_int(o, "format", 0) != EVIDENCE_FORMAT) {
		log_warnx(
		    "%s: not evidence of format %d", path, EVIDENCE_FORMAT);
		json_free(o);
		rc = ERR_PARSE;
	}
	if (rc == ERR_OK)
		*out = o;
	return rc;
}

int
evidence_load(const char *path, struct json **out)
{
	struct buf text = { 0 };
	int rc = file_read(path, EVIDENCE_MAX, &text);

	if (rc == ERR_OK)
		rc = parse(path, &text, out);
	buf_free(&text);
	return rc;
}

int
evidence_load_same(
    const char *path, const uint8_t sha256[DIGEST_LEN], struct json **out)
{
	struct buf text = { 0 };
	uint8_t is[DIGEST_LEN];
	int rc = file_read(path, EVIDENCE_MAX, &text);

	if (rc == ERR_OK) {
		digest_of(text.data, text.len, is);
		rc = memcmp(is, sha256, DIGEST_LEN) == 0
		    ? parse(path, &text, out)
		    : ERR_CORRUPT;
	}
	buf_free(&text);
	return rc;
}
