/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/work.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "lib/base/buf.h"
#include "lib/base/digest.h"
#include "lib/base/err.h"
#include "lib/base/json.h"
#include "lib/base/log.h"
#include "lib/store/db.h"
#include "lib/store/place.h"
#include "lib/store/schema_version.h"
#include "reporter/kind.h"

/* Only the PDF is the report; the rest is made of the same. */
bool
work_is_issued(const struct work *w)
{
	return w->db != NULL && w->order->format == FORMAT_AS_PDF;
}

/* "PM-2026Q3", which no other kind has. */
int
work_choose_number(struct work *w)
{
	const struct json *period = json_get(w->evidence, "period");
	const char *name = json_get_text(period, "name");

	w->site = json_get_int(json_get(w->evidence, "scope"), "site_id", 0);
	kind_number(w->template, name == NULL ? "?" : name, w->site, w->number,
	    sizeof(w->number));
	if (!work_is_issued(w))
		return ERR_OK;
	return issue_check_number(
	    w->db, w->order->tenant, w->order->kind, w->number);
}

static void
name_evidence(struct work *w)
{
	const char *suffix = format_suffix(w->order->format);
	size_t len = strlen(w->output);

	if (len > strlen(suffix) &&
	    strcmp(w->output + len - strlen(suffix), suffix) == 0)
		len -= strlen(suffix);
	if (w->order->evidence == NULL)
		snprintf(w->evidence_path, sizeof(w->evidence_path),
		    "%.*s.evidence.json", (int)len, w->output);
	else
		snprintf(w->evidence_path, sizeof(w->evidence_path), "%s",
		    w->order->evidence);
}

/* The name of a version; of the first version it is the number's. */
static void
name_output(struct work *w, const char *version)
{
	const char *folder = w->order->folder;
	struct buf path = { 0 };

	if (folder != NULL)
		buf_printf(&path, "%s/", folder);
	kind_file_name(w->number, version, w->language,
	    format_suffix(w->order->format), &path);
	snprintf(w->output, sizeof(w->output), "%s", buf_str(&path));
	buf_free(&path);
	name_evidence(w);
}

/*
 * Whether another version stands there. The same evidence is the same report:
 * made again, it may be compared with itself.
 */
static int
is_taken(struct work *w, bool *taken)
{
	struct buf which = { 0 };
	int rc = ERR_OK;

	*taken = false;
	if (keep_has(w->evidence_path, w->hashes.evidence))
		return ERR_OK;
	if (w->order->format == FORMAT_AS_PDF)
		*taken = keep_is_there(w->output);
	if (!*taken && w->db != NULL && keep_is_there(w->evidence_path)) {
		rc = keep_find(w->db, w->evidence_path, &which);
		*taken = which.len > 0;
	}
	buf_free(&which);
	return rc;
}

/*
 * Files named by its number in the current folder, and by its version where
 * one of another is: PM-2026Q3-v1.1.nl.pdf. In a folder of issued reports all
 * but the first have their version.
 */
int
work_name_files(struct work *w)
{
	bool taken = false;
	int rc;

	w->version = json_get_text(json_get(w->values, "document"), "version");
	if (w->order->output != NULL) {
		snprintf(w->output, sizeof(w->output), "%s", w->order->output);
		name_evidence(w);
		return ERR_OK;
	}
	name_output(w, w->order->folder != NULL ? w->version : "1.0");
	if (w->order->folder != NULL)
		return ERR_OK;
	rc = is_taken(w, &taken);
	if (taken)
		name_output(w, w->version);
	return rc;
}

/* A file from evidence is none of the database: it is asked where it answers.
 */
static int
ask(const struct work *w, const char *path, struct buf *which)
{
	struct db_target target = place_target(w->order->place);
	struct db *db = w->db != NULL ? w->db : w->order->db;
	bool own = db == NULL;
	int rc =
	    own ? schema_version_open(&target, w->order->role, &db) : ERR_OK;

	if (rc < 0)
		return ERR_OK;
	rc = keep_find(db, path, which);
	if (own)
		db_close(db);
	return rc;
}

static int
refuse(const struct work *w, const char *path, const char *why)
{
	log_warnx("%s: %s; %s another file", path, why,
	    strcmp(path, w->output) == 0 ? "--output names" : "name");
	return ERR_EXISTS;
}

/* Nothing takes the place of an issued file, of whatever report it is. */
static int
keep(const struct work *w, const char *path)
{
	struct buf which = { 0 };
	struct stat st;
	int rc;

	if (lstat(path, &st) == -1)
		return ERR_OK;
	if (!S_ISREG(st.st_mode) && !S_ISLNK(st.st_mode))
		return ERR_OK; /* said by who would write it */
	rc = ask(w, path, &which);
	if (rc == ERR_OK && which.len > 0) {
		buf_add_str(&which, " was issued as this file and stays");
		rc = refuse(w, path, buf_str(&which));
	}
	if (rc == ERR_OK && which.len == 0 && keep_is_bundle(path))
		rc = refuse(w, path, "is of an evidence bundle and stays");
	buf_free(&which);
	return rc;
}

/* Where no database answers: evidence beside a PDF says that it was issued. */
static int
keep_beside(const struct work *w)
{
	if (w->order->from == NULL || !keep_is_there(w->evidence_path) ||
	    keep_has(w->evidence_path, w->hashes.evidence))
		return ERR_OK;
	return refuse(w, w->output,
	    "made from other evidence, which stands beside it, and stays");
}

static int
keep_pdf(const struct work *w)
{
	bool named = w->order->output != NULL || w->order->schedule != NULL;
	uint8_t hash[DIGEST_LEN];
	int rc;

	digest_of(w->pdf.data, w->pdf.len, hash);
	if (!keep_is_there(w->output) || keep_has(w->output, hash))
		return ERR_OK;
	rc = keep(w, w->output);
	if (rc == ERR_OK)
		rc = keep_beside(w);
	/* A schedule tries again what failed, and what is there is that. */
	if (rc == ERR_OK && !named)
		rc = refuse(w, w->output, "is there already");
	return rc;
}

int
work_keep_files(struct work *w)
{
	const struct report_order *o = w->order;
	int rc = ERR_OK;

	if (o->issued == NULL)
		rc = o->format == FORMAT_AS_PDF ? keep_pdf(w)
						: keep(w, w->output);
	/* A run that was killed may have left it, and the other language has
	 * the same. */
	if (rc == ERR_OK && o->issued == NULL && o->from == NULL &&
	    !keep_has(w->evidence_path, w->hashes.evidence))
		rc = keep(w, w->evidence_path);
	if (rc == ERR_OK && o->values != NULL)
		rc = keep(w, o->values);
	/* No table has them; each is recorded in the audit trail alone. */
	if (rc == ERR_OK && o->bundle != NULL && keep_is_there(o->bundle))
		rc = refuse(w, o->bundle, "is there already");
	return rc;
}
