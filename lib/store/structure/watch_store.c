/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/structure/watch_store.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/err.h"
#include "lib/base/json.h"
#include "lib/model/structure/structure.h"
#include "lib/store/db.h"

int
watch_begin(struct db *db, int64_t now)
{
	return db_query(db, NULL,
	    "WITH changed AS (SELECT tenant_id,device_id,"
	    "max(window_start) AS since,max(window_end) AS done"
	    " FROM deployment WHERE closed IS NULL AND window_end IS NOT NULL"
	    " AND state NOT IN('withdrawn','already_met')"
	    " AND window_start<=$1 AND window_end>$1-interval '14 days'"
	    " GROUP BY 1,2 UNION ALL"
	    " SELECT e.tenant_id,e.device_id,max(b.at),max(e.at) FROM event e"
	    " CROSS JOIN LATERAL (SELECT r.at FROM reading r"
	    " WHERE r.tenant_id=e.tenant_id AND r.device_id=e.device_id"
	    " AND r.at<e.at AND r.outcome='answered' ORDER BY r.at DESC LIMIT "
	    "1)"
	    " b WHERE e.at>$1-interval '1 hour' AND e.kind='version'"
	    " AND e.source='snmp' AND NOT EXISTS(SELECT FROM watch w"
	    " WHERE w.tenant_id=e.tenant_id AND w.device_id=e.device_id"
	    " AND e.at BETWEEN w.since AND w.until) GROUP BY 1,2),"
	    " one AS (SELECT DISTINCT ON(tenant_id,device_id) c.*,"
	    "done+make_interval(secs=>coalesce((SELECT settle_s FROM policy p"
	    " WHERE p.tenant_id=c.tenant_id AND p.effective<=$1"
	    " ORDER BY version DESC LIMIT 1),900)) AS settled FROM changed c"
	    " ORDER BY tenant_id,device_id,done DESC)"
	    " INSERT INTO watch AS w(tenant_id,device_id,since,settled,until,"
	    "looks,looked) SELECT tenant_id,device_id,since,settled,"
	    "settled+interval '14 days',ARRAY[settled,done+interval '2 h',"
	    "school_day_after(tenant_id,(SELECT site_id FROM device d"
	    " WHERE d.tenant_id=one.tenant_id AND d.device_id=one.device_id),"
	    "settled,10)],done FROM one"
	    " ON CONFLICT(tenant_id,device_id) DO UPDATE SET"
	    " settled=excluded.settled,until=excluded.until,"
	    "looks=excluded.looks,looked=excluded.looked,"
	    "(since,before)=(SELECT CASE WHEN is_kept THEN w.since"
	    " ELSE excluded.since END,CASE WHEN is_kept THEN w.before END"
	    " FROM (SELECT EXISTS(SELECT FROM difference d"
	    " WHERE d.tenant_id=w.tenant_id AND d.device_id=w.device_id"
	    " AND d.told IS NOT NULL AND d.over IS NULL) AS is_kept) k)"
	    " WHERE w.settled<excluded.settled",
	    DB_TIME(now));
}

int
watch_end(struct db *db, int64_t now)
{
	return db_query(db, NULL,
	    "WITH gone AS (DELETE FROM watch WHERE until<$1"
	    " RETURNING tenant_id,device_id),"
	    " ended AS (UPDATE difference d SET over=$1 FROM gone g"
	    " WHERE d.tenant_id=g.tenant_id AND d.device_id=g.device_id"
	    " AND d.over IS NULL AND d.told IS NOT NULL)"
	    " DELETE FROM difference d USING gone g"
	    " WHERE d.tenant_id=g.tenant_id AND d.device_id=g.device_id"
	    " AND d.over IS NULL AND d.told IS NULL",
	    DB_TIME(now));
}

int
watch_due(struct db *db, int64_t now, struct db_rows **out)
{
	return db_query(db, out,
	    "SELECT w.tenant_id,w.device_id,w.since,w.settled,w.looked,"
	    "w.before,d.name FROM watch w JOIN device d"
	    " USING(tenant_id,device_id) WHERE d.retired IS NULL"
	    " AND (w.before IS NULL OR (w.settled<=$1 AND EXISTS("
	    "SELECT FROM reading r WHERE r.tenant_id=w.tenant_id"
	    " AND r.device_id=w.device_id AND r.at>greatest(w.looked,w.settled)"
	    " AND r.outcome='answered' AND r.plan<>'identity')))"
	    " ORDER BY w.looked,1,2 LIMIT $2",
	    DB_TIME(now), DB_INT(WATCH_DUE_MAX));
}

int
watch_looked(struct db *db, int tenant, int device, int64_t at)
{
	return db_query(db, NULL,
	    "UPDATE watch SET looked=$3 WHERE tenant_id=$1 AND device_id=$2",
	    DB_INT(tenant), DB_INT(device), DB_TIME(at));
}

int
watch_want(struct db *db, int tenant, int device, int64_t at)
{
	return db_query(db, NULL,
	    "UPDATE watch SET looks=array_append(looks,$3::timestamptz)"
	    " WHERE tenant_id=$1 AND device_id=$2",
	    DB_INT(tenant), DB_INT(device), DB_TIME(at));
}

/*
 * A structure as JSON: what is as usual is left out
 */

static void
put_text(struct json *o, const char *key, const char *value)
{
	if (value[0] != '\0')
		json_put_text(o, key, value);
}

static void
put_int(struct json *o, const char *key, int64_t value)
{
	if (value != 0)
		json_put_int(o, key, value);
}

static struct json *
part_to_json(const struct structure_part *p)
{
	struct json *o = json_new_object();

	json_put_text(o, "kind", structure_kind_name(p->kind));
	json_put_text(o, "source", p->source);
	json_put_text(o, "key", p->key);
	put_text(o, "label", p->label);
	put_text(o, "peer", p->peer);
	put_text(o, "within", p->within);
	put_int(o, "health", p->health);
	put_int(o, "state", p->state);
	put_int(o, "speed", p->speed);
	put_int(o, "half", p->half);
	put_int(o, "counted", p->is_counted);
	put_int(o, "amount", p->amount);
	return o;
}

static bool
part_from_json(const struct json *o, struct structure_part *p)
{
	const char *kind = json_get_text(o, "kind");
	int64_t health = json_get_int(o, "health", STRUCTURE_UNTOLD);

	*p = (struct structure_part){
		.source = json_get_text(o, "source"),
		.key = json_get_text(o, "key"),
		.label = json_get_text(o, "label"),
		.peer = json_get_text(o, "peer"),
		.within = json_get_text(o, "within"),
		.state = json_get_int(o, "state", 0),
		.speed = json_get_int(o, "speed", 0),
		.half = json_get_int(o, "half", 0) != 0,
		.is_counted = json_get_int(o, "counted", 0) != 0,
		.amount = json_get_int(o, "amount", 0),
	};
	if (health < STRUCTURE_UNTOLD || health > STRUCTURE_ABSENT)
		return false;
	p->health = (enum structure_health)health;
	return kind != NULL && p->source != NULL && p->key != NULL &&
	    structure_kind_parse(kind, &p->kind);
}

int
watch_keep(
    struct db *db, int tenant, int device, const struct structure *before)
{
	struct json *list = json_new_array();
	char *line;
	int rc;

	for (size_t i = 0; i < before->n; i++)
		json_add(list, part_to_json(&before->part[i]));
	line = json_line(list);
	rc = db_query(db, NULL,
	    "UPDATE watch SET before=$3::text::jsonb WHERE tenant_id=$1"
	    " AND device_id=$2",
	    DB_INT(tenant), DB_INT(device), DB_TEXT(line));
	free(line);
	json_free(list);
	return rc;
}

int
watch_read(const struct db_rows *rows, size_t i, int col, struct structure *out)
{
	const char *text = db_text(rows, i, col);
	struct json *list = NULL;
	int rc = json_parse("watch", text, strlen(text), &list);

	*out = (struct structure){ 0 };
	for (size_t k = 0; rc == ERR_OK && k < json_len(list); k++) {
		struct structure_part p;

		if (!part_from_json(json_at(list, k), &p))
			rc = ERR_PARSE;
		else
			(void)structure_add(out, &p);
	}
	json_free(list);
	return rc;
}
