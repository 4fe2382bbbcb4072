/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/poll/register.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <event2/event.h>

#include "collector/dblink.h"
#include "collector/keys/keyring.h"
#include "collector/poll/delay.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"

enum {
	KEYS_AT_ONCE = 16, /* to open a box may take a millisecond, or more */
	DEVICES_AT_ONCE = 500,
	HINT_GAP_MS = 50, /* many come together, or one after the other */
};

#define LOOK_GAP  (3 * CLOCK_SECOND)
#define WHOLE_GAP (5 * CLOCK_MINUTE)
/* A transaction that marks a row may end that much later than the mark. */
#define OVERLAP CLOCK_MINUTE

enum stage { RESTING, SIGNING, KEYS, DEVICES };

struct register_link {
	struct db_target target;
	char *home, *database;
	const char *name;
	struct dblink *db;
	struct keyring *keys;
	struct roster *roster;
	struct register_hooks hooks;
	struct event *timer;

	enum stage stage;
	bool whole;              /* this look */
	bool again, again_whole; /* the one after it was asked for */
	int64_t whole_due;
	int64_t began, since; /* of the database's clock; 0: never */
	char sign[64], signed_before[64]; /* how all credentials are marked */
	int tenant_id, id;                /* that the next page comes after */
};

static void start_look(struct register_link *l);

static void
arm(struct register_link *l, int64_t wait)
{
	const struct timeval tv = { wait / CLOCK_SECOND, wait % CLOCK_SECOND };

	if (evtimer_add(l->timer, &tv) == -1)
		fatalx("libevent cannot add a timer");
}

/*
 * A look
 */

static void
end_look(struct register_link *l)
{
	l->stage = RESTING;
	arm(l, l->again ? HINT_GAP_MS * CLOCK_SECOND / 1000 : LOOK_GAP);
}

/* What it did not come to waits for the next one. */
static bool
has_failed(struct register_link *l, int rc)
{
	if (rc == ERR_OK)
		return false;
	if (l->whole)
		l->whole_due = 0;
	l->again = false;
	end_look(l);
	return true;
}

/* From now on devices are asked with the boxes that were there when this look
 * began; the last worker to say so counts, within a minute. */
static void
tell_opened(struct register_link *l)
{
	(void)dblink_query(l->db, NULL, NULL,
	    "UPDATE credential SET opened=clock_timestamp()"
	    " WHERE removed IS NULL AND coalesce(rotated,created)<$1"
	    " AND (opened IS NULL OR opened<coalesce(rotated,created)"
	    "+interval '1 min')",
	    DB_TIME(l->began));
}

static void
finish_look(struct register_link *l)
{
	roster_end(l->roster);
	if (l->whole) {
		tell_opened(l);
		/* Only now does nobody borrow what had changed. */
		keyring_settle(l->keys);
		memcpy(l->signed_before, l->sign, sizeof(l->sign));
		l->whole_due = clock_monotonic() + WHOLE_GAP;
	}
	l->since = l->began - OVERLAP;
	if (!l->again && l->hooks.looked != NULL)
		l->hooks.looked(l->hooks.arg);
	end_look(l);
}

static void ask_devices(struct register_link *l);

static void
on_devices(void *arg, int rc, const struct db_rows *rows)
{
	struct register_link *l = arg;
	size_t n;

	if (has_failed(l, rc))
		return;
	roster_take(l->roster, rows, l->keys);
	n = db_count(rows);
	if (n < DEVICES_AT_ONCE) {
		finish_look(l);
		return;
	}
	l->tenant_id = (int)db_int(rows, n - 1, 0);
	l->id = (int)db_int(rows, n - 1, 1);
	ask_devices(l);
}

static void
ask_devices(struct register_link *l)
{
	int rc;

	if (l->whole)
		rc = dblink_query(l->db, on_devices, l, roster_page,
		    DB_INT(l->tenant_id), DB_INT(l->id),
		    DB_INT(DEVICES_AT_ONCE));
	else
		rc = dblink_query(l->db, on_devices, l, roster_changes,
		    DB_INT(l->tenant_id), DB_INT(l->id),
		    DB_INT(DEVICES_AT_ONCE), DB_TIME(l->since));
	(void)has_failed(l, rc);
}

static void
begin_devices(struct register_link *l)
{
	l->stage = DEVICES;
	l->tenant_id = l->id = -1;
	roster_begin(l->roster, l->whole);
	ask_devices(l);
}

static void ask_keys(struct register_link *l);

static void
on_keys(void *arg, int rc, const struct db_rows *rows)
{
	struct register_link *l = arg;
	size_t n;

	if (has_failed(l, rc))
		return;
	keyring_take(l->keys, rows);
	n = db_count(rows);
	if (n < KEYS_AT_ONCE) {
		keyring_end(l->keys);
		begin_devices(l);
		return;
	}
	l->tenant_id = (int)db_int(rows, n - 1, 0);
	l->id = (int)db_int(rows, n - 1, 1);
	ask_keys(l);
}

static void
ask_keys(struct register_link *l)
{
	(void)has_failed(l,
	    dblink_query(l->db, on_keys, l, keyring_page, DB_INT(l->tenant_id),
		DB_INT(l->id), DB_INT(KEYS_AT_ONCE)));
}

static void
begin_keys(struct register_link *l)
{
	l->stage = KEYS;
	l->tenant_id = l->id = -1;
	keyring_begin(l->keys);
	ask_keys(l);
}

/* A credential that changed may be that of any device. */
static void
on_signed(void *arg, int rc, const struct db_rows *rows)
{
	struct register_link *l = arg;

	if (has_failed(l, rc))
		return;
	l->began = db_time(rows, 0, 0);
	snprintf(l->sign, sizeof(l->sign), "%s", db_text(rows, 0, 1));
	l->whole |=
	    strcmp(l->sign, l->signed_before) != 0 || keyring_is_shut(l->keys);
	if (l->whole)
		begin_keys(l);
	else
		begin_devices(l);
}

static void
start_look(struct register_link *l)
{
	l->stage = SIGNING;
	l->whole = l->again_whole || l->since == 0 ||
	    clock_monotonic() >= l->whole_due;
	l->again = l->again_whole = false;
	evtimer_del(l->timer);
	(void)has_failed(l,
	    dblink_query(l->db, on_signed, l,
		"SELECT clock_timestamp(),count(*)||' '||"
		"coalesce(sum(extract(epoch FROM changed)),0)"
		" FROM mark WHERE kind='credential'"));
}

void
register_look(struct register_link *l, bool whole)
{
	l->again_whole |= whole;
	if (l->stage == RESTING)
		start_look(l);
	else
		l->again = true;
}

static void
on_timer(evutil_socket_t fd, short what, void *arg)
{
	struct register_link *l = arg;

	(void)fd;
	(void)what;
	if (l->stage == RESTING)
		start_look(l);
}

/*
 * The link
 */

static void
on_up(void *arg)
{
	struct register_link *l = arg;

	register_look(l, false);
	if (l->hooks.asked != NULL)
		l->hooks.asked(l->hooks.arg);
}

static void
on_noted(void *arg, const char *channel)
{
	struct register_link *l = arg;

	if (strcmp(channel, "patchwacht_request") == 0) {
		if (l->hooks.asked != NULL)
			l->hooks.asked(l->hooks.arg);
	} else {
		/* Not later for those that follow. */
		if (l->stage == RESTING && !l->again)
			arm(l, HINT_GAP_MS * CLOCK_SECOND / 1000);
		l->again = true;
	}
}

struct register_link *
register_link_new(struct event_base *base, const struct db_target *target,
    const char *name, const char *key_path, struct roster *roster,
    const struct register_hooks *hooks)
{
	static const char *const greetings[] = { "LISTEN patchwacht_device",
		"LISTEN patchwacht_request", NULL };
	struct register_link *l = mem_new(1, sizeof(*l));
	const struct dblink_hooks db_hooks = { on_up, on_noted, greetings, l };

	l->home = mem_dup_str(target->home);
	l->database = mem_dup_str(target->database);
	l->name = name;
	l->target = (struct db_target){ l->home, l->database };
	l->keys = keyring_new(key_path);
	l->roster = roster;
	l->hooks = *hooks;
	l->timer = evtimer_new(base, on_timer, l);
	if (l->timer == NULL)
		fatalx("libevent cannot make a timer");
	l->db = dblink_new(base, &l->target, "patchwacht_poll",
	    "polling goes on with the devices that are known", &db_hooks);
	return l;
}

void
register_link_free(struct register_link *l)
{
	if (l == NULL)
		return;
	dblink_free(l->db);
	event_free(l->timer);
	keyring_free(l->keys);
	free(l->home);
	free(l->database);
	free(l);
}

const struct keyring *
register_keys(const struct register_link *l)
{
	return l->keys;
}

struct dblink *
register_db(struct register_link *l)
{
	return l->db;
}

bool
register_is_up(const struct register_link *l)
{
	return dblink_is_up(l->db);
}

void
register_seen(
    struct register_link *l, int64_t started, const struct delay *delay)
{
	char host[256] = "";

	(void)gethostname(host, sizeof(host) - 1);
	(void)dblink_query(l->db, NULL, NULL,
	    "INSERT INTO run(role,host,started,seen,devices,delay_p99_us,"
	    "delay_max_us,workers) VALUES($1,$2,$3,$4,$5,$6,$7,$8)"
	    " ON CONFLICT(role,host,started) DO UPDATE SET seen=$4,"
	    "devices=$5,delay_p99_us=$6,delay_max_us=$7,workers=$8",
	    DB_TEXT(l->name), DB_TEXT(host), DB_TIME(started),
	    DB_TIME(clock_now()), DB_INT((int64_t)l->roster->count),
	    DB_INT(delay_permille(delay, 990)), DB_INT(delay->max),
	    DB_INT(l->roster->defaults.share.of));
}
