/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/patch/exposure_store.h"

#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/store/array.h"
#include "lib/store/change_detail.h"
#include "lib/store/db.h"
#include "lib/store/past.h"

static int
note(struct db *db, int tenant, const char *action, const char *kind,
    int64_t id, const char *old_row, const char *new_row)
{
	return change_note(db, tenant,
	    &(struct change_note){ .action = action,
		.kind = kind,
		.id = id,
		.old_row = old_row,
		.new_row = new_row });
}

/* Entries by columns, for unnest. */
struct listed {
	struct buf vulnerability, at, due;
};

static void
add_entries(struct listed *l, const struct exploited_entry *entries, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct db_arg name = DB_TEXT(entries[i].vulnerability);

		array_add(&l->vulnerability, &name);
		array_add(&l->at, &DB_TIME(entries[i].listed));
		array_add(&l->due, &DB_TIME(entries[i].due));
	}
	array_end(&l->vulnerability);
	array_end(&l->at);
	array_end(&l->due);
}

static void
free_entries(struct listed *l)
{
	buf_free(&l->vulnerability);
	buf_free(&l->at);
	buf_free(&l->due);
}

/* Whether the last list of that date is this one. */
static int
find_list(struct db *db, int tenant, const char *source, int64_t dated,
    struct listed *l, size_t n, bool *is_there)
{
	struct db_rows *rows = NULL;
	int rc = db_query(db, &rows,
	    "SELECT FROM exploited_list l WHERE tenant_id=$1 AND source=$2"
	    " AND dated=$3 AND entries=$4 AND list_id=(SELECT max(list_id)"
	    " FROM exploited_list WHERE tenant_id=$1 AND dated=$3)"
	    " AND NOT EXISTS(SELECT * FROM unnest($5::text[],"
	    "$6::timestamptz[],$7::timestamptz[]) EXCEPT"
	    " SELECT vulnerability,listed,due FROM exploited e"
	    " WHERE e.tenant_id=$1 AND e.list_id=l.list_id)",
	    DB_INT(tenant), DB_TEXT(source), DB_TIME(dated), DB_INT((int64_t)n),
	    DB_TEXT(buf_str(&l->vulnerability)), DB_TEXT(buf_str(&l->at)),
	    DB_TEXT(buf_str(&l->due)));

	return db_has_rows(rc, rows, is_there);
}

static int
add_list(struct db *db, int tenant, const char *source, int64_t dated,
    struct listed *l, size_t n)
{
	struct db_rows *rows = NULL;
	int64_t id;
	int rc = db_next_id(db, tenant, "exploited_list", &id);

	if (rc == ERR_OK)
		rc = db_query(db, &rows,
		    "INSERT INTO exploited_list(tenant_id,list_id,source,"
		    "dated,entries) VALUES($1,$2,$3,$4,$5)"
		    " RETURNING row_to_json(exploited_list)::text",
		    DB_INT(tenant), DB_INT(id), DB_TEXT(source), DB_TIME(dated),
		    DB_INT((int64_t)n));
	if (rc == ERR_OK)
		rc = db_query(db, NULL,
		    "INSERT INTO exploited(tenant_id,list_id,vulnerability,"
		    "listed,due) SELECT $1,$2,* FROM unnest($3::text[],"
		    "$4::timestamptz[],$5::timestamptz[])"
		    " ON CONFLICT DO NOTHING",
		    DB_INT(tenant), DB_INT(id),
		    DB_TEXT(buf_str(&l->vulnerability)),
		    DB_TEXT(buf_str(&l->at)), DB_TEXT(buf_str(&l->due)));
	if (rc == ERR_OK)
		rc = note(db, tenant, "exploited.import", "exploited", id, NULL,
		    db_text(rows, 0, 0));
	db_rows_free(rows);
	return rc;
}

int
exploited_import(struct db *db, int tenant, const char *source, int64_t dated,
    const struct exploited_entry *entries, size_t n, bool *is_there)
{
	struct listed l = { 0 };
	int rc;

	add_entries(&l, entries, n);
	rc = find_list(db, tenant, source, dated, &l, n, is_there);
	if (rc == ERR_OK && !*is_there)
		rc = add_list(db, tenant, source, dated, &l, n);
	free_entries(&l);
	return rc;
}

/*
 * The list that counted. $2 is the moment, and $3 whether it is before now:
 * what was just written counts, whatever our clock says.
 */
#define NEWEST_LIST                               \
	" FROM exploited_list WHERE tenant_id=$1" \
	" AND (made<=$2 OR NOT $3)"               \
	" ORDER BY dated DESC,list_id DESC LIMIT 1"

int
exploited_list_load(struct db *db, int tenant, int64_t at, struct db_rows **out)
{
	return past_query(db, tenant, at, out,
	    "SELECT source,dated,made,actor,entries" NEWEST_LIST,
	    DB_BOOL(at != 0));
}

int
exploited_show(struct db *db, int tenant, int64_t at, struct db_rows **out)
{
	return past_query(db, tenant, at, out,
	    "SELECT e.vulnerability,e.listed,e.due,"
	    "json_agg(DISTINCT p.reference)::text,count(x.*)"
	    " FROM exploited e JOIN @patch($2) p ON p.tenant_id=e.tenant_id"
	    " AND p.vulnerabilities @> ARRAY[e.vulnerability]"
	    " LEFT JOIN @deployment($2) x ON x.tenant_id=p.tenant_id"
	    " AND x.patch_id=p.patch_id AND x.state NOT IN('confirmed',"
	    "'observing','stable','regressed','already_met','withdrawn')"
	    " WHERE e.tenant_id=$1 AND e.list_id=(SELECT list_id" NEWEST_LIST
	    ") GROUP BY 1,2,3 ORDER BY count(x.*)=0,e.due,e.vulnerability",
	    DB_BOOL(at != 0));
}

/* The row of a table that is not removed, by a condition on $1 to $4. */
static int
find_row(struct db *db, struct db_rows **rows, const char *sql, int tenant,
    const char *a, const char *b, const char *c)
{
	return db_query(db, rows, sql, DB_INT(tenant),
	    DB_TEXT(a != NULL ? a : ""), DB_TEXT(b != NULL ? b : ""),
	    DB_TEXT(c != NULL ? c : ""));
}

static int
remove_support(struct db *db, int tenant, const struct db_rows *found)
{
	int64_t id = db_int(found, 0, 0);
	int rc = db_query(db, NULL,
	    "UPDATE support_end SET removed=now() WHERE tenant_id=$1"
	    " AND support_id=$2",
	    DB_INT(tenant), DB_INT(id));

	if (rc == ERR_OK)
		rc = note(db, tenant, "support.remove", "support_end", id,
		    db_text(found, 0, 3), NULL);
	return rc;
}

static int
add_support(struct db *db, int tenant, const struct support_end *s)
{
	struct db_rows *rows = NULL;
	int64_t id;
	int rc = db_next_id(db, tenant, "support_end", &id);

	if (rc == ERR_OK)
		rc = db_query(db, &rows,
		    "INSERT INTO support_end(tenant_id,support_id,vendor,"
		    "model,device_id,ends,source)"
		    " VALUES($1,$2,$3,$4,$5,$6,$7)"
		    " RETURNING row_to_json(support_end)::text",
		    DB_INT(tenant), DB_INT(id), DB_TEXT(s->vendor),
		    DB_TEXT(s->model),
		    s->device == 0 ? DB_NULL : DB_INT(s->device),
		    DB_TIME(s->ends), DB_TEXT(s->source));
	if (rc == ERR_OK)
		rc = note(db, tenant, "support.add", "support_end", id, NULL,
		    db_text(rows, 0, 0));
	db_rows_free(rows);
	return rc;
}

int
support_end_put(
    struct db *db, int tenant, const struct support_end *s, const char **did)
{
	struct db_rows *found = NULL;
	bool is_there, gone = s->ends == DB_NO_TIME;
	int rc = db_query(db, &found,
	    "SELECT support_id,ends,source,row_to_json(support_end)::text"
	    " FROM support_end WHERE tenant_id=$1 AND removed IS NULL"
	    " AND coalesce(vendor,'')=$2 AND coalesce(model,'')=$3"
	    " AND coalesce(device_id,0)=$4",
	    DB_INT(tenant), DB_TEXT(s->vendor != NULL ? s->vendor : ""),
	    DB_TEXT(s->model != NULL ? s->model : ""), DB_INT(s->device));

	if (rc < 0)
		return rc;
	is_there = db_count(found) > 0;
	*did = "unchanged";
	if (is_there &&
	    (gone || db_time(found, 0, 1) != s->ends ||
		strcmp(db_text(found, 0, 2), s->source) != 0)) {
		rc = remove_support(db, tenant, found);
		*did = gone ? "remove" : "edit";
	} else if (!is_there && !gone) {
		*did = "add";
	}
	if (rc == ERR_OK && !gone && strcmp(*did, "unchanged") != 0)
		rc = add_support(db, tenant, s);
	db_rows_free(found);
	return rc;
}

static int
add_source(struct db *db, int tenant, const struct advisory_source *s)
{
	struct db_rows *rows = NULL;
	int64_t id;
	int rc = db_next_id(db, tenant, "advisory_source", &id);

	if (rc == ERR_OK)
		rc = db_query(db, &rows,
		    "INSERT INTO advisory_source(tenant_id,source_id,name,"
		    "vendor,class,owner,url) VALUES($1,$2,$3,$4,$5,$6,$7)"
		    " RETURNING row_to_json(advisory_source)::text",
		    DB_INT(tenant), DB_INT(id), DB_TEXT(s->name),
		    DB_TEXT(s->vendor), DB_TEXT(s->class), DB_TEXT(s->owner),
		    DB_TEXT(s->url));
	if (rc == ERR_OK)
		rc = note(db, tenant, "advisory.follow", "advisory_source", id,
		    NULL, db_text(rows, 0, 0));
	db_rows_free(rows);
	return rc;
}

int
advisory_source_put(struct db *db, int tenant, const struct advisory_source *s,
    const char **did)
{
	struct db_rows *found = NULL;
	int rc = find_row(db, &found,
	    "SELECT source_id,row_to_json(advisory_source)::text"
	    " FROM advisory_source WHERE tenant_id=$1 AND removed IS NULL"
	    " AND name=$2 AND vendor=$3 AND coalesce(class,'')=$4",
	    tenant, s->name, s->vendor, s->class);

	if (rc < 0)
		return rc;
	*did = "unchanged";
	if (db_count(found) == 0 && !s->removed) {
		*did = "add";
		rc = add_source(db, tenant, s);
	} else if (db_count(found) > 0 && s->removed) {
		*did = "remove";
		rc = db_query(db, NULL,
		    "UPDATE advisory_source SET removed=now()"
		    " WHERE tenant_id=$1 AND source_id=$2",
		    DB_INT(tenant), DB_INT(db_int(found, 0, 0)));
		if (rc == ERR_OK)
			rc = note(db, tenant, "advisory.unfollow",
			    "advisory_source", db_int(found, 0, 0),
			    db_text(found, 0, 1), NULL);
	}
	db_rows_free(found);
	return rc;
}

static int
find_advisory(
    struct db *db, int tenant, const char *reference, struct db_rows **out)
{
	return db_query(db, out,
	    "SELECT advisory_id,decided,row_to_json(advisory)::text"
	    " FROM advisory WHERE tenant_id=$1 AND reference=$2",
	    DB_INT(tenant), DB_TEXT(reference));
}

int
advisory_add(
    struct db *db, int tenant, const struct advisory *a, bool *is_there)
{
	struct db_rows *rows = NULL;
	int64_t id;
	int rc = find_advisory(db, tenant, a->reference, &rows);

	*is_there = rc == ERR_OK && db_count(rows) > 0;
	db_rows_free(rows);
	rows = NULL;
	if (rc < 0 || *is_there)
		return rc;
	rc = db_next_id(db, tenant, "advisory", &id);
	if (rc == ERR_OK)
		rc = db_query(db, &rows,
		    "INSERT INTO advisory(tenant_id,advisory_id,reference,"
		    "title,source,vendor,product,vulnerabilities,published)"
		    " VALUES($1,$2,$3,$4,$5,$6,$7,"
		    "coalesce(regexp_split_to_array(nullif($8,''),'[ ,]+'),"
		    "'{}'),$9)"
		    " RETURNING row_to_json(advisory)::text",
		    DB_INT(tenant), DB_INT(id), DB_TEXT(a->reference),
		    DB_TEXT(a->title), DB_TEXT(a->source), DB_TEXT(a->vendor),
		    DB_TEXT(a->product),
		    DB_TEXT(
			a->vulnerabilities != NULL ? a->vulnerabilities : ""),
		    DB_TIME(a->published));
	if (rc == ERR_OK)
		rc = note(db, tenant, "advisory.add", "advisory", id, NULL,
		    db_text(rows, 0, 0));
	db_rows_free(rows);
	return rc;
}

int
advisory_decide(struct db *db, int tenant, const char *reference,
    const char *decision, int patch, const char *reason)
{
	struct db_rows *found = NULL, *rows = NULL;
	int rc = find_advisory(db, tenant, reference, &found);

	if (rc == ERR_OK && db_count(found) == 0)
		rc = ERR_NOTFOUND;
	if (rc == ERR_OK && !db_is_null(found, 0, 1))
		rc = ERR_EXISTS;
	if (rc == ERR_OK)
		rc = db_query(db, &rows,
		    "UPDATE advisory SET decided=now(),"
		    "decided_by=session_user,decision=$3,patch_id=$4,reason=$5"
		    " WHERE tenant_id=$1 AND advisory_id=$2"
		    " RETURNING row_to_json(advisory)::text",
		    DB_INT(tenant), DB_INT(db_int(found, 0, 0)),
		    DB_TEXT(decision), patch == 0 ? DB_NULL : DB_INT(patch),
		    DB_TEXT(reason));
	if (rc == ERR_OK && db_count(rows) == 0)
		rc = ERR_EXISTS;
	if (rc == ERR_OK)
		rc = note(db, tenant, "advisory.decide", "advisory",
		    db_int(found, 0, 0), db_text(found, 0, 2),
		    db_text(rows, 0, 0));
	db_rows_free(found);
	db_rows_free(rows);
	return rc;
}

/* Those there were, with what was decided by then: once. */
#define ADVISORIES                                                     \
	"(SELECT reference,published,title,source,vendor,product,"     \
	"vulnerabilities,CASE WHEN is_so THEN decided END AS decided," \
	"CASE WHEN is_so THEN decision END AS decision,"               \
	"CASE WHEN is_so THEN reason END AS reason FROM advisory,"     \
	" LATERAL (SELECT decided<=$2 OR NOT $3 AS is_so) y"           \
	" WHERE tenant_id=$1 AND (made<=$2 OR NOT $3))"

/* As advisory_decided(), by the patches there were. */
#define DECIDED                                             \
	"(SELECT least(a.decided,(SELECT min(p.registered)" \
	" FROM @patch($2) p WHERE p.tenant_id=$1"           \
	" AND (p.reference=a.reference"                     \
	" OR p.vulnerabilities && a.vulnerabilities))))"

int
advisory_list(
    struct db *db, int tenant, bool all, int64_t at, struct db_rows **out)
{
	return past_query(db, tenant, at, out,
	    "SELECT a.reference,a.published,a.title,a.source,c.devices,x.at,"
	    "CASE WHEN a.decided<=x.at THEN a.decision WHEN x.at IS NOT NULL"
	    " THEN 'patch' END,a.reason FROM " ADVISORIES " a"
	    " CROSS JOIN LATERAL " DECIDED " x(at)"
	    " CROSS JOIN LATERAL (SELECT count(*) AS devices"
	    " FROM @device_state($2) s"
	    " JOIN @device($2) d USING(tenant_id,device_id)"
	    " WHERE s.tenant_id=$1 AND d.retired IS NULL"
	    " AND glob_matches(s.vendor,a.vendor)"
	    " AND glob_matches(s.model,a.product)) c"
	    " WHERE $4 OR (x.at IS NULL AND c.devices>0)"
	    " ORDER BY a.published,a.reference",
	    DB_BOOL(at != 0), DB_BOOL(all));
}
