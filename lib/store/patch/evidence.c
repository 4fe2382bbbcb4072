/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/patch/evidence.h"

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/digest.h"
#include "lib/base/err.h"
#include "lib/store/change.h"
#include "lib/store/db.h"
#include "lib/store/slate.h"

/* The first column of the first row. */
static int
take_id(int rc, struct db_rows *rows, int64_t *id)
{
	if (rc < 0)
		return rc;
	if (db_count(rows) == 0)
		rc = ERR_NOTFOUND;
	else
		*id = db_int(rows, 0, 0);
	db_rows_free(rows);
	return rc;
}

int
evidence_find(
    struct db *db, int tenant, const char *journal, int64_t seq, int64_t *id)
{
	struct db_rows *rows = NULL;
	int rc = slate_write(db);

	if (rc == ERR_OK)
		rc = db_query_again(db, &rows,
		    "SELECT evidence_id FROM evidence"
		    " WHERE tenant_id=$1 AND journal=$2 AND seq=$3",
		    DB_INT(tenant), DB_TEXT(journal), DB_INT(seq));
	return take_id(rc, rows, id);
}

int
evidence_find_span(struct db *db, const char *tenants, const char *journal,
    int64_t first, int64_t last, struct db_rows **rows)
{
	int rc = slate_write(db);

	return rc < 0 ? rc
		      : db_query_again(db, rows,
			    "SELECT tenant_id,seq,evidence_id FROM evidence"
			    " WHERE tenant_id IN(SELECT unnest($1::int[]))"
			    " AND journal=$2 AND seq BETWEEN $3 AND $4",
			    DB_TEXT(tenants), DB_TEXT(journal), DB_INT(first),
			    DB_INT(last));
}

int
evidence_find_claim(
    struct db *db, int tenant, int patch, int device, int64_t *id)
{
	struct db_rows *rows = NULL;
	int rc = db_query(db, &rows,
	    "SELECT e.evidence_id FROM claim c JOIN evidence e"
	    " ON e.tenant_id=c.tenant_id AND e.device_id=c.device_id"
	    " AND e.at=c.at AND e.kind='claim'"
	    " AND e.content->>'claim_id'=c.claim_id::text"
	    " WHERE c.tenant_id=$1 AND c.patch_id=$2 AND c.device_id=$3"
	    " ORDER BY c.made DESC LIMIT 1",
	    DB_INT(tenant), DB_INT(patch), DB_INT(device));

	return take_id(rc, rows, id);
}

static const struct slate_kind evidence_rows = {
	.rank = SLATE_EVIDENCE,
	.columns = 11,
	.sql = "INSERT INTO evidence AS e(tenant_id,evidence_id,device_id,at,"
	       "kept,kind,journal,seq,content,bytes,sha256)"
	       " SELECT t,i,d,a,k,w,j,s,c,b,h FROM unnest($1::int[],"
	       "$2::bigint[],$3::int[],$4::timestamptz[],$5::timestamptz[],"
	       "$6::text[],$7::uuid[],$8::bigint[],$9::jsonb[],$10::bytea[],"
	       "$11::bytea[]) WITH ORDINALITY AS x(t,i,d,a,k,w,j,s,c,b,h,n)"
	       " ORDER BY n RETURNING e.evidence_id,proof(e)",
};

int
evidence_add(struct db *db, const struct evidence *e, int64_t *id)
{
	uint8_t hash[DIGEST_LEN];
	struct buf object = { 0 };
	int rc = db_next_id(db, e->tenant_id, "evidence", id);

	if (rc < 0)
		return rc;
	digest_of(e->bytes, e->len, hash);
	buf_printf(&object, "evidence/%lld", (long long)*id);
	rc = slate_add(db, &evidence_rows,
	    (const struct db_arg[]){ DB_INT(e->tenant_id), DB_INT(*id),
		e->device_id == 0 ? DB_NULL : DB_INT(e->device_id),
		DB_TIME(e->at), DB_TIME(clock_now()), DB_TEXT(e->kind),
		DB_TEXT(e->journal),
		e->journal == NULL ? DB_NULL : DB_INT(e->seq),
		DB_TEXT(e->content), DB_BYTES(e->bytes, e->len),
		DB_BYTES(hash, sizeof(hash)) },
	    &(struct slate_note){
		e->tenant_id, *id, "evidence.keep", buf_str(&object), NULL });
	buf_free(&object);
	return rc;
}

int
evidence_keep(struct db *db, const struct evidence *e, int64_t *id)
{
	int rc = ERR_NOTFOUND;

	if (e->journal != NULL)
		rc = evidence_find(db, e->tenant_id, e->journal, e->seq, id);
	return rc == ERR_NOTFOUND ? evidence_add(db, e, id) : rc;
}

static const struct slate_kind event_rows = {
	.rank = SLATE_EVENT,
	.columns = 16,
	.sql = "INSERT INTO event(at,tenant_id,device_id,event_id,kind,source,"
	       "expected,detail,evidence_id,journal,seq,rule,version,who,port,"
	       "count) SELECT * FROM unnest($1::timestamptz[],$2::int[],"
	       "$3::int[],$4::bigint[],$5::text[],$6::text[],$7::bool[],"
	       "$8::text[],$9::bigint[],$10::uuid[],$11::bigint[],$12::text[],"
	       "$13::text[],$14::text[],$15::text[],$16::int[])",
};

int
device_event_add(struct db *db, const struct device_event *e)
{
	int64_t id;
	int rc = db_next_id(db, e->tenant_id, "event", &id);

	if (rc < 0)
		return rc;
	return slate_add(db, &event_rows,
	    (const struct db_arg[]){ DB_TIME(e->at), DB_INT(e->tenant_id),
		DB_INT(e->device_id), DB_INT(id), DB_TEXT(e->kind),
		DB_TEXT(e->source), DB_BOOL(e->expected), DB_TEXT(e->detail),
		e->evidence_id == 0 ? DB_NULL : DB_INT(e->evidence_id),
		DB_TEXT(e->journal),
		e->journal == NULL ? DB_NULL : DB_INT(e->seq), DB_TEXT(e->rule),
		DB_TEXT(e->version), DB_TEXT(e->who), DB_TEXT(e->port),
		DB_INT(e->count == 0 ? 1 : e->count) },
	    NULL);
}

int
device_event_is_recent(struct db *db, int tenant, int device, const char *kind,
    int64_t since, bool *out)
{
	struct db_rows *rows = NULL;
	int rc = slate_write(db);

	if (rc == ERR_OK)
		rc = db_query(db, &rows,
		    "SELECT 1 FROM event WHERE tenant_id=$1 AND device_id=$2"
		    " AND at>=$3 AND kind=$4 LIMIT 1",
		    DB_INT(tenant), DB_INT(device), DB_TIME(since),
		    DB_TEXT(kind));
	if (rc < 0)
		return rc;
	*out = db_count(rows) > 0;
	db_rows_free(rows);
	return ERR_OK;
}

int
device_event_count_boots(
    struct db *db, int tenant, int device, int64_t since, int *out)
{
	struct db_rows *rows = NULL;
	int rc = slate_write(db);

	if (rc == ERR_OK)
		rc = db_query(db, &rows,
		    "SELECT count(*) FROM event WHERE tenant_id=$1"
		    " AND device_id=$2 AND at>=$3 AND kind='boot'"
		    " AND NOT expected AND source='snmp'",
		    DB_INT(tenant), DB_INT(device), DB_TIME(since));
	if (rc < 0)
		return rc;
	*out = (int)db_int(rows, 0, 0);
	db_rows_free(rows);
	return ERR_OK;
}
