/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/patch/alert.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/mem.h"
#include "lib/store/db.h"

struct alert_open {
	struct db_rows *rows; /* in the order of compare */
};

enum { TENANT, RULE, DEVICE, PATCH, SUBJECT };

static struct db_arg
id_or_null(int id)
{
	return id == 0 ? DB_NULL : DB_INT(id);
}

static const char *
subject_of(const struct alert_subject *s)
{
	return s->subject == NULL ? "" : s->subject;
}

static int
open_alert(struct db *db, const struct alert_subject *s, int64_t at,
    const char *detail, const char *evidence)
{
	int64_t id;
	int rc = db_next_id(db, s->tenant_id, "alert", &id);

	if (rc == ERR_OK)
		rc = db_query(db, NULL,
		    "INSERT INTO alert(tenant_id,alert_id,rule,severity,"
		    "device_id,patch_id,subject,opened,detail,evidence)"
		    " VALUES($1,$2,$3,$4,$5,$6,$7,$8,$9,$10)",
		    DB_INT(s->tenant_id), DB_INT(id), DB_TEXT(s->rule),
		    DB_TEXT(s->severity), id_or_null(s->device_id),
		    id_or_null(s->patch_id), DB_TEXT(subject_of(s)),
		    DB_TIME(at), DB_TEXT(detail), DB_TEXT(evidence));
	return rc;
}

/* What the mail says of the end stands beside what it said of the start. */
static int
close_alert(struct db *db, const struct alert_subject *s, int64_t id,
    int64_t at, const char *detail, const char *evidence)
{
	return db_query(db, NULL,
	    "UPDATE alert SET closed=$3,"
	    "detail=detail||jsonb_build_object('closing',$4::jsonb),"
	    "evidence=evidence||$5::bigint[]"
	    " WHERE tenant_id=$1 AND alert_id=$2",
	    DB_INT(s->tenant_id), DB_INT(id), DB_TIME(at), DB_TEXT(detail),
	    DB_TEXT(evidence));
}

int
alert_set(struct db *db, const struct alert_subject *s, bool holds, int64_t at,
    const char *detail, const int64_t *evidence, size_t n_evidence)
{
	struct db_rows *rows = NULL;
	struct buf ids = { 0 };
	bool is_open;
	int rc;

	rc = db_query(db, &rows,
	    "SELECT alert_id FROM alert WHERE tenant_id=$1 AND rule=$2"
	    " AND coalesce(device_id,0)=$3 AND coalesce(patch_id,0)=$4"
	    " AND subject=$5 AND closed IS NULL",
	    DB_INT(s->tenant_id), DB_TEXT(s->rule), DB_INT(s->device_id),
	    DB_INT(s->patch_id), DB_TEXT(subject_of(s)));
	if (rc < 0)
		return rc;
	buf_add_u8(&ids, '{');
	for (size_t i = 0; i < n_evidence; i++)
		buf_printf(
		    &ids, "%s%lld", i > 0 ? "," : "", (long long)evidence[i]);
	buf_add_u8(&ids, '}');
	is_open = db_count(rows) > 0;
	if (holds && !is_open)
		rc = open_alert(db, s, at, detail, buf_str(&ids));
	else if (!holds && is_open)
		rc = close_alert(
		    db, s, db_int(rows, 0, 0), at, detail, buf_str(&ids));
	buf_free(&ids);
	db_rows_free(rows);
	return rc;
}

int
alert_open_load(struct db *db, struct alert_open **out)
{
	struct db_rows *rows = NULL;
	int rc = db_query(db, &rows,
	    "SELECT tenant_id,rule,coalesce(device_id,0),coalesce(patch_id,0),"
	    "subject FROM alert WHERE closed IS NULL"
	    " ORDER BY 1,3,4,rule COLLATE \"C\",subject COLLATE \"C\"");

	if (rc < 0)
		return rc;
	*out = mem_new(1, sizeof(**out));
	(*out)->rows = rows;
	return ERR_OK;
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

bool
alert_open_has(const struct alert_open *open, const struct alert_subject *s)
{
	size_t low = 0, high = db_count(open->rows);

	while (low < high) {
		size_t mid = low + (high - low) / 2;
		struct alert_subject at;
		int c;

		alert_open_at(open, mid, &at);
		c = alert_subject_compare(&at, s);

		if (c == 0)
			return true;
		if (c < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return false;
}

size_t
alert_open_count(const struct alert_open *open)
{
	return db_count(open->rows);
}

void
alert_open_at(
    const struct alert_open *open, size_t i, struct alert_subject *out)
{
	*out = (struct alert_subject){
		.tenant_id = (int)db_int(open->rows, i, TENANT),
		.rule = db_text(open->rows, i, RULE),
		.device_id = (int)db_int(open->rows, i, DEVICE),
		.patch_id = (int)db_int(open->rows, i, PATCH),
		.subject = db_text(open->rows, i, SUBJECT),
	};
}

void
alert_open_free(struct alert_open *open)
{
	if (open != NULL)
		db_rows_free(open->rows);
	free(open);
}
