/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/log/log_store.h"

#include <stdio.h>

#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/store/db.h"
#include "lib/store/past.h"

#define COLUMNS                                                           \
	"m.rcvd,d.name,m.host,m.severity,m.pri/8,m.app,m.procid,m.msgid," \
	"m.text,m.device_time,m.zoned,s.name,m.transport,host(m.peer),"   \
	"m.certificate,m.sd,to_json(m.flags),m.journal,m.seq"             \
	" FROM "
#define PLACES                                             \
	" m LEFT JOIN device d ON d.tenant_id=m.tenant_id" \
	" AND d.device_id=m.device_id LEFT JOIN site s"    \
	" ON s.tenant_id=d.tenant_id AND s.site_id=d.site_id"

/* With a pattern the index of texts is asked, in the database's own name. */
#define PLAIN "message"
#define GREP  "message_grep($1,$6,$8,$9)"

/*
 * $1 to $7, and $8 and $9, the first and last moment. What a NULL asks for
 * falls away when the statement is planned. An event names its message, which
 * came from its device at its time: that has an index. One from before it did
 * is found by the evidence that was kept of it.
 */
#define FILTER                                                             \
	" WHERE m.tenant_id=$1 AND ($2::text IS NULL OR m.device_id IN"    \
	" (SELECT device_id FROM device WHERE tenant_id=$1 AND name=$2))"  \
	" AND ($3::text IS NULL OR m.device_id IN (SELECT x.device_id"     \
	" FROM device x JOIN site y USING(tenant_id,site_id)"              \
	" WHERE x.tenant_id=$1 AND y.name=$3))"                            \
	" AND ($4::text IS NULL OR lower(m.app)=lower($4))"                \
	" AND ($5::text IS NULL OR (m.device_id,m.rcvd,m.journal,m.seq)"   \
	" IN (SELECT device_id,at,journal,seq FROM event"                  \
	" WHERE tenant_id=$1 AND kind=$5"                                  \
	" AND journal IS NOT NULL AND at>=$8 AND at<=$9 UNION ALL"         \
	" SELECT e.device_id,v.at,v.journal,v.seq"                         \
	" FROM event e JOIN evidence v"                                    \
	" USING(tenant_id,evidence_id) WHERE e.tenant_id=$1 AND e.kind=$5" \
	" AND v.kind='message'))"                                          \
	" AND ($6::text IS NULL OR m.text ~* $6)"                          \
	" AND ($7::integer=7 OR m.severity<=$7)"

#define FILTER_ARGS(f)                                                  \
	DB_INT(tenant), DB_TEXT((f)->device), DB_TEXT((f)->site),       \
	    DB_TEXT((f)->app), DB_TEXT((f)->event), DB_TEXT((f)->grep), \
	    DB_INT((f)->severity)

#define BEFORE(from)                                                         \
	"SELECT " COLUMNS from PLACES FILTER " AND m.rcvd>=$8 AND m.rcvd<$9" \
	" ORDER BY m.rcvd DESC,m.seq DESC LIMIT $10"
#define AFTER(from)                                                           \
	"SELECT " COLUMNS from PLACES FILTER " AND m.rcvd>=$8 AND m.rcvd<=$9" \
	" AND m.journal=$10 AND m.seq>$11 AND m.seq<=$12 ORDER BY m.seq"

/* Each part is longer than the one before, as old times are asked for less. */
enum { SPAN_GROWS = 4 };

int
log_store_before(struct db *db, int tenant, const struct log_filter *f,
    int64_t *until, int64_t *span, int64_t most, struct db_rows **out)
{
	int64_t from = *until - f->since > *span ? *until - *span : f->since;
	int rc;

	rc = db_query(db, out, f->grep == NULL ? BEFORE(PLAIN) : BEFORE(GREP),
	    FILTER_ARGS(f), DB_TIME(from), DB_TIME(*until), DB_INT(most));
	if (rc < 0)
		return rc;
	*until = from;
	if (*span < 100 * CLOCK_DAY)
		*span *= SPAN_GROWS;
	return ERR_OK;
}

int
log_store_places(struct db *db, struct log_places *out)
{
	struct db_rows *rows = NULL;
	int rc;

	rc = db_query(db, &rows,
	    "SELECT journal,seq FROM journal_pos WHERE stream ~ '^listen'"
	    " ORDER BY at DESC LIMIT $1",
	    DB_INT(LOG_PLACES_MAX));
	if (rc < 0)
		return rc;
	out->count = db_count(rows);
	for (size_t i = 0; i < out->count; i++) {
		struct log_place *p = &out->place[i];

		snprintf(
		    p->journal, sizeof(p->journal), "%s", db_text(rows, i, 0));
		p->seq = db_int(rows, i, 1);
	}
	db_rows_free(rows);
	return ERR_OK;
}

int
log_store_new(struct db *db, int tenant, const struct log_filter *f,
    struct log_place *place, struct db_rows **out)
{
	struct db_rows *rows = NULL;
	int64_t upto, first, last;
	int rc;

	*out = NULL;
	rc = db_query(db, &rows,
	    "SELECT max(upto),min(first),max(last) FROM message_batch"
	    " WHERE journal=$1 AND upto>$2",
	    DB_TEXT(place->journal), DB_INT(place->seq));
	if (rc < 0)
		return rc;
	upto = db_int(rows, 0, 0);
	first = db_time(rows, 0, 1);
	last = db_time(rows, 0, 2);
	db_rows_free(rows);
	if (upto == 0)
		return ERR_OK;
	rc = db_query(db, out, f->grep == NULL ? AFTER(PLAIN) : AFTER(GREP),
	    FILTER_ARGS(f), DB_TIME(first), DB_TIME(last),
	    DB_TEXT(place->journal), DB_INT(place->seq), DB_INT(upto));
	if (rc == ERR_OK)
		place->seq = upto;
	return rc;
}

int
log_store_silent(
    struct db *db, int tenant, int64_t at, int64_t since, struct db_rows **out)
{
	return past_query(db, tenant, at, out,
	    "SELECT d.name,s.name,d.category,t.last,n.a_day"
	    " FROM @device($2) d LEFT JOIN site s USING(tenant_id,site_id)"
	    " LEFT JOIN LATERAL (SELECT last,hour FROM message_tally t"
	    " WHERE t.tenant_id=d.tenant_id AND t.device_id=d.device_id"
	    " AND t.hour<=$2 AND t.first<=$2"
	    " ORDER BY hour DESC LIMIT 1) t ON true"
	    " LEFT JOIN LATERAL (SELECT ceil(sum(count)/30.0)::bigint AS a_day"
	    " FROM message_tally n WHERE n.tenant_id=d.tenant_id"
	    " AND n.device_id=d.device_id AND n.hour<=t.hour"
	    " AND n.hour>t.hour-interval '30 d') n ON true"
	    " WHERE d.tenant_id=$1 AND d.retired IS NULL AND d.in_service<$3"
	    " AND (t.last IS NULL OR t.last<$3)"
	    " ORDER BY t.last NULLS FIRST,d.name",
	    DB_TIME(since));
}

int
log_store_volume(
    struct db *db, int tenant, int64_t at, int64_t since, struct db_rows **out)
{
	return past_query(db, tenant, at, out,
	    "SELECT d.name,s.name,sum(t.count)::bigint,sum(t.severe)::bigint,"
	    "sum(t.protected)::bigint,sum(t.bytes)::bigint,max(t.count),"
	    "(array_agg(t.hour ORDER BY t.count DESC,t.hour))[1],"
	    "min(t.first),max(t.last)"
	    " FROM message_tally t LEFT JOIN @device($2) d"
	    " ON d.tenant_id=t.tenant_id AND d.device_id=t.device_id"
	    " LEFT JOIN site s ON s.tenant_id=d.tenant_id"
	    " AND s.site_id=d.site_id WHERE t.tenant_id=$1"
	    " AND t.hour>=date_trunc('hour',$3::timestamptz,'UTC')"
	    " AND t.hour<=$2 AND t.first<=$2"
	    " GROUP BY t.device_id,d.name,s.name ORDER BY 3 DESC,1",
	    DB_TIME(since));
}

int
log_store_clock(
    struct db *db, int tenant, int64_t at, int64_t since, struct db_rows **out)
{
	return past_query(db, tenant, at, out,
	    "SELECT d.name,s.name,c.skew_ms,c.spread_ms,c.messages,"
	    "c.assumed_ms,c.unset,c.last FROM @device($2) d"
	    " LEFT JOIN site s USING(tenant_id,site_id)"
	    " CROSS JOIN LATERAL clock_skew(d.tenant_id,d.device_id,$3,$2) c"
	    " WHERE d.tenant_id=$1 AND d.retired IS NULL"
	    " AND c.messages>0 ORDER BY abs(c.skew_ms) DESC,d.name",
	    DB_TIME(since));
}
