/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/work.h"

#include <stdio.h>
#include <string.h>

#include "lib/base/digest.h"
#include "lib/base/err.h"
#include "lib/base/json.h"
#include "lib/base/log.h"
#include "lib/store/db.h"
#include "reporter/customers.h"
#include "reporter/evidence/evidence.h"
#include "reporter/evidence/period.h"
#include "reporter/kind.h"
#include "reporter/source.h"
#include "reporter/template/template.h"
#include "reporter/template/words.h"

/* Where the facts come from: a file that was frozen before, or the database. */
int
work_open_source(struct work *w)
{
	const struct report_order *o = w->order;

	if (o->from != NULL)
		return evidence_load(o->from, &w->evidence);
	if (o->db == NULL)
		return source_connect(o->place, o->role, &w->db);
	w->db = o->db;
	return ERR_OK;
}

/* As asked for, else the organisation's own. */
int
work_choose_language(struct work *w)
{
	const struct json *tenant = json_get(w->evidence, "tenant");
	const char *language = w->order->language;
	struct db_rows *rows = NULL;
	int rc = ERR_OK;

	if (language == NULL)
		language = json_get_text(tenant, "language");
	if (language == NULL && w->db != NULL)
		rc = db_query(w->db, &rows,
		    "SELECT language FROM tenant WHERE tenant_id=$1",
		    DB_INT(w->order->tenant));
	if (rc == ERR_OK && rows != NULL && db_count(rows) == 0) {
		evidence_tell_absent(w->order->tenant);
		rc = ERR_NOTFOUND;
	}
	if (rc == ERR_OK && rows != NULL)
		language = db_text(rows, 0, 0);
	if (rc == ERR_OK &&
	    (language == NULL || furniture_of(language) == NULL)) {
		log_warnx("language: nl or en");
		rc = ERR_PARSE;
	}
	if (rc == ERR_OK)
		snprintf(w->language, sizeof(w->language), "%s", language);
	db_rows_free(rows);
	return rc;
}

/* What the template is for is asked before the database is read. */
int
work_check_kind(struct work *w)
{
	const struct json *scope = json_get(w->evidence, "scope");
	const char *kind = template_setting(w->template, "report");
	struct period period;

	if (strcmp(kind, w->order->kind) != 0) {
		log_warnx("%s: the words of a report %s, not of %s",
		    w->template_path, kind, w->order->kind);
		return ERR_PARSE;
	}
	if (w->evidence != NULL)
		return kind_fits(w->template,
		    facts_text(json_get(w->evidence, "period"), "kind"),
		    json_get_text(scope, "site"));
	if (period_parse(w->order->period, &period) < 0)
		return ERR_OK; /* said when the evidence is collected */
	return kind_fits(w->template, period.kind, w->order->site);
}

/* A later run from this evidence looks as it does now. */
static int
keep_brand(struct work *w)
{
	struct brand b = { .is_set = false };
	int rc = brand_load(w->order->place, w->order->tenant, &b);

	if (rc == ERR_OK)
		json_put(w->evidence, "brand", brand_freeze(&b));
	brand_free(&b);
	return rc;
}

/* Of one moment with what the same run makes, where there is such a run. */
static int
collect(struct work *w, const struct evidence_scope *scope)
{
	struct source *source = w->order->source;
	int rc;

	rc = source != NULL ? source_take(source, scope, &w->evidence)
			    : evidence_collect(w->db, scope, &w->evidence);
	if (rc == ERR_OK && template_setting(w->template, "customers") != NULL)
		rc = customers_collect(w->db, scope, w->evidence);
	if (rc == ERR_OK)
		rc = keep_brand(w);
	if (rc == ERR_OK && source != NULL)
		source_keep(source, scope, w->order->kind, w->evidence);
	return rc;
}

int
work_take_evidence(struct work *w)
{
	const struct report_order *o = w->order;
	struct evidence_scope scope = { o->tenant, o->period, o->site,
		o->reason };
	int rc = ERR_OK;

	if (w->evidence == NULL && o->source != NULL)
		w->evidence = source_kept(o->source, &scope, o->kind);
	if (w->evidence == NULL)
		rc = collect(w, &scope);
	/* It stands in the evidence, so that whoever has that draws the same.
	 */
	if (rc == ERR_OK && o->sample_seed != NULL)
		json_put_text(w->evidence, "sample_seed", o->sample_seed);
	return rc;
}

static int
digest_part(void *of, const void *data, size_t len)
{
	digest_add(of, data, len);
	return ERR_OK;
}

/*
 * From here on the report rests on this alone, and nothing changes it. Its text
 * is as long as all the rest of the report's memory: it is written twice, for
 * its digest and to its file, and never there as a whole.
 */
int
work_freeze_evidence(struct work *w)
{
	struct digest *d = digest_new();

	(void)json_pretty_to(w->evidence, digest_part, d);
	digest_finish(d, w->hashes.evidence);
	digest_hex(w->hashes.evidence, DIGEST_LEN, w->evidence_hex);
	return facts_read(w->evidence, &w->facts);
}
