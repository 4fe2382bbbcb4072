/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/outbox.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/err.h"
#include "lib/base/mem.h"
#include "lib/store/db.h"

static const char take_sql[] =
    "WITH due AS ("
    " SELECT tenant_id,notification_id FROM notification n"
    " WHERE sent IS NULL AND next_try<=$1 AND NOT (kind='closed' AND EXISTS("
    "  SELECT 1 FROM notification o WHERE o.tenant_id=n.tenant_id"
    "  AND o.alert_id=n.alert_id AND o.recipient_id=n.recipient_id"
    "  AND o.kind='opened' AND o.sent IS NULL))"
    " ORDER BY created,notification_id LIMIT $3 FOR UPDATE SKIP LOCKED),"
    "taken AS ("
    " UPDATE notification n SET attempts=attempts+1,next_try=$2 FROM due"
    " WHERE n.tenant_id=due.tenant_id"
    " AND n.notification_id=due.notification_id RETURNING n.*)"
    "SELECT t.tenant_id,t.notification_id,t.alert_id,t.kind='closed',"
    "t.attempts,a.opened,a.closed,a.rule,a.severity,a.detail::text,"
    "r.mail,r.function,r.language,o.zone FROM taken t"
    " JOIN tenant o ON o.tenant_id=t.tenant_id"
    " JOIN alert a ON a.tenant_id=t.tenant_id AND a.alert_id=t.alert_id"
    " JOIN recipient r ON r.tenant_id=t.tenant_id"
    " AND r.recipient_id=t.recipient_id"
    " ORDER BY t.created,t.notification_id";

static char *
copy(const struct db_rows *rows, size_t i, int column)
{
	return mem_dup_str(db_text(rows, i, column));
}

static void
take_row(const struct db_rows *rows, size_t i, struct outbox_mail *m)
{
	m->tenant_id = (int)db_int(rows, i, 0);
	m->notification_id = db_int(rows, i, 1);
	m->alert_id = db_int(rows, i, 2);
	m->closing = db_bool(rows, i, 3);
	m->attempts = (int)db_int(rows, i, 4);
	m->opened = db_time(rows, i, 5);
	m->closed = db_time(rows, i, 6);
	m->rule = copy(rows, i, 7);
	m->severity = copy(rows, i, 8);
	m->detail = copy(rows, i, 9);
	m->mail = copy(rows, i, 10);
	m->function = copy(rows, i, 11);
	m->language = copy(rows, i, 12);
	m->zone = copy(rows, i, 13);
}

int
outbox_take(
    struct db *db, int64_t now, int64_t lease, int max, struct outbox *out)
{
	struct db_rows *rows;
	int rc;

	rc = db_query(
	    db, &rows, take_sql, DB_TIME(now), DB_TIME(lease), DB_INT(max));
	if (rc < 0)
		return rc;
	out->count = db_count(rows);
	out->mails = mem_new(out->count, sizeof(*out->mails));
	for (size_t i = 0; i < out->count; i++)
		take_row(rows, i, &out->mails[i]);
	db_rows_free(rows);
	return ERR_OK;
}

void
outbox_free(struct outbox *o)
{
	for (size_t i = 0; i < o->count; i++) {
		struct outbox_mail *m = &o->mails[i];

		free(m->rule);
		free(m->severity);
		free(m->detail);
		free(m->mail);
		free(m->function);
		free(m->language);
		free(m->zone);
	}
	free(o->mails);
	*o = (struct outbox){ 0 };
}

int
outbox_sent(struct db *db, const struct outbox_mail *m, int64_t at)
{
	return db_query(db, NULL,
	    "UPDATE notification SET sent=$3,last_error=NULL"
	    " WHERE tenant_id=$1 AND notification_id=$2",
	    DB_INT(m->tenant_id), DB_INT(m->notification_id), DB_TIME(at));
}

int
outbox_failed(struct db *db, const struct outbox_mail *m, const char *reason,
    int64_t next_try)
{
	return db_query(db, NULL,
	    "UPDATE notification SET last_error=$3,next_try=$4"
	    " WHERE tenant_id=$1 AND notification_id=$2",
	    DB_INT(m->tenant_id), DB_INT(m->notification_id), DB_TEXT(reason),
	    DB_TIME(next_try));
}
