/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/structure/difference_store.h"

#include "lib/base/err.h"
#include "lib/model/structure/difference.h"
#include "lib/store/db.h"
#include "lib/store/past.h"

int
difference_open(struct db *db, int tenant, int device, struct db_rows **out)
{
	return db_query(db, out,
	    "SELECT kind,source,key,seen,told FROM difference"
	    " WHERE tenant_id=$1 AND device_id=$2 AND over IS NULL",
	    DB_INT(tenant), DB_INT(device));
}

int
difference_add(struct db *db, int tenant, int device, int64_t since,
    const struct difference *d, int64_t at)
{
	const struct structure_part *p = d->before;
	const char *other = "";

	if (d->after != NULL)
		other = d->kind == DIFFERENCE_FAULT ? d->after->said
						    : d->after->peer;
	return db_query(db, NULL,
	    "INSERT INTO difference(tenant_id,device_id,since,kind,part,source,"
	    "key,label,peer,other,were,are,state,sure,seen)"
	    " VALUES($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15)",
	    DB_INT(tenant), DB_INT(device), DB_TIME(since),
	    DB_TEXT(difference_name(d->kind)),
	    DB_TEXT(structure_kind_name(p->kind)), DB_TEXT(p->source),
	    DB_TEXT(p->key), DB_TEXT(p->label), DB_TEXT(p->peer),
	    DB_TEXT(other), DB_INT(d->were), DB_INT(d->are),
	    d->after == NULL ? DB_NULL : DB_INT(d->after->state),
	    DB_BOOL(d->is_sure), DB_TIME(at));
}

int
difference_tell(struct db *db, int tenant, int device, const char *kind,
    const char *source, const char *key, int64_t at, int64_t evidence)
{
	return db_query(db, NULL,
	    "UPDATE difference SET told=$6,"
	    "evidence=array_remove(ARRAY[$7::bigint],0)"
	    " WHERE tenant_id=$1 AND device_id=$2 AND kind=$3 AND source=$4"
	    " AND key=$5 AND over IS NULL",
	    DB_INT(tenant), DB_INT(device), DB_TEXT(kind), DB_TEXT(source),
	    DB_TEXT(key), DB_TIME(at), DB_INT(evidence));
}

int
difference_over(struct db *db, int tenant, int device, const char *kind,
    const char *source, const char *key, int64_t at)
{
	return db_query(db, NULL,
	    "WITH flaw AS (DELETE FROM difference WHERE tenant_id=$1"
	    " AND device_id=$2 AND kind=$3 AND source=$4 AND key=$5"
	    " AND over IS NULL AND told IS NULL)"
	    " UPDATE difference SET over=$6 WHERE tenant_id=$1 AND device_id=$2"
	    " AND kind=$3 AND source=$4 AND key=$5 AND over IS NULL"
	    " AND told IS NOT NULL",
	    DB_INT(tenant), DB_INT(device), DB_TEXT(kind), DB_TEXT(source),
	    DB_TEXT(key), DB_TIME(at));
}

int
difference_list(struct db *db, int tenant, int device, int64_t since,
    bool only_open, int64_t at, struct db_rows **out)
{
	return past_query(db, tenant, at, out,
	    "SELECT v.name,d.kind,d.part,d.source,d.key,d.label,d.peer,d.other,"
	    "d.were,d.are,coalesce(d.state,0),d.sure,d.seen,d.told,"
	    "CASE WHEN d.over<=$2 THEN d.over END"
	    " FROM difference d JOIN @device($2) v USING(tenant_id,device_id)"
	    " WHERE d.tenant_id=$1 AND ($3=0 OR d.device_id=$3)"
	    " AND d.told BETWEEN $4 AND $2"
	    " AND (NOT $5 OR d.over IS NULL OR d.over>$2)"
	    " ORDER BY d.seen,v.name,d.source,d.key",
	    DB_INT(device), DB_TIME(since), DB_BOOL(only_open));
}

void
difference_loss(const struct db_rows *rows, size_t i, int col, struct loss *out)
{
	*out = (struct loss){
		.source = db_text(rows, i, col + 2),
		.key = db_text(rows, i, col + 3),
		.label = db_text(rows, i, col + 4),
		.peer = db_text(rows, i, col + 5),
		.other = db_text(rows, i, col + 6),
		.were = db_int(rows, i, col + 7),
		.are = db_int(rows, i, col + 8),
		.state = db_int(rows, i, col + 9),
	};
	/* The table takes no other words. */
	(void)difference_parse(db_text(rows, i, col), &out->kind);
	(void)structure_kind_parse(db_text(rows, i, col + 1), &out->part);
}

void
difference_row(const struct db_rows *rows, size_t i, struct loss_row *out)
{
	*out = (struct loss_row){
		.device = db_text(rows, i, 0),
		.is_sure = db_bool(rows, i, 11),
		.seen = db_time(rows, i, 12),
		.told = db_time(rows, i, 13),
		.over = db_time(rows, i, 14),
	};
	difference_loss(rows, i, 1, &out->loss);
}
