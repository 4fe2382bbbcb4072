/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/issue.h"

#include <stdio.h>
#include <stdlib.h>

#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/json.h"
#include "lib/base/log.h"
#include "lib/store/change.h"
#include "lib/store/db.h"
#include "reporter/assess/facts.h"
#include "reporter/deliver.h"

int
issue_check_number(
    struct db *db, int tenant, const char *kind, const char *number)
{
	struct db_rows *rows = NULL;
	int rc = db_query(db, &rows,
	    "SELECT kind FROM report WHERE tenant_id=$1 AND number=$2"
	    " AND kind<>$3 LIMIT 1",
	    DB_INT(tenant), DB_TEXT(number), DB_TEXT(kind));

	if (rc == ERR_OK && db_count(rows) > 0) {
		log_warnx("report %s: %s is the number of a report %s; give "
			  "its template another prefix",
		    kind, number, db_text(rows, 0, 0));
		rc = ERR_RANGE;
	}
	db_rows_free(rows);
	return rc;
}

/* The head that the report prints; a chain of no rows has a hash of zeros. */
static int
read_head(const struct json *evidence, uint8_t out[DIGEST_LEN])
{
	const char *hex = json_get_text(json_get(evidence, "chain"), "hash");

	for (int i = 0; i < DIGEST_LEN; i++)
		out[i] = 0;
	return hex == NULL ? ERR_OK : digest_from_hex(hex, out, DIGEST_LEN);
}

static int
insert(struct db *db, const struct json *evidence, const struct issue *i,
    int64_t id)
{
	const struct json *period = json_get(evidence, "period");
	uint8_t head[DIGEST_LEN];
	int rc = read_head(evidence, head);

	if (rc < 0)
		return rc;
	return db_query(db, NULL,
	    "INSERT INTO report(tenant_id,report_id,kind,language,period_from,"
	    "period_to,snapshot,interim,made,actor,number,path,bytes,"
	    "pdf_sha256,evidence_sha256,template_sha256,change_seq,change_hash,"
	    "version,detail,site_id,supersedes,reason,figures) "
	    "VALUES($1,$2,$3,$4,$5,$6,$7,$8,$9,"
	    "session_user,$10,$11,$12,$13,$14,$15,$16,$17,$18,$19,$20,"
	    "$21,$22,$23)",
	    DB_INT(i->tenant), DB_INT(id), DB_TEXT(i->kind),
	    DB_TEXT(i->language), DB_TIME(facts_time(period, "from")),
	    DB_TIME(facts_time(period, "to")),
	    DB_TIME(facts_time(period, "snapshot")),
	    DB_BOOL(json_get_bool(period, "interim", false)),
	    DB_TIME(clock_now()), DB_TEXT(i->number), DB_TEXT(i->path),
	    DB_INT(i->bytes), DB_BYTES(i->hashes->pdf, DIGEST_LEN),
	    DB_BYTES(i->hashes->evidence, DIGEST_LEN),
	    DB_BYTES(i->hashes->template, DIGEST_LEN),
	    DB_INT(json_get_int(json_get(evidence, "chain"), "seq", 0)),
	    DB_BYTES(head, DIGEST_LEN), DB_TEXT(i->version), DB_TEXT(i->detail),
	    i->site != 0 ? DB_INT(i->site) : DB_NULL,
	    i->supersedes != 0 ? DB_INT(i->supersedes) : DB_NULL,
	    DB_TEXT(i->reason), DB_TEXT(i->figures));
}

static void
put_bundle(struct json *o, const struct issue *i)
{
	char hex[DIGEST_HEX_MAX];

	json_put_text(o, "manifest_sha256",
	    digest_hex(i->hashes->bundle, DIGEST_LEN, hex));
	json_put_text(o, "bundle", i->bundle);
	json_put_text(o, "bundle_sha256",
	    digest_hex(i->hashes->bundle_pdf, DIGEST_LEN, hex));
}

static int
add_change(struct db *db, const struct json *evidence, const struct issue *i)
{
	const struct json *period = json_get(evidence, "period");
	struct json *o = json_new_object();
	char hex[DIGEST_HEX_MAX], object[128];
	struct change c = { .action = "report.issue", .object = object };
	char *detail;
	int rc;

	snprintf(
	    object, sizeof(object), "report/%s.%s", i->number, i->language);
	json_put_text(o, "version", i->version);
	json_put_text(o, "path", i->path);
	json_put_bool(o, "interim", json_get_bool(period, "interim", false));
	json_put_text(
	    o, "pdf_sha256", digest_hex(i->hashes->pdf, DIGEST_LEN, hex));
	json_put_text(o, "evidence_sha256",
	    digest_hex(i->hashes->evidence, DIGEST_LEN, hex));
	if (i->seal != NULL) {
		json_put_text(o, "seal", i->seal);
		json_put_text(o, "unsealed_sha256",
		    digest_hex(i->hashes->unsealed, DIGEST_LEN, hex));
	}
	if (i->bundle != NULL)
		put_bundle(o, i);
	detail = json_line(o);
	c.detail = detail;
	c.reason = i->reason;
	rc = change_add(db, i->tenant, &c);
	free(detail);
	json_free(o);
	return rc;
}

int
issue_scheduled(
    struct db *db, int tenant, const struct issue_schedule *s, int64_t report)
{
	return db_query(db, NULL,
	    "INSERT INTO scheduled(tenant_id,schedule_id,period_from,site_id,"
	    "language,report_id) VALUES($1,$2,$3,$4,$5,$6)",
	    DB_INT(tenant), DB_INT(s->schedule), DB_TIME(s->period_from),
	    DB_INT(s->site), DB_TEXT(s->language), DB_INT(report));
}

static int
deliver(struct db *db, const struct issue *i, int64_t id)
{
	return deliver_add(db,
	    &(struct deliver){ .tenant = i->tenant,
		.report = id,
		.supersedes = i->supersedes,
		.schedule = i->schedule == NULL ? 0 : i->schedule->schedule,
		.pdf = i->pdf,
		.len = (size_t)i->bytes });
}

int
issue_lock(struct db *db, int tenant)
{
	return db_query(db, NULL,
	    "SELECT pg_advisory_xact_lock(hashtext('patchwacht.report'),$1)",
	    DB_INT(tenant));
}

/*
 * A version is counted from those that the evidence saw: two runs at once would
 * both issue it. The second waits for the first, and is refused.
 */
static int
check_version(struct db *db, const struct issue *i)
{
	struct db_rows *rows = NULL;
	int rc = issue_lock(db, i->tenant);

	if (rc == ERR_OK)
		rc = db_query(db, &rows,
		    "SELECT made FROM report WHERE tenant_id=$1 AND number=$2"
		    " AND language=$3 AND version=$4 LIMIT 1",
		    DB_INT(i->tenant), DB_TEXT(i->number), DB_TEXT(i->language),
		    DB_TEXT(i->version));
	if (rc == ERR_OK && db_count(rows) > 0) {
		log_warnx("report %s (%s): another run issued version %s "
			  "meanwhile; make it once more",
		    i->number, i->language, i->version);
		rc = ERR_EXISTS;
	}
	db_rows_free(rows);
	return rc;
}

int
issue_record(struct db *db, const struct json *evidence, const struct issue *i)
{
	int64_t id = 0;
	int rc = db_begin(db);

	if (rc == ERR_OK)
		rc = check_version(db, i);
	if (rc == ERR_OK)
		rc = i->check(i->of);
	if (rc == ERR_OK)
		rc = db_next_id(db, i->tenant, "report", &id);
	if (rc == ERR_OK)
		rc = insert(db, evidence, i, id);
	if (rc == ERR_OK && i->schedule != NULL)
		rc = issue_scheduled(db, i->tenant, i->schedule, id);
	if (rc == ERR_OK)
		rc = deliver(db, i, id);
	if (rc == ERR_OK)
		rc = add_change(db, evidence, i);
	if (rc == ERR_OK)
		rc = i->place(i->of);
	if (rc == ERR_OK)
		return db_commit(db);
	db_rollback(db);
	return rc;
}

/* What is inside is all named by the manifest. */
static int
add_bundle(struct db *db, const struct issue *i)
{
	char hex[DIGEST_HEX_MAX], object[128], *detail;
	struct change c = { .action = "report.bundle", .object = object };
	struct json *o = json_new_object();
	int rc;

	snprintf(
	    object, sizeof(object), "report/%s.%s", i->number, i->language);
	json_put_text(
	    o, "pdf_sha256", digest_hex(i->hashes->pdf, DIGEST_LEN, hex));
	put_bundle(o, i);
	detail = json_line(o);
	c.detail = detail;
	rc = change_add(db, i->tenant, &c);
	free(detail);
	json_free(o);
	return rc;
}

int
issue_bundle(struct db *db, const struct issue *i)
{
	int rc = db_begin(db);

	if (rc == ERR_OK)
		rc = issue_lock(db, i->tenant);
	if (rc == ERR_OK)
		rc = add_bundle(db, i);
	if (rc == ERR_OK && i->brought)
		rc = deliver_bundle(db,
		    &(struct deliver_bundle){ .tenant = i->tenant,
			.number = i->number,
			.language = i->language,
			.path = i->bundle,
			.sha256 = i->hashes->bundle_pdf });
	if (rc == ERR_OK)
		rc = i->place(i->of);
	if (rc == ERR_OK)
		return db_commit(db);
	db_rollback(db);
	return rc;
}
