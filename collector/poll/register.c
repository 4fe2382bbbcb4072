/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/poll/register.h"

#include <stdlib.h>

#include "collector/keys/keyring.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "lib/store/run.h"

struct register_link {
	struct db_target target;
	struct keyring *keys;
	struct db *db; /* NULL: away */
	int last;      /* how the last try to connect ended */
};

struct register_link *
register_link_new(const struct db_target *target, const char *key_path)
{
	struct register_link *l = mem_new(1, sizeof(*l));

	l->target = *target;
	l->keys = keyring_new(key_path);
	return l;
}

void
register_link_free(struct register_link *l)
{
	if (l == NULL)
		return;
	db_close(l->db);
	keyring_free(l->keys);
	free(l);
}

static int
connect(struct register_link *l)
{
	int rc = ERR_OK;

	if (l->db == NULL)
		rc = db_open(&l->target, "patchwacht_poll", &l->db);
	if (rc < 0 && l->last == ERR_OK)
		log_warnx("database: away, polling goes on with the devices "
			  "that are known");
	else if (rc == ERR_OK && l->last < 0)
		log_info("database: back");
	l->last = rc;
	return rc;
}

/* A lost connection is opened anew the next time. */
static int
after(struct register_link *l, int rc)
{
	if (rc == ERR_AGAIN) {
		db_close(l->db);
		l->db = NULL;
	}
	return rc;
}

bool
register_is_up(const struct register_link *l)
{
	return l->db != NULL;
}

int
register_load(struct register_link *l, struct roster *roster,
    const struct roster_defaults *defaults, const struct roster_hooks *hooks)
{
	int rc;

	rc = connect(l);
	if (rc < 0)
		return rc;
	rc = keyring_load(l->keys, l->db);
	if (rc == ERR_OK)
		rc = roster_load(roster, l->db, l->keys, defaults, hooks);
	return after(l, rc);
}

int
register_wishes(struct register_link *l,
    void (*wish)(void *arg, int tenant_id, int device_id, int64_t request_id),
    void *arg)
{
	struct db_rows *rows = NULL;
	int rc;

	if (l->db == NULL)
		return ERR_AGAIN;
	rc = db_query(l->db, &rows,
	    "SELECT tenant_id,device_id,max(request_id) FROM request"
	    " WHERE finished IS NULL GROUP BY tenant_id,device_id");
	for (size_t i = 0; rc == ERR_OK && i < db_count(rows); i++)
		wish(arg, (int)db_int(rows, i, 0), (int)db_int(rows, i, 1),
		    db_int(rows, i, 2));
	db_rows_free(rows);
	return after(l, rc);
}

int
register_answer(struct register_link *l, int tenant_id, int device_id,
    int64_t request_id, const char *outcome)
{
	if (l->db == NULL)
		return ERR_AGAIN;
	return after(l,
	    db_query(l->db, NULL,
		"UPDATE request SET finished=$1,outcome=$2 WHERE tenant_id=$3"
		" AND device_id=$4 AND request_id<=$5 AND finished IS NULL",
		DB_TIME(clock_now()), DB_TEXT(outcome), DB_INT(tenant_id),
		DB_INT(device_id), DB_INT(request_id)));
}

int
register_seen(struct register_link *l, const char *role, int64_t started)
{
	struct run run = { .role = role, .started = started };

	return l->db == NULL ? ERR_AGAIN : after(l, run_tell(l->db, &run));
}
