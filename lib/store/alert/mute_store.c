/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/alert/mute_store.h"

#include <stdio.h>

#include "lib/base/err.h"
#include "lib/store/change_detail.h"
#include "lib/store/db.h"
#include "lib/store/past.h"

static int
note(struct db *db, int tenant, int64_t id, struct change_rows c)
{
	char object[32];

	snprintf(object, sizeof(object), "mute/%lld", (long long)id);
	c.object = object;
	return change_rows_add(db, tenant, &c);
}

int
mute_add(struct db *db, int tenant, const struct mute *m, int64_t *id)
{
	struct db_rows *rows = NULL;
	int rc = db_next_id(db, tenant, "mute", id);

	if (rc == ERR_OK)
		rc = db_query(db, &rows,
		    "INSERT INTO mute(tenant_id,mute_id,rule,site_id,"
		    "device_id,since,until,reason)"
		    " VALUES($1,$2,$3,$4,$5,$6,$7,$8)"
		    " RETURNING row_to_json(mute)::text",
		    DB_INT(tenant), DB_INT(*id), DB_TEXT(m->rule),
		    DB_ID(m->site_id), DB_ID(m->device_id), DB_TIME(m->since),
		    DB_TIME(m->until), DB_TEXT(m->reason));
	if (rc == ERR_OK)
		rc = note(db, tenant, *id,
		    (struct change_rows){ .action = "mute.add",
			.new_row = db_text(rows, 0, 0),
			.reason = m->reason });
	db_rows_free(rows);
	return rc;
}

int
mute_end(struct db *db, int tenant, int64_t id, const char *reason)
{
	struct db_rows *was = NULL, *is = NULL;
	int rc = db_query(db, &was,
	    "SELECT row_to_json(m)::text FROM mute m WHERE tenant_id=$1"
	    " AND mute_id=$2 AND ended IS NULL AND until>now()",
	    DB_INT(tenant), DB_INT(id));

	if (rc == ERR_OK && db_count(was) == 0)
		rc = ERR_NOTFOUND;
	if (rc == ERR_OK)
		rc = db_query(db, &is,
		    "UPDATE mute SET ended=now(),ended_by=session_user"
		    " WHERE tenant_id=$1 AND mute_id=$2"
		    " RETURNING row_to_json(mute)::text",
		    DB_INT(tenant), DB_INT(id));
	if (rc == ERR_OK && db_count(is) == 0)
		rc = ERR_DENIED;
	if (rc == ERR_OK)
		rc = note(db, tenant, id,
		    (struct change_rows){ .action = "mute.end",
			.old_row = db_text(was, 0, 0),
			.new_row = db_text(is, 0, 0),
			.reason = reason });
	db_rows_free(was);
	db_rows_free(is);
	return rc;
}

int
mute_list(struct db *db, int tenant, bool all, int64_t at, struct db_rows **out)
{
	return past_query(db, tenant, at, out,
	    "SELECT m.mute_id,m.rule,s.name,d.name,m.since,m.until,m.reason,"
	    "m.made_by,m.made,m.ended,m.ended_by FROM @mute($2) m"
	    " LEFT JOIN @site($2) s ON s.tenant_id=m.tenant_id"
	    " AND s.site_id=m.site_id"
	    " LEFT JOIN @device($2) d ON d.tenant_id=m.tenant_id"
	    " AND d.device_id=m.device_id WHERE m.tenant_id=$1 AND m.made<=$2"
	    " AND($3 OR(m.ended IS NULL AND m.until>$2))"
	    " ORDER BY m.mute_id",
	    DB_BOOL(all));
}
