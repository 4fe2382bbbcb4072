/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/patch/assessment_store.h"

#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/store/change_detail.h"
#include "lib/store/db.h"
#include "lib/store/past.h"

int
assessment_add(struct db *db, int tenant, const struct assessment *a)
{
	const struct assessment_facts *f = &a->facts;
	struct db_rows *rows = NULL;
	int64_t id;
	int rc = db_next_id(db, tenant, "assessment", &id);

	if (rc == ERR_OK)
		rc = db_query(db, &rows,
		    "INSERT INTO assessment(tenant_id,assessment_id,patch_id,"
		    "at,actor,score,known_exploited,internet_facing,"
		    "patient_safety,criticality,impact,dependencies,proposed,"
		    "rule,policy_version,was,priority,reason,lowers)"
		    " VALUES($1,$2,$3,$4,session_user,$5,$6,$7,$8,$9,$10,$11,"
		    "$12,$13,$14,$15,$16,$17,$18)"
		    " RETURNING row_to_json(assessment)::text",
		    DB_INT(tenant), DB_INT(id), DB_INT(a->patch),
		    DB_TIME(clock_now()),
		    f->score == SCORE_UNKNOWN ? DB_NULL : DB_INT(f->score),
		    DB_BOOL(f->known_exploited), DB_BOOL(f->internet_facing),
		    DB_BOOL(f->patient_safety), DB_TEXT(a->criticality),
		    DB_TEXT(a->impact), DB_TEXT(a->dependencies),
		    DB_TEXT(priority_name(a->proposed)), DB_TEXT(a->rule),
		    DB_INT(a->policy_version), DB_TEXT(priority_name(a->was)),
		    DB_TEXT(priority_name(a->priority)), DB_TEXT(a->reason),
		    DB_BOOL(a->lowers));
	if (rc == ERR_OK)
		rc = change_note(db, tenant,
		    &(struct change_note){ .action = "patch.assess",
			.kind = "assessment",
			.id = id,
			.new_row = db_text(rows, 0, 0),
			.reason = a->reason });
	db_rows_free(rows);
	return rc;
}

static int
read_row(struct db *db, int tenant, int64_t id, struct db_rows **out)
{
	return db_query(db, out,
	    "SELECT row_to_json(assessment)::text FROM assessment"
	    " WHERE tenant_id=$1 AND assessment_id=$2",
	    DB_INT(tenant), DB_INT(id));
}

int
assessment_agree(struct db *db, int tenant, int patch, const char *reason,
    int64_t *moved, int64_t *kept)
{
	struct db_rows *was = NULL, *agreed = NULL, *rows = NULL;
	int64_t id = 0;
	int rc = db_query(db, &was,
	    "SELECT row_to_json(assessment)::text,assessment_id"
	    " FROM assessment WHERE tenant_id=$1 AND patch_id=$2"
	    " ORDER BY assessment_id DESC LIMIT 1",
	    DB_INT(tenant), DB_INT(patch));

	if (rc == ERR_OK)
		rc = db_query(db, &agreed,
		    "SELECT moved,kept FROM patch_agree($1,$2)", DB_INT(tenant),
		    DB_INT(patch));
	if (rc == ERR_OK && (db_count(was) == 0 || db_count(agreed) == 0))
		rc = ERR_NOTFOUND;
	if (rc == ERR_OK) {
		*moved = db_int(agreed, 0, 0);
		*kept = db_int(agreed, 0, 1);
		id = db_int(was, 0, 1);
		rc = read_row(db, tenant, id, &rows);
	}
	if (rc == ERR_OK)
		rc = change_note(db, tenant,
		    &(struct change_note){ .action = "patch.agree",
			.kind = "assessment",
			.id = id,
			.old_row = db_text(was, 0, 0),
			.new_row = db_text(rows, 0, 0),
			.reason = reason });
	db_rows_free(was);
	db_rows_free(agreed);
	db_rows_free(rows);
	return rc;
}

int
assessment_of_devices(
    struct db *db, int tenant, int patch, bool *internet_facing, bool *medical)
{
	struct db_rows *rows = NULL;
	int rc = db_query(db, &rows,
	    "SELECT coalesce(bool_or(d.internet_facing),false),"
	    "coalesce(bool_or(d.medical),false) FROM deployment x"
	    " JOIN device d USING(tenant_id,device_id) WHERE x.tenant_id=$1"
	    " AND x.patch_id=$2 AND x.state<>'withdrawn'",
	    DB_INT(tenant), DB_INT(patch));

	if (rc == ERR_OK) {
		*internet_facing = db_bool(rows, 0, 0);
		*medical = db_bool(rows, 0, 1);
	}
	db_rows_free(rows);
	return rc;
}

int
assessment_last_score(struct db *db, int tenant, int patch, int *score)
{
	struct db_rows *rows = NULL;
	int rc = db_query(db, &rows,
	    "SELECT score FROM assessment WHERE tenant_id=$1 AND patch_id=$2"
	    " AND score IS NOT NULL ORDER BY assessment_id DESC LIMIT 1",
	    DB_INT(tenant), DB_INT(patch));

	if (rc == ERR_OK)
		*score = db_count(rows) == 0 ? SCORE_UNKNOWN
					     : (int)db_int(rows, 0, 0);
	db_rows_free(rows);
	return rc;
}

int
assessment_list(struct db *db, int tenant, int patch, struct db_rows **out)
{
	return db_query(db, out,
	    "SELECT at,priority,proposed,rule,reason,actor,"
	    "CASE WHEN EXISTS(SELECT FROM assessment b WHERE"
	    " b.tenant_id=a.tenant_id AND b.patch_id=a.patch_id"
	    " AND b.assessment_id>a.assessment_id AND (NOT b.lowers"
	    " OR b.approved IS NOT NULL OR (a.lowers AND a.approved IS NULL)))"
	    " THEN 'overtaken' WHEN NOT lowers THEN 'in force'"
	    " WHEN approved IS NULL THEN 'waits for a second person'"
	    " ELSE 'agreed' END,"
	    "approved,approved_by,score,known_exploited,internet_facing,"
	    "patient_safety,criticality,impact,dependencies,was,lowers,"
	    "policy_version,assessment_id FROM assessment a WHERE tenant_id=$1"
	    " AND patch_id=$2 ORDER BY assessment_id",
	    DB_INT(tenant), DB_INT(patch));
}

int
mitigation_add(
    struct db *db, int tenant, const struct mitigation *m, int64_t *id)
{
	struct db_rows *rows = NULL;
	int rc = db_next_id(db, tenant, "mitigation", id);

	if (rc == ERR_OK)
		rc = db_query(db, &rows,
		    "INSERT INTO mitigation(tenant_id,mitigation_id,patch_id,"
		    "device_id,at,made,actor,measure,evidence)"
		    " VALUES($1,$2,$3,$4,$5,$6,session_user,$7,$8)"
		    " RETURNING row_to_json(mitigation)::text",
		    DB_INT(tenant), DB_INT(*id), DB_INT(m->patch),
		    m->device == 0 ? DB_NULL : DB_INT(m->device),
		    DB_TIME(m->at), DB_TIME(clock_now()), DB_TEXT(m->measure),
		    DB_TEXT(m->evidence));
	if (rc == ERR_OK)
		rc = change_note(db, tenant,
		    &(struct change_note){ .action = "patch.mitigate",
			.kind = "mitigation",
			.id = *id,
			.new_row = db_text(rows, 0, 0) });
	db_rows_free(rows);
	return rc;
}

int
mitigation_end(struct db *db, int tenant, int64_t id, const char *reason)
{
	struct db_rows *was = NULL, *rows = NULL;
	int rc;

	rc = db_query(db, &was,
	    "SELECT row_to_json(mitigation)::text FROM mitigation"
	    " WHERE tenant_id=$1 AND mitigation_id=$2 AND ended IS NULL",
	    DB_INT(tenant), DB_INT(id));
	if (rc == ERR_OK && db_count(was) == 0)
		rc = ERR_NOTFOUND;
	if (rc == ERR_OK)
		rc = db_query(db, &rows,
		    "UPDATE mitigation SET ended=$3,ended_by=session_user,"
		    "ended_why=$4 WHERE tenant_id=$1 AND mitigation_id=$2"
		    " RETURNING row_to_json(mitigation)::text",
		    DB_INT(tenant), DB_INT(id), DB_TIME(clock_now()),
		    DB_TEXT(reason));
	if (rc == ERR_OK)
		rc = change_note(db, tenant,
		    &(struct change_note){ .action = "mitigation.end",
			.kind = "mitigation",
			.id = id,
			.old_row = db_text(was, 0, 0),
			.new_row = db_text(rows, 0, 0),
			.reason = reason });
	db_rows_free(was);
	db_rows_free(rows);
	return rc;
}

int
mitigation_list(
    struct db *db, int tenant, int patch, int64_t at, struct db_rows **out)
{
	return past_query(db, tenant, at, out,
	    "SELECT m.mitigation_id,p.reference,d.name,m.at,"
	    "mitigation_stand(m,$2),m.measure,m.evidence,m.actor,m.made,"
	    "m.ended,m.ended_by,m.ended_why FROM @mitigation($2) m"
	    " JOIN @patch($2) p USING(tenant_id,patch_id)"
	    " LEFT JOIN @device($2) d"
	    " ON d.tenant_id=m.tenant_id AND d.device_id=m.device_id"
	    " WHERE m.tenant_id=$1 AND ($3=0 OR m.patch_id=$3)"
	    " ORDER BY m.mitigation_id",
	    DB_INT(patch));
}

int
mitigation_of_patch(struct db *db, int tenant, int patch, struct db_rows **out)
{
	return mitigation_list(db, tenant, patch, 0, out);
}
