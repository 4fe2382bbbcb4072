/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/deliver.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/digest.h"
#include "lib/base/err.h"
#include "lib/base/file.h"
#include "lib/base/json.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "lib/store/db.h"
#include "reporter/keep.h"
#include "reporter/kind.h"

/* What is said of it. */

/* "Geheim", "Zeer geheim", "Secret". */
static bool
is_secret(const char *classification)
{
	return classification != NULL &&
	    (strcasestr(classification, "geheim") != NULL ||
		strcasestr(classification, "secret") != NULL);
}

/* A template may print a classification of its own; the stricter one holds. A
 * word that is not known is no reason to send something about. */
static const char *
secrecy_of(const struct deliver_facts *f, const char *setting)
{
	if (is_secret(setting) || is_secret(f->printed))
		return "secret";
	if (setting == NULL || strcasecmp(setting, "openbaar") != 0)
		return "confidential";
	return f->printed == NULL ||
		(f->public_word != NULL &&
		    strcasecmp(f->printed, f->public_word) == 0)
	    ? "open"
	    : "confidential";
}

static void
copy_text(
    struct json *to, const char *key, const struct json *from, const char *name)
{
	const char *text = json_get_text(from, name);

	if (text != NULL)
		json_put_text(to, key, text);
}

/* As `patchwacht audit verify --anchors` and `journal verify` read them. */
static void
put_anchors(struct json *o, const struct json *evidence)
{
	const struct json *list = json_get(evidence, "anchors");
	const char *head = json_get_text(json_get(evidence, "chain"), "line");
	struct buf lines = { 0 };

	if (head != NULL)
		buf_printf(&lines, "%s\n", head);
	for (size_t i = 0; i < json_len(list); i++) {
		const char *line = json_get_text(json_at(list, i), "line");

		if (line != NULL)
			buf_printf(&lines, "%s\n", line);
	}
	json_put_text(o, "_anchors", buf_str(&lines));
	buf_free(&lines);
}

/* Of no two versions the same: one would take the other's place. */
static void
put_name(struct json *o, const struct deliver_facts *f)
{
	const struct json *document = json_get(f->values, "document");
	const char *number = json_get_text(document, "number");
	const char *version = json_get_text(document, "version");
	struct buf name = { 0 };

	kind_file_name(number != NULL ? number : "report",
	    version != NULL ? version : "1.0", f->language, ".pdf", &name);
	json_put_text(o, "_name", buf_str(&name));
	buf_free(&name);
}

char *
deliver_detail(const struct deliver_facts *f)
{
	const struct json *document = json_get(f->values, "document");
	const struct json *period = json_get(f->values, "period");
	const char *class = json_get_text(document, "classification");
	const char *party =
	    json_get_text(json_get(f->values, "setting"), "service_provider");
	struct json *o = json_new_object();
	char *out;

	copy_text(
	    o, "organisation", json_get(f->values, "organisation"), "name");
	copy_text(o, "number", document, "number");
	copy_text(o, "version", document, "version");
	copy_text(o, "period", period, "name");
	copy_text(o, "period_from", period, "from");
	copy_text(o, "period_until", period, "to");
	json_put_text(
	    o, "classification", f->printed != NULL ? f->printed : class);
	json_put_text(o, "pdf_sha256", f->pdf_sha256);
	json_put_text(o, "evidence_sha256", f->evidence_sha256);
	json_put_text(o, "lies", f->path);
	json_put_text(o, "_secrecy", secrecy_of(f, class));
	put_name(o, f);
	if (party != NULL) {
		json_put_text(o, "_party", party);
		put_anchors(o, f->evidence);
	}
	out = json_line(o);
	json_free(o);
	return out;
}

/* Who gets it. */

/* $3 its schedule, $4 what it takes the place of; 0: none. */
#define WHOM                                                                  \
	"report r CROSS JOIN LATERAL("                                        \
	"SELECT 'mail',unnest(s.recipients) FROM schedule s WHERE"            \
	" s.tenant_id=r.tenant_id AND s.schedule_id=$3"                       \
	" UNION SELECT 'folder',s.folder FROM schedule s WHERE"               \
	" s.tenant_id=r.tenant_id AND s.schedule_id=$3"                       \
	" AND s.folder IS NOT NULL"                                           \
	" UNION SELECT d.kind,CASE d.kind WHEN 'folder' THEN"                 \
	" split_part(d.recipient,'/',1) ELSE d.recipient END FROM delivery d" \
	" WHERE d.tenant_id=r.tenant_id AND d.report_id=$4"                   \
	" AND d.kind<>'anchors'"                                              \
	" UNION SELECT 'anchors',c.target FROM channel c WHERE"               \
	" c.tenant_id=r.tenant_id AND c.kind='mail' AND c.removed IS NULL"    \
	" AND 'ciso'=ANY(c.functions) AND r.detail ? '_party') x(kind,whom)"  \
	" WHERE r.tenant_id=$1 AND r.report_id=$2 AND NOT EXISTS("            \
	"SELECT FROM delivery y WHERE y.tenant_id=$1 AND y.report_id=$2"      \
	" AND y.kind=x.kind AND y.recipient=CASE x.kind WHEN 'folder'"        \
	" THEN x.whom||'/'||(r.detail->>'_name') ELSE x.whom END)"

static int
count(struct db *db, const struct deliver *d, int64_t *all, int64_t *mails)
{
	struct db_rows *rows = NULL;
	int rc = db_query(db, &rows,
	    "SELECT count(*),count(*) FILTER(WHERE x.kind='mail'"
	    " AND r.detail->>'_secrecy'<>'secret') FROM " WHOM,
	    DB_INT(d->tenant), DB_INT(d->report), DB_INT(d->schedule),
	    DB_INT(d->supersedes));

	*all = rc == ERR_OK ? db_int(rows, 0, 0) : 0;
	*mails = rc == ERR_OK ? db_int(rows, 0, 1) : 0;
	db_rows_free(rows);
	return rc;
}

static int
add_rows(struct db *db, const struct deliver *d, int64_t first)
{
	return db_query(db, NULL,
	    "INSERT INTO delivery(tenant_id,delivery_id,report_id,kind,"
	    "recipient,language,detail) SELECT r.tenant_id,"
	    "$5+row_number() OVER(ORDER BY x.kind,x.whom)-1,r.report_id,x.kind,"
	    "CASE x.kind WHEN 'folder' THEN x.whom||'/'||(r.detail->>'_name')"
	    " ELSE x.whom END,r.language,CASE x.kind WHEN 'anchors'"
	    " THEN r.detail ELSE r.detail-'_anchors' END FROM " WHOM,
	    DB_INT(d->tenant), DB_INT(d->report), DB_INT(d->schedule),
	    DB_INT(d->supersedes), DB_INT(first));
}

int
deliver_add(struct db *db, const struct deliver *d)
{
	int64_t all, mails, first;
	int rc = count(db, d, &all, &mails);

	if (rc < 0 || all == 0)
		return rc;
	rc = db_next_ids(db, d->tenant, "delivery", all, &first);
	if (rc == ERR_OK)
		rc = add_rows(db, d, first);
	if (rc == ERR_OK && mails > 0 && d->pdf != NULL)
		rc = db_query(db, NULL,
		    "INSERT INTO document(tenant_id,report_id,pdf)"
		    " VALUES($1,$2,$3) ON CONFLICT DO NOTHING",
		    DB_INT(d->tenant), DB_INT(d->report),
		    DB_BYTES(d->pdf, d->len));
	return rc;
}

/* Of $1 tenant, $2 number, $3 language: report and recipient that it lacks. */
#define BUNDLE_FOLDERS "bundle_folders($1::integer,$2,$3)"

int
deliver_bundle(struct db *db, const struct deliver_bundle *b)
{
	struct db_rows *rows = NULL;
	int64_t first, n;
	int rc = db_query(db, &rows, "SELECT count(*) FROM " BUNDLE_FOLDERS,
	    DB_INT(b->tenant), DB_TEXT(b->number), DB_TEXT(b->language));

	n = rc == ERR_OK ? db_int(rows, 0, 0) : 0;
	db_rows_free(rows);
	if (rc < 0 || n == 0)
		return rc;
	rc = db_next_ids(db, b->tenant, "delivery", n, &first);
	return rc < 0
	    ? rc
	    : db_query(db, NULL,
		  "INSERT INTO delivery(tenant_id,delivery_id,report_id,kind,"
		  "recipient,language,detail) SELECT $1::integer,"
		  "$4+row_number() OVER(ORDER BY x.recipient)-1,r.report_id,"
		  "'folder',x.recipient,$3,(r.detail-'_anchors')"
		  "||jsonb_build_object('_path',$5::text,"
		  "'_sha256',encode($6::bytea,'hex'),"
		  "'classification',CASE $3::text WHEN 'nl' THEN 'Geheim'"
		  " ELSE 'Secret' END) FROM " BUNDLE_FOLDERS " x"
		  " JOIN report r ON r.tenant_id=$1"
		  " AND r.report_id=x.report_id",
		  DB_INT(b->tenant), DB_TEXT(b->number), DB_TEXT(b->language),
		  DB_INT(first), DB_TEXT(b->path),
		  DB_BYTES(b->sha256, DIGEST_LEN));
}

/* Into folders. */

/* Columns of what is to be copied. */
enum { TENANT, DELIVERY, FILE_NAME, PATH, HASH };

void
deliver_copy_path(const struct place *place, int tenant, const char *recipient,
    struct buf *out)
{
	char *reports = place_home(place, "reports");

	buf_add_str(out, reports);
	if (tenant != 1)
		buf_printf(out, "/%d", tenant);
	buf_printf(out, "/%s", recipient);
	free(reports);
}

struct copy {
	int from;
	struct digest *digest;
};

static int
copy_parts(int to, void *of)
{
	enum { PART = 64 << 10 };
	const struct copy *c = of;
	uint8_t *part = mem_new(PART, 1);
	int rc = ERR_OK;
	ssize_t n = 0;

	while (rc == ERR_OK && (n = read(c->from, part, PART)) > 0) {
		digest_add(c->digest, part, (size_t)n);
		rc = file_write_all(to, part, (size_t)n);
	}
	free(part);
	return n == -1 ? ERR_IO : rc;
}

/* Beside its place until it is known that it is what was issued: a bundle is
 * too large to be read first. */
static int
copy_issued(const char *from, const uint8_t *sha256, const char *to)
{
	struct copy c = { .from = open(from, O_RDONLY | O_CLOEXEC) };
	struct keep_file f = { 0 };
	uint8_t hash[DIGEST_LEN];
	int rc;

	if (c.from == -1) {
		log_warn("report %s: read", from);
		return ERR_IO;
	}
	c.digest = digest_new();
	keep_start(&f, to);
	rc = file_write_by(f.beside, copy_parts, &c, 0600);
	digest_finish(c.digest, hash);
	if (rc == ERR_OK && memcmp(hash, sha256, DIGEST_LEN) != 0) {
		log_warnx(
		    "report %s: is another file than what was issued", from);
		rc = ERR_CORRUPT;
	}
	if (rc == ERR_OK)
		rc = keep_place(&f);
	keep_end(&f, false);
	close(c.from);
	return rc;
}

static int
copy_one(struct db *db, const struct place *place, const struct db_rows *rows,
    size_t i)
{
	struct buf folder = { 0 }, file = { 0 };
	int rc, done;
	size_t len;

	deliver_copy_path(place, (int)db_int(rows, i, TENANT),
	    db_text(rows, i, FILE_NAME), &file);
	/* Its recipient has one slash: FOLDER/FILE. */
	buf_add(&folder, file.data,
	    (size_t)(strrchr(buf_str(&file), '/') - (char *)file.data));
	done = file_make_dir(buf_str(&folder), 0700);
	if (done == ERR_OK)
		done = copy_issued(db_text(rows, i, PATH),
		    db_bytes(rows, i, HASH, &len), buf_str(&file));
	rc = db_query(db, NULL,
	    "UPDATE delivery SET sent=$3,attempts=attempts+1,last_error=$4"
	    " WHERE tenant_id=$1 AND delivery_id=$2",
	    DB_INT(db_int(rows, i, TENANT)), DB_INT(db_int(rows, i, DELIVERY)),
	    done == ERR_OK ? DB_TIME(clock_now()) : DB_NULL,
	    DB_TEXT(done == ERR_OK ? NULL : err_str(done)));
	buf_free(&folder);
	buf_free(&file);
	return rc;
}

int
deliver_folders(struct db *db, const struct place *place)
{
	struct db_rows *rows = NULL;
	int rc = db_query(db, &rows,
	    "SELECT d.tenant_id,d.delivery_id,d.recipient,"
	    "coalesce(d.detail->>'_path',r.path),"
	    "coalesce(decode(d.detail->>'_sha256','hex'),r.pdf_sha256)"
	    " FROM delivery d JOIN report r USING(tenant_id,report_id)"
	    " WHERE d.kind='folder' AND d.sent IS NULL AND r.removed IS NULL"
	    " ORDER BY d.tenant_id,d.delivery_id");

	for (size_t i = 0; rc == ERR_OK && i < db_count(rows); i++)
		rc = copy_one(db, place, rows, i);
	db_rows_free(rows);
	return rc;
}
