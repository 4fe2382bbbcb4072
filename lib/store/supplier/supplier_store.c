/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/supplier/supplier_store.h"

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/store/change_detail.h"
#include "lib/store/db.h"
#include "lib/store/past.h"

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

int
supplier_of_site(struct db *db, int tenant, const char *site,
    const char *supplier, const char *reason, bool *changed)
{
	struct db_rows *was = NULL, *rows = NULL;
	struct buf object = { 0 };
	int rc = db_query(db, &was,
	    "SELECT row_to_json(site)::text,supplier IS DISTINCT FROM $3"
	    " FROM site WHERE tenant_id=$1 AND name=$2 FOR UPDATE",
	    DB_INT(tenant), DB_TEXT(site), DB_TEXT(supplier));

	if (rc == ERR_OK && db_count(was) == 0)
		rc = ERR_NOTFOUND;
	if (rc == ERR_OK) {
		*changed = db_bool(was, 0, 1);
		if (!*changed)
			goto out;
	}
	if (rc == ERR_OK)
		rc = db_query(db, &rows,
		    "UPDATE site SET supplier=$3 WHERE tenant_id=$1 AND name=$2"
		    " RETURNING row_to_json(site)::text",
		    DB_INT(tenant), DB_TEXT(site), DB_TEXT(supplier));
	buf_printf(&object, "site/%s", site);
	if (rc == ERR_OK)
		rc = change_rows_add(db, tenant,
		    &(struct change_rows){ "site.edit", buf_str(&object),
			db_text(was, 0, 0), db_text(rows, 0, 0), reason });
out:
	buf_free(&object);
	db_rows_free(was);
	db_rows_free(rows);
	return rc;
}

int
supplier_list(struct db *db, int tenant, const char *name, int64_t at,
    struct db_rows **out)
{
	return past_query(db, tenant, at, out,
	    "SELECT s.name,s.note,(SELECT count(*) FROM @device($2) d"
	    " LEFT JOIN @site($2) t ON t.tenant_id=d.tenant_id"
	    " AND t.site_id=d.site_id WHERE d.tenant_id=$1"
	    " AND d.retired IS NULL AND party(d.supplier,t.supplier)=s.name),"
	    "(SELECT count(*) FROM (SELECT DISTINCT ON(number) supplier_id,"
	    "closed,until,due FROM entry e WHERE e.tenant_id=$1"
	    " AND e.kind='contract' AND e.made<=$2"
	    " ORDER BY number,rev DESC) e"
	    " WHERE e.supplier_id=s.supplier_id"
	    " AND entry_status(closed,until,due,$2)='open'),"
	    "count(*) FILTER (WHERE timing IN('on_time','late','unknown')),"
	    "count(*) FILTER (WHERE timing='on_time'),"
	    "count(*) FILTER (WHERE timing='late'),"
	    "count(*) FILTER (WHERE timing='unknown'),"
	    "count(*) FILTER (WHERE timing='no_term'),max(u.days_late),"
	    "coalesce(max(c.claimed),0),coalesce(max(c.contradicted),0)"
	    " FROM @supplier($2) s"
	    " LEFT JOIN @@supplier_duty($1,$2) u ON u.supplier=s.name"
	    " LEFT JOIN (SELECT supplier,count(*) AS claimed,"
	    "count(*) FILTER (WHERE outcome='contradicted') AS contradicted"
	    " FROM @@supplier_checked($1,$2) GROUP BY supplier) c"
	    " ON c.supplier=s.name"
	    " WHERE s.tenant_id=$1 AND ($3::text IS NULL OR s.name=$3)"
	    " GROUP BY s.name,s.supplier_id,s.note ORDER BY s.name",
	    DB_TEXT(name));
}

int
supplier_duties(
    struct db *db, int tenant, const char *supplier, struct db_rows **out)
{
	return db_query(db, out,
	    "SELECT supplier,patch,device,priority,began,agreed,claimed,shown,"
	    "seen,days_late,timing FROM supplier_duty($1,now())"
	    " WHERE $2::text IS NULL OR supplier=$2"
	    " ORDER BY supplier,patch,device",
	    DB_INT(tenant), DB_TEXT(supplier));
}

int
supplier_checked(
    struct db *db, int tenant, const char *supplier, struct db_rows **out)
{
	return db_query(db, out,
	    "SELECT supplier,patch,device,claimed,outcome,observed,agreed,"
	    "days_late,note FROM supplier_checked($1,now())"
	    " WHERE $2::text IS NULL OR supplier=$2"
	    " ORDER BY supplier,claimed,patch,device",
	    DB_INT(tenant), DB_TEXT(supplier));
}
