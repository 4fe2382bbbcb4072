/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/patch/comparison_store.h"

#include <stdio.h>

#include "lib/base/err.h"
#include "lib/store/change_detail.h"
#include "lib/store/db.h"
#include "lib/store/past.h"

int
comparison_roll(struct db *db, int64_t whole, int most, int *n)
{
	struct db_rows *rows = NULL;
	int rc = db_query(
	    db, &rows, "SELECT roll($1,$2)", DB_TIME(whole), DB_INT(most));

	if (rc == ERR_OK)
		*n = (int)db_int(rows, 0, 0);
	db_rows_free(rows);
	return rc;
}

int
comparison_crashes(struct db *db, int64_t now, struct db_rows **out)
{
	return db_query(
	    db, out, "SELECT * FROM crashes_found($1)", DB_TIME(now));
}

/* One of each deployment, from when both were so. */
int
comparison_losses(struct db *db, struct db_rows **out)
{
	return db_query(db, out,
	    "SELECT DISTINCT ON(d.tenant_id,d.patch_id,d.device_id)"
	    "d.tenant_id,d.patch_id,d.device_id,greatest(x.told,d.observe_from)"
	    ",coalesce(x.evidence[1],0),x.kind,x.part,x.source,x.key,x.label,"
	    "x.peer,x.other,x.were,x.are,coalesce(x.state,0)"
	    " FROM deployment d JOIN difference x USING(tenant_id,device_id)"
	    " WHERE d.state='observing' AND x.told IS NOT NULL AND x.sure"
	    " AND x.over IS NULL AND x.told>=coalesce(d.window_start,d.seen)"
	    " AND NOT EXISTS(SELECT FROM comparison c"
	    " WHERE c.tenant_id=d.tenant_id AND c.patch_id=d.patch_id"
	    " AND c.device_id=d.device_id AND c.day=0"
	    " AND c.at>=d.observe_from)"
	    " ORDER BY d.tenant_id,d.patch_id,d.device_id,x.seen");
}

/* The day of observe_until is a look as well, and from there each day. */
int
comparison_due(struct db *db, int64_t now, struct db_rows **out)
{
	return db_query(db, out,
	    "SELECT d.tenant_id,d.patch_id,d.device_id,l.day,"
	    "coalesce(d.window_start,d.last_old,d.seen),d.observe_from,t.zone"
	    " FROM deployment d JOIN tenant t USING(tenant_id)"
	    " JOIN policy o ON o.tenant_id=d.tenant_id"
	    " AND o.version=d.policy_version"
	    " CROSS JOIN LATERAL (SELECT max(x) AS day FROM unnest(ARRAY[1,3,7]"
	    " || ARRAY(SELECT generate_series(ceil(o.observe_s/86400.0)::int,"
	    "floor(extract(epoch FROM $1-d.observe_from)/86400)::int))) x"
	    " WHERE d.observe_from+make_interval(days=>x)<=$1) l"
	    " WHERE d.state='observing' AND o.observe_s>=86400"
	    " AND l.day IS NOT NULL"
	    " AND NOT EXISTS(SELECT FROM comparison c"
	    " WHERE c.tenant_id=d.tenant_id AND c.patch_id=d.patch_id"
	    " AND c.device_id=d.device_id AND c.day=l.day"
	    " AND c.at>=d.observe_from)"
	    " ORDER BY 1,2,4,3",
	    DB_TIME(now));
}

/*
 * Of each kind of device as many controls as are ever asked, those of the patch
 * first. Family is the vendor's devices of a class; role is the class.
 */
int
comparison_devices(
    struct db *db, int tenant, int patch, int64_t since, struct db_rows **out)
{
	return db_query(db, out,
	    "SELECT * FROM (SELECT v.device_id,coalesce(v.site_id,0),"
	    "dense_rank() OVER(ORDER BY s.profile NULLS FIRST),"
	    "dense_rank() OVER(ORDER BY s.vendor NULLS FIRST,"
	    "s.model NULLS FIRST),"
	    "dense_rank() OVER(ORDER BY s.vendor NULLS FIRST,"
	    "s.class NULLS FIRST),"
	    "dense_rank() OVER(ORDER BY s.class NULLS FIRST),"
	    "s.profile IS NOT NULL,s.model IS NOT NULL,s.class IS NOT NULL,"
	    "c.device_id IS NULL AND b.device_id IS NULL AS control,"
	    "coalesce(s.class IN(SELECT class FROM sleeping_class),false)"
	    " AS sleeps,"
	    "row_number() OVER(PARTITION BY s.profile,s.class,"
	    "c.device_id IS NULL AND b.device_id IS NULL"
	    " ORDER BY v.device_id) AS nth,"
	    "d.state IN('observing','regressed','stable') AS is_case"
	    " FROM device v LEFT JOIN device_state s"
	    " USING(tenant_id,device_id)"
	    " LEFT JOIN deployment d ON d.tenant_id=v.tenant_id"
	    " AND d.device_id=v.device_id AND d.patch_id=$2"
	    /* Changed in these weeks: it is like nobody but itself. */
	    " LEFT JOIN LATERAL (SELECT x.device_id FROM deployment x"
	    " WHERE x.tenant_id=v.tenant_id AND x.device_id=v.device_id"
	    " AND x.confirmed>=$3 AND x.state<>'already_met' LIMIT 1)"
	    " c ON true"
	    " LEFT JOIN LATERAL (SELECT e.device_id FROM event e"
	    " WHERE e.tenant_id=v.tenant_id AND e.device_id=v.device_id"
	    " AND e.kind='version' AND e.at>=$3 LIMIT 1) b ON true"
	    " WHERE v.tenant_id=$1 AND v.retired IS NULL) x"
	    " WHERE is_case OR (control AND nth<=250) ORDER BY device_id",
	    DB_INT(tenant), DB_INT(patch), DB_TIME(since));
}

#define HOUR_OF "(extract(epoch FROM hour-$2)/3600)::int::text"

int
comparison_hours(struct db *db, int tenant, int64_t since, struct db_rows **out)
{
	return db_query(db, out,
	    "SELECT device_id,string_agg(n,' ') FILTER(WHERE what=0),"
	    "string_agg(n,' ') FILTER(WHERE what=1),"
	    "string_agg(n,' ') FILTER(WHERE what=2),"
	    "string_agg(n,' ') FILTER(WHERE what=3),"
	    "string_agg(n,' ') FILTER(WHERE what=4),"
	    "string_agg(n,' ') FILTER(WHERE what=5),"
	    "string_agg(n,' ') FILTER(WHERE what=6),"
	    "string_agg(n,' ') FILTER(WHERE what=7),"
	    "string_agg(n,' ') FILTER(WHERE what=8),"
	    "bool_or(what=9),bool_or(what=10) FROM ("
	    "SELECT device_id," HOUR_OF " AS n,unnest(ARRAY[0,"
	    "CASE WHEN answered=0 THEN 1 END,CASE WHEN flaps>0 THEN 2 END,"
	    "CASE WHEN faults>0 THEN 3 END]) AS what"
	    " FROM hourly WHERE tenant_id=$1 AND hour>=$2"
	    " UNION ALL SELECT DISTINCT device_id," HOUR_OF ","
	    "CASE WHEN severity<=2 THEN 4 WHEN severity=3 THEN 5 ELSE 6 END"
	    " FROM hourly_said WHERE tenant_id=$1 AND hour>=$2"
	    " UNION ALL SELECT device_id," HOUR_OF ",unnest(ARRAY["
	    "CASE WHEN ups_bad>0 THEN 7 END,CASE WHEN fill>(SELECT"
	    " volume_percent FROM policy WHERE tenant_id=$1"
	    " AND effective<=now() ORDER BY version DESC LIMIT 1) THEN 8 END,"
	    "CASE WHEN ups_bad IS NOT NULL THEN 9 END,"
	    "CASE WHEN fill IS NOT NULL THEN 10 END])"
	    " FROM part_hour WHERE tenant_id=$1 AND hour>=$2) x"
	    " WHERE what IS NOT NULL GROUP BY 1 ORDER BY 1",
	    DB_INT(tenant), DB_TIME(since));
}

int
comparison_blocks(
    struct db *db, int tenant, int64_t since, struct db_rows **out)
{
	return db_query(db, out,
	    "SELECT device_id,"
	    "floor(extract(epoch FROM hour-$2)/10800)::int AS block,"
	    "percentile_cont(.5) WITHIN GROUP(ORDER BY rtt_us),"
	    "percentile_cont(.5) WITHIN GROUP(ORDER BY rtt_high_us),"
	    "percentile_cont(.5) WITHIN GROUP(ORDER BY cpu),"
	    "percentile_cont(.5) WITHIN GROUP(ORDER BY memory),"
	    "percentile_cont(.5) WITHIN GROUP(ORDER BY temperature),"
	    "percentile_cont(.5) WITHIN GROUP(ORDER BY clients),"
	    "percentile_cont(.5) WITHIN GROUP(ORDER BY access_points),"
	    "percentile_cont(.5) WITHIN GROUP(ORDER BY poe),"
	    "percentile_cont(.5) WITHIN GROUP(ORDER BY charge),"
	    "percentile_cont(.5) WITHIN GROUP(ORDER BY runtime)"
	    " FROM hourly LEFT JOIN (SELECT * FROM part_hour"
	    " WHERE tenant_id=$1 AND hour>=$2) p USING(device_id,hour)"
	    " WHERE hourly.tenant_id=$1 AND hour>=$2"
	    " GROUP BY 1,2 ORDER BY 1,2",
	    DB_INT(tenant), DB_TIME(since));
}

int
comparison_earlier(
    struct db *db, int tenant, int patch, int day, struct db_rows **out)
{
	return db_query(db, out,
	    "SELECT p FROM comparison WHERE tenant_id=$1 AND patch_id=$2"
	    " AND day=$3",
	    DB_INT(tenant), DB_INT(patch), DB_INT(day));
}

int
comparison_days_off(
    struct db *db, int tenant, int64_t since, struct db_rows **out)
{
	return db_query(db, out,
	    "SELECT coalesce(site_id,0),(day::timestamp AT TIME ZONE 'UTC')"
	    " FROM (SELECT DISTINCT site_id FROM device WHERE tenant_id=$1) s,"
	    " days_without_school($1,site_id,($2::timestamptz)::date-1)"
	    " ORDER BY 1,2",
	    DB_INT(tenant), DB_TIME(since));
}

/* With what a device needs to settle after each. */
int
comparison_windows(
    struct db *db, int tenant, int patch, int64_t since, struct db_rows **out)
{
	return db_query(db, out,
	    "SELECT d.device_id,d.window_start,"
	    "d.window_end+make_interval(secs=>o.settle_s)"
	    " FROM deployment d JOIN policy o ON o.tenant_id=d.tenant_id"
	    " AND o.version=d.policy_version"
	    " WHERE d.tenant_id=$1 AND d.patch_id<>$2 AND d.window_end>=$3"
	    " AND d.window_start IS NOT NULL AND d.state<>'withdrawn'",
	    DB_INT(tenant), DB_INT(patch), DB_TIME(since));
}

int
comparison_add(struct db *db, const struct comparison *c)
{
	return db_query(db, NULL,
	    "INSERT INTO comparison(tenant_id,patch_id,device_id,day,at,"
	    "outcome,why,words,p,adjusted,detail,evidence_id)"
	    " VALUES($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11::jsonb,$12)"
	    " ON CONFLICT DO NOTHING",
	    DB_INT(c->tenant_id), DB_INT(c->patch_id), DB_INT(c->device_id),
	    DB_INT(c->day), DB_TIME(c->at), DB_TEXT(c->outcome),
	    DB_TEXT(c->why), DB_TEXT(c->words), DB_REAL(c->p),
	    DB_REAL(c->adjusted), DB_TEXT(c->detail),
	    c->evidence_id == 0 ? DB_NULL : DB_INT(c->evidence_id));
}

int
dismissal_add(struct db *db, int tenant, int patch, int device, int64_t at,
    const char *reason)
{
	struct db_rows *rows = NULL;
	char object[64];
	int rc = db_query(db, &rows,
	    "INSERT INTO dismissal(tenant_id,patch_id,device_id,at,actor,"
	    "reason) VALUES($1,$2,$3,$4,session_user,$5)"
	    " RETURNING row_to_json(dismissal)::text",
	    DB_INT(tenant), DB_INT(patch), DB_INT(device), DB_TIME(at),
	    DB_TEXT(reason));

	snprintf(object, sizeof(object), "deployment/%d/%d", patch, device);
	if (rc == ERR_OK)
		rc = change_rows_add(db, tenant,
		    &(struct change_rows){ "deployment.dismiss", object, NULL,
			db_text(rows, 0, 0), reason });
	db_rows_free(rows);
	return rc;
}

/* What has changed most is what is drawn; of a crash or a loss, errors. */
#define MEASURE                                                     \
	"coalesce((SELECT m->>'metric' FROM jsonb_array_elements("  \
	"c.detail->'changes') m ORDER BY (m->>'adjusted')::float8," \
	"(m->>'p')::float8 LIMIT 1),'hours_error')"

int
comparison_list(struct db *db, int tenant, int patch, int device, bool all,
    int64_t at, struct db_rows **out)
{
	return past_query(db, tenant, at, out,
	    "SELECT p.reference AS patch,v.name AS device,d.state,c.day,c.at,"
	    "c.outcome,c.why,c.words,c.p,c.adjusted,y.at AS dismissed,"
	    "y.actor AS dismissed_by,y.reason,c.detail::text AS detail,"
	    "c.patch_id,c.device_id," MEASURE " AS measure,"
	    "CASE WHEN $5 AND (c.outcome<>'passed' OR $4<>0)"
	    " AND c.at=max(c.at) OVER(PARTITION BY c.patch_id,c.device_id)"
	    " THEN (SELECT json_agg(json_build_object('day',x.day::date,"
	    "'after',x.is_after,'device',x.own,'others',x.others,"
	    "'of',x.n_others) ORDER BY x.day) FROM measure_after($1,"
	    "c.patch_id,c.device_id," MEASURE ") x)::text END AS days,"
	    "d.observe_until"
	    " FROM comparison c JOIN @deployment($2) d"
	    " USING(tenant_id,patch_id,device_id)"
	    " JOIN @patch($2) p USING(tenant_id,patch_id)"
	    " JOIN @device($2) v USING(tenant_id,device_id)"
	    " LEFT JOIN LATERAL (SELECT y.at,y.actor,y.reason FROM dismissal y"
	    " WHERE y.tenant_id=c.tenant_id AND y.patch_id=c.patch_id"
	    " AND y.device_id=c.device_id AND y.at BETWEEN c.at AND $2"
	    " ORDER BY y.at LIMIT 1) y ON c.outcome='failed'"
	    " WHERE c.tenant_id=$1 AND $3 IN(0,c.patch_id)"
	    " AND $4 IN(0,c.device_id) AND c.at<=$2"
	    " ORDER BY p.reference,v.name,c.at DESC",
	    DB_INT(patch), DB_INT(device), DB_BOOL(all));
}

int
comparison_days(struct db *db, int tenant, int patch, int device,
    const char *measure, struct db_rows **out)
{
	return db_query(db, out,
	    "SELECT is_after,own,others,n_others,to_char(day,'YYYY-MM-DD')"
	    " FROM measure_after($1,$2,$3,$4) ORDER BY day",
	    DB_INT(tenant), DB_INT(patch), DB_INT(device), DB_TEXT(measure));
}

int
comparison_said(struct db *db, int tenant, int patch, int device,
    const char *measure, struct db_rows **out)
{
	return db_query(db, out,
	    "WITH d AS(SELECT coalesce(observe_from,seen,confirmed) AS at"
	    " FROM deployment WHERE tenant_id=$1 AND patch_id=$2"
	    " AND device_id=$3) SELECT coalesce(template,''),"
	    "count(DISTINCT hour) FILTER(WHERE hour>=d.at) AS after,"
	    "count(DISTINCT hour) FILTER(WHERE hour<d.at)"
	    " FROM hourly_said,d WHERE tenant_id=$1 AND device_id=$3"
	    " AND hour>=d.at-interval '28 d' AND hour<d.at+interval '21 d'"
	    " AND CASE $4 WHEN 'hours_critical' THEN severity<=2"
	    " WHEN 'hours_warning' THEN severity=4 ELSE severity=3 END"
	    " GROUP BY 1 HAVING count(*) FILTER(WHERE hour>=d.at)>0"
	    " ORDER BY after DESC,1 LIMIT 3",
	    DB_INT(tenant), DB_INT(patch), DB_INT(device), DB_TEXT(measure));
}
