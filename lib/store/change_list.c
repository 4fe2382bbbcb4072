/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/change_list.h"

#include "lib/base/err.h"
#include "lib/store/db.h"

int
change_list(struct db *db, int tenant, const struct change_filter *f,
    struct db_rows **out)
{
	return db_query(db, out,
	    "SELECT * FROM(SELECT seq,at,actor,action,object,reason,detail,"
	    "encode(hash,'hex') FROM change WHERE tenant_id=$1"
	    " AND ($2::text IS NULL OR object=$2"
	    " OR starts_with(object,$2||'/'))"
	    " AND ($3::text IS NULL OR actor=$3)"
	    " AND ($4::text IS NULL OR action=$4"
	    " OR starts_with(action,$4||'.'))"
	    " AND ($5::timestamptz IS NULL OR at>=$5)"
	    " AND ($6::timestamptz IS NULL OR at<=$6)"
	    " ORDER BY seq DESC LIMIT $7) c ORDER BY seq",
	    DB_INT(tenant), DB_TEXT(f->object), DB_TEXT(f->actor),
	    DB_TEXT(f->action), db_arg_time(f->since), db_arg_time(f->until),
	    DB_INT(f->last));
}

int
change_show(struct db *db, int tenant, int64_t seq, struct db_rows **out)
{
	return db_query(db, out,
	    "SELECT seq,at,actor,action,object,reason,detail,"
	    "encode(prev,'hex'),encode(hash,'hex') FROM change"
	    " WHERE tenant_id=$1 AND seq=$2",
	    DB_INT(tenant), DB_INT(seq));
}

int
change_rev(struct db *db, int tenant, const char *object, int64_t *rev)
{
	struct db_rows *rows = NULL;
	int rc = db_query(db, &rows,
	    "SELECT max(seq) FROM change WHERE tenant_id=$1 AND object=$2",
	    DB_INT(tenant), DB_TEXT(object));

	if (rc == ERR_OK)
		*rev = db_int(rows, 0, 0);
	db_rows_free(rows);
	return rc;
}

int
change_since(struct db *db, int tenant, const char *object, int64_t rev,
    struct db_rows **out)
{
	return db_query(db, out,
	    "SELECT seq,at,actor,action,detail FROM change WHERE tenant_id=$1"
	    " AND object=$2 AND seq>$3 ORDER BY seq",
	    DB_INT(tenant), DB_TEXT(object), DB_INT(rev));
}

int
change_points(struct db *db, int tenant, struct db_rows **out)
{
	return db_query(db, out,
	    "SELECT trail_line((tenant_id,change_seq,change_hash)::change_head,"
	    "made) FROM report WHERE tenant_id=$1 AND change_seq>0"
	    " ORDER BY report_id",
	    DB_INT(tenant));
}
