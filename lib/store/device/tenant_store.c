/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/device/tenant_store.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/mem.h"
#include "lib/store/change_detail.h"
#include "lib/store/db.h"
#include "lib/store/people/holder_store.h"

int
tenant_store_load(
    struct db *db, int id, struct tenant *out, struct db_rows **rows)
{
	int rc;

	rc = db_query(db, rows,
	    "SELECT name,kind,language,zone FROM tenant WHERE tenant_id=$1",
	    DB_INT(id));
	if (rc < 0)
		return rc;
	if (db_count(*rows) == 0)
		return ERR_NOTFOUND;
	out->id = id;
	out->name = db_text(*rows, 0, 0);
	out->kind = db_text(*rows, 0, 1);
	out->language = db_text(*rows, 0, 2);
	out->zone = db_text(*rows, 0, 3);
	return ERR_OK;
}

int
tenant_store_add(struct db *db, const struct tenant *t)
{
	struct db_rows *rows = NULL;
	int rc;

	rc = db_query(db, NULL,
	    "INSERT INTO tenant(tenant_id,name,kind,language,zone,created)"
	    " VALUES($1,$2,$3,$4,$5,$6)",
	    DB_INT(t->id), DB_TEXT(t->name), DB_TEXT(t->kind),
	    DB_TEXT(t->language), DB_TEXT(t->zone), DB_TIME(clock_now()));
	/* Seen by its founder once the database made them that. */
	if (rc == ERR_OK)
		rc = db_query(db, &rows,
		    "SELECT row_to_json(tenant)::text FROM tenant"
		    " WHERE tenant_id=$1",
		    DB_INT(t->id));
	if (rc == ERR_OK)
		rc = db_query(db, NULL,
		    "INSERT INTO realm(tenant_id,realm_id,name)"
		    " VALUES($1,1,$2)",
		    DB_INT(t->id), DB_TEXT(t->name));
	if (rc == ERR_OK)
		rc = change_rows_add(db, t->id,
		    &(struct change_rows){ "tenant.add", "tenant", NULL,
			db_text(rows, 0, 0), NULL });
	if (rc == ERR_OK)
		rc = holder_note_founder(db, t->id);
	db_rows_free(rows);
	return rc;
}

int
setting_load(struct db *db, int tenant, const char *key, char **out)
{
	struct db_rows *rows = NULL;
	int rc;

	*out = NULL;
	rc = db_query(db, &rows,
	    "SELECT value FROM setting WHERE tenant_id=$1 AND key=$2",
	    DB_INT(tenant), DB_TEXT(key));
	if (rc == ERR_OK && db_count(rows) > 0)
		*out = mem_dup_str(db_text(rows, 0, 0));
	db_rows_free(rows);
	return rc;
}

static int
note_setting(struct db *db, int tenant, const char *key, const char *was,
    const char *reason)
{
	struct db_rows *rows = NULL;
	struct buf object = { 0 };
	int rc;

	buf_printf(&object, "setting/%s", key);
	rc = db_query(db, &rows,
	    "SELECT json_build_object('value',$1::text)::text,"
	    " json_build_object('value',value)::text"
	    " FROM setting WHERE tenant_id=$2 AND key=$3",
	    DB_TEXT(was), DB_INT(tenant), DB_TEXT(key));
	if (rc == ERR_OK)
		rc = change_rows_add(db, tenant,
		    &(struct change_rows){ "setting.set", buf_str(&object),
			was == NULL ? NULL : db_text(rows, 0, 0),
			db_text(rows, 0, 1), reason });
	db_rows_free(rows);
	buf_free(&object);
	return rc;
}

int
setting_save(struct db *db, int tenant, const char *key, const char *value,
    const char *reason, bool *changed)
{
	char *was = NULL;
	bool same;
	int rc;

	rc = setting_load(db, tenant, key, &was);
	same = was != NULL && strcmp(was, value) == 0;
	if (changed != NULL)
		*changed = !same;
	if (rc == ERR_OK && !same) {
		rc = db_query(db, NULL,
		    "INSERT INTO setting(tenant_id,key,value) VALUES($1,$2,$3)"
		    " ON CONFLICT(tenant_id,key) DO UPDATE"
		    " SET value=excluded.value",
		    DB_INT(tenant), DB_TEXT(key), DB_TEXT(value));
		if (rc == ERR_OK)
			rc = note_setting(db, tenant, key, was, reason);
	}
	free(was);
	return rc;
}
