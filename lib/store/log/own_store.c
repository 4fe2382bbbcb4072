/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/log/own_store.h"

#include <stdlib.h>

#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/mem.h"
#include "lib/store/db.h"

/* The listener looks once a day. */
#define PAPERS_WITHIN (26 * CLOCK_HOUR)
#define ASIDE_WITHIN  (7 * CLOCK_DAY)

/* A sender that comes in once a day is told of each second day at least. */
#define SENDERS_WITHIN (50 * CLOCK_HOUR)

static char *
take(const struct db_rows *rows, size_t row, int column)
{
	return db_is_null(rows, row, column)
	    ? NULL
	    : mem_dup_str(db_text(rows, row, column));
}

int
own_store_load(struct db *db, int64_t now, struct own_state *out)
{
	struct db_rows *rows = NULL;
	int rc;

	*out = (struct own_state){ 0 };
	rc = db_query(db, &rows,
	    "WITH mark AS(SELECT journal,seq,reason,listener FROM loss"
	    " WHERE at>$1 AND reason IN('papers','expiry')),"
	    "looked AS(SELECT journal,max(seq) AS seq FROM mark"
	    " WHERE reason='papers' GROUP BY journal),"
	    "aside AS(SELECT count(*) AS n,max(reason) AS reason"
	    " FROM quarantine WHERE at>$2 AND reason<>'redacted')"
	    " SELECT (SELECT min(tenant_id) FROM tenant),"
	    "(SELECT string_agg(stream||' on '||host||': '||damaged,', '"
	    " ORDER BY stream,host) FROM journal_pos WHERE damaged>0),"
	    "(SELECT string_agg(DISTINCT listener,'; ') FROM mark m"
	    " LEFT JOIN looked l USING(journal) WHERE m.reason='expiry'"
	    " AND m.seq>coalesce(l.seq,0)),"
	    "n,CASE WHEN n>0 THEN reason END FROM aside",
	    DB_TIME(now - PAPERS_WITHIN), DB_TIME(now - ASIDE_WITHIN));
	if (rc < 0)
		return rc;
	out->tenant = (int)db_int(rows, 0, 0);
	out->damaged = take(rows, 0, 1);
	out->papers = take(rows, 0, 2);
	out->aside_count = db_int(rows, 0, 3);
	out->aside = take(rows, 0, 4);
	db_rows_free(rows);
	return ERR_OK;
}

void
own_state_free(struct own_state *s)
{
	free(s->damaged);
	free(s->papers);
	free(s->aside);
	*s = (struct own_state){ 0 };
}

int
own_store_senders(
    struct db *db, int64_t now, struct own_senders **out, size_t *n)
{
	struct db_rows *rows = NULL;
	int rc;

	rc = db_query(db, &rows,
	    "WITH sender AS(SELECT s.tenant_id,coalesce(d.name,s.sender)||' '"
	    "||(s.until AT TIME ZONE t.zone)::date AS what,"
	    "row_number() OVER(PARTITION BY s.tenant_id"
	    " ORDER BY s.until,d.name,s.sender) AS place"
	    " FROM senders_running_out($1,$2) s JOIN tenant t USING(tenant_id)"
	    " LEFT JOIN device d ON d.tenant_id=s.tenant_id"
	    " AND d.device_id=s.device_id),"
	    "told AS(SELECT tenant_id,string_agg(what,', ' ORDER BY place)"
	    " FILTER(WHERE place<=5)||CASE WHEN count(*)>5"
	    " THEN ' (+'||count(*)-5||')' ELSE '' END AS what,count(*) AS n"
	    " FROM sender GROUP BY tenant_id)"
	    " SELECT tenant_id,s.what,coalesce(s.n,0),coalesce(a.alert_id,0),"
	    "a.detail->>'what' FROM told s FULL JOIN(SELECT tenant_id,alert_id,"
	    "detail FROM alert WHERE rule='certificate_expires' AND subject=$3"
	    " AND closed IS NULL) a USING(tenant_id) ORDER BY tenant_id",
	    DB_TIME(now - SENDERS_WITHIN), DB_TIME(now), DB_TEXT(OWN_SENDERS));
	if (rc < 0)
		return rc;
	*n = db_count(rows);
	*out = mem_new(*n + 1, sizeof(**out));
	for (size_t i = 0; i < *n; i++)
		(*out)[i] = (struct own_senders){ (int)db_int(rows, i, 0),
			take(rows, i, 1), db_int(rows, i, 2),
			db_int(rows, i, 3), take(rows, i, 4) };
	db_rows_free(rows);
	return ERR_OK;
}

void
own_senders_free(struct own_senders *s, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		free(s[i].what);
		free(s[i].told);
	}
	free(s);
}

int
own_store_alerts(struct db *db, int tenant, struct db_rows **out)
{
	return db_query(db, out,
	    "SELECT rule,severity,opened,CASE WHEN subject=$2"
	    " THEN 'certificates of senders run out: ' ELSE '' END"
	    "||(detail->>'what') FROM alert"
	    " WHERE tenant_id=$1 AND closed IS NULL AND rule IN("
	    "'journal_damaged','set_aside','certificate_expires')"
	    " ORDER BY opened,rule,subject",
	    DB_INT(tenant), DB_TEXT(OWN_SENDERS));
}
