/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/device/device_store.h"

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/mem.h"
#include "lib/store/change.h"
#include "lib/store/change_detail.h"
#include "lib/store/db.h"
#include "lib/store/past.h"

/* Sites, and finding credentials, of device_store.h. */

static int
find_id(struct db *db, const char *sql, int tenant, const char *name, int *id)
{
	struct db_rows *rows = NULL;
	int rc;

	rc = db_query(db, &rows, sql, DB_INT(tenant), DB_TEXT(name));
	if (rc == ERR_OK && db_count(rows) == 0)
		rc = ERR_NOTFOUND;
	if (rc == ERR_OK)
		*id = (int)db_int(rows, 0, 0);
	db_rows_free(rows);
	return rc;
}

static int
next_id(struct db *db, int tenant, const char *kind, int *id)
{
	int64_t next;
	int rc = db_next_id(db, tenant, kind, &next);

	if (rc == ERR_OK)
		*id = (int)next;
	return rc;
}

static int
note(struct db *db, int tenant, const char *action, const char *noun,
    const char *name, const char *old_row, const char *new_row)
{
	struct buf object = { 0 };
	int rc;

	buf_printf(&object, "%s/%s", noun, name);
	rc = change_rows_add(db, tenant,
	    &(struct change_rows){
		action, buf_str(&object), old_row, new_row, NULL });
	buf_free(&object);
	return rc;
}

int
site_find(struct db *db, int tenant, const char *name, int *id)
{
	return find_id(db,
	    "SELECT site_id FROM site WHERE tenant_id=$1 AND name=$2", tenant,
	    name, id);
}

int
site_add(struct db *db, int tenant, const char *name, int *id)
{
	struct db_rows *rows = NULL;
	int rc;

	rc = next_id(db, tenant, "site", id);
	if (rc == ERR_OK)
		rc = db_query(db, &rows,
		    "INSERT INTO site(tenant_id,site_id,name) VALUES($1,$2,$3)"
		    " RETURNING row_to_json(site)::text",
		    DB_INT(tenant), DB_INT(*id), DB_TEXT(name));
	if (rc == ERR_OK)
		rc = note(db, tenant, "site.add", "site", name, NULL,
		    db_text(rows, 0, 0));
	db_rows_free(rows);
	return rc;
}

int
site_set_calendar(struct db *db, int tenant, int id, const char *calendar,
    const char *reason, bool *changed)
{
	struct db_rows *was = NULL, *rows = NULL;
	int rc = db_query(db, &was,
	    "SELECT row_to_json(site)::text,name,"
	    "calendar IS DISTINCT FROM $3::text"
	    " FROM site WHERE tenant_id=$1 AND site_id=$2 FOR UPDATE",
	    DB_INT(tenant), DB_INT(id), DB_TEXT(calendar));

	if (rc == ERR_OK && db_count(was) == 0)
		rc = ERR_NOTFOUND;
	*changed = rc == ERR_OK && db_bool(was, 0, 2);
	if (*changed)
		rc = db_query(db, &rows,
		    "UPDATE site SET calendar=$3 WHERE tenant_id=$1"
		    " AND site_id=$2 RETURNING row_to_json(site)::text",
		    DB_INT(tenant), DB_INT(id), DB_TEXT(calendar));
	if (rc == ERR_OK && *changed)
		rc = change_note(db, tenant,
		    &(struct change_note){ .action = "site.edit",
			.kind = "site",
			.name = db_text(was, 0, 1),
			.old_row = db_text(was, 0, 0),
			.new_row = db_text(rows, 0, 0),
			.reason = reason });
	db_rows_free(was);
	db_rows_free(rows);
	return rc;
}

int
site_calendar(struct db *db, int tenant, int id, char **out)
{
	struct db_rows *rows = NULL;
	int rc = db_query(db, &rows,
	    "SELECT calendar FROM site WHERE tenant_id=$1 AND site_id=$2",
	    DB_INT(tenant), DB_INT(id));

	*out = NULL;
	if (rc == ERR_OK && db_count(rows) > 0 && !db_is_null(rows, 0, 0))
		*out = mem_dup_str(db_text(rows, 0, 0));
	db_rows_free(rows);
	return rc;
}

int
site_list(struct db *db, int tenant, int64_t at, struct db_rows **out)
{
	return past_query(db, tenant, at, out,
	    "SELECT "
	    "s.name,count(d.device_id),s.supplier,s.calendar," CHANGE_LAST(
		"$1", "'site/'||s.name") " FROM @site($2) s"
					 " LEFT JOIN @device($2) d"
					 " ON d.tenant_id=s.tenant_id AND "
					 "d.site_id=s.site_id"
					 " AND d.retired IS NULL WHERE "
					 "s.tenant_id=$1 AND s.created<=$2"
					 " GROUP BY "
					 "s.site_id,s.name,s.supplier,s."
					 "calendar ORDER BY s.name");
}

int
site_lock(struct db *db, int tenant, int id)
{
	return db_query(db, NULL,
	    "SELECT FROM site WHERE tenant_id=$1 AND site_id=$2 FOR UPDATE",
	    DB_INT(tenant), DB_INT(id));
}

int
credential_find(struct db *db, int tenant, const char *label, int *id)
{
	return find_id(db,
	    "SELECT credential_id FROM credential"
	    " WHERE tenant_id=$1 AND label=$2 AND removed IS NULL",
	    tenant, label, id);
}

int
credential_only(struct db *db, int tenant, int *id)
{
	struct db_rows *rows = NULL;
	int rc;

	rc = db_query(db, &rows,
	    "SELECT credential_id FROM credential WHERE tenant_id=$1"
	    " AND removed IS NULL LIMIT 2",
	    DB_INT(tenant));
	if (rc == ERR_OK && db_count(rows) != 1)
		rc = ERR_NOTFOUND;
	if (rc == ERR_OK)
		*id = (int)db_int(rows, 0, 0);
	db_rows_free(rows);
	return rc;
}
