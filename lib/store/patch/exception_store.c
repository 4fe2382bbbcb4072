/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/patch/exception_store.h"

#include <stddef.h>
#include <stdlib.h>

#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/store/change_detail.h"
#include "lib/store/db.h"
#include "lib/store/past.h"
#include "lib/store/patch/states.h"

const char *const exception_kinds[] = { "supplier_forbids", "incompatible",
	"unstable", "no_window", "replaced_soon", "no_recovery", "other",
	NULL };

int
exception_request(
    struct db *db, int tenant, const struct exception *e, int64_t *id)
{
	struct db_rows *rows = NULL;
	int rc = db_next_id(db, tenant, "exception", id);

	if (rc == ERR_OK)
		rc = db_query(db, &rows,
		    "INSERT INTO exception(tenant_id,exception_id,patch_id,"
		    "device_id,kind,reason,measure,owner,requested,"
		    "requested_by,valid_until,extends,safety,safety_by,"
		    "safety_note) VALUES($1,$2,$3,$4,$5,$6,$7,$8,$9,"
		    "session_user,$10,$11,$12,$13,$14)"
		    " RETURNING row_to_json(exception)::text",
		    DB_INT(tenant), DB_INT(*id), DB_INT(e->patch),
		    e->device == 0 ? DB_NULL : DB_INT(e->device),
		    DB_TEXT(e->kind), DB_TEXT(e->reason), DB_TEXT(e->measure),
		    DB_TEXT(e->owner), DB_TIME(clock_now()),
		    DB_TIME(e->valid_until),
		    e->extends == 0 ? DB_NULL : DB_INT(e->extends),
		    DB_TEXT(e->safety), DB_TEXT(e->safety_by),
		    DB_TEXT(e->safety_note));
	if (rc == ERR_OK)
		rc = change_note(db, tenant,
		    &(struct change_note){ .action = e->extends == 0
			    ? "exception.request"
			    : "exception.extend",
			.kind = "exception",
			.id = *id,
			.new_row = db_text(rows, 0, 0),
			.reason = e->reason });
	db_rows_free(rows);
	return rc;
}

static struct db_arg
hash_of(const struct on_paper *paper)
{
	return paper->name == NULL ? DB_NULL
				   : DB_BYTES(paper->sha256, DIGEST_LEN);
}

static int
find(struct db *db, int tenant, int64_t id, struct db_rows **was)
{
	int rc = db_query(db, was,
	    "SELECT row_to_json(exception)::text FROM exception"
	    " WHERE tenant_id=$1 AND exception_id=$2",
	    DB_INT(tenant), DB_INT(id));

	return rc == ERR_OK && db_count(*was) == 0 ? ERR_NOTFOUND : rc;
}

int
exception_advise(struct db *db, int tenant, int64_t id, const char *verdict,
    const char *text, const struct on_paper *paper)
{
	struct db_rows *was = NULL, *rows = NULL;
	int64_t number;
	int rc = find(db, tenant, id, &was);

	if (rc == ERR_OK)
		rc = db_next_id(db, tenant, "advice", &number);
	if (rc == ERR_OK)
		rc = db_query(db, &rows,
		    "INSERT INTO advice(tenant_id,advice_id,exception_id,"
		    "verdict,reason,adviser,document,document_sha256)"
		    " VALUES($1,$2,$3,$4,$5,$6,$7,$8)"
		    " RETURNING row_to_json(advice)::text",
		    DB_INT(tenant), DB_INT(number), DB_INT(id),
		    DB_TEXT(verdict), DB_TEXT(text), DB_TEXT(paper->name),
		    DB_TEXT(paper->document), hash_of(paper));
	if (rc == ERR_OK)
		rc = change_note(db, tenant,
		    &(struct change_note){ .action = "exception.advise",
			.kind = "exception",
			.id = id,
			.new_row = db_text(rows, 0, 0) });
	db_rows_free(was);
	db_rows_free(rows);
	return rc;
}

int
exception_decide(struct db *db, int tenant, int64_t id, bool approve,
    const char *reason, const struct on_paper *paper)
{
	struct db_rows *was = NULL, *rows = NULL;
	int rc = find(db, tenant, id, &was);

	if (rc == ERR_OK)
		rc = db_query(db, &rows,
		    "UPDATE exception SET approved=CASE WHEN $3 THEN"
		    " $4::timestamptz END,approved_by=CASE WHEN $3 THEN"
		    " coalesce($6,session_user) END,refused=CASE WHEN NOT $3"
		    " THEN $4::timestamptz END,refused_by=CASE WHEN NOT $3"
		    " THEN coalesce($6,session_user) END,decision=$5,"
		    "declared_by=CASE WHEN $6 IS NOT NULL THEN session_user"
		    " END,document=$7,document_sha256=$8"
		    " WHERE tenant_id=$1 AND exception_id=$2"
		    " RETURNING row_to_json(exception)::text",
		    DB_INT(tenant), DB_INT(id), DB_BOOL(approve),
		    DB_TIME(clock_now()), DB_TEXT(reason), DB_TEXT(paper->name),
		    DB_TEXT(paper->document), hash_of(paper));
	if (rc == ERR_OK && db_count(rows) == 0)
		rc = ERR_NOTFOUND;
	if (rc == ERR_OK)
		rc = change_note(db, tenant,
		    &(struct change_note){ .action = approve
			    ? "exception.approve"
			    : "exception.refuse",
			.kind = "exception",
			.id = id,
			.old_row = db_text(was, 0, 0),
			.new_row = db_text(rows, 0, 0),
			.reason = reason });
	db_rows_free(was);
	db_rows_free(rows);
	return rc;
}

int
exception_load(struct db *db, int tenant, int64_t id, struct db_rows **out)
{
	int rc = db_query(db, out,
	    "SELECT e.patch_id,e.device_id,e.kind,e.reason,e.measure,e.owner,"
	    "e.safety,e.safety_by,e.safety_note,e.first_approved,p.priority"
	    " FROM exception e JOIN patch p USING(tenant_id,patch_id)"
	    " WHERE e.tenant_id=$1 AND e.exception_id=$2",
	    DB_INT(tenant), DB_INT(id));

	return rc == ERR_OK && db_count(*out) == 0 ? ERR_NOTFOUND : rc;
}

int
exception_each(struct db *db, int tenant, int64_t id, int64_t at, long first,
    db_take *take, void *arg)
{
	char *sql = past_sql(
	    "SELECT e.exception_id,p.reference,d.name,"
	    "CASE WHEN e.refused<=m.at THEN 'refused'"
	    " WHEN e.approved IS NULL OR e.approved>m.at THEN"
	    " CASE WHEN EXISTS(SELECT FROM advice a WHERE"
	    " a.tenant_id=e.tenant_id AND a.exception_id=e.exception_id"
	    " AND a.at<=m.at) THEN 'advised' ELSE 'requested' END"
	    " WHEN e.valid_until<=m.at THEN 'ended'"
	    " WHEN e.declared_by IS NOT NULL THEN 'declared'"
	    " ELSE 'approved' END,"
	    "e.valid_until,e.kind,e.reason,e.measure,e.owner,e.extends,"
	    "e.safety,e.safety_by,e.safety_note,e.requested,e.requested_by,"
	    "coalesce(e.approved,e.refused),"
	    "coalesce(e.approved_by,e.refused_by),e.decided_as,e.decision,"
	    "e.declared_by,e.document,encode(e.document_sha256,'hex')"
	    " FROM @exception($3) e JOIN @patch($3) p"
	    " USING(tenant_id,patch_id)"
	    " CROSS JOIN (SELECT coalesce($3::timestamptz,now()) AS at) m"
	    " LEFT JOIN @device($3) d ON d.tenant_id=e.tenant_id"
	    " AND d.device_id=e.device_id"
	    " WHERE e.tenant_id=$1 AND ($2=0 OR e.exception_id=$2)"
	    " AND e.requested<=m.at ORDER BY e.exception_id"
	    " LIMIT nullif($4,0)",
	    at != 0);
	const struct db_arg args[] = { DB_INT(tenant), DB_INT(id),
		db_arg_time(at == 0 ? DB_NO_TIME : at), DB_INT(first) };
	int rc =
	    db_each(db, sql, sizeof(args) / sizeof(args[0]), args, take, arg);

	free(sql);
	return rc;
}

int
exception_advices(struct db *db, int tenant, int64_t id, struct db_rows **out)
{
	return db_query(db, out,
	    "SELECT at,verdict,reason,actor,adviser,document,"
	    "encode(document_sha256,'hex') FROM advice"
	    " WHERE tenant_id=$1 AND exception_id=$2 ORDER BY advice_id",
	    DB_INT(tenant), DB_INT(id));
}

int
exception_ending(
    struct db *db, int64_t now, int64_t until, struct db_rows **out)
{
	return db_query(db, out,
	    "WITH held AS(SELECT DISTINCT ON(tenant_id,patch_id,device_id) *"
	    " FROM exception WHERE approved IS NOT NULL"
	    " AND declared_by IS NULL AND valid_until>$1"
	    " ORDER BY tenant_id,patch_id,device_id,valid_until DESC)"
	    " SELECT e.tenant_id,e.patch_id,coalesce(e.device_id,0),"
	    "e.exception_id,e.valid_until,p.reference,p.title,p.priority,"
	    "v.name,e.owner,e.measure,c.n FROM held e"
	    " JOIN patch p USING(tenant_id,patch_id)"
	    " LEFT JOIN device v ON v.tenant_id=e.tenant_id"
	    " AND v.device_id=e.device_id"
	    " CROSS JOIN LATERAL (SELECT count(*) AS n FROM deployment d"
	    " WHERE d.tenant_id=e.tenant_id AND d.patch_id=e.patch_id"
	    " AND (e.device_id IS NULL OR d.device_id=e.device_id)"
	    " AND d.excepted AND d.state NOT IN(" STATES_SOUND
	    ",'withdrawn') AND NOT EXISTS(SELECT"
	    " FROM held o WHERE o.tenant_id=e.tenant_id"
	    " AND o.patch_id=e.patch_id AND o.valid_until>$2"
	    " AND coalesce(o.device_id,d.device_id)=d.device_id)) c"
	    " WHERE e.valid_until<=$2 AND c.n>0",
	    DB_TIME(now), DB_TIME(until));
}
