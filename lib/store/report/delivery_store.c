/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/report/delivery_store.h"

#include <stdlib.h>

#include "lib/base/err.h"
#include "lib/base/mem.h"
#include "lib/store/db.h"

/* A word that is none of these is confidential: what is not known is kept. */
static const char take_sql[] =
    "WITH due AS ("
    " SELECT tenant_id,delivery_id FROM delivery WHERE sent IS NULL"
    " AND dropped IS NULL AND kind<>'folder' AND next_try<=$1"
    " ORDER BY next_try,tenant_id,delivery_id LIMIT $3"
    " FOR UPDATE SKIP LOCKED),"
    "taken AS ("
    " UPDATE delivery n SET attempts=attempts+1,next_try=$2,holder=$6"
    " FROM due"
    " WHERE n.tenant_id=due.tenant_id AND n.delivery_id=due.delivery_id"
    " RETURNING n.*)"
    "SELECT t.tenant_id,t.delivery_id,t.attempts,t.kind,t.recipient,"
    "t.language,t.detail::text,t.created,o.name,o.zone,d.pdf IS NOT NULL,"
    "CASE WHEN t.kind='mail' AND length(d.pdf)<=$5"
    " AND t.detail->>'_secrecy'<>'secret'"
    " AND($4 OR t.detail->>'_secrecy'='open') THEN d.pdf END"
    " FROM taken t JOIN tenant o USING(tenant_id)"
    " LEFT JOIN document d ON d.tenant_id=t.tenant_id"
    " AND d.report_id=t.report_id ORDER BY t.created,t.delivery_id";

static char *
copy(const struct db_rows *rows, size_t i, int column)
{
	return mem_dup_str(db_text(rows, i, column));
}

static void
take_row(const struct db_rows *rows, size_t i, struct delivery *d)
{
	const uint8_t *pdf;
	size_t len;

	d->tenant_id = (int)db_int(rows, i, 0);
	d->delivery_id = db_int(rows, i, 1);
	d->attempts = (int)db_int(rows, i, 2);
	d->kind = copy(rows, i, 3);
	d->recipient = copy(rows, i, 4);
	d->language = copy(rows, i, 5);
	d->detail = copy(rows, i, 6);
	d->created = db_time(rows, i, 7);
	d->tenant = copy(rows, i, 8);
	d->zone = copy(rows, i, 9);
	d->has_pdf = db_bool(rows, i, 10);
	if (!db_is_null(rows, i, 11)) {
		pdf = db_bytes(rows, i, 11, &len);
		buf_add(&d->pdf, pdf, len);
	}
}

int
delivery_take(struct db *db, bool over_tls, const char *holder, int64_t now,
    int64_t lease, int max, struct delivery **out, size_t *n)
{
	struct db_rows *rows;
	int rc = db_query(db, &rows, take_sql, DB_TIME(now), DB_TIME(lease),
	    DB_INT(max), DB_BOOL(over_tls), DB_INT(DELIVERY_PDF_MAX),
	    DB_TEXT(holder));

	if (rc < 0)
		return rc;
	*n = db_count(rows);
	*out = mem_new(*n + 1, sizeof(**out));
	for (size_t i = 0; i < *n; i++)
		take_row(rows, i, &(*out)[i]);
	db_rows_free(rows);
	return ERR_OK;
}

void
delivery_free(struct delivery *d)
{
	free(d->kind);
	free(d->recipient);
	free(d->language);
	free(d->detail);
	free(d->tenant);
	free(d->zone);
	buf_free(&d->pdf);
	*d = (struct delivery){ 0 };
}

/* Nobody waits for it any more. */
static int
forget_document(struct db *db, const struct delivery *d)
{
	return db_query(db, NULL,
	    "DELETE FROM document o USING delivery x WHERE x.tenant_id=$1"
	    " AND x.delivery_id=$2 AND o.tenant_id=x.tenant_id"
	    " AND o.report_id=x.report_id AND NOT EXISTS(SELECT FROM delivery y"
	    " WHERE y.tenant_id=x.tenant_id AND y.report_id=x.report_id"
	    " AND y.kind='mail' AND y.sent IS NULL AND y.dropped IS NULL)",
	    DB_INT(d->tenant_id), DB_INT(d->delivery_id));
}

int
delivery_sent(
    struct db *db, const struct delivery *d, int64_t at, const char *withheld)
{
	int rc = db_query(db, NULL,
	    "UPDATE delivery SET sent=$3,last_error=NULL,withheld=$4,"
	    "holder=NULL"
	    " WHERE tenant_id=$1 AND delivery_id=$2",
	    DB_INT(d->tenant_id), DB_INT(d->delivery_id), DB_TIME(at),
	    DB_TEXT(withheld));

	return rc == ERR_OK ? forget_document(db, d) : rc;
}

int
delivery_failed(struct db *db, const struct delivery *d, const char *reason,
    int64_t next_try)
{
	return db_query(db, NULL,
	    "UPDATE delivery SET last_error=$3,next_try=$4,"
	    "holder=NULL"
	    " WHERE tenant_id=$1 AND delivery_id=$2",
	    DB_INT(d->tenant_id), DB_INT(d->delivery_id), DB_TEXT(reason),
	    DB_TIME(next_try));
}

int
delivery_drop(
    struct db *db, const struct delivery *d, const char *reason, int64_t at)
{
	int rc = db_query(db, NULL,
	    "UPDATE delivery SET dropped=$3,last_error=$4,"
	    "holder=NULL"
	    " WHERE tenant_id=$1 AND delivery_id=$2",
	    DB_INT(d->tenant_id), DB_INT(d->delivery_id), DB_TIME(at),
	    DB_TEXT(reason));

	return rc == ERR_OK ? forget_document(db, d) : rc;
}
