/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/export/known_store.h"

#include <stddef.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/store/db.h"
#include "lib/store/device/device_store.h"
#include "lib/store/patch/assessment_store.h"
#include "lib/store/patch/told_store.h"
#include "lib/store/people/holder_store.h"

int
known_deviation(
    struct db *db, int tenant, const struct deviation *d, bool *is_there)
{
	struct db_rows *rows = NULL;
	int rc = db_query(db, &rows,
	    "SELECT FROM deviation WHERE tenant_id=$1 AND patch_id=$2"
	    " AND device_id IS NOT DISTINCT FROM $3::integer AND at=$4"
	    " AND what=$5 AND why=$6",
	    DB_INT(tenant), DB_INT(d->patch), DB_ID(d->device), DB_TIME(d->at),
	    DB_TEXT(d->what), DB_TEXT(d->why));

	return db_has_rows(rc, rows, is_there);
}

int
known_informed(struct db *db, int tenant, int patch, int64_t at,
    const char *who, const char *how, bool *is_there)
{
	struct db_rows *rows = NULL;
	int rc = db_query(db, &rows,
	    "SELECT FROM informed WHERE tenant_id=$1 AND patch_id=$2"
	    " AND at=$3 AND who=$4 AND how=$5",
	    DB_INT(tenant), DB_INT(patch), DB_TIME(at), DB_TEXT(who),
	    DB_TEXT(how));

	return db_has_rows(rc, rows, is_there);
}

int
known_mitigation(struct db *db, int tenant, const struct mitigation *m,
    int64_t *id, bool *ended)
{
	struct db_rows *rows = NULL;
	int rc = db_query(db, &rows,
	    "SELECT mitigation_id,ended IS NOT NULL FROM mitigation"
	    " WHERE tenant_id=$1 AND patch_id=$2"
	    " AND device_id IS NOT DISTINCT FROM $3::integer AND at=$4"
	    " AND measure=$5 AND evidence=$6 ORDER BY 1 LIMIT 1",
	    DB_INT(tenant), DB_INT(m->patch), DB_ID(m->device), DB_TIME(m->at),
	    DB_TEXT(m->measure), DB_TEXT(m->evidence));

	*id = 0;
	*ended = false;
	if (rc == ERR_OK && db_count(rows) > 0) {
		*id = db_int(rows, 0, 0);
		*ended = db_bool(rows, 0, 1);
	}
	db_rows_free(rows);
	return rc;
}

int
known_holder(struct db *db, int tenant, const struct holder *h, bool *is_there)
{
	struct db_rows *rows = NULL;
	struct buf sites = { 0 };
	int rc;

	for (size_t i = 0; i < h->n_sites; i++)
		buf_printf(&sites, "%c%d", i > 0 ? ',' : '{', h->sites[i]);
	buf_add_str(&sites, h->n_sites > 0 ? "}" : "");
	rc = db_query(db, &rows,
	    "SELECT FROM holder WHERE tenant_id=$1 AND login=$2 AND name=$3"
	    " AND function=$4 AND party IS NOT DISTINCT FROM $5"
	    " AND mandate IS NOT DISTINCT FROM $6"
	    " AND (SELECT array_agg(s ORDER BY s) FROM unnest(site_ids) s)"
	    " IS NOT DISTINCT FROM (SELECT array_agg(s ORDER BY s)"
	    " FROM unnest($7::integer[]) s)"
	    " AND until IS NOT DISTINCT FROM $8::timestamptz"
	    " AND (until IS NULL OR until>now())",
	    DB_INT(tenant), DB_TEXT(h->login), DB_TEXT(h->name),
	    DB_TEXT(function_name(h->function)), DB_TEXT(h->party),
	    DB_TEXT(h->mandate),
	    DB_TEXT(h->n_sites > 0 ? buf_str(&sites) : NULL),
	    db_arg_time(h->until));
	buf_free(&sites);
	return db_has_rows(rc, rows, is_there);
}

int
known_retired(
    struct db *db, int tenant, const struct device_row *d, bool *is_there)
{
	struct db_rows *rows = NULL;
	int rc = db_query(db, &rows,
	    "SELECT FROM device WHERE tenant_id=$1 AND name=$2"
	    " AND address=$3::inet AND in_service=$4"
	    " AND retired IS NOT NULL",
	    DB_INT(tenant), DB_TEXT(d->name), DB_TEXT(d->address),
	    DB_TIME(d->in_service));

	return db_has_rows(rc, rows, is_there);
}

int
known_assessments(
    struct db *db, int tenant, const struct assessment *a, int64_t *n)
{
	const struct assessment_facts *f = &a->facts;
	struct db_rows *rows = NULL;
	int rc = db_query(db, &rows,
	    "SELECT count(*) FROM assessment WHERE tenant_id=$1 AND patch_id=$2"
	    " AND score IS NOT DISTINCT FROM $3::integer"
	    " AND known_exploited=$4 AND internet_facing=$5"
	    " AND patient_safety=$6 AND criticality IS NOT DISTINCT FROM $7"
	    " AND impact IS NOT DISTINCT FROM $8"
	    " AND dependencies IS NOT DISTINCT FROM $9 AND priority=$10"
	    " AND reason IS NOT DISTINCT FROM $11",
	    DB_INT(tenant), DB_INT(a->patch),
	    f->score == SCORE_UNKNOWN ? DB_NULL : DB_INT(f->score),
	    DB_BOOL(f->known_exploited), DB_BOOL(f->internet_facing),
	    DB_BOOL(f->patient_safety), DB_TEXT(a->criticality),
	    DB_TEXT(a->impact), DB_TEXT(a->dependencies),
	    DB_TEXT(priority_name(a->priority)), DB_TEXT(a->reason));

	if (rc == ERR_OK)
		*n = db_int(rows, 0, 0);
	db_rows_free(rows);
	return rc;
}
