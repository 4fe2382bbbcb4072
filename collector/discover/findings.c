/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/discover/findings.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/mem.h"
#include "lib/model/range.h"
#include "lib/store/network/range_store.h"

void
sweep_run_free(struct sweep_run *r)
{
	free(r->blocks);
	free(r->ranges);
	*r = (struct sweep_run){ 0 };
}

int
findings_open(struct dblink *l, dblink_done *done, void *arg)
{
	return dblink_query(l, done, arg,
	    "SELECT tenant_id,discovery_id FROM discovery"
	    " WHERE finished IS NULL ORDER BY asked,tenant_id,discovery_id");
}

int
findings_take(
    struct dblink *l, int tenant, int id, dblink_done *done, void *arg)
{
	return dblink_query(l, done, arg,
	    "UPDATE discovery SET state='running',"
	    "started=coalesce(started,$3),seen=$3 WHERE tenant_id=$1"
	    " AND discovery_id=$2 AND finished IS NULL"
	    " RETURNING tenant_id,discovery_id,realm_id,"
	    "array_to_string(blocks,' '),rate,seed,passed,skipped,answered,"
	    "found,spared",
	    DB_INT(tenant), DB_INT(id), DB_TIME(clock_now()));
}

/* "10.1.0.0/16 10.2.0.0/24", as the database wrote it. */
static int
take_blocks(const char *text, struct sweep_run *r)
{
	char block[PREFIX_TEXT_MAX];
	size_t len;

	r->blocks = mem_new(strlen(text) / 2 + 1, sizeof(*r->blocks));
	for (; *text != '\0'; text += len + (text[len] == ' ')) {
		len = strcspn(text, " ");
		if (len >= sizeof(block))
			return ERR_RANGE;
		memcpy(block, text, len);
		block[len] = '\0';
		if (prefix_parse(block, &r->blocks[r->count]) < 0)
			return ERR_RANGE;
		r->count++;
	}
	return ERR_OK;
}

int
findings_take_rows(const struct db_rows *rows, struct sweep_run *out)
{
	int rc;

	if (db_count(rows) == 0)
		return ERR_NOTFOUND;
	*out = (struct sweep_run){
		.tenant_id = (int)db_int(rows, 0, 0),
		.id = (int)db_int(rows, 0, 1),
		.realm_id = (int)db_int(rows, 0, 2),
		.rate = (int)db_int(rows, 0, 4),
		.seed = (uint64_t)db_int(rows, 0, 5),
		.passed = (uint64_t)db_int(rows, 0, 6),
		.skipped = (uint64_t)db_int(rows, 0, 7),
		.answered = (uint64_t)db_int(rows, 0, 8),
		.found = (uint64_t)db_int(rows, 0, 9),
		.spared = (uint64_t)db_int(rows, 0, 10),
	};
	out->done = out->passed;
	rc = take_blocks(db_text(rows, 0, 3), out);
	if (rc < 0)
		sweep_run_free(out);
	return rc;
}

int
findings_ranges(
    struct dblink *l, const struct sweep_run *r, dblink_done *done, void *arg)
{
	return dblink_query(l, done, arg, range_load_sql, DB_INT(r->tenant_id),
	    DB_INT(r->realm_id));
}

void
findings_take_ranges(const struct db_rows *rows, struct sweep_run *r)
{
	free(r->ranges);
	r->range_count = range_take(rows, &r->ranges);
}

const struct range *
sweep_run_range(const struct sweep_run *r, const struct address *a)
{
	const struct range *range =
	    range_of_address(r->ranges, r->range_count, a);

	return range != NULL && range_is_open(range) ? range : NULL;
}

int
findings_note(
    struct dblink *l, const struct sweep_run *r, dblink_done *done, void *arg)
{
	return dblink_query(l, done, arg,
	    "UPDATE discovery SET total=$3,done=$4,passed=$5,skipped=$6,"
	    "answered=$7,found=$8,spared=$9,seen=$10 WHERE tenant_id=$1"
	    " AND discovery_id=$2 RETURNING stop OR finished IS NOT NULL,"
	    "(SELECT md5(string_agg(format('%s %s %s',range_id,removed,"
	    "approved),',' ORDER BY range_id)) FROM range r"
	    " WHERE r.tenant_id=discovery.tenant_id"
	    " AND r.realm_id=discovery.realm_id)",
	    DB_INT(r->tenant_id), DB_INT(r->id), DB_INT((int64_t)r->total),
	    DB_INT((int64_t)r->done), DB_INT((int64_t)r->passed),
	    DB_INT((int64_t)r->skipped), DB_INT((int64_t)r->answered),
	    DB_INT((int64_t)r->found), DB_INT((int64_t)r->spared),
	    DB_TIME(clock_now()));
}

bool
findings_is_stop(const struct db_rows *rows)
{
	return db_count(rows) == 0 || db_bool(rows, 0, 0);
}

bool
findings_are_changed(const struct db_rows *rows, char sign[FINDINGS_SIGN_MAX])
{
	const char *now = db_is_null(rows, 0, 1) ? "none" : db_text(rows, 0, 1);
	bool changed = strcmp(now, sign) != 0;

	snprintf(sign, FINDINGS_SIGN_MAX, "%s", now);
	return changed;
}

int
findings_end(struct dblink *l, const struct sweep_run *r, const char *state,
    const char *reason, dblink_done *done, void *arg)
{
	return dblink_query(l, done, arg,
	    "UPDATE discovery SET total=$3,done=$4,passed=$5,skipped=$6,"
	    "answered=$7,found=$8,spared=$9,seen=$10,finished=$10,state=$11,"
	    "reason=$12 WHERE tenant_id=$1 AND discovery_id=$2"
	    " AND finished IS NULL",
	    DB_INT(r->tenant_id), DB_INT(r->id), DB_INT((int64_t)r->total),
	    DB_INT((int64_t)r->done), DB_INT((int64_t)r->passed),
	    DB_INT((int64_t)r->skipped), DB_INT((int64_t)r->answered),
	    DB_INT((int64_t)r->found), DB_INT((int64_t)r->spared),
	    DB_TIME(clock_now()), DB_TEXT(state), DB_TEXT(reason));
}

int
findings_may(struct dblink *l, const struct sweep_run *r,
    const struct address *to, int credential, dblink_done *done, void *arg)
{
	int64_t now = clock_now();
	char host[ADDRESS_TEXT_MAX];

	return dblink_query(l, done, arg,
	    "INSERT INTO discovery_try AS t(tenant_id,realm_id,address,port,"
	    "credential_id,at) VALUES($1,$2,$3::inet,$4,$5,$6)"
	    " ON CONFLICT(tenant_id,realm_id,address,port,credential_id)"
	    " DO UPDATE SET at=$6 WHERE t.at<=$7 RETURNING 1",
	    DB_INT(r->tenant_id), DB_INT(r->realm_id),
	    DB_TEXT(address_format(to, host)), DB_INT(to->port),
	    DB_INT(credential), DB_TIME(now), DB_TIME(now - CLOCK_HOUR));
}

int
findings_forget(struct dblink *l, const struct sweep_run *r,
    const struct address *to, int credential)
{
	char host[ADDRESS_TEXT_MAX];

	return dblink_query(l, NULL, NULL,
	    "DELETE FROM discovery_try WHERE tenant_id=$1 AND realm_id=$2"
	    " AND address=$3::inet AND port=$4 AND credential_id=$5",
	    DB_INT(r->tenant_id), DB_INT(r->realm_id),
	    DB_TEXT(address_format(to, host)), DB_INT(to->port),
	    DB_INT(credential));
}

int
findings_tidy(struct dblink *l)
{
	return dblink_query(l, NULL, NULL,
	    "DELETE FROM discovery_try WHERE at<$1",
	    DB_TIME(clock_now() - CLOCK_HOUR));
}

/*
 * The device of the register that it is. An engine id may be shared by devices
 * that came out of one box: it counts with the name, and only while no serial
 * number says more. $12 is the serial number.
 */
#define KNOWN                                                            \
	"WITH known AS(SELECT device_id,'address' AS how,1 AS rank"      \
	" FROM device WHERE tenant_id=$1 AND realm_id=$2"                \
	" AND address=$3::inet AND port=$4 AND retired IS NULL"          \
	" UNION ALL SELECT d.device_id,"                                 \
	"CASE WHEN s.serial=$12 THEN 'serial' ELSE 'engine' END,"        \
	"CASE WHEN s.serial=$12 THEN 2 ELSE 3 END FROM device_state s"   \
	" JOIN device d USING(tenant_id,device_id) WHERE s.tenant_id=$1" \
	" AND d.realm_id=$2 AND d.retired IS NULL AND("                  \
	"(s.serial=$12 AND lower(coalesce(s.vendor,$13,''))="            \
	"lower(coalesce($13,s.vendor,'')))"                              \
	" OR(s.engine_id=$9 AND lower(s.sys_name)=lower($11)"            \
	" AND(s.serial IS NULL OR $12::text IS NULL)))"                  \
	" ORDER BY rank,device_id LIMIT 1)"

int
findings_put(struct dblink *l, const struct sweep_run *r,
    const struct proposal *p, dblink_done *done, void *arg)
{
	char host[ADDRESS_TEXT_MAX];

	return dblink_query(l, done, arg,
	    KNOWN
	    "INSERT INTO proposal AS o(tenant_id,realm_id,address,port,"
	    "discovery_id,range_id,credential_id,protocol,engine_id,level,"
	    "sys_name,serial,vendor,model,class,version,confidence,"
	    "sys_object_id,sys_descr,profile,first_seen,last_seen,state,"
	    "known_by,device_id)"
	    " SELECT $1,$2,$3::inet,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,"
	    "$16,$17,$18,$19,$20,$21,$21,"
	    "CASE WHEN k.how IS NULL THEN 'new' ELSE 'known' END,k.how,"
	    "k.device_id FROM(SELECT 1) one LEFT JOIN known k ON true"
	    " ON CONFLICT(tenant_id,realm_id,address,port) DO UPDATE SET"
	    " discovery_id=$5,range_id=$6,credential_id=$7,protocol=$8,"
	    "engine_id=$9,level=$10,sys_name=$11,serial=$12,vendor=$13,"
	    "model=$14,class=$15,version=$16,confidence=$17,sys_object_id=$18,"
	    "sys_descr=$19,profile=$20,last_seen=$21,"
	    /* A decision is of a device: not of what stands there later. */
	    "state=CASE WHEN o.state='accepted'"
	    " AND o.device_id=EXCLUDED.device_id THEN o.state"
	    " WHEN o.state='refused' AND o.serial IS NOT DISTINCT FROM $12"
	    " AND o.sys_object_id IS NOT DISTINCT FROM $18"
	    " AND EXCLUDED.device_id IS NULL THEN o.state"
	    " ELSE EXCLUDED.state END,"
	    "known_by=EXCLUDED.known_by,device_id=EXCLUDED.device_id",
	    DB_INT(r->tenant_id), DB_INT(r->realm_id),
	    DB_TEXT(address_format(&p->address, host)), DB_INT(p->address.port),
	    DB_INT(r->id), DB_INT(p->range_id), DB_INT(p->credential_id),
	    DB_TEXT(p->protocol),
	    p->engine_id_len == 0 ? DB_NULL
				  : DB_BYTES(p->engine_id, p->engine_id_len),
	    DB_TEXT(p->level), DB_TEXT(p->sys_name), DB_TEXT(p->serial),
	    DB_TEXT(p->vendor), DB_TEXT(p->model), DB_TEXT(p->class),
	    DB_TEXT(p->version), DB_TEXT(p->confidence),
	    DB_TEXT(p->sys_object_id), DB_TEXT(p->sys_descr),
	    DB_TEXT(p->profile), DB_TIME(clock_now()));
}
