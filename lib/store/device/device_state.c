/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/device/device_state.h"

#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/store/db.h"

enum column {
	NAME,
	POLL_S,
	RETIRED,
	LAST_TRY,
	LAST_ANSWER,
	SILENT,
	SILENT_SINCE,
	RTT,
	PROTOCOL,
	LEVEL,
	OBJECT_ID,
	SYS_NAME,
	AGENT_CS,
	HOST_CS,
	ENGINE_ID,
	ENGINE_BOOTS,
	ENGINE_TIME,
	BOOT_AT,
	PROFILE,
	VENDOR,
	MODEL,
	SERIAL,
	CLASS,
	TESTED,
	GRANULARITY,
	CONFLICT,
	ADDRESS,
	TENANT,
	DEVICE,
	KNOWN,
	REFUSED,
	REFUSED_SINCE,
	SAID,
	SAID_AT,
	SAME_AT,
	WAKE,
	STIRRED
};

static int64_t
number(const struct db_rows *rows, size_t i, enum column c)
{
	return db_is_null(rows, i, c) ? -1 : db_int(rows, i, c);
}

static const char *
text(const struct db_rows *rows, size_t i, enum column c)
{
	return db_is_null(rows, i, c) ? NULL : db_text(rows, i, c);
}

static void
take_uptime(const struct db_rows *rows, size_t i, struct device_state *out)
{
	out->uptime = (struct uptime){
		.at = out->silence.last_answer,
		.agent_cs = number(rows, i, AGENT_CS),
		.host_cs = number(rows, i, HOST_CS),
		.engine_boots = number(rows, i, ENGINE_BOOTS),
		.engine_time_s = number(rows, i, ENGINE_TIME),
	};
	if (!db_is_null(rows, i, ENGINE_ID))
		out->engine_id =
		    db_bytes(rows, i, ENGINE_ID, &out->engine_id_len);
}

static void
take_identity(const struct db_rows *rows, size_t i, struct device_state *out)
{
	out->protocol = text(rows, i, PROTOCOL);
	out->level = text(rows, i, LEVEL);
	out->sys_object_id = text(rows, i, OBJECT_ID);
	out->sys_name = text(rows, i, SYS_NAME);
	out->profile = text(rows, i, PROFILE);
	out->vendor = text(rows, i, VENDOR);
	out->model = text(rows, i, MODEL);
	out->serial = text(rows, i, SERIAL);
	out->class = text(rows, i, CLASS);
	out->tested = db_bool(rows, i, TESTED);
	out->granularity = text(rows, i, GRANULARITY);
	out->conflict = text(rows, i, CONFLICT);
}

void
device_state_take(
    const struct db_rows *rows, size_t i, struct device_state *out)
{
	*out = (struct device_state){
		.tenant_id = (int)db_int(rows, i, TENANT),
		.device_id = (int)db_int(rows, i, DEVICE),
		.name = db_text(rows, i, NAME),
		.address = db_text(rows, i, ADDRESS),
		.poll_every = db_int(rows, i, POLL_S) * CLOCK_SECOND,
		.retired = db_bool(rows, i, RETIRED),
		.silence = {
			.last_try = db_time(rows, i, LAST_TRY),
			.last_answer = db_time(rows, i, LAST_ANSWER),
			.polls = (int)db_int(rows, i, SILENT),
			.since = db_time(rows, i, SILENT_SINCE),
			.refused = (int)db_int(rows, i, REFUSED),
			.refused_since = db_time(rows, i, REFUSED_SINCE),
		},
		.rtt_us = number(rows, i, RTT),
		.boot_at = db_time(rows, i, BOOT_AT),
		.is_known = db_bool(rows, i, KNOWN),
		.said_at = db_time(rows, i, SAID_AT),
		.same_at = db_time(rows, i, SAME_AT),
		.wake = db_time(rows, i, WAKE),
		.stirred = text(rows, i, STIRRED),
	};
	if (!db_is_null(rows, i, SAID))
		out->is_said = digest_from_hex(db_text(rows, i, SAID),
				   out->said, DIGEST_LEN) == ERR_OK;
	take_uptime(rows, i, out);
	take_identity(rows, i, out);
}

#define SELECT_STATE                                                       \
	"SELECT d.name,d.poll_s,d.retired IS NOT NULL,s.last_try,"         \
	"s.last_answer,coalesce(s.silent,0),s.silent_since,s.rtt_us,"      \
	"s.protocol,s.level,s.sys_object_id,s.sys_name,s.sys_uptime_cs,"   \
	"s.host_uptime_cs,s.engine_id,s.engine_boots,s.engine_time_s,"     \
	"s.boot_at,s.profile,s.vendor,s.model,s.serial,s.class,"           \
	"coalesce(s.tested,false),s.granularity,s.conflict,"               \
	"host(d.address),d.tenant_id,d.device_id,s.device_id IS NOT NULL," \
	"coalesce(s.refused,0),s.refused_since,encode(s.said,'hex'),"      \
	"s.said_at,s.same_at,s.wake,(SELECT string_agg(q.id::text,',')"    \
	" FROM stirred q WHERE q.tenant_id=d.tenant_id"                    \
	" AND q.device_id=d.device_id)"                                    \
	" FROM device d LEFT JOIN device_state s USING(tenant_id,device_id)"

int
device_state_load(
    struct db *db, int tenant, int device, struct device_state *out)
{
	struct db_rows *rows = NULL;
	int rc;

	*out =
	    (struct device_state){ .tenant_id = tenant, .device_id = device };
	rc = db_query_again(db, &rows,
	    SELECT_STATE " WHERE d.tenant_id=$1 AND d.device_id=$2",
	    DB_INT(tenant), DB_INT(device));
	if (rc < 0)
		return rc;
	if (db_count(rows) == 0) {
		db_rows_free(rows);
		return ERR_NOTFOUND;
	}
	device_state_take(rows, 0, out);
	out->rows = rows;
	return ERR_OK;
}

int
device_state_select(struct db *db, const char *tenants, const char *devices,
    struct db_rows **rows)
{
	return db_query(db, rows,
	    SELECT_STATE " JOIN unnest($1::int[],$2::int[]) AS"
			 " k(tenant_id,device_id) USING(tenant_id,device_id)",
	    DB_TEXT(tenants), DB_TEXT(devices));
}

static struct db_arg
count_or_null(int64_t v)
{
	return v < 0 ? DB_NULL : DB_INT(v);
}

int
device_state_save(struct db *db, const struct device_state *s)
{
	return db_query_again(db, NULL,
	    "INSERT INTO device_state(tenant_id,device_id,last_try,last_answer,"
	    "silent,silent_since,rtt_us,protocol,level,sys_object_id,sys_name,"
	    "sys_uptime_cs,host_uptime_cs,engine_id,engine_boots,engine_time_s,"
	    "boot_at,profile,vendor,model,serial,class,tested,granularity,"
	    "conflict,refused,refused_since,said,said_at,same_at,wake)"
	    " VALUES($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,"
	    "$17,$18,$19,$20,$21,$22,$23,$24,$25,$26,$27,$28,$29,$30,$31)"
	    " ON CONFLICT(tenant_id,device_id) DO UPDATE SET"
	    " last_try=$3,last_answer=$4,silent=$5,silent_since=$6,rtt_us=$7,"
	    "protocol=$8,level=$9,sys_object_id=$10,sys_name=$11,"
	    "sys_uptime_cs=$12,host_uptime_cs=$13,engine_id=$14,"
	    "engine_boots=$15,engine_time_s=$16,boot_at=$17,profile=$18,"
	    "vendor=$19,model=$20,serial=$21,class=$22,tested=$23,"
	    "granularity=$24,conflict=$25,refused=$26,refused_since=$27,"
	    "said=$28,said_at=$29,same_at=$30,wake=$31",
	    DB_INT(s->tenant_id), DB_INT(s->device_id),
	    DB_TIME(s->silence.last_try), DB_TIME(s->silence.last_answer),
	    DB_INT(s->silence.polls), DB_TIME(s->silence.since),
	    count_or_null(s->rtt_us), DB_TEXT(s->protocol), DB_TEXT(s->level),
	    DB_TEXT(s->sys_object_id), DB_TEXT(s->sys_name),
	    count_or_null(s->uptime.agent_cs), count_or_null(s->uptime.host_cs),
	    s->engine_id == NULL ? DB_NULL
				 : DB_BYTES(s->engine_id, s->engine_id_len),
	    count_or_null(s->uptime.engine_boots),
	    count_or_null(s->uptime.engine_time_s), DB_TIME(s->boot_at),
	    DB_TEXT(s->profile), DB_TEXT(s->vendor), DB_TEXT(s->model),
	    DB_TEXT(s->serial), DB_TEXT(s->class), DB_BOOL(s->tested),
	    DB_TEXT(s->granularity), DB_TEXT(s->conflict),
	    DB_INT(s->silence.refused), DB_TIME(s->silence.refused_since),
	    s->is_said ? DB_BYTES(s->said, DIGEST_LEN) : DB_NULL,
	    DB_TIME(s->said_at), DB_TIME(s->same_at), DB_TIME(s->wake));
}

int
device_state_wake(struct db *db, int tenant, int device)
{
	return db_query_again(db, NULL,
	    "UPDATE device_state SET said=NULL WHERE tenant_id=$1"
	    " AND device_id=$2 AND said IS NOT NULL",
	    DB_INT(tenant), DB_INT(device));
}

int
device_state_put_off(struct db *db, int64_t since)
{
	return db_query(db, NULL,
	    "WITH q AS(DELETE FROM stirred q WHERE NOT EXISTS(SELECT"
	    " FROM device_state s WHERE s.tenant_id=q.tenant_id"
	    " AND s.device_id=q.device_id AND s.last_try>=$1)"
	    " RETURNING tenant_id,device_id)"
	    " UPDATE device_state s SET said=NULL FROM q"
	    " WHERE s.tenant_id=q.tenant_id AND s.device_id=q.device_id",
	    DB_TIME(since));
}

void
device_state_free(struct device_state *s)
{
	db_rows_free(s->rows);
	s->rows = NULL;
}
