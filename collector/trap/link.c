/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/trap/link.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <event2/event.h>

#include "collector/config.h"
#include "collector/dblink.h"
#include "collector/due.h"
#include "collector/keys/keyring.h"
#include "collector/trap/roll.h"
#include "collector/trap/senders.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/json.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"

enum {
	TICK_MS = 500,
	LOAD_GAP = 2,      /* seconds between two readings of the register, */
	LOAD_GAP_MAX = 60, /* at least and at most */
	TELL_GAP = 2,
	ALIVE_GAP = 60,
	CLEAN_GAP = 3600,
	KEYS_AT_ONCE = 8,
	TENANTS_MAX = 64,
};

struct label {
	int tenant_id, credential_id;
	char *text;
};

struct labels {
	struct label *list;
	size_t count;
};

struct tally {
	int tenant_id;
	uint64_t believed, asked;
};

struct trap_link {
	struct dblink *db;
	struct trap_link_tells tells;
	char *home, *database; /* a reload frees those of the configuration */
	struct db_target target;
	struct keyring *keys;
	struct roll roll;
	struct labels labels, fresh_labels;
	unsigned version;
	struct tally tally[TENANTS_MAX];
	size_t tenants;
	struct event *tick;
	bool is_known;
	bool stale; /* somebody changed the register */
	bool is_loading, is_telling_due, is_telling_senders, is_counting;
	int64_t started;
	int64_t load_due, load_must, tell_due, alive_due, clean_due;
};

static const char *const greetings[] = { "LISTEN patchwacht_device", NULL };

static void ask_credentials(struct trap_link *l, int tenant, int id);

/*
 * The register
 */

/* The columns of the statement below. */
enum column {
	TENANT,
	REALM,
	DEVICE,
	CREDENTIAL,
	ADDRESS,
	ENGINE,
	BOOTS,
	TIME,
	AT
};

/* An engine's clock is worth something only when it was signed. */
static const char devices[] =
    "SELECT d.tenant_id,d.realm_id,d.device_id,d.credential_id,"
    "host(d.address),s.engine_id,s.engine_boots,s.engine_time_s,s.last_answer"
    " FROM device d LEFT JOIN device_state s"
    " ON s.tenant_id=d.tenant_id AND s.device_id=d.device_id"
    " AND s.protocol='v3' AND s.level<>'none' AND s.engine_boots IS NOT NULL"
    " WHERE d.retired IS NULL";

static void
read_engine(struct target *t, const struct db_rows *rows, size_t row)
{
	const uint8_t *id;
	size_t len;

	id = db_bytes(rows, row, ENGINE, &len);
	if (id == NULL || len == 0 || len > sizeof(t->engine))
		return;
	memcpy(t->engine, id, len);
	t->engine_len = len;
	t->boots = (int32_t)db_int(rows, row, BOOTS);
	t->time = (int32_t)db_int(rows, row, TIME);
	t->engine_at = db_time(rows, row, AT);
}

static void
on_devices(void *arg, int rc, const struct db_rows *rows)
{
	struct trap_link *l = arg;
	struct roll fresh = { 0 };

	l->is_loading = false;
	if (rc < 0 || rows == NULL)
		return;
	for (size_t i = 0; i < db_count(rows); i++) {
		struct target t = { .tenant_id = (int)db_int(rows, i, TENANT),
			.realm_id = (int)db_int(rows, i, REALM),
			.device_id = (int)db_int(rows, i, DEVICE),
			.credential_id = (int)db_int(rows, i, CREDENTIAL) };

		if (address_parse(db_text(rows, i, ADDRESS), &t.address) < 0)
			continue;
		read_engine(&t, rows, i);
		roll_add(&fresh, &t);
	}
	roll_sort(&fresh);
	roll_free(&l->roll);
	l->roll = fresh;
	l->is_known = true;
	l->tells.known(l->tells.arg);
}

static void
free_labels(struct labels *labels)
{
	for (size_t i = 0; i < labels->count; i++)
		free(labels->list[i].text);
	free(labels->list);
	*labels = (struct labels){ 0 };
}

static void
take_labels(struct labels *labels, const struct db_rows *rows)
{
	size_t n = db_count(rows);

	labels->list = mem_grow(
	    labels->list, labels->count + n + 1, sizeof(*labels->list));
	for (size_t i = 0; i < n; i++)
		labels->list[labels->count++] =
		    (struct label){ (int)db_int(rows, i, 0),
			    (int)db_int(rows, i, 1),
			    mem_dup_str(db_text(rows, i, 4)) };
}

static void
end_credentials(struct trap_link *l)
{
	keyring_end(l->keys);
	keyring_settle(l->keys);
	free_labels(&l->labels);
	l->labels = l->fresh_labels;
	l->fresh_labels = (struct labels){ 0 };
	l->version++;
}

/* The last page is one that is not full. */
static void
on_credentials(void *arg, int rc, const struct db_rows *rows)
{
	struct trap_link *l = arg;
	size_t n = rows == NULL ? 0 : db_count(rows);

	if (rc < 0) {
		l->is_loading = false;
		return;
	}
	keyring_take(l->keys, rows);
	take_labels(&l->fresh_labels, rows);
	if (n == KEYS_AT_ONCE) {
		ask_credentials(l, (int)db_int(rows, n - 1, 0),
		    (int)db_int(rows, n - 1, 1));
		return;
	}
	end_credentials(l);
	l->is_loading = dblink_query(l->db, on_devices, l, devices) == ERR_OK;
}

/* Opening a box with passwords takes milliseconds: a few at a time, and what
 * came in meanwhile is heard in between. */
static void
ask_credentials(struct trap_link *l, int tenant, int id)
{
	l->is_loading =
	    dblink_query(l->db, on_credentials, l, keyring_page, DB_INT(tenant),
		DB_INT(id), DB_INT(KEYS_AT_ONCE)) == ERR_OK;
}

static void
load(struct trap_link *l, int64_t now)
{
	if (l->is_loading || now < l->load_due ||
	    (!l->stale && now < l->load_must))
		return;
	l->stale = false;
	l->load_due = now + LOAD_GAP * CLOCK_SECOND;
	l->load_must = now + LOAD_GAP_MAX * CLOCK_SECOND;
	keyring_begin(l->keys);
	free_labels(&l->fresh_labels);
	ask_credentials(l, -1, -1);
}

/*
 * What is told
 */

static void
on_due_told(void *arg, int rc, const struct db_rows *rows)
{
	struct trap_link *l = arg;

	(void)rows;
	l->is_telling_due = false;
	if (rc == ERR_AGAIN)
		due_not_taken(l->tells.due);
	else
		due_taken(l->tells.due);
}

static void
tell_due(struct trap_link *l, int64_t now)
{
	struct json *rows;
	char *line;

	if (l->is_telling_due || due_next(l->tells.due) > now)
		return;
	rows = due_rows(l->tells.due, now);
	if (rows == NULL)
		return;
	line = json_line(rows);
	l->is_telling_due = true;
	if (dblink_query(l->db, on_due_told, l, due_statement, DB_TEXT(line)) <
	    0)
		on_due_told(l, ERR_AGAIN, NULL);
	free(line);
	json_free(rows);
}

static void
on_senders_told(void *arg, int rc, const struct db_rows *rows)
{
	struct trap_link *l = arg;

	(void)rows;
	l->is_telling_senders = false;
	if (rc == ERR_AGAIN)
		senders_not_taken(l->tells.senders);
	else
		senders_taken(l->tells.senders);
}

static void
tell_senders(struct trap_link *l)
{
	struct json *rows;
	char *line;

	if (l->is_telling_senders)
		return;
	rows = senders_rows(l->tells.senders);
	if (rows == NULL)
		return;
	line = json_line(rows);
	l->is_telling_senders = true;
	if (dblink_query(l->db, on_senders_told, l,
		"WITH r AS (SELECT * FROM jsonb_to_recordset($1::text::jsonb)"
		" AS r(tenant int,realm int,address inet,reason text,"
		"device int,first timestamptz,last timestamptz,count bigint)),"
		" s AS (INSERT INTO trap_sender(tenant_id,realm_id,address,"
		"reason,device_id,first,last,count)"
		" SELECT tenant,realm,address,reason,device,first,last,count"
		" FROM r ON CONFLICT(tenant_id,realm_id,address,reason)"
		" DO UPDATE SET device_id=excluded.device_id,"
		"last=greatest(trap_sender.last,excluded.last),"
		"count=trap_sender.count+excluded.count)"
		" INSERT INTO trap_tally(tenant_id,hour,believed,refused)"
		" SELECT tenant,date_trunc('hour',now()),0,sum(count) FROM r"
		" GROUP BY tenant ON CONFLICT(tenant_id,hour)"
		" DO UPDATE SET refused=trap_tally.refused+excluded.refused",
		DB_TEXT(line)) < 0)
		on_senders_told(l, ERR_AGAIN, NULL);
	free(line);
	json_free(rows);
}

static void
on_counted(void *arg, int rc, const struct db_rows *rows)
{
	struct trap_link *l = arg;

	(void)rows;
	l->is_counting = false;
	for (size_t i = 0; i < l->tenants; i++) {
		if (rc != ERR_AGAIN)
			l->tally[i].believed -= l->tally[i].asked;
		l->tally[i].asked = 0;
	}
}

static void
tell_tally(struct trap_link *l)
{
	struct json *rows;
	uint64_t all = 0;
	char *line;

	for (size_t i = 0; i < l->tenants; i++)
		all += l->tally[i].believed;
	if (l->is_counting || all == 0)
		return;
	rows = json_new_array();
	for (size_t i = 0; i < l->tenants; i++) {
		struct json *row = json_new_object();

		l->tally[i].asked = l->tally[i].believed;
		json_put_int(row, "tenant", l->tally[i].tenant_id);
		json_put_int(row, "count", (int64_t)l->tally[i].asked);
		json_add(rows, row);
	}
	line = json_line(rows);
	l->is_counting = true;
	if (dblink_query(l->db, on_counted, l,
		"INSERT INTO trap_tally(tenant_id,hour,believed,refused)"
		" SELECT tenant,date_trunc('hour',now()),count,0"
		" FROM jsonb_to_recordset($1::text::jsonb)"
		" AS r(tenant int,count bigint)"
		" ON CONFLICT(tenant_id,hour)"
		" DO UPDATE SET believed=trap_tally.believed+excluded.believed",
		DB_TEXT(line)) < 0)
		on_counted(l, ERR_AGAIN, NULL);
	free(line);
	json_free(rows);
}

static void
tell_alive(struct trap_link *l)
{
	char host[256] = "";

	(void)gethostname(host, sizeof(host) - 1);
	(void)dblink_query(l->db, NULL, NULL,
	    "INSERT INTO run(role,host,started,seen) VALUES('trap',$1,$2,$3)"
	    " ON CONFLICT(role,host,started) DO UPDATE SET seen=$3",
	    DB_TEXT(host), DB_TIME(l->started), DB_TIME(clock_now()));
}

/* What nobody has seen for long, and more than anybody can read, goes. */
static void
clean(struct trap_link *l)
{
	(void)dblink_query(l->db, NULL, NULL,
	    "DELETE FROM trap_sender WHERE last<now()-interval '60 d'"
	    " OR ctid IN (SELECT ctid FROM trap_sender"
	    " ORDER BY last DESC OFFSET 10000)");
	(void)dblink_query(l->db, NULL, NULL,
	    "DELETE FROM trap_tally WHERE hour<now()-interval '400 d'");
}

/*
 * The link
 */

static bool
is_time(int64_t *due, int64_t now, int gap_s)
{
	if (now < *due)
		return false;
	*due = now + gap_s * CLOCK_SECOND;
	return true;
}

static void
set_tick(struct trap_link *l, int ms)
{
	const struct timeval tv = { ms / 1000, ms % 1000 * 1000 };

	(void)evtimer_add(l->tick, &tv);
}

static void
on_tick(evutil_socket_t fd, short what, void *arg)
{
	struct trap_link *l = arg;
	int64_t now = clock_monotonic();

	(void)fd;
	(void)what;
	set_tick(l, TICK_MS);
	if (!dblink_is_up(l->db))
		return;
	load(l, now);
	tell_due(l, now);
	if (is_time(&l->tell_due, now, TELL_GAP)) {
		tell_senders(l);
		tell_tally(l);
	}
	if (is_time(&l->alive_due, now, ALIVE_GAP))
		tell_alive(l);
	if (is_time(&l->clean_due, now, CLEAN_GAP))
		clean(l);
}

static void
on_up(void *arg)
{
	struct trap_link *l = arg;

	l->stale = true;
	l->load_due = l->alive_due = l->tell_due = 0;
	set_tick(l, 0);
}

static void
on_noted(void *arg, const char *channel)
{
	struct trap_link *l = arg;

	(void)channel;
	l->stale = true;
}

struct trap_link *
trap_link_new(struct event_base *base, const struct config *c,
    const struct trap_link_tells *tells)
{
	struct trap_link *l = mem_new(1, sizeof(*l));
	const struct dblink_hooks hooks = { on_up, on_noted, greetings, l };
	char *key = config_home_path(c, "keys/box.key");

	l->tells = *tells;
	l->home = mem_dup_str(c->home);
	l->database = mem_dup_str(c->database);
	l->target = (struct db_target){ l->home, l->database };
	l->keys = keyring_new(key);
	l->started = clock_now();
	l->tick = evtimer_new(base, on_tick, l);
	if (l->tick == NULL)
		fatalx("trap: timer");
	l->db = dblink_new(base, &l->target, "patchwacht_poll",
	    "notifications are believed of the devices that are known", &hooks);
	set_tick(l, TICK_MS);
	free(key);
	return l;
}

/* What was under way may or may not be there: told once more. */
void
trap_link_free(struct trap_link *l)
{
	if (l == NULL)
		return;
	dblink_free(l->db);
	if (l->is_telling_due)
		due_not_taken(l->tells.due);
	if (l->is_telling_senders)
		senders_not_taken(l->tells.senders);
	event_free(l->tick);
	keyring_free(l->keys);
	roll_free(&l->roll);
	free_labels(&l->labels);
	free_labels(&l->fresh_labels);
	free(l->home);
	free(l->database);
	free(l);
}

const struct roll *
trap_link_roll(const struct trap_link *l)
{
	return &l->roll;
}

const struct keyring *
trap_link_keys(const struct trap_link *l)
{
	return l->keys;
}

unsigned
trap_link_version(const struct trap_link *l)
{
	return l->version;
}

int
trap_link_label(const struct trap_link *l, int tenant, const char *label)
{
	for (size_t i = 0; i < l->labels.count; i++) {
		if (l->labels.list[i].tenant_id == tenant &&
		    strcmp(l->labels.list[i].text, label) == 0)
			return l->labels.list[i].credential_id;
	}
	return 0;
}

void
trap_link_count(struct trap_link *l, int tenant)
{
	size_t i = 0;

	while (i < l->tenants && l->tally[i].tenant_id != tenant)
		i++;
	if (i == TENANTS_MAX)
		return;
	if (i == l->tenants)
		l->tally[l->tenants++] = (struct tally){ .tenant_id = tenant };
	l->tally[i].believed++;
}

void
trap_link_hurry(struct trap_link *l)
{
	if (due_next(l->tells.due) <= clock_monotonic())
		set_tick(l, 0);
}
