/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/supplier/supplier_store.h"

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/store/change_detail.h"
#include "lib/store/db.h"

int
supplier_find(struct db *db, int tenant, const char *name, int64_t *id)
{
	struct db_rows *rows = NULL;
	int rc = db_query(db, &rows,
	    "SELECT supplier_id FROM supplier WHERE tenant_id=$1 AND name=$2",
	    DB_INT(tenant), DB_TEXT(name));

	if (rc == ERR_OK && db_count(rows) == 0)
		rc = ERR_NOTFOUND;
	if (rc == ERR_OK)
		*id = db_int(rows, 0, 0);
	db_rows_free(rows);
	return rc;
}

int
supplier_add(struct db *db, int tenant, const char *name, const char *remark)
{
	struct db_rows *rows = NULL;
	struct buf object = { 0 };
	int64_t id;
	int rc = db_next_id(db, tenant, "supplier", &id);

	buf_printf(&object, "supplier/%s", name);
	if (rc == ERR_OK)
		rc = db_query(db, &rows,
		    "INSERT INTO supplier(tenant_id,supplier_id,name,note,"
		    "created) VALUES($1,$2,$3,$4,$5)"
		    " RETURNING row_to_json(supplier)::text",
		    DB_INT(tenant), DB_INT(id), DB_TEXT(name), DB_TEXT(remark),
		    DB_TIME(clock_now()));
	if (rc == ERR_OK)
		rc = change_rows_add(db, tenant,
		    &(struct change_rows){ "supplier.add", buf_str(&object),
			NULL, db_text(rows, 0, 0), NULL });
	db_rows_free(rows);
	buf_free(&object);
	return rc;
}
