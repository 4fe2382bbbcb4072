/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/patch/ring_store.h"

#include <stdio.h>

#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/store/change_detail.h"
#include "lib/store/db.h"
#include "lib/store/past.h"

int
ring_candidates(
    struct db *db, int tenant, int patch, int all, struct db_rows **out)
{
	return db_query(db, out,
	    "SELECT d.device_id,dense_rank() OVER(ORDER BY s.vendor NULLS "
	    "FIRST,s.model NULLS FIRST),coalesce(v.site_id,0)"
	    " FROM deployment d JOIN device v USING(tenant_id,device_id)"
	    " LEFT JOIN device_state s USING(tenant_id,device_id)"
	    " WHERE d.tenant_id=$1 AND d.patch_id=$2 AND d.state<>'withdrawn'"
	    " AND ($3=1 OR NOT EXISTS(SELECT FROM ring r"
	    " WHERE r.tenant_id=d.tenant_id AND r.patch_id=d.patch_id"
	    " AND r.device_id=d.device_id)) ORDER BY 1",
	    DB_INT(tenant), DB_INT(patch), DB_INT(all));
}

int
ring_put(struct db *db, int tenant, int patch, int device, int ring)
{
	struct db_rows *rows = NULL;
	int rc = db_query(db, &rows,
	    "INSERT INTO ring(tenant_id,patch_id,device_id,ring,at,actor)"
	    " SELECT tenant_id,patch_id,device_id,$4,$5,session_user"
	    " FROM deployment WHERE tenant_id=$1 AND patch_id=$2"
	    " AND device_id=$3"
	    " ON CONFLICT(tenant_id,patch_id,device_id) DO UPDATE"
	    " SET ring=excluded.ring,at=excluded.at,actor=excluded.actor"
	    " RETURNING 1",
	    DB_INT(tenant), DB_INT(patch), DB_INT(device), DB_INT(ring),
	    DB_TIME(clock_now()));

	if (rc == ERR_OK && db_count(rows) == 0)
		rc = ERR_NOTFOUND;
	db_rows_free(rows);
	return rc;
}

int
ring_note(
    struct db *db, int tenant, int patch, const char *what, const char *reason)
{
	struct db_rows *rows = NULL;
	char object[64];
	int rc = db_query(db, &rows,
	    "SELECT json_build_object('pilot',count(*) FILTER(WHERE ring=0),"
	    "'few',count(*) FILTER(WHERE ring=1),"
	    "'some',count(*) FILTER(WHERE ring=2),"
	    "'rest',count(*) FILTER(WHERE ring=3))::text"
	    " FROM ring WHERE tenant_id=$1 AND patch_id=$2",
	    DB_INT(tenant), DB_INT(patch));

	snprintf(object, sizeof(object), "patch/%d", patch);
	if (rc == ERR_OK)
		rc = change_rows_add(db, tenant,
		    &(struct change_rows){
			what, object, NULL, db_text(rows, 0, 0), reason });
	db_rows_free(rows);
	return rc;
}

int
ring_gates(
    struct db *db, int tenant, int patch, int64_t at, struct db_rows **out)
{
	return past_query(db, tenant, at, out,
	    "SELECT (ARRAY['pilot','few','some','rest'])[ring+1] AS ring,"
	    "devices,proven,regressed,waiting,paused,"
	    "floor(hours_left)::bigint AS hours_left,gate"
	    " FROM @@ring_gates($1,$3,$2)",
	    DB_INT(patch));
}

int
ring_devices(
    struct db *db, int tenant, int patch, int64_t at, struct db_rows **out)
{
	return past_query(db, tenant, at, out,
	    "SELECT (ARRAY['pilot','few','some','rest'])[r.ring+1] AS ring,"
	    "v.name AS device,i.name AS site,s.model,d.state,d.paused,"
	    "d.deadline FROM @ring($2) r"
	    " JOIN @deployment($2) d USING(tenant_id,patch_id,device_id)"
	    " JOIN @device($2) v USING(tenant_id,device_id)"
	    " LEFT JOIN @site($2) i ON i.tenant_id=v.tenant_id"
	    " AND i.site_id=v.site_id"
	    " LEFT JOIN @device_state($2) s ON s.tenant_id=v.tenant_id"
	    " AND s.device_id=v.device_id"
	    " WHERE r.tenant_id=$1 AND r.patch_id=$3 AND r.at<=$2"
	    " ORDER BY r.ring,v.name",
	    DB_INT(patch));
}

int
ring_due(struct db *db, int64_t now, struct db_rows **out)
{
	return db_query(db, out,
	    "WITH x AS(SELECT r.*,d.observe_from AS since,"
	    "coalesce(d.window_start,d.last_old,d.seen) AS changed,l.day,"
	    "count(d.observe_from) FILTER(WHERE d.observe_from"
	    "+make_interval(days=>l.day)<=$1) OVER w AS come,"
	    "count(*) OVER w AS n"
	    " FROM ring r JOIN deployment d"
	    " USING(tenant_id,patch_id,device_id)"
	    " CROSS JOIN unnest(ARRAY[1,3,7]) AS l(day)"
	    " WHERE d.state NOT IN('withdrawn','already_met')"
	    " AND NOT EXISTS(SELECT FROM ring_comparison q"
	    " WHERE q.tenant_id=r.tenant_id AND q.patch_id=r.patch_id"
	    " AND q.ring=r.ring AND q.day=l.day)"
	    " WINDOW w AS(PARTITION BY r.tenant_id,r.patch_id,r.ring,l.day))"
	    " SELECT x.tenant_id,x.patch_id,x.ring,x.day,x.device_id,x.changed,"
	    "x.since,t.zone FROM x JOIN tenant t USING(tenant_id)"
	    " WHERE x.come>=.95*x.n AND x.come>0"
	    " AND x.since+make_interval(days=>x.day)<=$1"
	    /* What is older than the weeks that are looked at is over. */
	    " AND x.since>=$1-interval '21 days' ORDER BY 1,2,3,4,5",
	    DB_TIME(now));
}

int
ring_compared(struct db *db, const struct ring_comparison *c)
{
	return db_query(db, NULL,
	    "INSERT INTO ring_comparison(tenant_id,patch_id,ring,day,at,"
	    "outcome,why,words,detail) VALUES($1,$2,$3,$4,$5,$6,$7,$8,"
	    "$9::jsonb) ON CONFLICT DO NOTHING",
	    DB_INT(c->tenant_id), DB_INT(c->patch_id), DB_INT(c->ring),
	    DB_INT(c->day), DB_TIME(c->at), DB_TEXT(c->outcome),
	    DB_TEXT(c->why), DB_TEXT(c->words), DB_TEXT(c->detail));
}

int
ring_dismiss(struct db *db, int tenant, int patch, int ring, const char *reason)
{
	struct db_rows *rows = NULL;
	int rc = db_query(db, &rows,
	    "UPDATE ring_comparison SET dismissed=$4,"
	    "dismissed_by=session_user,dismissed_why=$5 WHERE tenant_id=$1"
	    " AND patch_id=$2 AND ring=$3 AND outcome='failed'"
	    " AND dismissed IS NULL RETURNING 1",
	    DB_INT(tenant), DB_INT(patch), DB_INT(ring), DB_TIME(clock_now()),
	    DB_TEXT(reason));

	if (rc == ERR_OK && db_count(rows) == 0)
		rc = ERR_NOTFOUND;
	db_rows_free(rows);
	return rc < 0
	    ? rc
	    : ring_note(db, tenant, patch, "patch.ring_dismiss", reason);
}
