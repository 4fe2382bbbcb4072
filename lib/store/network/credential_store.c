/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/network/credential_store.h"

#include <stdio.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/store/change_detail.h"
#include "lib/store/db.h"
#include "lib/store/network/credential.h"
#include "lib/store/past.h"

/* The box stays out of the chain of changes; only what may be read is there. */
#define CREDENTIAL_JSON                                              \
	"json_build_object('credential_id',credential_id,"           \
	"'label',label,'kind',kind,'user',user_name,'auth',auth,"    \
	"'priv',priv,'context',context,'rotated',rotated,'removed'," \
	"removed)::text"

int
credential_next(struct db *db, int tenant, int *id)
{
	int64_t next;
	int rc = db_next_id(db, tenant, "credential", &next);

	if (rc == ERR_OK)
		*id = (int)next;
	return rc;
}

static int
note(struct db *db, int tenant, const char *action, const char *label,
    const char *old_row, const char *new_row)
{
	struct buf object = { 0 };
	int rc;

	buf_printf(&object, "credential/%s", label);
	rc = change_rows_add(db, tenant,
	    &(struct change_rows){
		action, buf_str(&object), old_row, new_row, NULL });
	buf_free(&object);
	return rc;
}

static struct db_arg
text_or_null(const char *text)
{
	return text[0] == '\0' ? DB_NULL : DB_TEXT(text);
}

int
credential_add(struct db *db, const struct credential *c, const char *label,
    const struct buf *box)
{
	struct db_rows *rows = NULL;
	int rc;

	rc = db_query(db, &rows,
	    "INSERT INTO credential(tenant_id,credential_id,label,kind,box,"
	    "created,user_name,auth,priv,context)"
	    " VALUES($1,$2,$3,$4,$5,$6,$7,$8,$9,$10)"
	    " RETURNING " CREDENTIAL_JSON,
	    DB_INT(c->tenant_id), DB_INT(c->credential_id), DB_TEXT(label),
	    DB_TEXT(c->kind), DB_BYTES(box->data, box->len),
	    DB_TIME(clock_now()), text_or_null(c->user), text_or_null(c->auth),
	    text_or_null(c->priv), text_or_null(c->context));
	if (rc == ERR_OK)
		rc = note(db, c->tenant_id, "credential.add", label, NULL,
		    db_text(rows, 0, 0));
	db_rows_free(rows);
	return rc;
}

/* Label and what may be read of a row that is locked. */
static int
lock(struct db *db, int tenant, int id, struct db_rows **out)
{
	int rc;

	rc = db_query(db, out,
	    "SELECT label," CREDENTIAL_JSON " FROM credential"
	    " WHERE tenant_id=$1 AND credential_id=$2 FOR UPDATE",
	    DB_INT(tenant), DB_INT(id));
	return rc == ERR_OK && db_count(*out) == 0 ? ERR_NOTFOUND : rc;
}

int
credential_rotate(
    struct db *db, const struct credential *c, const struct buf *box)
{
	struct db_rows *was = NULL, *rows = NULL;
	int rc;

	rc = lock(db, c->tenant_id, c->credential_id, &was);
	if (rc == ERR_OK)
		rc = db_query(db, &rows,
		    "UPDATE credential SET box=$3,rotated=$4,kind=$5,"
		    "user_name=$6,auth=$7,priv=$8,context=$9"
		    " WHERE tenant_id=$1 AND credential_id=$2"
		    " RETURNING " CREDENTIAL_JSON,
		    DB_INT(c->tenant_id), DB_INT(c->credential_id),
		    DB_BYTES(box->data, box->len), DB_TIME(clock_now()),
		    DB_TEXT(c->kind), text_or_null(c->user),
		    text_or_null(c->auth), text_or_null(c->priv),
		    text_or_null(c->context));
	if (rc == ERR_OK)
		rc = note(db, c->tenant_id, "credential.rotate",
		    db_text(was, 0, 0), db_text(was, 0, 1),
		    db_text(rows, 0, 0));
	db_rows_free(was);
	db_rows_free(rows);
	return rc;
}

static int
count_users(struct db *db, int tenant, int id, long *devices, long *ranges)
{
	struct db_rows *rows = NULL;
	int rc;

	rc = db_query(db, &rows,
	    "SELECT (SELECT count(*) FROM device WHERE tenant_id=$1"
	    " AND credential_id=$2 AND retired IS NULL),"
	    "(SELECT count(*) FROM range_credential"
	    " JOIN range USING(tenant_id,range_id) WHERE tenant_id=$1"
	    " AND credential_id=$2 AND removed IS NULL)",
	    DB_INT(tenant), DB_INT(id));
	if (rc == ERR_OK) {
		*devices = (long)db_int(rows, 0, 0);
		*ranges = (long)db_int(rows, 0, 1);
		rc = *devices + *ranges > 0 ? ERR_DENIED : ERR_OK;
	}
	db_rows_free(rows);
	return rc;
}

int
credential_remove(
    struct db *db, int tenant, int id, long *devices, long *ranges)
{
	struct db_rows *was = NULL, *rows = NULL;
	int rc;

	rc = lock(db, tenant, id, &was);
	if (rc == ERR_OK)
		rc = count_users(db, tenant, id, devices, ranges);
	if (rc == ERR_OK)
		rc = db_query(db, &rows,
		    "UPDATE credential SET box='',removed=$3"
		    " WHERE tenant_id=$1 AND credential_id=$2"
		    " RETURNING " CREDENTIAL_JSON,
		    DB_INT(tenant), DB_INT(id), DB_TIME(clock_now()));
	if (rc == ERR_OK)
		rc = note(db, tenant, "credential.remove", db_text(was, 0, 0),
		    db_text(was, 0, 1), db_text(rows, 0, 0));
	db_rows_free(was);
	db_rows_free(rows);
	return rc;
}

static void
take_text(char *out, size_t size, const struct db_rows *rows, int col)
{
	snprintf(out, size, "%s",
	    db_is_null(rows, 0, col) ? "" : db_text(rows, 0, col));
}

int
credential_load(struct db *db, int tenant, int id, struct credential *out)
{
	struct db_rows *rows = NULL;
	int rc;

	*out = (struct credential){ .tenant_id = tenant, .credential_id = id };
	rc = db_query(db, &rows,
	    "SELECT kind,user_name,auth,priv,context FROM credential"
	    " WHERE tenant_id=$1 AND credential_id=$2 AND removed IS NULL",
	    DB_INT(tenant), DB_INT(id));
	if (rc == ERR_OK && db_count(rows) == 0)
		rc = ERR_NOTFOUND;
	if (rc == ERR_OK) {
		take_text(out->kind, sizeof(out->kind), rows, 0);
		take_text(out->user, sizeof(out->user), rows, 1);
		take_text(out->auth, sizeof(out->auth), rows, 2);
		take_text(out->priv, sizeof(out->priv), rows, 3);
		take_text(out->context, sizeof(out->context), rows, 4);
	}
	db_rows_free(rows);
	return rc;
}

#define SHOWN(device)                                                  \
	"c.label,c.kind,c.user_name,c.auth,c.priv,c.context,"          \
	"(SELECT count(*) FROM " device " d"                           \
	" WHERE d.tenant_id=c.tenant_id"                               \
	" AND d.credential_id=c.credential_id AND d.retired IS NULL)," \
	"c.created,c.rotated"

int
credential_list(struct db *db, int tenant, int64_t at, struct db_rows **out)
{
	return past_query(db, tenant, at, out,
	    "SELECT " SHOWN(
		"@device($2)") " FROM @credential($2) c"
			       " WHERE c.tenant_id=$1 AND c.created<=$2"
			       " AND c.removed IS NULL ORDER BY c.label");
}

/*
 * A poll that began after the box was opened was asked with what is in it; the
 * last of each device counts.
 */
int
credential_show(struct db *db, int tenant, int id, struct db_rows **out)
{
	return db_query(db, out,
	    "SELECT " SHOWN(
		"device") ",c.opened,"
			  "count(*) FILTER (WHERE u.outcome "
			  "IN('answered','partial')),"
			  "count(*) FILTER (WHERE u.outcome='refused'),"
			  "count(*) FILTER (WHERE u.outcome='silent'),"
			  "count(*) FILTER (WHERE u.outcome='')"
			  " FROM credential c LEFT JOIN LATERAL (SELECT"
			  " coalesce((SELECT r.outcome FROM reading r"
			  " WHERE r.tenant_id=d.tenant_id AND "
			  "r.device_id=d.device_id"
			  " AND r.at>=c.opened AND r.started>=c.opened"
			  " ORDER BY r.at DESC LIMIT 1),'') AS outcome"
			  " FROM device d WHERE d.tenant_id=c.tenant_id"
			  " AND d.credential_id=c.credential_id AND d.retired "
			  "IS NULL)"
			  " u ON true"
			  " WHERE c.tenant_id=$1 AND c.credential_id=$2"
			  " GROUP BY c.tenant_id,c.credential_id",
	    DB_INT(tenant), DB_INT(id));
}
