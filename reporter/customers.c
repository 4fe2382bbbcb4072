/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/customers.h"

#include <string.h>

#include "lib/base/err.h"
#include "lib/base/json.h"
#include "lib/base/log.h"
#include "lib/store/db.h"
#include "reporter/assess/facts.h"
#include "reporter/assess/value_parts.h"
#include "reporter/evidence/evidence.h"

static int
list(struct db *db, int tenant, struct db_rows **out)
{
	return db_query(db, out,
	    "SELECT t.tenant_id,t.name FROM tenant p"
	    " JOIN setting s ON s.key='provider_tenant'"
	    " AND s.value=p.tenant_id::text"
	    " JOIN tenant t ON t.tenant_id=s.tenant_id"
	    " WHERE p.tenant_id=$1 AND p.kind='provider' AND t.tenant_id<>$1"
	    " AND t.tenant_id=ANY(tenants_read()) ORDER BY t.tenant_id",
	    DB_INT(tenant));
}

/* The worst of its sites: one that hides behind nineteen others is seen. */
static const char *
worst_light(const struct json *sites)
{
	static const char *const lights[] = { "red", "grey", "orange",
		"green" };

	for (size_t k = 0; k < sizeof(lights) / sizeof(lights[0]); k++) {
		for (size_t i = 0; i < json_len(sites); i++) {
			const char *light =
			    json_get_text(json_at(sites, i), "light");

			if (light != NULL && strcmp(light, lights[k]) == 0)
				return lights[k];
		}
	}
	return "grey"; /* nothing of it is seen */
}

static struct json *
new_row(const struct db_rows *rows, size_t i, const struct facts *f)
{
	static const char *const figures[] = { "due", "on_time", "late",
		"unknown", "excepted", "share", "overdue", "devices",
		"measured" };
	struct json *v = json_new_object(), *row = json_new_object();

	value_summary(f, v);
	value_sites(f, v);
	json_put_int(row, "customer", db_int(rows, i, 0));
	json_put_text(row, "name", db_text(rows, i, 1));
	for (size_t k = 0; k < sizeof(figures) / sizeof(figures[0]); k++)
		value_copy(row, figures[k], json_get(v, "summary"), figures[k]);
	json_put_text(row, "light", worst_light(json_get(v, "sites")));
	json_put_time(row, "snapshot", f->snapshot);
	json_free(v);
	return row;
}

static int
collect_one(struct db *db, const struct evidence_scope *scope,
    const struct db_rows *rows, size_t i, struct json *into)
{
	struct evidence_scope of = { (int)db_int(rows, i, 0), scope->period,
		NULL, NULL };
	struct json *evidence = NULL;
	struct facts f = { 0 };
	int rc = evidence_collect(db, &of, &evidence);

	if (rc == ERR_OK)
		rc = facts_read(evidence, &f);
	if (rc == ERR_OK)
		json_add(into, new_row(rows, i, &f));
	else
		log_warnx("customer %d: could not be looked at", of.tenant);
	facts_free(&f);
	json_free(evidence);
	return rc;
}

int
customers_collect(
    struct db *db, const struct evidence_scope *scope, struct json *evidence)
{
	const char *kind = json_get_text(json_get(evidence, "tenant"), "kind");
	struct json *into = json_new_array();
	struct db_rows *rows = NULL;
	int rc;

	if (kind == NULL || strcmp(kind, "provider") != 0) {
		log_warnx("tenant %d: customers are of a service provider "
			  "(patchwacht init --kind provider)",
		    scope->tenant);
		json_free(into);
		return ERR_DENIED;
	}
	rc = list(db, scope->tenant, &rows);
	for (size_t i = 0; rc == ERR_OK && i < db_count(rows); i++)
		rc = collect_one(db, scope, rows, i, into);
	db_rows_free(rows);
	json_put(evidence, "customers", into);
	return rc;
}
