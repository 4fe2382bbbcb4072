/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/device/device_store.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/store/change.h"
#include "lib/store/change_detail.h"
#include "lib/store/db.h"
#include "lib/store/past.h"

/* Takes the id from the first row, or says that there is none. */
static int
take_id(int rc, struct db_rows *rows, int *id)
{
	if (rc == ERR_OK && db_count(rows) == 0)
		rc = ERR_NOTFOUND;
	if (rc == ERR_OK)
		*id = (int)db_int(rows, 0, 0);
	db_rows_free(rows);
	return rc;
}

/* What was done to device NAME; the rows are JSON. */
static int
note(struct db *db, int tenant, const char *action, const char *name,
    const char *old_row, const char *new_row, const char *reason)
{
	struct buf object = { 0 };
	int rc;

	buf_printf(&object, "device/%s", name);
	rc = change_rows_add(db, tenant,
	    &(struct change_rows){
		action, buf_str(&object), old_row, new_row, reason });
	buf_free(&object);
	return rc;
}

int
device_store_find(struct db *db, int tenant, const char *name, int *id)
{
	struct db_rows *rows = NULL;
	int rc;

	rc = db_query(db, &rows,
	    "SELECT device_id FROM device WHERE tenant_id=$1 AND name=$2"
	    " AND retired IS NULL",
	    DB_INT(tenant), DB_TEXT(name));
	return take_id(rc, rows, id);
}

int
device_store_find_ever(struct db *db, int tenant, const char *name, int *id)
{
	struct db_rows *rows = NULL;
	int rc;

	rc = db_query(db, &rows,
	    "SELECT device_id FROM device WHERE tenant_id=$1 AND name=$2"
	    " ORDER BY retired DESC NULLS FIRST LIMIT 1",
	    DB_INT(tenant), DB_TEXT(name));
	return take_id(rc, rows, id);
}

int
device_store_find_at(
    struct db *db, int tenant, const char *name, int64_t at, int *id)
{
	struct db_rows *rows = NULL;
	int rc;

	rc = past_query(db, tenant, at, &rows,
	    "SELECT device_id FROM @device($2) WHERE tenant_id=$1 AND name=$3"
	    " AND $2::timestamptz IS NOT NULL"
	    " ORDER BY retired DESC NULLS FIRST LIMIT 1",
	    DB_TEXT(name));
	return take_id(rc, rows, id);
}

int
device_store_find_address(
    struct db *db, int tenant, const char *address, int port, int *id)
{
	struct db_rows *rows = NULL;
	int rc;

	rc = db_query(db, &rows,
	    "SELECT device_id FROM device WHERE tenant_id=$1 AND realm_id=1"
	    " AND address=$2::inet AND port=$3 AND retired IS NULL",
	    DB_INT(tenant), DB_TEXT(address), DB_INT(port));
	return take_id(rc, rows, id);
}

int
device_store_add(
    struct db *db, int tenant, struct device_row *d, const char *reason)
{
	struct db_rows *rows = NULL;
	int64_t id;
	int rc;

	rc = db_next_id(db, tenant, "device", &id);
	if (rc < 0)
		return rc;
	d->id = (int)id;
	rc = db_query(db, &rows,
	    "INSERT INTO device(tenant_id,device_id,realm_id,site_id,name,"
	    "address,port,credential_id,category,owner,supplier,criticality,"
	    "internet_facing,medical,any_source,tags,poll_s,in_service,created,"
	    "log_zone)"
	    " VALUES($1,$2,$19,$3,$4,$5::inet,$6,$7,$8,$9,$10,$11,$12,$13,$14,"
	    "coalesce(string_to_array($15,','),'{}'),$16,$17,$18,"
	    "$20)"
	    " RETURNING row_to_json(device)::text",
	    DB_INT(tenant), DB_INT(id), DB_ID(d->site), DB_TEXT(d->name),
	    DB_TEXT(d->address), DB_INT(d->port), DB_ID(d->credential),
	    DB_TEXT(d->category), DB_TEXT(d->owner), DB_TEXT(d->supplier),
	    DB_TEXT(d->criticality), DB_BOOL(d->internet_facing),
	    DB_BOOL(d->medical), DB_BOOL(d->any_source), DB_TEXT(d->tags),
	    DB_INT(d->poll_s), DB_TIME(d->in_service), DB_TIME(clock_now()),
	    DB_INT(d->realm == 0 ? 1 : d->realm), DB_TEXT(d->log_zone));
	if (rc == ERR_OK)
		rc = note(db, tenant, "device.add", d->name, NULL,
		    db_text(rows, 0, 0), reason);
	db_rows_free(rows);
	return rc;
}

/* The whole row as JSON, locked. */
static int
load_json(struct db *db, int tenant, int id, struct db_rows **rows)
{
	int rc;

	rc = db_query(db, rows,
	    "SELECT row_to_json(device)::text,name FROM device"
	    " WHERE tenant_id=$1 AND device_id=$2 FOR NO KEY UPDATE",
	    DB_INT(tenant), DB_INT(id));
	return rc == ERR_OK && db_count(*rows) == 0 ? ERR_NOTFOUND : rc;
}

int
device_store_lock(struct db *db, int tenant, int id)
{
	struct db_rows *rows = NULL;
	int rc = load_json(db, tenant, id, &rows);

	db_rows_free(rows);
	return rc;
}

int
device_store_edit(
    struct db *db, int tenant, const struct device_row *d, const char *reason)
{
	struct db_rows *was = NULL, *rows = NULL;
	int rc;

	rc = load_json(db, tenant, d->id, &was);
	if (rc == ERR_OK)
		rc = db_query(db, &rows,
		    "UPDATE device SET site_id=$3,name=$4,address=$5::inet,"
		    "port=$6,credential_id=$7,category=$8,owner=$9,supplier=$"
		    "10,"
		    "criticality=$11,internet_facing=$12,medical=$13,"
		    "any_source=$14,tags=coalesce(string_to_array($15,','),"
		    "'{}'),poll_s=$16,in_service=$17,log_zone=$18"
		    " WHERE tenant_id=$1 AND device_id=$2"
		    " RETURNING row_to_json(device)::text",
		    DB_INT(tenant), DB_INT(d->id), DB_ID(d->site),
		    DB_TEXT(d->name), DB_TEXT(d->address), DB_INT(d->port),
		    DB_ID(d->credential), DB_TEXT(d->category),
		    DB_TEXT(d->owner), DB_TEXT(d->supplier),
		    DB_TEXT(d->criticality), DB_BOOL(d->internet_facing),
		    DB_BOOL(d->medical), DB_BOOL(d->any_source),
		    DB_TEXT(d->tags), DB_INT(d->poll_s), DB_TIME(d->in_service),
		    DB_TEXT(d->log_zone));
	if (rc == ERR_OK &&
	    strcmp(db_text(was, 0, 0), db_text(rows, 0, 0)) != 0)
		rc = note(db, tenant, "device.edit", db_text(was, 0, 1),
		    db_text(was, 0, 0), db_text(rows, 0, 0), reason);
	db_rows_free(was);
	db_rows_free(rows);
	return rc;
}

int
device_store_in_service_until(struct db *db, int tenant, int id, int64_t *until)
{
	struct db_rows *rows = NULL;
	int rc;

	rc = db_query(db, &rows, "SELECT in_service_until($1,$2)",
	    DB_INT(tenant), DB_INT(id));
	if (rc == ERR_OK)
		*until = db_time(rows, 0, 0);
	db_rows_free(rows);
	return rc;
}

int
device_store_retire(
    struct db *db, int tenant, int id, int64_t at, const char *reason)
{
	struct db_rows *was = NULL, *rows = NULL;
	int rc;

	rc = load_json(db, tenant, id, &was);
	if (rc == ERR_OK)
		rc = db_query(db, &rows,
		    "UPDATE device SET retired=$3 WHERE tenant_id=$1"
		    " AND device_id=$2 RETURNING row_to_json(device)::text",
		    DB_INT(tenant), DB_INT(id), DB_TIME(at));
	if (rc == ERR_OK)
		rc = note(db, tenant, "device.retire", db_text(was, 0, 1),
		    db_text(was, 0, 0), db_text(rows, 0, 0), reason);
	db_rows_free(was);
	db_rows_free(rows);
	return rc;
}

#define ROW                                                             \
	"SELECT device_id,name,host(address),port,site_id,"             \
	"credential_id,category,owner,supplier,criticality,"            \
	"internet_facing,medical,any_source,array_to_string(tags,',')," \
	"poll_s,in_service,log_zone FROM device WHERE tenant_id=$1"

void
device_store_at(const struct db_rows *rows, size_t i, struct device_row *out)
{
	*out = (struct device_row){
		.id = (int)db_int(rows, i, 0),
		.name = db_text(rows, i, 1),
		.address = db_text(rows, i, 2),
		.port = (int)db_int(rows, i, 3),
		.site = (int)db_int(rows, i, 4),
		.credential = (int)db_int(rows, i, 5),
		.category = db_text(rows, i, 6),
		.owner = db_text(rows, i, 7),
		.supplier = db_text(rows, i, 8),
		.criticality = db_text(rows, i, 9),
		.internet_facing = db_bool(rows, i, 10),
		.medical = db_bool(rows, i, 11),
		.any_source = db_bool(rows, i, 12),
		.tags = db_text(rows, i, 13),
		.poll_s = (int)db_int(rows, i, 14),
		.in_service = db_time(rows, i, 15),
		.log_zone = db_text(rows, i, 16),
	};
	if (out->tags != NULL && out->tags[0] == '\0')
		out->tags = NULL;
}

int
device_store_load(struct db *db, int tenant, int id, struct device_row *out,
    struct db_rows **rows)
{
	int rc = db_query(
	    db, rows, ROW " AND device_id=$2", DB_INT(tenant), DB_INT(id));

	if (rc == ERR_OK && db_count(*rows) == 0)
		rc = ERR_NOTFOUND;
	if (rc == ERR_OK)
		device_store_at(*rows, 0, out);
	return rc;
}

int
device_store_load_all(struct db *db, int tenant, struct db_rows **rows)
{
	return db_query(db, rows, ROW " AND retired IS NULL ORDER BY device_id",
	    DB_INT(tenant));
}

/*
 * What is shown of a device, joined with what is known of it now; of an earlier
 * moment the version is known, and not whether it answered.
 */
#define SHOWN(never, known, running)                                        \
	"SELECT d.name,host(d.address),d.port,s.name,d.category,"           \
	"st.vendor,st.model,v.value,"                                       \
	"CASE WHEN d.retired IS NOT NULL THEN 'retired'"                    \
	" WHEN st.last_try IS NULL THEN " never " WHEN st.silent>0"         \
	" THEN 'silent'"                                                    \
	" WHEN st.refused>0 THEN 'refuses' ELSE 'answers' END,"             \
	"st.last_answer,c.label,d.owner,d.supplier,d.criticality,"          \
	"d.internet_facing,d.medical,array_to_json(d.tags)::text,d.poll_s," \
	"d.any_source,d.in_service,d.created,d.retired,"                    \
	"st.serial,st.profile,st.tested,st.granularity,st.sys_name,"        \
	"st.sys_object_id,st.protocol,st.level,st.boot_at,st.silent,"       \
	"st.silent_since,st.refused,st.refused_since,st.conflict,"          \
	"d.device_id," CHANGE_LAST("$1",                                    \
	    "'device/'||d.name") " FROM @device($5) d"                      \
				 " LEFT JOIN site s ON "                    \
				 "s.tenant_id=d.tenant_id"                  \
				 " AND s.site_id=d.site_id"                 \
				 " LEFT JOIN credential c ON "              \
				 "c.tenant_id=d.tenant_id"                  \
				 " AND c.credential_id=d.credential_id"     \
				 " LEFT JOIN device_state st ON "           \
				 "st.tenant_id=d.tenant_id"                 \
				 " AND st.device_id=d.device_id AND " known \
				 " LEFT JOIN version v ON "                 \
				 "v.tenant_id=d.tenant_id"                  \
				 " AND v.device_id=d.device_id AND "        \
				 "v.kind='product'"                         \
				 " AND v.component='' AND " running         \
				 " WHERE d.tenant_id=$1"

#define SHOWN_NOW SHOWN("'not polled'", "true", "v.until IS NULL")
#define SHOWN_THEN             \
	SHOWN("NULL", "false", \
	    "v.since<=$5 AND (v.until IS NULL OR v.until>$5)")

#define CHOSEN                                               \
	" AND ($2::text IS NULL OR s.name=$2)"               \
	" AND ($3::text IS NULL OR $3=ANY(d.tags))"          \
	" AND ($4 OR d.retired IS NULL) AND $5::timestamptz" \
	" IS NOT NULL ORDER BY s.name,d.name"                \
	" LIMIT nullif($6,0)"

int
device_store_each(struct db *db, int tenant, const struct device_filter *f,
    db_take *take, void *arg)
{
	const struct db_arg args[] = { DB_INT(tenant), DB_TEXT(f->site),
		DB_TEXT(f->tag), DB_BOOL(f->retired), DB_TIME(f->at),
		DB_INT(f->first) };
	char *sql = f->at == 0 ? past_sql(SHOWN_NOW CHOSEN, false)
			       : past_sql(SHOWN_THEN CHOSEN, true);
	int rc =
	    db_each(db, sql, sizeof(args) / sizeof(args[0]), args, take, arg);

	free(sql);
	return rc;
}

int
device_store_show(struct db *db, int tenant, int id, struct db_rows **out)
{
	char *sql = past_sql(SHOWN_NOW " AND d.device_id=$2", false);
	int rc = db_query(db, out, sql, DB_INT(tenant), DB_INT(id));

	free(sql);
	return rc;
}

int
device_store_versions(
    struct db *db, int tenant, int id, bool packages, struct db_rows **out)
{
	return db_query(db, out,
	    "SELECT kind,component,value,v.since,still(v.seen,z.said_at,"
	    "z.same_at),confidence,v.profile,oid,raw"
	    " FROM version v LEFT JOIN device_state z"
	    " USING(tenant_id,device_id) WHERE tenant_id=$1 AND device_id=$2"
	    " AND until IS NULL AND ($3 OR kind<>'package' OR EXISTS("
	    "SELECT 1 FROM deployment x JOIN patch_fix f"
	    " USING(tenant_id,patch_id) WHERE x.tenant_id=v.tenant_id"
	    " AND x.device_id=v.device_id"
	    " AND f.component='package:'||v.component))"
	    " ORDER BY kind='package',kind,component",
	    DB_INT(tenant), DB_INT(id), DB_BOOL(packages));
}

int
device_store_engine(struct db *db, int tenant, int device,
    const char *engine_id, struct db_rows **out)
{
	return db_query(db, out,
	    "SELECT (SELECT string_agg(name,', ') FROM (SELECT d.name"
	    " FROM device_state s JOIN device d USING(tenant_id,device_id)"
	    " WHERE s.tenant_id=$1 AND s.device_id<>$2"
	    " AND s.engine_id=decode($3,'hex') AND d.retired IS NULL"
	    " ORDER BY 1 LIMIT 5) x),"
	    "EXISTS(SELECT 1 FROM device_state WHERE tenant_id=$1"
	    " AND device_id=$2 AND engine_id<>decode($3,'hex'))",
	    DB_INT(tenant), DB_INT(device), DB_TEXT(engine_id));
}
