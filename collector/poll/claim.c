/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/poll/claim.h"

#include <inttypes.h>
#include <stdlib.h>

#include "collector/dblink.h"
#include "collector/poll/share.h"
#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/mem.h"

/* Nobody waits for the answer to an old one; a worker that took one and is
 * still silent about it has lost it. */
#define REQUEST_MAX (60 * CLOCK_MINUTE)
#define ANSWER_MAX  (10 * CLOCK_MINUTE)

struct claim {
	struct dblink *db;
	const char *name;
	const struct share *share;
	struct claim_hooks hooks;
	int64_t started;
	bool taking;
	int64_t before; /* what was taken earlier, nobody works on */
};

struct claim *
claim_new(struct dblink *db, const char *name, const struct share *share,
    const struct claim_hooks *hooks)
{
	struct claim *c = mem_new(1, sizeof(*c));

	c->db = db;
	c->name = name;
	c->share = share;
	c->hooks = *hooks;
	c->started = clock_now();
	return c;
}

void
claim_free(struct claim *c)
{
	free(c);
}

static void
on_taken(void *arg, int rc, const struct db_rows *rows)
{
	struct claim *c = arg;

	c->taking = false;
	if (rc < 0)
		return;
	for (size_t i = 0; i < db_count(rows); i++)
		c->hooks.taken(c->hooks.arg,
		    &(struct claim_row){ .tenant_id = (int)db_int(rows, i, 0),
			.request_id = db_int(rows, i, 1),
			.device_id = (int)db_int(rows, i, 2),
			.kind = db_text(rows, i, 3),
			.args = db_text(rows, i, 4),
			.permitted = db_bool(rows, i, 5) });
	c->hooks.done(c->hooks.arg);
}

static bool
is_ours(const struct share *share, const struct db_rows *rows, size_t row)
{
	return db_is_null(rows, row, 2)
	    ? share_is_first(share)
	    : share_has(
		  share, (int)db_int(rows, row, 0), (int)db_int(rows, row, 2));
}

/* Of one column of our rows, an array of SQL. */
static size_t
list_ours(
    const struct claim *c, const struct db_rows *rows, int col, struct buf *out)
{
	size_t n = 0;

	for (size_t i = 0; i < db_count(rows); i++) {
		if (is_ours(c->share, rows, i))
			buf_printf(out, "%c%" PRId64, n++ == 0 ? '{' : ',',
			    db_int(rows, i, col));
	}
	buf_add_u8(out, '}');
	return n;
}

/* Whoever changes the row first has it: the other sees that it is taken. */
static void
on_open(void *arg, int rc, const struct db_rows *rows)
{
	struct buf tenants = { 0 }, requests = { 0 };
	struct claim *c = arg;

	c->taking = false;
	if (rc == ERR_OK && list_ours(c, rows, 0, &tenants) > 0) {
		(void)list_ours(c, rows, 1, &requests);
		c->taking =
		    dblink_query(c->db, on_taken, c,
			"WITH t AS (UPDATE request r SET taken=$1,taken_by=$2"
			" FROM unnest($3::int[],$4::int[]) o(tenant,id)"
			" WHERE r.tenant_id=o.tenant AND r.request_id=o.id"
			" AND finished IS NULL AND (taken IS NULL OR taken<$5)"
			" RETURNING r.tenant_id,r.request_id,r.device_id,"
			"r.kind,r.args)"
			" SELECT tenant_id,request_id,device_id,kind,"
			"args::text,kind='legacy' AND legacy_permitted("
			"tenant_id,device_id,$1) IS NOT NULL"
			" FROM t ORDER BY tenant_id,request_id",
			DB_TIME(clock_now()), DB_TEXT(c->name),
			DB_TEXT(buf_str(&tenants)), DB_TEXT(buf_str(&requests)),
			DB_TIME(c->before)) == ERR_OK;
	}
	buf_free(&tenants);
	buf_free(&requests);
}

void
claim_take(struct claim *c)
{
	if (c->taking)
		return;
	c->before = clock_now() - ANSWER_MAX;
	if (c->before < c->started)
		c->before = c->started;
	c->taking = dblink_query(c->db, on_open, c,
			"SELECT tenant_id,request_id,device_id FROM request"
			" WHERE finished IS NULL AND asked>$1"
			" AND (taken IS NULL OR taken<$2)",
			DB_TIME(clock_now() - REQUEST_MAX),
			DB_TIME(c->before)) == ERR_OK;
}

int
claim_answer(
    struct claim *c, const struct claim_answer *a, dblink_done *done, void *arg)
{
	return dblink_query(c->db, done, arg,
	    "UPDATE request SET finished=$1,outcome=$2,result=$3::jsonb"
	    " WHERE tenant_id=$4 AND request_id=$5 AND finished IS NULL",
	    DB_TIME(clock_now()), DB_TEXT(a->outcome), DB_TEXT(a->result),
	    DB_INT(a->tenant_id), DB_INT(a->request_id));
}
