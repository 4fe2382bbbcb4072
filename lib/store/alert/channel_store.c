/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/alert/channel_store.h"

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/store/change_detail.h"
#include "lib/store/db.h"
#include "lib/store/past.h"

/* The secret stays out of the chain of changes. */
#define CHANNEL_JSON                                                         \
	"json_build_object('channel_id',channel_id,'name',name,'kind',kind," \
	"'target',target,'function',function,'functions',functions,"         \
	"'rules',rules,'language',language,'least',least,'digest',digest,"   \
	"'settings',settings,'removed',removed)::text"

int
channel_next(struct db *db, int tenant, int *id)
{
	int64_t next;
	int rc = db_next_id(db, tenant, "channel", &next);

	if (rc == ERR_OK)
		*id = (int)next;
	return rc;
}

static int
note(struct db *db, int tenant, const char *action, const char *name,
    const struct change_rows *rows)
{
	struct change_rows c = *rows;
	struct buf object = { 0 };
	int rc;

	buf_printf(&object, "channel/%s", name);
	c.action = action;
	c.object = buf_str(&object);
	rc = change_rows_add(db, tenant, &c);
	buf_free(&object);
	return rc;
}

int
channel_add(struct db *db, int tenant, const struct channel *c,
    const struct buf *secret)
{
	const char *name = c->name != NULL ? c->name : c->target;
	struct db_rows *rows = NULL;
	int rc = db_query(db, &rows,
	    "INSERT INTO channel(tenant_id,channel_id,name,kind,target,"
	    "function,functions,rules,language,least,digest,settings,secret)"
	    " VALUES($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13)"
	    " ON CONFLICT DO NOTHING RETURNING " CHANNEL_JSON,
	    DB_INT(tenant), DB_INT(c->channel_id), DB_TEXT(c->name),
	    DB_TEXT(c->means), DB_TEXT(c->target), DB_TEXT(c->function),
	    DB_TEXT(c->functions), DB_TEXT(c->rules), DB_TEXT(c->language),
	    DB_TEXT(c->least), DB_TEXT(c->digest), DB_TEXT(c->settings),
	    secret == NULL ? DB_NULL : DB_BYTES(secret->data, secret->len));

	if (rc == ERR_OK && db_count(rows) == 0)
		rc = ERR_EXISTS;
	if (rc == ERR_OK)
		rc = note(db, tenant, "channel.add", name,
		    &(struct change_rows){ .new_row = db_text(rows, 0, 0) });
	db_rows_free(rows);
	return rc;
}

int
channel_compare(struct db *db, int tenant, const struct channel *c,
    struct channel_known *out)
{
	struct db_rows *rows = NULL;
	int rc = db_query(db, &rows,
	    "SELECT channel_id,kind=$3 AND target=$4 AND function=$5"
	    " AND functions=$6::text[] AND coalesce(rules,'{}')=$7::text[]"
	    " AND language=$8 AND least=$9 AND digest=$10"
	    " AND settings=$11::jsonb,channel_id=ANY(channels_sealed($1))"
	    " FROM channel WHERE tenant_id=$1 AND coalesce(name,target)=$2"
	    " AND removed IS NULL",
	    DB_INT(tenant), DB_TEXT(c->name), DB_TEXT(c->means),
	    DB_TEXT(c->target), DB_TEXT(c->function), DB_TEXT(c->functions),
	    DB_TEXT(c->rules), DB_TEXT(c->language), DB_TEXT(c->least),
	    DB_TEXT(c->digest), DB_TEXT(c->settings));

	if (rc == ERR_OK && db_count(rows) == 0)
		rc = ERR_NOTFOUND;
	if (rc == ERR_OK)
		*out = (struct channel_known){
			.channel_id = (int)db_int(rows, 0, 0),
			.is_same = db_bool(rows, 0, 1),
			.is_sealed = db_bool(rows, 0, 2),
		};
	db_rows_free(rows);
	return rc;
}

int
channel_find(struct db *db, int tenant, const char *name, struct db_rows **out)
{
	int rc = db_query(db, out,
	    "SELECT channel_id,kind,target,settings::text FROM channel"
	    " WHERE tenant_id=$1 AND coalesce(name,target)=$2"
	    " AND removed IS NULL FOR UPDATE",
	    DB_INT(tenant), DB_TEXT(name));

	return rc == ERR_OK && db_count(*out) == 0 ? ERR_NOTFOUND : rc;
}

static int
load_json(struct db *db, int tenant, int id, struct db_rows **out)
{
	return db_query(db, out,
	    "SELECT " CHANNEL_JSON " FROM channel WHERE tenant_id=$1"
	    " AND channel_id=$2 FOR UPDATE",
	    DB_INT(tenant), DB_INT(id));
}

/* A box is of one place, and is the secret of one user by one protocol: for
 * another it would not open, or be wrong. */
int
channel_edit(struct db *db, int tenant, const struct channel *c, int id,
    const char *reason)
{
	struct db_rows *was = NULL, *is = NULL;
	int rc = load_json(db, tenant, id, &was);

	if (rc == ERR_OK)
		rc = db_query(db, NULL,
		    "UPDATE channel SET secret=NULL WHERE tenant_id=$1"
		    " AND channel_id=$2 AND((kind,target)<>($3,$4)"
		    " OR (settings->'version',settings->'user',"
		    "settings->'auth',settings->'priv') IS DISTINCT FROM"
		    " ($5::jsonb->'version',$5::jsonb->'user',"
		    "$5::jsonb->'auth',$5::jsonb->'priv'))",
		    DB_INT(tenant), DB_INT(id), DB_TEXT(c->means),
		    DB_TEXT(c->target), DB_TEXT(c->settings));
	if (rc == ERR_OK)
		rc = db_query(db, &is,
		    "UPDATE channel SET kind=$3,target=$4,function=$5,"
		    "functions=$6,rules=$7,language=$8,least=$9,digest=$10,"
		    "settings=$11 WHERE tenant_id=$1 AND channel_id=$2"
		    " RETURNING " CHANNEL_JSON,
		    DB_INT(tenant), DB_INT(id), DB_TEXT(c->means),
		    DB_TEXT(c->target), DB_TEXT(c->function),
		    DB_TEXT(c->functions), DB_TEXT(c->rules),
		    DB_TEXT(c->language), DB_TEXT(c->least), DB_TEXT(c->digest),
		    DB_TEXT(c->settings));
	if (rc == ERR_OK && db_count(is) == 0)
		rc = ERR_DENIED;
	if (rc == ERR_OK)
		rc = note(db, tenant, "channel.edit", c->name,
		    &(struct change_rows){ .old_row = db_text(was, 0, 0),
			.new_row = db_text(is, 0, 0),
			.reason = reason });
	db_rows_free(was);
	db_rows_free(is);
	return rc;
}

/* The trail has that it was given, and when. */
int
channel_give_secret(struct db *db, int tenant, int id, const char *name,
    const struct buf *secret)
{
	struct db_rows *rows = NULL;
	int rc = db_query(db, &rows,
	    "UPDATE channel SET secret=$3 WHERE tenant_id=$1 AND channel_id=$2"
	    " AND removed IS NULL RETURNING " CHANNEL_JSON,
	    DB_INT(tenant), DB_INT(id), DB_BYTES(secret->data, secret->len));

	if (rc == ERR_OK && db_count(rows) == 0)
		rc = ERR_DENIED;
	if (rc == ERR_OK)
		rc = note(db, tenant, "channel.secret", name,
		    &(struct change_rows){ .new_row = db_text(rows, 0, 0) });
	db_rows_free(rows);
	return rc;
}

int
channel_remove(struct db *db, int tenant, const char *name, const char *reason)
{
	struct db_rows *was = NULL, *is = NULL;
	int rc = db_query(db, &was,
	    "SELECT " CHANNEL_JSON " FROM channel WHERE tenant_id=$1"
	    " AND coalesce(name,target)=$2 AND removed IS NULL",
	    DB_INT(tenant), DB_TEXT(name));

	if (rc == ERR_OK && db_count(was) == 0)
		rc = ERR_NOTFOUND;
	if (rc == ERR_OK)
		rc = db_query(db, &is,
		    "UPDATE channel SET removed=now(),secret=NULL"
		    " WHERE tenant_id=$1 AND coalesce(name,target)=$2"
		    " AND removed IS NULL RETURNING " CHANNEL_JSON,
		    DB_INT(tenant), DB_TEXT(name));
	if (rc == ERR_OK && db_count(is) == 0)
		rc = ERR_DENIED;
	if (rc == ERR_OK)
		rc = note(db, tenant, "channel.remove", name,
		    &(struct change_rows){ .old_row = db_text(was, 0, 0),
			.new_row = db_text(is, 0, 0),
			.reason = reason });
	db_rows_free(was);
	db_rows_free(is);
	return rc;
}

int
channel_list(
    struct db *db, int tenant, bool all, int64_t at, struct db_rows **out)
{
	return past_query(db, tenant, at, out,
	    "SELECT coalesce(c.name,c.target),c.kind,c.target,c.function,"
	    "array_to_json(c.functions)::text,c.least,"
	    "array_to_json(c.rules)::text,c.digest,c.language,"
	    "(SELECT max(n.sent) FROM notification n WHERE n.tenant_id="
	    "c.tenant_id AND n.channel_id=c.channel_id AND n.sent<=$2),"
	    "(SELECT count(*) FROM notification n WHERE n.tenant_id="
	    "c.tenant_id AND n.channel_id=c.channel_id AND n.created<=$2"
	    " AND(n.sent IS NULL OR n.sent>$2)"
	    " AND(n.dropped IS NULL OR n.dropped>$2)),"
	    "(SELECT n.last_error FROM notification n WHERE n.tenant_id="
	    "c.tenant_id AND n.channel_id=c.channel_id AND n.sent IS NULL"
	    " AND n.dropped IS NULL AND n.last_error IS NOT NULL"
	    " AND n.created<=$2 ORDER BY n.notification_id DESC LIMIT 1),"
	    "c.settings::text,c.removed FROM @channel($2) c"
	    " WHERE c.tenant_id=$1 AND($3 OR c.removed IS NULL)"
	    " ORDER BY c.channel_id",
	    DB_BOOL(all));
}

static int
add_test(struct db *db, int tenant, int64_t saying, int64_t channel)
{
	int64_t id;
	int rc = db_next_id(db, tenant, "notification", &id);

	return rc < 0
	    ? rc
	    : db_query(db, NULL,
		  "INSERT INTO notification(tenant_id,notification_id,"
		  "saying_id,channel_id,created,next_try)"
		  " VALUES($1,$2,$3,$4,now(),now())",
		  DB_INT(tenant), DB_INT(id), DB_INT(saying), DB_INT(channel));
}

int
channel_test(struct db *db, int tenant, const char *name, int *n)
{
	struct db_rows *rows = NULL;
	int64_t id = 0;
	int rc = db_query(db, &rows,
	    "SELECT channel_id FROM channel WHERE tenant_id=$1"
	    " AND removed IS NULL AND($2::text IS NULL"
	    " OR coalesce(name,target)=$2) ORDER BY channel_id",
	    DB_INT(tenant), DB_TEXT(name));

	if (rc == ERR_OK && db_count(rows) == 0)
		rc = ERR_NOTFOUND;
	if (rc == ERR_OK)
		rc = db_next_id(db, tenant, "saying", &id);
	if (rc == ERR_OK)
		rc = db_query(db, NULL,
		    "INSERT INTO saying(tenant_id,saying_id,kind,at,detail)"
		    " VALUES($1,$2,'test',$3,'{\"kind\":\"test\","
		    "\"rule\":\"test\",\"severity\":\"notice\"}')",
		    DB_INT(tenant), DB_INT(id), DB_TIME(clock_now()));
	for (size_t i = 0; rc == ERR_OK && i < db_count(rows); i++)
		rc = add_test(db, tenant, id, db_int(rows, i, 0));
	*n = rc == ERR_OK ? (int)db_count(rows) : 0;
	db_rows_free(rows);
	return rc;
}
