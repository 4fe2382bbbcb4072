/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/device/device_state.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/mem.h"
#include "lib/store/db.h"

static int
compare_key(const void *a, const void *b)
{
	const struct device_key *x = a, *y = b;

	if (x->tenant_id != y->tenant_id)
		return x->tenant_id < y->tenant_id ? -1 : 1;
	return x->device_id < y->device_id ? -1 : x->device_id > y->device_id;
}

static size_t
sort_keys(struct device_key *keys, size_t n)
{
	size_t kept = 0;

	qsort(keys, n, sizeof(*keys), compare_key);
	for (size_t i = 0; i < n; i++)
		if (kept == 0 || compare_key(&keys[kept - 1], &keys[i]) != 0)
			keys[kept++] = keys[i];
	return kept;
}

static int
compare_state(const void *a, const void *b)
{
	const struct device_state *x = a, *y = b;
	const struct device_key left = { x->tenant_id, x->device_id };
	const struct device_key right = { y->tenant_id, y->device_id };

	return compare_key(&left, &right);
}

int
device_states_load(
    struct db *db, struct device_key *keys, size_t n, struct device_states *out)
{
	struct buf tenants = { 0 }, devices = { 0 };
	int rc;

	*out = (struct device_states){ 0 };
	n = sort_keys(keys, n);
	for (size_t i = 0; i < n; i++) {
		buf_printf(
		    &tenants, "%c%d", i > 0 ? ',' : '{', keys[i].tenant_id);
		buf_printf(
		    &devices, "%c%d", i > 0 ? ',' : '{', keys[i].device_id);
	}
	buf_add_str(&tenants, n > 0 ? "}" : "{}");
	buf_add_str(&devices, n > 0 ? "}" : "{}");
	rc = device_state_select(
	    db, buf_str(&tenants), buf_str(&devices), &out->rows);
	buf_free(&tenants);
	buf_free(&devices);
	if (rc < 0)
		return rc;
	out->n = db_count(out->rows);
	out->state = mem_new(out->n + 1, sizeof(*out->state));
	out->moved = mem_new(out->n + 1, sizeof(*out->moved));
	out->looked_at = mem_new(out->n + 1, sizeof(*out->looked_at));
	for (size_t i = 0; i < out->n; i++)
		device_state_take(out->rows, i, &out->state[i]);
	qsort(out->state, out->n, sizeof(*out->state), compare_state);
	return ERR_OK;
}

void
device_states_free(struct device_states *s)
{
	for (size_t i = 0; i < s->n; i++)
		device_state_free(&s->state[i]);
	free(s->state);
	free(s->moved);
	free(s->looked_at);
	buf_free(&s->stirred);
	db_rows_free(s->rows);
	*s = (struct device_states){ 0 };
}

struct device_state *
device_states_find(const struct device_states *s, int tenant, int device)
{
	const struct device_state key = { .tenant_id = tenant,
		.device_id = device };

	return s->n == 0
	    ? NULL
	    : bsearch(&key, s->state, s->n, sizeof(*s->state), compare_state);
}

static bool
is_same_text(const char *a, const char *b)
{
	return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

static bool
is_same_identity(const struct device_state *a, const struct device_state *b)
{
	return is_same_text(a->protocol, b->protocol) &&
	    is_same_text(a->level, b->level) &&
	    is_same_text(a->sys_object_id, b->sys_object_id) &&
	    is_same_text(a->sys_name, b->sys_name) &&
	    is_same_text(a->profile, b->profile) &&
	    is_same_text(a->vendor, b->vendor) &&
	    is_same_text(a->model, b->model) &&
	    is_same_text(a->serial, b->serial) &&
	    is_same_text(a->class, b->class) &&
	    is_same_text(a->granularity, b->granularity) &&
	    is_same_text(a->conflict, b->conflict) && a->tested == b->tested &&
	    a->engine_id_len == b->engine_id_len &&
	    (a->engine_id_len == 0 ||
		memcmp(a->engine_id, b->engine_id, a->engine_id_len) == 0);
}

/* What a look in full left, and which wishes for it are done with. */
static void
note_look(struct device_states *s, struct device_state *known,
    const struct device_state *now)
{
	known->said_at = now->said_at;
	known->wake = now->wake;
	known->is_said = now->is_said;
	memcpy(known->said, now->said, DIGEST_LEN);
	s->looked_at[known - s->state] = true;
	if (known->stirred != NULL)
		buf_printf(&s->stirred, "%s%s", s->stirred.len > 0 ? "," : "",
		    known->stirred);
	known->stirred = NULL;
}

int
device_states_note(struct db *db, struct device_states *s,
    struct device_state *known, const struct device_state *now)
{
	struct device_state fresh;
	int rc;

	if (now->is_looked_at)
		note_look(s, known, now);
	if (known->is_known && is_same_identity(known, now)) {
		known->silence = now->silence;
		known->rtt_us = now->rtt_us;
		known->uptime = now->uptime;
		known->boot_at = now->boot_at;
		known->same_at = now->same_at;
		s->moved[known - s->state] = true;
		return ERR_OK;
	}
	rc = device_state_save(db, now);
	if (rc == ERR_OK)
		rc = device_state_load(
		    db, now->tenant_id, now->device_id, &fresh);
	if (rc < 0)
		return rc;
	device_state_free(known);
	*known = fresh;
	s->moved[known - s->state] = false;
	s->looked_at[known - s->state] = false;
	return ERR_OK;
}

enum moving {
	TENANT,
	DEVICE,
	LAST_TRY,
	LAST_ANSWER,
	SILENT,
	SILENT_SINCE,
	RTT,
	AGENT_CS,
	HOST_CS,
	ENGINE_BOOTS,
	ENGINE_TIME,
	BOOT_AT,
	REFUSED,
	REFUSED_SINCE,
	SAME_AT,
	MOVING
};

/* Of a look in full. */
enum looked { OF_TENANT, OF_DEVICE, SAID, SAID_AT, WAKE, LOOKED };

static void
add_count(struct buf *out, int64_t v)
{
	if (v < 0)
		buf_add_str(out, "NULL,");
	else
		buf_printf(out, "%lld,", (long long)v);
}

static void
add_time(struct buf *out, int64_t at)
{
	char text[CLOCK_TEXT_MAX];

	buf_add_str(out, at == CLOCK_NONE ? "NULL" : clock_format(at, text));
	buf_add_u8(out, ',');
}

static void
add_state(struct buf *column, const struct device_state *s)
{
	add_count(&column[TENANT], s->tenant_id);
	add_count(&column[DEVICE], s->device_id);
	add_time(&column[LAST_TRY], s->silence.last_try);
	add_time(&column[LAST_ANSWER], s->silence.last_answer);
	add_count(&column[SILENT], s->silence.polls);
	add_time(&column[SILENT_SINCE], s->silence.since);
	add_count(&column[RTT], s->rtt_us);
	add_count(&column[AGENT_CS], s->uptime.agent_cs);
	add_count(&column[HOST_CS], s->uptime.host_cs);
	add_count(&column[ENGINE_BOOTS], s->uptime.engine_boots);
	add_count(&column[ENGINE_TIME], s->uptime.engine_time_s);
	add_time(&column[BOOT_AT], s->boot_at);
	add_count(&column[REFUSED], s->silence.refused);
	add_time(&column[REFUSED_SINCE], s->silence.refused_since);
	add_time(&column[SAME_AT], s->same_at);
}

static void
add_look(struct buf *column, const struct device_state *s)
{
	char hex[DIGEST_HEX_MAX];

	add_count(&column[OF_TENANT], s->tenant_id);
	add_count(&column[OF_DEVICE], s->device_id);
	buf_printf(&column[SAID], "%s,",
	    s->is_said ? digest_hex(s->said, DIGEST_LEN, hex) : "NULL");
	add_time(&column[SAID_AT], s->said_at);
	add_time(&column[WAKE], s->wake);
}

/* "{a,b,": the comma after the last becomes the end of the array. */
static struct db_arg
array_of(struct buf *column)
{
	column->data[column->len - 1] = '}';
	return DB_TEXT(buf_str(column));
}

static int
write_moved(struct db *db, struct buf *column)
{
	struct db_arg args[MOVING];

	for (int i = 0; i < MOVING; i++)
		args[i] = array_of(&column[i]);
	return db_run(db, NULL,
	    "UPDATE device_state s SET last_try=x.last_try,"
	    "last_answer=x.last_answer,silent=x.silent,"
	    "silent_since=x.silent_since,rtt_us=x.rtt_us,"
	    "sys_uptime_cs=x.agent_cs,host_uptime_cs=x.host_cs,"
	    "engine_boots=x.boots,engine_time_s=x.engine_time,"
	    "boot_at=x.boot_at,refused=x.refused,"
	    "refused_since=x.refused_since,same_at=x.same_at"
	    " FROM unnest($1::int[],$2::int[],"
	    "$3::timestamptz[],$4::timestamptz[],$5::int[],"
	    "$6::timestamptz[],$7::int[],$8::bigint[],$9::bigint[],"
	    "$10::bigint[],$11::bigint[],$12::timestamptz[],$13::int[],"
	    "$14::timestamptz[],$15::timestamptz[])"
	    " AS x(tenant_id,device_id,last_try,last_answer,silent,"
	    "silent_since,rtt_us,agent_cs,host_cs,boots,engine_time,boot_at,"
	    "refused,refused_since,same_at)"
	    " WHERE s.tenant_id=x.tenant_id AND s.device_id=x.device_id",
	    MOVING, args);
}

static int
write_looks(struct db *db, struct buf *column)
{
	struct db_arg args[LOOKED];

	for (int i = 0; i < LOOKED; i++)
		args[i] = array_of(&column[i]);
	return db_run(db, NULL,
	    "UPDATE device_state s SET said=decode(x.said,'hex'),"
	    "said_at=x.said_at,wake=x.wake FROM unnest($1::int[],$2::int[],"
	    "$3::text[],$4::timestamptz[],$5::timestamptz[])"
	    " AS x(tenant_id,device_id,said,said_at,wake)"
	    " WHERE s.tenant_id=x.tenant_id AND s.device_id=x.device_id",
	    LOOKED, args);
}

/* By their numbers: what came since is for the next look. */
static int
forget_stirred(struct db *db, struct buf *ids)
{
	struct buf list = { 0 };
	int rc;

	buf_printf(&list, "{%s}", buf_str(ids));
	rc =
	    db_query(db, NULL, "DELETE FROM stirred WHERE id=ANY($1::bigint[])",
		DB_TEXT(buf_str(&list)));
	buf_free(&list);
	return rc;
}

typedef void add_columns(struct buf *column, const struct device_state *s);
typedef int write_columns(struct db *db, struct buf *column);

/* Those that are in which, with one statement. */
static int
save_each(struct db *db, const struct device_states *s, const bool *which,
    add_columns *add, write_columns *write)
{
	struct buf column[MOVING] = { 0 };
	bool any = false;
	int rc = ERR_OK;

	for (int i = 0; i < MOVING; i++)
		buf_add_u8(&column[i], '{');
	for (size_t i = 0; i < s->n; i++) {
		if (!which[i])
			continue;
		add(column, &s->state[i]);
		any = true;
	}
	if (any)
		rc = write(db, column);
	for (int i = 0; i < MOVING; i++)
		buf_free(&column[i]);
	return rc;
}

int
device_states_save(struct db *db, struct device_states *s)
{
	int rc = save_each(db, s, s->moved, add_state, write_moved);

	if (rc == ERR_OK)
		rc = save_each(db, s, s->looked_at, add_look, write_looks);
	if (rc == ERR_OK && s->stirred.len > 0)
		rc = forget_stirred(db, &s->stirred);
	return rc;
}
