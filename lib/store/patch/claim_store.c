/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/patch/claim_store.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/json.h"
#include "lib/base/mem.h"
#include "lib/store/change.h"
#include "lib/store/db.h"
#include "lib/store/patch/evidence.h"
#include "lib/store/patch/held_sql.h"
#include "lib/store/slate.h"

/* The statements, in their order, and what the second of them returns. */
enum { DEPLOYMENT, CLAIM };
enum {
	MADE_ID,
	MADE_ACTOR,
	MADE_AT,
	MADE_PATCH,
	MADE_DEVICE,
	MADE_OF,
	MADE_FUNCTION,
	MADE_NOTE
};

static const char *
text_or_null(const struct db_rows *rows, size_t row, int column)
{
	return db_is_null(rows, row, column) ? NULL
					     : db_text(rows, row, column);
}

/* The claim as evidence has it; its moment is that of the database. */
static char *
content_of(const struct db_rows *rows, size_t row)
{
	struct json *o = json_new_object();
	char *line;

	json_put_int(o, "claim_id", db_int(rows, row, MADE_ID));
	json_put_int(o, "patch_id", db_int(rows, row, MADE_PATCH));
	json_put_int(o, "device_id", db_int(rows, row, MADE_DEVICE));
	json_put_text(o, "actor", db_text(rows, row, MADE_ACTOR));
	json_put_text(o, "function", text_or_null(rows, row, MADE_FUNCTION));
	json_put_time(o, "at", db_time(rows, row, MADE_OF));
	json_put_time(o, "made", db_time(rows, row, MADE_AT));
	json_put_text(o, "note", text_or_null(rows, row, MADE_NOTE));
	line = json_line(o);
	json_free(o);
	return line;
}

static int
keep_evidence(struct db *db, int tenant, const struct db_rows *made, size_t row,
    const char *content)
{
	const struct evidence e = { .tenant_id = tenant,
		.device_id = (int)db_int(made, row, MADE_DEVICE),
		.at = db_time(made, row, MADE_OF),
		.kind = "claim",
		.content = content,
		.bytes = (const uint8_t *)content,
		.len = strlen(content) };
	int64_t id;

	return evidence_add(db, &e, &id);
}

/* The next row that was written, of all that were looked at. */
static size_t
next_written(const struct db_rows *looked, size_t row)
{
	while (db_int(looked, row, CLAIM_LOOK_OUTCOME) != CLAIM_ADDED)
		row++;
	return row;
}

static int
note_claim(struct db *db, int tenant, const struct db_rows *looked, size_t row,
    const char *content, const char *note)
{
	struct buf object = { 0 };
	int rc;

	buf_printf(&object, "deployment/%s/%s",
	    db_text(looked, row, CLAIM_LOOK_PATCH),
	    db_text(looked, row, CLAIM_LOOK_DEVICE));
	rc = change_add(db, tenant,
	    &(struct change){
		"deployment.claim", buf_str(&object), content, note });
	buf_free(&object);
	return rc;
}

/* Evidence first, on which the claims rest. */
static int
note_all(struct db *db, struct row_batch *b,
    struct db_rows *const made[ROW_TABLES_MAX], const struct db_rows *looked)
{
	const struct db_rows *claims = made[CLAIM];
	size_t n = db_count(claims), at = 0;
	char **content = mem_new(n + 1, sizeof(*content));
	int tenant = row_batch_tenant(b), rc = ERR_OK;

	for (size_t i = 0; rc == ERR_OK && i < n; i++) {
		content[i] = content_of(claims, i);
		rc = keep_evidence(db, tenant, claims, i, content[i]);
	}
	if (rc == ERR_OK)
		rc = slate_write(db);
	for (size_t i = 0; rc == ERR_OK && i < n; i++, at++) {
		at = next_written(looked, at);
		rc = note_claim(db, tenant, looked, at, content[i],
		    text_or_null(claims, i, MADE_NOTE));
	}
	for (size_t i = 0; i < n; i++)
		free(content[i]);
	free(content);
	return rc;
}

#define CLAIMS                                                            \
	"unnest($2::int[],$3::int[],$4::timestamptz[],$5::timestamptz[]," \
	"$6::text[],$7::text[],$8::bigint[])"

#define LOOK(nowhere, known)                                               \
	"SELECT CASE WHEN e.patch_id IS NULL THEN " nowhere " WHEN " known \
	" THEN 1"                                                          \
	" ELSE 0 END,p.reference,d.name FROM (SELECT *,row_number()"       \
	" OVER(PARTITION BY p,d,a,f ORDER BY n)>1 AS again FROM " CLAIMS   \
	" WITH ORDINALITY AS y(p,d,a,m,f,t,i,n)) x LEFT JOIN deployment e" \
	" ON e.tenant_id=$1 AND e.patch_id=x.p AND e.device_id=x.d"        \
	" LEFT JOIN patch p ON p.tenant_id=$1 AND p.patch_id=x.p"          \
	" LEFT JOIN device d ON d.tenant_id=$1 AND d.device_id=x.d"        \
	" ORDER BY x.n"

#define TABLES                                                             \
	.table = { [DEPLOYMENT] = { .columns = 7,                          \
		       .sql = "WITH wanted AS MATERIALIZED(SELECT $1::int" \
			      " AS tenant_id,p AS patch_id,d AS device_id" \
			      ",max(m) AS m FROM " CLAIMS                  \
			      " AS y(p,d,a,m,f,t,i) GROUP BY "             \
			      "p,d)," DEPLOYMENTS_HELD                     \
			      "UPDATE deployment e SET claimed=x.m,"       \
			      "claimed_by=session_user,rev=rev+1"          \
			      " FROM held x"                               \
			      " WHERE e.tenant_id=x.tenant_id"             \
			      " AND e.patch_id=x.patch_id"                 \
			      " AND e.device_id=x.device_id" },            \
		[CLAIM] = { .sql = "INSERT INTO claim(tenant_id,claim_id," \
				   "patch_id,device_id,at,made,actor,"     \
				   "by_function,note) SELECT $1,x.i,x.p,"  \
				   "x.d,x.a,x.m,session_user,x.f,x.t"      \
				   " FROM " CLAIMS " WITH ORDINALITY AS"   \
				   " x(p,d,a,m,f,t,i,n) ORDER BY x.n"      \
				   " RETURNING claim_id,actor,made,"       \
				   "patch_id,device_id,at,by_function,"    \
				   "note" } },                             \
	.note = note_all

static const struct row_batch_kind once = {
	TABLES,
	.look = LOOK("CASE p.status WHEN 'withdrawn' THEN 3 ELSE 2 END",
	    "x.again OR EXISTS(SELECT FROM claim c WHERE"
	    " c.tenant_id=$1 AND c.patch_id=x.p"
	    " AND c.device_id=x.d AND c.at=x.a"
	    " AND c.by_function IS NOT DISTINCT FROM x.f)"),
};

/* Who says it by hand may say it again. */
static const struct row_batch_kind always = {
	TABLES,
	.look = LOOK("2", "false"),
};

struct row_batch *
claim_batch_new(int tenant)
{
	return row_batch_new(&once, tenant, NULL);
}

int
claim_batch_add(
    struct db *db, struct row_batch *b, const struct claim *c, unsigned line)
{
	int64_t id;
	int rc = row_batch_begin(db, b, line);

	if (rc == ERR_OK)
		rc = db_next_id(db, row_batch_tenant(b), "claim", &id);
	if (rc == ERR_OK)
		row_batch_add(b, DEPLOYMENT,
		    (const struct db_arg[]){ DB_INT(c->patch),
			DB_INT(c->device), DB_TIME(c->at), DB_TIME(clock_now()),
			DB_TEXT(c->function), DB_TEXT(c->note), DB_INT(id) });
	return rc;
}

static void
take_outcome(void *arg, unsigned line, const struct db_rows *looked, size_t row)
{
	int64_t *outcome = arg;

	(void)line;
	*outcome = db_int(looked, row, CLAIM_LOOK_OUTCOME);
}

int
claim_add(struct db *db, int tenant, const struct claim *c)
{
	struct row_batch *b = row_batch_new(&always, tenant, NULL);
	int64_t outcome = CLAIM_NOWHERE;
	int rc = claim_batch_add(db, b, c, 1);

	row_batch_tell(b, take_outcome, &outcome);
	if (rc == ERR_OK)
		rc = row_batch_write(db, b);
	row_batch_free(b);
	return rc == ERR_OK && outcome == CLAIM_NOWHERE ? ERR_NOTFOUND : rc;
}
