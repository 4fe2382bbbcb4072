/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/report/report_store.h"

#include "lib/base/err.h"
#include "lib/store/change_detail.h"
#include "lib/store/db.h"
#include "lib/store/past.h"

#define STEP(word)                                                      \
	"(SELECT p.at FROM report_step p WHERE p.tenant_id=r.tenant_id" \
	" AND p.report_id=r.report_id AND p.step='" word "' AND p.at<=$2)"
#define MAILS                                               \
	"FROM delivery d WHERE d.tenant_id=r.tenant_id"     \
	" AND d.report_id=r.report_id AND d.kind<>'folder'" \
	" AND d.created<=$2"
#define WAITS "(d.sent IS NULL OR d.sent>$2) AND d.dropped IS NULL"

int
report_list(struct db *db, int tenant, const char *number, int64_t at,
    struct db_rows **out)
{
	return past_query(db, tenant, at, out,
	    "SELECT r.number,r.version,r.kind,r.language,i.name,r.period_from,"
	    "r.period_to,r.made,r.interim," STEP("drawn_up") "," STEP(
		"reviewed") "," STEP("adopted") ","
						"(SELECT count(*) " MAILS
						" AND d.sent<=$2),"
						"(SELECT count(*) " MAILS
						" AND " WAITS "),"
						"(SELECT d.last_error " MAILS
						" AND (" WAITS
						" OR d.dropped<=$2) AND "
						"d.last_error IS NOT NULL"
						" ORDER BY d.delivery_id DESC "
						"LIMIT 1),"
						"r.reason,r.path,encode(r.pdf_"
						"sha256,'hex'),"
						"encode(r.evidence_sha256,'hex'"
						"),r.actor,"
						"CASE WHEN r.removed<=$2 THEN "
						"r.removed END,r.report_id"
						" FROM report r LEFT JOIN site "
						"i USING(tenant_id,site_id)"
						" WHERE r.tenant_id=$1 AND "
						"r.made<=$2"
						" AND ($3::text IS NULL OR "
						"r.number=$3)"
						" ORDER BY r.made "
						"DESC,r.report_id DESC",
	    DB_TEXT(number));
}

int
report_deliveries(struct db *db, int tenant, const char *number, int64_t at,
    struct db_rows **out)
{
	return past_query(db, tenant, at, out,
	    "SELECT r.version,r.language,d.kind,d.recipient,d.created,"
	    "CASE WHEN d.sent<=$2 THEN d.sent END,d.withheld,d.attempts,"
	    "CASE WHEN " WAITS " THEN d.next_try END,d.last_error,d.dropped"
	    " FROM delivery d JOIN report r USING(tenant_id,report_id)"
	    " WHERE d.tenant_id=$1 AND r.number=$3 AND d.created<=$2"
	    " ORDER BY d.delivery_id",
	    DB_TEXT(number));
}

int
report_steps(struct db *db, int tenant, const char *number, int64_t at,
    struct db_rows **out)
{
	return past_query(db, tenant, at, out,
	    "SELECT r.version,r.language,p.step,p.at,p.actor,p.note"
	    " FROM report_step p JOIN report r USING(tenant_id,report_id)"
	    " WHERE p.tenant_id=$1 AND r.number=$3 AND p.at<=$2"
	    " ORDER BY p.at,r.report_id",
	    DB_TEXT(number));
}

int
report_find(struct db *db, int tenant, const char *number, const char *language,
    struct db_rows **out)
{
	int rc = db_query(db, out,
	    "SELECT DISTINCT ON (language) report_id,language,version"
	    " FROM report WHERE tenant_id=$1 AND number=$2"
	    " AND ($3::text IS NULL OR language=$3)"
	    " ORDER BY language,report_id DESC",
	    DB_INT(tenant), DB_TEXT(number), DB_TEXT(language));

	if (rc == ERR_OK && db_count(*out) == 0) {
		db_rows_free(*out);
		*out = NULL;
		rc = ERR_NOTFOUND;
	}
	return rc;
}

int
report_step_add(struct db *db, int tenant, const char *number, int64_t report,
    const char *step, const char *note)
{
	struct db_rows *rows = NULL;
	int rc = db_query(db, &rows,
	    "INSERT INTO report_step(tenant_id,report_id,step,note)"
	    " VALUES($1,$2,$3,$4) ON CONFLICT DO NOTHING"
	    " RETURNING row_to_json(report_step)::text",
	    DB_INT(tenant), DB_INT(report), DB_TEXT(step), DB_TEXT(note));

	if (rc == ERR_OK && db_count(rows) == 0)
		rc = ERR_EXISTS;
	if (rc == ERR_OK)
		rc = change_note(db, tenant,
		    &(struct change_note){ .action = "report.step",
			.kind = "report",
			.name = number,
			.new_row = db_text(rows, 0, 0),
			.reason = note });
	db_rows_free(rows);
	return rc;
}
