/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/patch/alert.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/mem.h"
#include "lib/store/db.h"
#include "lib/store/slate.h"

/* Read once: each deployment that is judged asks for each rule. */
struct opened {
	struct alert_subject subject; /* texts are of rows */
	int64_t id;
};

struct alert_open {
	struct db_rows *rows;
	struct opened *opened; /* in the order of alert_subject_compare */
	size_t n;
};

enum { TENANT, RULE, DEVICE, PATCH, SUBJECT, ALERT };

static const char *
subject_of(const struct alert_subject *s)
{
	return s->subject == NULL ? "" : s->subject;
}

static const struct slate_kind opened_rows = {
	.rank = SLATE_ALERT_OPENED,
	.columns = 10,
	.sql = "INSERT INTO alert(tenant_id,alert_id,rule,severity,device_id,"
	       "patch_id,subject,opened,detail,evidence)"
	       " SELECT t,i,r,s,d,p,u,o,j,e::bigint[] FROM unnest($1::int[],"
	       "$2::bigint[],$3::text[],$4::text[],$5::int[],$6::int[],"
	       "$7::text[],$8::timestamptz[],$9::jsonb[],$10::text[])"
	       " AS x(t,i,r,s,d,p,u,o,j,e)",
};

/* What the mail says of the end stands beside what it said of the start. */
static const struct slate_kind closed_rows = {
	.rank = SLATE_ALERT_CLOSED,
	.columns = 5,
	.sql = "UPDATE alert a SET closed=x.c,"
	       "detail=a.detail||jsonb_build_object('closing',x.j),"
	       "evidence=a.evidence||x.e::bigint[] FROM unnest($1::int[],"
	       "$2::bigint[],$3::timestamptz[],$4::jsonb[],$5::text[])"
	       " AS x(t,i,c,j,e) WHERE a.tenant_id=x.t AND a.alert_id=x.i",
};

static int
open_alert(struct db *db, const struct alert_subject *s, int64_t at,
    const char *detail, const char *evidence)
{
	int64_t id;
	int rc = db_next_id(db, s->tenant_id, "alert", &id);

	if (rc < 0)
		return rc;
	return slate_add(db, &opened_rows,
	    (const struct db_arg[]){ DB_INT(s->tenant_id), DB_INT(id),
		DB_TEXT(s->rule), DB_TEXT(s->severity), DB_ID(s->device_id),
		DB_ID(s->patch_id), DB_TEXT(subject_of(s)), DB_TIME(at),
		DB_TEXT(detail), DB_TEXT(evidence) },
	    NULL);
}

static int
close_alert(struct db *db, int tenant, int64_t id, int64_t at,
    const char *detail, const char *evidence)
{
	return slate_add(db, &closed_rows,
	    (const struct db_arg[]){ DB_INT(tenant), DB_INT(id), DB_TIME(at),
		DB_TEXT(detail), DB_TEXT(evidence) },
	    NULL);
}

static int
find_alert(struct db *db, const struct alert_subject *s, int64_t *id)
{
	struct db_rows *rows = NULL;
	int rc = slate_write(db);

	*id = 0;
	if (rc == ERR_OK)
		rc = db_query_again(db, &rows,
		    "SELECT alert_id FROM alert WHERE tenant_id=$1 AND rule=$2"
		    " AND coalesce(device_id,0)=$3 AND coalesce(patch_id,0)=$4"
		    " AND subject=$5 AND closed IS NULL",
		    DB_INT(s->tenant_id), DB_TEXT(s->rule),
		    DB_INT(s->device_id), DB_INT(s->patch_id),
		    DB_TEXT(subject_of(s)));
	if (rc == ERR_OK && db_count(rows) > 0)
		*id = db_int(rows, 0, 0);
	db_rows_free(rows);
	return rc;
}

int
alert_change(struct db *db, const struct alert_subject *s, int64_t id,
    bool holds, int64_t at, const char *detail, const int64_t *evidence,
    size_t n_evidence)
{
	struct buf ids = { 0 };
	int rc;

	buf_add_u8(&ids, '{');
	for (size_t i = 0; i < n_evidence; i++)
		buf_printf(
		    &ids, "%s%lld", i > 0 ? "," : "", (long long)evidence[i]);
	buf_add_u8(&ids, '}');
	rc = holds
	    ? open_alert(db, s, at, detail, buf_str(&ids))
	    : close_alert(db, s->tenant_id, id, at, detail, buf_str(&ids));
	buf_free(&ids);
	return rc;
}

int
alert_set(struct db *db, const struct alert_subject *s, bool holds, int64_t at,
    const char *detail, const int64_t *evidence, size_t n_evidence)
{
	int64_t id;
	int rc = find_alert(db, s, &id);

	if (rc < 0 || (id != 0) == holds)
		return rc;
	return alert_change(db, s, id, holds, at, detail, evidence, n_evidence);
}

int
alert_amend(struct db *db, int tenant, int64_t id, const char *detail)
{
	return db_query(db, NULL,
	    "UPDATE alert SET detail=detail||$3::jsonb"
	    " WHERE tenant_id=$1 AND alert_id=$2 AND closed IS NULL",
	    DB_INT(tenant), DB_INT(id), DB_TEXT(detail));
}

#define OPEN                                                                \
	"SELECT tenant_id,rule,coalesce(device_id,0),coalesce(patch_id,0)," \
	"subject,alert_id FROM alert WHERE closed IS NULL"
#define IN_ORDER " ORDER BY 1,3,4,rule COLLATE \"C\",subject COLLATE \"C\""

static int
take_open(int rc, struct db_rows *rows, struct alert_open **out)
{
	struct alert_open *o;

	if (rc < 0)
		return rc;
	o = mem_new(1, sizeof(*o));
	o->rows = rows;
	o->n = db_count(rows);
	o->opened = mem_new(o->n + 1, sizeof(*o->opened));
	for (size_t i = 0; i < o->n; i++)
		o->opened[i] = (struct opened){
			.subject = {
				.tenant_id = (int)db_int(rows, i, TENANT),
				.rule = db_text(rows, i, RULE),
				.device_id = (int)db_int(rows, i, DEVICE),
				.patch_id = (int)db_int(rows, i, PATCH),
				.subject = db_text(rows, i, SUBJECT),
			},
			.id = db_int(rows, i, ALERT),
		};
	*out = o;
	return ERR_OK;
}

int
alert_open_load(struct db *db, struct alert_open **out)
{
	struct db_rows *rows = NULL;
	int rc = slate_write(db);

	if (rc == ERR_OK)
		rc = db_query(db, &rows, OPEN IN_ORDER);
	return take_open(rc, rows, out);
}

int
alert_open_load_of(struct db *db, const char *tenants, const char *devices,
    struct alert_open **out)
{
	struct db_rows *rows = NULL;
	int rc = slate_write(db);

	if (rc == ERR_OK)
		rc = db_query_again(db, &rows,
		    OPEN " AND (tenant_id,device_id) IN(SELECT * FROM"
			 " unnest($1::int[],$2::int[]))" IN_ORDER,
		    DB_TEXT(tenants), DB_TEXT(devices));
	return take_open(rc, rows, out);
}

int
alert_subject_compare(
    const struct alert_subject *a, const struct alert_subject *b)
{
	int c;

	if (a->tenant_id != b->tenant_id)
		return a->tenant_id < b->tenant_id ? -1 : 1;
	if (a->device_id != b->device_id)
		return a->device_id < b->device_id ? -1 : 1;
	if (a->patch_id != b->patch_id)
		return a->patch_id < b->patch_id ? -1 : 1;
	c = strcmp(a->rule, b->rule);
	return c != 0 ? c : strcmp(subject_of(a), subject_of(b));
}

int64_t
alert_open_id(const struct alert_open *open, const struct alert_subject *s)
{
	size_t low = 0, high = open->n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;
		int c = alert_subject_compare(&open->opened[mid].subject, s);

		if (c == 0)
			return open->opened[mid].id;
		if (c < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return 0;
}

bool
alert_open_has(const struct alert_open *open, const struct alert_subject *s)
{
	return alert_open_id(open, s) != 0;
}

size_t
alert_open_count(const struct alert_open *open)
{
	return open->n;
}

void
alert_open_at(
    const struct alert_open *open, size_t i, struct alert_subject *out)
{
	*out = open->opened[i].subject;
}

void
alert_open_free(struct alert_open *open)
{
	if (open == NULL)
		return;
	free(open->opened);
	db_rows_free(open->rows);
	free(open);
}
