/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/patch/status_store.h"

#include "lib/base/err.h"
#include "lib/store/db.h"
#include "lib/store/patch/late_sql.h"

/* SQL of SQL, which the formatter would push off the page. */
/* clang-format off */

#define PROVEN "(" STATES_ACTIVE ")"

/*
 * Of each place among the workers of a host, who began last: a row stays fresh
 * for a while after its worker has gone. Who spoke last knows how many there
 * are.
 */
#define WORKERS                                                            \
	"run_now AS(SELECT DISTINCT ON(host,role) *,"                      \
	"coalesce(substring(role from '[0-9]+$')::int,1) AS nth FROM run"  \
	" WHERE role ~ '^poll(-[0-9]+)?$' AND seen>now()-interval '150 s'" \
	" ORDER BY host,role,started DESC),"                               \
	"worker AS(SELECT *,first_value(workers) OVER(PARTITION BY host"   \
	" ORDER BY seen DESC) AS together FROM run_now),"

/* It says so every minute, whatever there is to look at. */
#define STATUS_VERIFIED "(SELECT max(seen) FROM run WHERE role='verify')"

/* As the index deployment_asks has it. */
#define ASKS "(x.state NOT IN(" STATES_SOUND ",'withdrawn') OR x.conflicting)"

/* The counts in their order, then status_times. */
static const char all_counts[] =
	"WITH d AS(SELECT count(*) AS n,"
	"count(*) FILTER(WHERE s.last_answer IS NOT NULL AND s.silent=0"
	" AND s.refused=0) AS answering,"
	"count(*) FILTER(WHERE s.silent>=$2) AS unreachable,"
	"count(*) FILTER(WHERE s.silent<$2 AND s.refused>=$2) AS refusing,"
	"count(*) FILTER(WHERE s.last_answer IS NULL AND"
	" coalesce(greatest(s.silent,s.refused),0)<$2) AS unread,"
	"count(*) FILTER(WHERE s.last_answer IS NOT NULL AND"
	" (v.value IS NULL OR v.confidence<>'profile')) AS unknown,"
	"max(s.last_answer) AS answer,max(s.last_try) AS poll"
	" FROM device x LEFT JOIN device_state s USING(tenant_id,device_id)"
	" LEFT JOIN version v ON v.tenant_id=x.tenant_id"
	" AND v.device_id=x.device_id AND v.kind='product'"
	" AND v.component='' AND v.until IS NULL"
	" WHERE x.tenant_id=$1 AND x.retired IS NULL),"
	/* Of millions only those that ask are read, and the rest counted. */
	"n AS(SELECT count(*) AS n FROM deployment WHERE tenant_id=$1),"
	"g AS(SELECT count(*) AS n FROM deployment WHERE tenant_id=$1"
	" AND state='withdrawn'),"
	"o AS(SELECT count(*) FILTER(WHERE state NOT IN" PROVEN
	" AND state<>'withdrawn') AS open,"
	"count(*) FILTER(WHERE " IS_LATE("x", "now()") ") AS late,"
	"count(*) FILTER(WHERE state IN('reported','seen')) AS unconfirmed,"
	"count(*) FILTER(WHERE state IN('failed','rolled_back','regressed'))"
	" AS troubled,"
	"count(*) FILTER(WHERE state='undeterminable') AS undeterminable,"
	"count(*) FILTER(WHERE conflicting) AS conflicting"
	" FROM deployment x" LATE_JOIN("x", "exception", "now()")
	" WHERE x.tenant_id=$1 AND " ASKS ")," WORKERS
	"w AS(SELECT count(*) AS n,sum(devices) AS polled,"
	"max(delay_p99_us)/1000 AS p99,max(delay_max_us)/1000 AS latest"
	" FROM worker WHERE nth<=coalesce(together,nth))"
	" SELECT d.n,d.answering,d.unreachable,d.refusing,d.unread,d.unknown,"
	"o.open,o.late,o.unconfirmed,o.troubled,o.undeterminable,"
	"o.conflicting,n.n-g.n-o.open,"
	"(SELECT count(*) FROM alert WHERE tenant_id=$1 AND closed IS NULL),"
	"w.n,w.polled,w.p99,w.latest,d.answer,d.poll," STATUS_VERIFIED
	" FROM d,o,n,g,w";

#define ASKING                                                           \
	LATE_JOIN("x", "exception", "now()")                             \
	" WHERE x.tenant_id=$1 AND x.state<>'withdrawn'"                 \
	" AND (" IS_LATE("x", "now()") " OR x.conflicting OR x.state IN("\
	"'rolled_back','failed','regressed','undeterminable','reported'))"

/* The gravest first. They are chosen by what the index has; what else is shown
 * is read of those few. */
static const char attention[] =
	"SELECT x.what,x.reference,x.name,(SELECT s.name FROM site s"
	" WHERE s.tenant_id=$1 AND s.site_id=x.site_id),"
	"x.priority,x.state,x.deadline,y.running,y.reason,x.owner FROM("
	"SELECT CASE WHEN x.state IN('rolled_back','failed','regressed')"
	" THEN x.state WHEN " IS_LATE("x", "now()") " THEN 'late'"
	" WHEN x.conflicting THEN 'conflicting'"
	" WHEN x.state='undeterminable' THEN 'undeterminable'"
	" ELSE 'not confirmed' END AS what,x.patch_id,x.device_id,x.state,"
	"x.deadline,p.reference,p.priority,p.owner,d.name,d.site_id,"
	"array_position(ARRAY['rolled_back','regressed','failed'],x.state)"
	" AS grave," IS_LATE("x", "now()") " AS late,"
	"array_position(ARRAY['critical','high','medium','low'],p.priority)"
	" AS rank FROM deployment x JOIN patch p USING(tenant_id,patch_id)"
	" JOIN device d USING(tenant_id,device_id)" ASKING
	" ORDER BY grave,late DESC,rank,x.deadline,d.name"
	" LIMIT nullif($2,0)) x JOIN deployment y ON y.tenant_id=$1"
	" AND y.patch_id=x.patch_id AND y.device_id=x.device_id"
	" ORDER BY x.grave,x.late DESC,x.rank,x.deadline,x.name";

static const char asking[] = "SELECT count(*) FROM deployment x" ASKING;

/* clang-format on */

int
status_verified(struct db *db, int tenant, bool *owed, int64_t *at)
{
	struct db_rows *rows = NULL;
	int rc = db_query(db, &rows,
	    "SELECT " STATUS_VERIFIED ",EXISTS(SELECT FROM deployment"
	    " WHERE tenant_id=$1 AND state<>'withdrawn')",
	    DB_INT(tenant));

	if (rc == ERR_OK) {
		*at = db_time(rows, 0, 0);
		*owed = db_bool(rows, 0, 1);
	}
	db_rows_free(rows);
	return rc;
}

int
status_load(struct db *db, int tenant, int silent_polls,
    int64_t counts[STATUS_COUNTS], struct status_times *last)
{
	struct db_rows *rows = NULL;
	int rc;

	rc = db_query(
	    db, &rows, all_counts, DB_INT(tenant), DB_INT(silent_polls));
	for (int i = 0; rc == ERR_OK && i < STATUS_COUNTS; i++)
		counts[i] = db_int(rows, 0, i);
	if (rc == ERR_OK)
		*last = (struct status_times){
			db_time(rows, 0, STATUS_COUNTS),
			db_time(rows, 0, STATUS_COUNTS + 1),
			db_time(rows, 0, STATUS_COUNTS + 2),
		};
	db_rows_free(rows);
	return rc;
}

static int
attention_of_one_moment(
    struct db *db, int tenant, size_t most, struct db_rows **out, size_t *all)
{
	struct db_rows *rows = NULL;
	int rc =
	    db_query(db, out, attention, DB_INT(tenant), DB_INT((int64_t)most));

	if (rc < 0)
		return rc;
	*all = db_count(*out);
	if (most == 0 || *all < most)
		return ERR_OK;
	rc = db_query(db, &rows, asking, DB_INT(tenant));
	if (rc == ERR_OK)
		*all = (size_t)db_int(rows, 0, 0);
	db_rows_free(rows);
	return rc;
}

int
status_attention(
    struct db *db, int tenant, size_t most, struct db_rows **out, size_t *all)
{
	int rc;

	if (db_in_transaction(db))
		return attention_of_one_moment(db, tenant, most, out, all);
	rc = db_begin_snapshot(db);
	if (rc == ERR_OK)
		rc = attention_of_one_moment(db, tenant, most, out, all);
	db_rollback(db);
	return rc;
}

int
status_unreachable(
    struct db *db, int tenant, int silent_polls, struct db_rows **out)
{
	return db_query(db, out,
	    "SELECT d.name,host(d.address),si.name,"
	    "CASE WHEN s.silent>=$2 THEN 'silent' ELSE 'refuses' END,"
	    "CASE WHEN s.silent>=$2 THEN s.silent ELSE s.refused END,"
	    "CASE WHEN s.silent>=$2 THEN s.silent_since"
	    " ELSE s.refused_since END AS since,s.last_answer FROM device d "
	    "JOIN device_state s"
	    " USING(tenant_id,device_id)"
	    " LEFT JOIN site si ON si.tenant_id=d.tenant_id"
	    " AND si.site_id=d.site_id"
	    " WHERE d.tenant_id=$1 AND d.retired IS NULL"
	    " AND greatest(s.silent,s.refused)>=$2 ORDER BY since,d.name",
	    DB_INT(tenant), DB_INT(silent_polls));
}
