/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/export/known_store.h"

#include <stddef.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/model/range.h"
#include "lib/store/alert/mute_store.h"
#include "lib/store/db.h"
#include "lib/store/log/hold_store.h"
#include "lib/store/network/range_store.h"
#include "lib/store/patch/exception_store.h"
#include "lib/store/patch/plan_store.h"

/* What is asked, tested, kept quiet or held. */

int
known_exception(struct db *db, int tenant, const struct exception *e,
    int64_t *id, bool *goes_on)
{
	struct db_rows *rows = NULL;
	int rc = db_query(db, &rows,
	    "SELECT exception_id,refused IS NULL AND valid_until>now()"
	    " FROM exception WHERE tenant_id=$1 AND patch_id=$2"
	    " AND device_id IS NOT DISTINCT FROM $3::integer AND kind=$4"
	    " AND reason=$5 AND measure=$6 AND owner=$7 AND valid_until=$8"
	    " AND safety IS NOT DISTINCT FROM $9"
	    " AND safety_by IS NOT DISTINCT FROM $10"
	    " AND safety_note IS NOT DISTINCT FROM $11"
	    " ORDER BY refused IS NOT NULL,exception_id DESC LIMIT 1",
	    DB_INT(tenant), DB_INT(e->patch), DB_ID(e->device),
	    DB_TEXT(e->kind), DB_TEXT(e->reason), DB_TEXT(e->measure),
	    DB_TEXT(e->owner), DB_TIME(e->valid_until), DB_TEXT(e->safety),
	    DB_TEXT(e->safety_by), DB_TEXT(e->safety_note));

	*id = 0;
	*goes_on = false;
	if (rc == ERR_OK && db_count(rows) > 0) {
		*id = db_int(rows, 0, 0);
		*goes_on = db_bool(rows, 0, 1);
	}
	db_rows_free(rows);
	return rc;
}

int
known_pilot(struct db *db, int tenant, const struct pilot *p, bool *is_there)
{
	struct db_rows *rows = NULL;
	int rc = db_query(db, &rows,
	    "SELECT FROM pilot WHERE tenant_id=$1 AND patch_id=$2"
	    " AND device_id IS NOT DISTINCT FROM $3::integer"
	    " AND place IS NOT DISTINCT FROM $4 AND at=$5 AND function=$6"
	    " AND function_note IS NOT DISTINCT FROM $7 AND compatibility=$8"
	    " AND compatibility_note IS NOT DISTINCT FROM $9"
	    " AND performance=$10"
	    " AND performance_note IS NOT DISTINCT FROM $11",
	    DB_INT(tenant), DB_INT(p->patch), DB_ID(p->device),
	    DB_TEXT(p->place), DB_TIME(p->at),
	    DB_TEXT(p->result[PILOT_FUNCTION]),
	    DB_TEXT(p->note[PILOT_FUNCTION]),
	    DB_TEXT(p->result[PILOT_COMPATIBILITY]),
	    DB_TEXT(p->note[PILOT_COMPATIBILITY]),
	    DB_TEXT(p->result[PILOT_PERFORMANCE]),
	    DB_TEXT(p->note[PILOT_PERFORMANCE]));

	return db_has_rows(rc, rows, is_there);
}

/* One that is imported begins now at the earliest. */
int
known_mute(struct db *db, int tenant, const struct mute *m, bool *is_there)
{
	struct db_rows *rows = NULL;
	int rc = db_query(db, &rows,
	    "SELECT FROM mute WHERE tenant_id=$1"
	    " AND rule IS NOT DISTINCT FROM $2"
	    " AND site_id IS NOT DISTINCT FROM $3::integer"
	    " AND device_id IS NOT DISTINCT FROM $4::integer"
	    " AND(since=$5 OR $5<=now()) AND until=$6 AND reason=$7"
	    " AND ended IS NULL",
	    DB_INT(tenant), DB_TEXT(m->rule), DB_ID(m->site_id),
	    DB_ID(m->device_id), DB_TIME(m->since), DB_TIME(m->until),
	    DB_TEXT(m->reason));

	return db_has_rows(rc, rows, is_there);
}

int
known_hold(struct db *db, int tenant, const struct hold *h, bool *is_there)
{
	struct db_rows *rows = NULL;
	int rc = db_query(db, &rows,
	    "SELECT FROM hold WHERE tenant_id=$1 AND since=$2 AND until=$3"
	    " AND reason=$4 AND owner=$5 AND released_at IS NULL",
	    DB_INT(tenant), DB_TIME(h->since), DB_TIME(h->until),
	    DB_TEXT(h->reason), DB_TEXT(h->owner));

	return db_has_rows(rc, rows, is_there);
}

/* Credentials as they stand in order: "{3,1}". */
static void
add_credentials(struct buf *out, const struct range *r)
{
	buf_add_u8(out, '{');
	for (size_t i = 0; i < r->credentials; i++)
		buf_printf(out, "%s%d", i > 0 ? "," : "", r->credential[i]);
	buf_add_u8(out, '}');
}

int
known_range(struct db *db, int tenant, int id, const struct range *r,
    const struct range_words *words, bool *is_same)
{
	struct db_rows *rows = NULL;
	struct buf credentials = { 0 };
	int rc;

	add_credentials(&credentials, r);
	rc = db_query(db, &rows,
	    "SELECT FROM range r WHERE tenant_id=$1 AND range_id=$2"
	    " AND label IS NOT DISTINCT FROM $3"
	    " AND site_id IS NOT DISTINCT FROM $4::integer AND rate=$5"
	    " AND port=$6 AND medical=$7"
	    " AND tags=coalesce(string_to_array($8,','),'{}')"
	    " AND ARRAY(SELECT x.credential_id FROM range_credential x"
	    " WHERE x.tenant_id=r.tenant_id AND x.range_id=r.range_id"
	    " ORDER BY x.place)=$9::integer[]",
	    DB_INT(tenant), DB_INT(id), DB_TEXT(words->label),
	    DB_ID(r->site_id), DB_INT(r->rate), DB_INT(r->port),
	    DB_BOOL(r->medical), DB_TEXT(words->tags),
	    DB_TEXT(buf_str(&credentials)));
	buf_free(&credentials);
	return db_has_rows(rc, rows, is_same);
}
