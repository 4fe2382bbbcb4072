/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/embedded.h"
#include "lib/base/err.h"
#include "lib/base/json.h"
#include "lib/base/mem.h"
#include "lib/store/db.h"
#include "reporter/evidence/snapshot.h"

/* Sections that are one row, not a list. */
static const char *const single[] = { "tenant", "senders", "quarantine",
	"accesses", "chain", "neighbours", "exploited_list", "watched",
	"papers", "sender_papers" };

/* Of many rows, what is not there is not written: half of it would be null. */
static const char *const many[] = { "deployments", "transitions", "devices",
	"events" };

static bool
is_among(const char *const *names, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++) {
		if (strcmp(names[i], name) == 0)
			return true;
	}
	return false;
}

#define IS_AMONG(names, name) \
	is_among((names), sizeof(names) / sizeof((names)[0]), (name))

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

/* No hardware address stands in evidence: masked.h. */
static int
parse_row(const struct evidence_snapshot *s, const char *name, const char *text,
    struct json **out)
{
	size_t len = strlen(text);
	struct buf masked = { 0 };
	int rc;

	if (masked_add(text, len, s->mask_key, &masked))
		rc = json_parse(name, buf_str(&masked), masked.len, out);
	else
		rc = json_parse(name, text, len, out);
	buf_free(&masked);
	return rc;
}

static int
add_rows(const struct evidence_snapshot *s, const char *name,
    const struct db_rows *rows, struct json *list)
{
	for (size_t i = 0; i < db_count(rows); i++) {
		struct json *row = NULL;
		int rc = parse_row(s, name, db_text(rows, i, 0), &row);

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
query_section(const struct evidence_snapshot *s, const struct embedded *section,
    const char *name, struct db_rows **out)
{
	const struct bounds *b = &s->bounds;
	struct buf sql = { 0 };
	int rc;

	buf_printf(&sql, before_section,
	    IS_AMONG(many, name) ? "json_strip_nulls(row_to_json(x))"
				 : "row_to_json(x)");
	buf_printf(&sql, "%s) x", section->text);
	rc = db_query_planned(s->db, out, section->name, buf_str(&sql),
	    DB_INT(s->tenant), DB_TIME(b->from), DB_TIME(b->to),
	    DB_TIME(b->snapshot), b->site != 0 ? DB_INT(b->site) : DB_NULL);
	buf_free(&sql);
	return rc;
}

static int
collect_section(const struct evidence_snapshot *s,
    const struct embedded *section, const char *name, struct json *into)
{
	struct json *list = json_new_array();
	struct db_rows *rows = NULL;
	int rc = query_section(s, section, name, &rows);

	if (rc == ERR_OK)
		rc = add_rows(s, section->name, rows, list);
	if (rc == ERR_OK && IS_AMONG(single, name))
		json_put(into, name, json_share(json_at(list, 0)));
	else if (rc == ERR_OK)
		json_put(into, name, json_share(list));
	json_free(list);
	db_rows_free(rows);
	return rc;
}

/* What asks neither for the site nor for its devices is read once. */
static bool
is_common(const struct embedded *section)
{
	return strstr(section->text, "$5") == NULL &&
	    strstr(section->text, " here") == NULL;
}

int
section_add(const struct evidence_snapshot *s, const struct embedded *section,
    struct json *into)
{
	char *name = mem_dup_text(section->name, strcspn(section->name, "."));
	int rc = ERR_OK;

	if (!is_common(section))
		rc = collect_section(s, section, name, into);
	else {
		if (!json_has(s->common, name))
			rc = collect_section(s, section, name, s->common);
		if (rc == ERR_OK)
			json_put(
			    into, name, json_share(json_get(s->common, name)));
	}
	free(name);
	return rc;
}
