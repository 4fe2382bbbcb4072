/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/alert/outbox.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/err.h"
#include "lib/base/mem.h"
#include "lib/store/db.h"

#define RECEIVER                              \
	"CASE c.kind WHEN 'mail' THEN 'mail'" \
	" ELSE n.tenant_id||'/'||n.channel_id END"

static const char take_sql[] =
    "WITH due AS ("
    " SELECT n.tenant_id,n.notification_id FROM notification n"
    " JOIN channel c USING(tenant_id,channel_id)"
    " JOIN saying s USING(tenant_id,saying_id)"
    " WHERE n.sent IS NULL AND n.dropped IS NULL AND n.next_try<=$1"
    " AND c.kind=ANY($4::text[]) AND c.removed IS NULL"
    " AND " RECEIVER "<>ALL($5::text[])"
    " AND ($6::text IS NULL OR " RECEIVER "=$6)"
    " AND NOT(s.incident_id IS NOT NULL AND EXISTS("
    "  SELECT FROM notification o JOIN saying p USING(tenant_id,saying_id)"
    "  WHERE o.tenant_id=n.tenant_id AND o.channel_id=n.channel_id"
    "  AND o.saying_id<n.saying_id AND p.incident_id=s.incident_id"
    "  AND o.sent IS NULL AND o.dropped IS NULL))"
    " ORDER BY n.next_try,n.notification_id LIMIT $3"
    " FOR UPDATE OF n SKIP LOCKED),"
    "taken AS ("
    " UPDATE notification n SET attempts=attempts+1,next_try=$2,holder=$7"
    " FROM due"
    " WHERE n.tenant_id=due.tenant_id"
    " AND n.notification_id=due.notification_id RETURNING n.*)"
    "SELECT t.tenant_id,t.notification_id,t.attempts,t.saying_id,"
    "s.incident_id,(SELECT min(saying_id) FROM notification o"
    " JOIN saying p USING(tenant_id,saying_id) WHERE o.tenant_id=t.tenant_id"
    " AND o.channel_id=t.channel_id AND p.incident_id=s.incident_id"
    " AND o.saying_id<t.saying_id),s.at,s.kind,s.detail->>'rule',"
    "s.detail->>'severity',s.detail::text,c.channel_id,c.kind,"
    "coalesce(c.name,c.target),c.target,c.function,c.language,"
    "c.settings::text,c.secret,o.name,o.zone FROM taken t"
    " JOIN tenant o ON o.tenant_id=t.tenant_id"
    " JOIN saying s ON s.tenant_id=t.tenant_id AND s.saying_id=t.saying_id"
    " JOIN channel c ON c.tenant_id=t.tenant_id"
    " AND c.channel_id=t.channel_id"
    " ORDER BY t.created,t.notification_id";

static char *
copy(const struct db_rows *rows, size_t i, int column)
{
	return mem_dup_str(db_text(rows, i, column));
}

static void
take_row(const struct db_rows *rows, size_t i, struct outbox_item *m)
{
	const uint8_t *secret;
	size_t len = 0;

	m->tenant_id = (int)db_int(rows, i, 0);
	m->notification_id = db_int(rows, i, 1);
	m->attempts = (int)db_int(rows, i, 2);
	m->saying_id = db_int(rows, i, 3);
	m->incident_id = db_int(rows, i, 4);
	m->answers = db_int(rows, i, 5);
	m->at = db_time(rows, i, 6);
	m->kind = copy(rows, i, 7);
	m->rule = copy(rows, i, 8);
	m->severity = copy(rows, i, 9);
	m->detail = copy(rows, i, 10);
	m->channel_id = (int)db_int(rows, i, 11);
	m->means = copy(rows, i, 12);
	m->name = copy(rows, i, 13);
	m->target = copy(rows, i, 14);
	m->function = copy(rows, i, 15);
	m->language = copy(rows, i, 16);
	m->settings = copy(rows, i, 17);
	if (!db_is_null(rows, i, 18)) {
		secret = db_bytes(rows, i, 18, &len);
		buf_add(&m->secret, secret, len);
	}
	m->tenant = copy(rows, i, 19);
	m->zone = copy(rows, i, 20);
}

void
outbox_receiver(const struct outbox_item *m, struct buf *out)
{
	buf_clear(out);
	if (strcmp(m->means, "mail") == 0)
		buf_add_str(out, "mail");
	else
		buf_printf(out, "%d/%d", m->tenant_id, m->channel_id);
}

int
outbox_take(struct db *db, const struct outbox_want *want, int64_t now,
    int64_t lease, int max, struct outbox *out)
{
	struct db_rows *rows;
	int rc;

	rc = db_query(db, &rows, take_sql, DB_TIME(now), DB_TIME(lease),
	    DB_INT(max), DB_TEXT(want->means), DB_TEXT(want->except),
	    DB_TEXT(want->only), DB_TEXT(want->holder));
	if (rc < 0)
		return rc;
	out->count = db_count(rows);
	out->item = mem_new(out->count + 1, sizeof(*out->item));
	for (size_t i = 0; i < out->count; i++)
		take_row(rows, i, &out->item[i]);
	db_rows_free(rows);
	return ERR_OK;
}

void
outbox_item_free(struct outbox_item *m)
{
	free(m->kind);
	free(m->rule);
	free(m->severity);
	free(m->detail);
	free(m->means);
	free(m->name);
	free(m->target);
	free(m->function);
	free(m->language);
	free(m->settings);
	buf_free(&m->secret);
	free(m->tenant);
	free(m->zone);
	*m = (struct outbox_item){ 0 };
}

void
outbox_free(struct outbox *o)
{
	for (size_t i = 0; i < o->count; i++)
		outbox_item_free(&o->item[i]);
	free(o->item);
	*o = (struct outbox){ 0 };
}

int
outbox_sent(struct db *db, const struct outbox_item *m, int64_t at)
{
	return db_query(db, NULL,
	    "UPDATE notification SET sent=$3,last_error=NULL,"
	    "holder=NULL"
	    " WHERE tenant_id=$1 AND notification_id=$2",
	    DB_INT(m->tenant_id), DB_INT(m->notification_id), DB_TIME(at));
}

int
outbox_failed(struct db *db, const struct outbox_item *m, const char *reason,
    int64_t next_try)
{
	return db_query(db, NULL,
	    "UPDATE notification SET last_error=$3,next_try=$4,"
	    "holder=NULL"
	    " WHERE tenant_id=$1 AND notification_id=$2",
	    DB_INT(m->tenant_id), DB_INT(m->notification_id), DB_TEXT(reason),
	    DB_TIME(next_try));
}

int
outbox_drop(struct db *db, int64_t now)
{
	return db_query(db, NULL,
	    "UPDATE notification n SET dropped=$1 FROM channel c"
	    " WHERE c.tenant_id=n.tenant_id AND c.channel_id=n.channel_id"
	    " AND c.removed IS NOT NULL AND n.sent IS NULL"
	    " AND n.dropped IS NULL",
	    DB_TIME(now));
}
