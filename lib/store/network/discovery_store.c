/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/network/discovery_store.h"

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/store/change_detail.h"
#include "lib/store/db.h"
#include "lib/store/past.h"

static int
add_request(struct db *db, const struct discovery *d)
{
	int64_t request;
	int rc = db_next_id(db, d->tenant_id, "request", &request);

	if (rc < 0)
		return rc;
	return db_query(db, NULL,
	    "INSERT INTO request(tenant_id,request_id,kind,asked,asked_by,args)"
	    " VALUES($1,$2,'discover',$3,session_user,"
	    "jsonb_build_object('discovery',$4::integer))",
	    DB_INT(d->tenant_id), DB_INT(request), DB_TIME(clock_now()),
	    DB_INT(d->id));
}

/* The blocks as an array of SQL. */
static void
print_blocks(const struct discovery *d, struct buf *out)
{
	char text[PREFIX_TEXT_MAX];

	buf_add_str(out, "{");
	for (size_t i = 0; i < d->count; i++)
		buf_printf(out, "%s%s", i > 0 ? "," : "",
		    prefix_format(&d->blocks[i], text));
	buf_add_str(out, "}");
}

/* A run in the trail; row is its JSON where it begins. */
static int
note(struct db *db, int tenant, int64_t id, const char *action, const char *row)
{
	return change_note(db, tenant,
	    &(struct change_note){ .action = action,
		.kind = "discovery",
		.id = id,
		.new_row = row });
}

int
discovery_add(struct db *db, struct discovery *d)
{
	struct buf blocks = { 0 };
	struct db_rows *rows = NULL;
	int64_t id;
	int rc;

	rc = db_next_id(db, d->tenant_id, "discovery", &id);
	if (rc < 0)
		return rc;
	d->id = (int)id;
	print_blocks(d, &blocks);
	rc = db_query(db, &rows,
	    "INSERT INTO discovery(tenant_id,discovery_id,realm_id,blocks,rate,"
	    "seed,total,asked,asked_by) VALUES($1,$2,$3,$4::cidr[],$5,$6,$7,$8,"
	    "session_user) RETURNING jsonb_build_object('blocks',blocks,"
	    "'rate',rate,'addresses',total)::text",
	    DB_INT(d->tenant_id), DB_INT(d->id), DB_INT(d->realm_id),
	    DB_TEXT(buf_str(&blocks)), DB_INT(d->rate),
	    DB_INT((int64_t)d->seed), DB_INT((int64_t)d->total),
	    DB_TIME(clock_now()));
	if (rc == ERR_OK)
		rc = note(db, d->tenant_id, d->id, "discover.run",
		    db_text(rows, 0, 0));
	if (rc == ERR_OK)
		rc = add_request(db, d);
	db_rows_free(rows);
	buf_free(&blocks);
	return rc;
}

int
discovery_progress(struct db *db, int tenant, int id, struct db_rows **out)
{
	int rc;

	rc = db_query(db, out,
	    "SELECT "
	    "state,reason,total,done,skipped,answered,found,started,spared"
	    " FROM discovery WHERE tenant_id=$1 AND discovery_id=$2",
	    DB_INT(tenant), DB_INT(id));
	if (rc == ERR_OK && db_count(*out) == 0) {
		db_rows_free(*out);
		*out = NULL;
		rc = ERR_NOTFOUND;
	}
	return rc;
}

int
discovery_list(struct db *db, int tenant, int64_t at, struct db_rows **out)
{
	return past_query(db, tenant, at, out,
	    "SELECT discovery_id,state,reason,array_to_json(blocks)::text,"
	    "total,done,skipped,answered,found,rate,asked,asked_by,finished"
	    " FROM @discovery($2) WHERE tenant_id=$1 AND asked<=$2"
	    " ORDER BY discovery_id DESC");
}

int
discovery_stop(struct db *db, int tenant, int id, size_t *stopped)
{
	struct db_rows *rows = NULL;
	int rc;

	rc = db_query(db, &rows,
	    "UPDATE discovery SET stop=true WHERE tenant_id=$1"
	    " AND ($2=0 OR discovery_id=$2) AND finished IS NULL"
	    " RETURNING discovery_id",
	    DB_INT(tenant), DB_INT(id));
	if (rc == ERR_OK)
		*stopped = db_count(rows);
	for (size_t i = 0; rc == ERR_OK && i < *stopped; i++)
		rc = note(
		    db, tenant, db_int(rows, i, 0), "discover.cancel", NULL);
	db_rows_free(rows);
	return rc;
}
