/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/report.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/base/buf.h"
#include "lib/base/digest.h"
#include "lib/base/err.h"
#include "lib/base/file.h"
#include "lib/base/json.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "lib/framework/catalogue.h"
#include "lib/framework/framework.h"
#include "lib/store/db.h"
#include "lib/store/place.h"
#include "reporter/assess/facts.h"
#include "reporter/assess/values.h"
#include "reporter/brand/brand.h"
#include "reporter/bundling.h"
#include "reporter/customers.h"
#include "reporter/deliver.h"
#include "reporter/evidence/evidence.h"
#include "reporter/evidence/period.h"
#include "reporter/issue.h"
#include "reporter/kind.h"
#include "reporter/layout/block.h"
#include "reporter/output_pdf.h"
#include "reporter/pdf/font.h"
#include "reporter/sealing.h"
#include "reporter/template/template.h"
#include "reporter/template/words.h"

enum { TEMPLATE_MAX = 1 << 20, PDF_MAX = 256 << 20 };

/* Everything a report is made of, one step after the other. */
struct work {
	const struct report_order *order;
	struct db *db; /* NULL when the evidence came from a file */
	struct json *evidence;
	struct facts facts;
	struct catalogue catalogue;
	struct template *template;
	struct words *words;
	struct fonts *fonts;
	struct json *values;
	struct brand brand;
	struct pdf_image logo; /* borrows from brand */
	struct document *document;
	struct buf pdf;

	char *template_path, *words_path;
	char language[3];
	const char *version;
	int64_t site; /* 0: the whole organisation */
	char number[64], output[4096], evidence_path[4096];
	struct sealing seal;
	bool without_work;
	struct issue_hashes hashes;
	char evidence_hex[DIGEST_HEX_MAX], template_hex[DIGEST_HEX_MAX],
	    brand_hex[DIGEST_HEX_MAX];
	char catalogue_hex[DIGEST_HEX_MAX];
};

/* Only what is issued: a page or a table bears no signature. */
static int
plan_seal(struct work *w)
{
	return w->order->format == FORMAT_AS_PDF
	    ? sealing_plan(w->order->seal, &w->seal)
	    : ERR_OK;
}

/* Where the facts come from: a file that was frozen before, or the database. */
static int
open_source(struct work *w)
{
	struct db_target target = place_target(w->order->place);
	int rc;

	if (w->order->from != NULL)
		return evidence_load(w->order->from, &w->evidence);
	if (w->order->db != NULL) {
		w->db = w->order->db;
		return ERR_OK;
	}
	rc = db_open(&target, w->order->role, &w->db);
	if (rc == ERR_AGAIN)
		log_warnx("the database does not answer; no report was made");
	return rc;
}

/* As asked for, else the organisation's own. */
static int
choose_language(struct work *w)
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
	if (rc == ERR_OK && rows != NULL && db_count(rows) > 0)
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
static int
check_kind(struct work *w)
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

static int
take_evidence(struct work *w)
{
	struct evidence_scope scope = { w->order->tenant, w->order->period,
		w->order->site, w->order->reason };
	int rc;

	if (w->evidence != NULL)
		return ERR_OK;
	rc = evidence_collect(w->db, &scope, &w->evidence);
	if (rc == ERR_OK && template_setting(w->template, "customers") != NULL)
		rc = customers_collect(w->db, &scope, w->evidence);
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
static int
freeze_evidence(struct work *w)
{
	struct digest *d = digest_new();

	(void)json_pretty_to(w->evidence, digest_part, d);
	digest_finish(d, w->hashes.evidence);
	digest_hex(w->hashes.evidence, DIGEST_LEN, w->evidence_hex);
	return facts_read(w->evidence, &w->facts);
}

/* Only the PDF is the report; the rest is made of the same. */
static bool
is_issued(const struct work *w)
{
	return w->db != NULL && w->order->format == FORMAT_AS_PDF;
}

/* "PM-2026Q3", which no other kind has. */
static int
choose_number(struct work *w)
{
	const struct json *period = json_get(w->evidence, "period");
	const char *name = json_get_text(period, "name");

	w->site = json_get_int(json_get(w->evidence, "scope"), "site_id", 0);
	kind_number(w->template, name == NULL ? "?" : name, w->site, w->number,
	    sizeof(w->number));
	if (!is_issued(w))
		return ERR_OK;
	return issue_check_number(
	    w->db, w->order->tenant, w->order->kind, w->number);
}

/*
 * Files named by its number in the current folder. In a folder of issued
 * reports no version takes the place of another: PM-2026Q3-v1.1.nl.pdf.
 */
static void
choose_output(struct work *w)
{
	const char *folder = w->order->folder;
	bool first = folder == NULL || strcmp(w->version, "1.0") == 0;

	if (w->order->output != NULL)
		snprintf(w->output, sizeof(w->output), "%s", w->order->output);
	else
		snprintf(w->output, sizeof(w->output), "%s%s%s%s%s.%s%s",
		    folder != NULL ? folder : "", folder != NULL ? "/" : "",
		    w->number, first ? "" : "-v", first ? "" : w->version,
		    w->language, format_suffix(w->order->format));
}

static int
name_files(struct work *w)
{
	const char *suffix = format_suffix(w->order->format);
	size_t len;

	w->version = json_get_text(json_get(w->values, "document"), "version");
	choose_output(w);
	len = strlen(w->output);
	if (len > strlen(suffix) &&
	    strcmp(w->output + len - strlen(suffix), suffix) == 0)
		len -= strlen(suffix);
	if (w->order->evidence == NULL)
		snprintf(w->evidence_path, sizeof(w->evidence_path),
		    "%.*s.evidence.json", (int)len, w->output);
	else
		snprintf(w->evidence_path, sizeof(w->evidence_path), "%s",
		    w->order->evidence);
	return ERR_OK;
}

static int
load_frameworks(struct work *w)
{
	char *folder = place_data(w->order->place, "templates/frameworks");
	int rc = catalogue_load(folder, &w->catalogue);

	digest_hex(w->catalogue.sha256, DIGEST_LEN, w->catalogue_hex);
	free(folder);
	return rc;
}

/*
 * Whether a template prints a list for who works. Those have a row for every
 * installation: of a large organisation they are most of what is kept.
 */
static bool
names_work(struct buf *text)
{
	static const char *const named[] = { "source: late\n",
		"source: unconfirmed\n", "source: next\n",
		"source: out_of_reach\n", "source: verdicts\n", "{{late.",
		"{{unconfirmed.", "{{next.", "{{out_of_reach.", "{{verdicts.",
		"when: late.", "when: unconfirmed.", "when: next.",
		"when: out_of_reach.", "when: verdicts." };

	for (size_t i = 0; i < sizeof(named) / sizeof(named[0]); i++)
		if (strstr(buf_str(text), named[i]) != NULL)
			return true;
	return false;
}

static int
read_template(struct work *w)
{
	struct buf text = { 0 };
	int rc = file_read(w->template_path, TEMPLATE_MAX, &text);

	if (rc == ERR_OK) {
		digest_of(text.data, text.len, w->hashes.template);
		w->without_work = w->order->format == FORMAT_AS_PDF &&
		    w->order->values == NULL && w->order->bundle == NULL &&
		    !names_work(&text);
	}
	buf_free(&text);
	return rc;
}

static int
check_names(const struct place *place, const struct template *t)
{
	char *names = place_data(place, "templates/reports/values.list");
	int rc = template_check(t, names);

	free(names);
	return rc;
}

/* A name that no value has would print as unknown: rather no report. */
static int
load_template(struct work *w)
{
	int rc = ERR_OK;

	w->template_path = mem_dup_str(w->order->template);
	if (w->template_path == NULL)
		rc = kind_find(w->order->place, w->order->tenant,
		    w->order->kind, w->language, &w->template_path);
	if (rc == ERR_OK)
		rc = template_load(w->template_path, &w->template);
	if (rc == ERR_OK)
		rc = check_names(w->order->place, w->template);
	if (rc == ERR_OK)
		rc = read_template(w);
	digest_hex(w->hashes.template, DIGEST_LEN, w->template_hex);
	return rc;
}

static int
load_words(struct work *w)
{
	struct buf below = { 0 };
	int rc;

	buf_printf(&below, "templates/words.%s", w->language);
	w->words_path = place_data(w->order->place, buf_str(&below));
	rc = words_load(w->words_path, &w->words);
	buf_free(&below);
	return rc;
}

static int
assess(struct work *w)
{
	struct values_input in = {
		.facts = &w->facts,
		.frameworks = w->catalogue.list,
		.nframeworks = w->catalogue.count,
		.evidence_sha256 = w->evidence_hex,
		.template_sha256 = w->template_hex,
		.brand_sha256 = w->brand.is_set ? w->brand_hex : NULL,
		.catalogue_sha256 = w->catalogue_hex,
		.number = w->number,
		.language = w->language,
		.without_work = w->without_work,
	};

	w->values = values_build(&in);
	sealing_values(&w->seal, w->values);
	return ERR_OK;
}

static bool
covers(const void *of, uint32_t codepoint)
{
	return fonts_cover(of, codepoint);
}

/* The colophon says how many characters of values were written otherwise. */
static int
render_again(struct work *w, const struct template_options *o, size_t replaced)
{
	struct template_options again = *o;

	again.replaced = NULL;
	json_put_int(w->values, "replaced", (int64_t)replaced);
	document_free(w->document);
	w->document = NULL;
	return template_render(w->template, w->values, &again, &w->document);
}

static int
render(struct work *w)
{
	const struct json *tenant = json_get(w->evidence, "tenant");
	size_t replaced = 0;
	struct template_options o = {
		.language = w->language,
		.zone = json_get_text(tenant, "zone"),
		.words = w->words,
		.covers = covers,
		.replaced = &replaced,
	};
	int rc = fonts_open(NULL, &w->fonts);

	o.covers_of = w->fonts;
	if (rc == ERR_OK)
		rc = template_render(w->template, w->values, &o, &w->document);
	if (rc == ERR_OK && replaced > 0)
		rc = render_again(w, &o, replaced);
	return rc;
}

/* How the organisation's reports look; the words stay the template's. */
static int
dress(struct work *w)
{
	struct document *d = w->document;

	if (d == NULL)
		return ERR_OK;
	d->palette = w->brand.palette;
	w->logo = (struct pdf_image){ w->brand.logo.rgb, w->brand.logo.width,
		w->brand.logo.height };
	if (w->logo.width > 0)
		d->logo = &w->logo;
	return ERR_OK;
}

static int
load_brand(struct work *w)
{
	int rc = brand_load(w->order->place, w->order->tenant, &w->brand);

	if (rc == ERR_OK && w->brand.is_set)
		digest_hex(w->brand.hash, DIGEST_LEN, w->brand_hex);
	return rc;
}

static int
draw(struct work *w)
{
	const struct json *tenant = json_get(w->evidence, "tenant");
	char seed[3 * DIGEST_HEX_MAX + 1];
	struct output_pdf o = {
		.at = facts_time(json_get(w->evidence, "period"), "snapshot"),
		.zone = json_get_text(tenant, "zone"),
		.seed = seed,
		.sealed = w->seal.holder != NULL,
	};

	if (w->order->format != FORMAT_AS_PDF)
		return ERR_OK;
	snprintf(seed, sizeof(seed), "%s%s%s", w->evidence_hex, w->template_hex,
	    w->brand_hex);
	return output_pdf(w->document, w->fonts, &o, &w->pdf);
}

struct json_file {
	const struct json *v;
	int fd;
};

static int
write_part(void *of, const void *data, size_t len)
{
	const struct json_file *f = of;

	return file_write_all(f->fd, data, len);
}

static int
fill_json(int fd, void *of)
{
	struct json_file *f = of;

	f->fd = fd;
	return json_pretty_to(f->v, write_part, f);
}

static int
write_json(const char *path, const struct json *v)
{
	struct json_file f = { .v = v };
	int rc = file_write_by(path, fill_json, &f, 0600);

	if (rc == ERR_OK)
		printf("%s\n", path);
	return rc;
}

/* Beside its place: without its seal it is no report. */
static int
seal_pdf(struct work *w)
{
	struct buf path = { 0 };
	int rc;

	buf_printf(&path, "%s.unsealed", w->output);
	rc = file_write(buf_str(&path), w->pdf.data, w->pdf.len, 0600);
	if (rc == ERR_OK) {
		rc = sealing_run(buf_str(&path), false);
		buf_clear(&w->pdf);
		if (rc == ERR_OK)
			rc = file_read(buf_str(&path), PDF_MAX, &w->pdf);
		(void)unlink(buf_str(&path));
	}
	buf_free(&path);
	return rc;
}

static int
write_pdf(struct work *w)
{
	int rc = ERR_OK;

	digest_of(w->pdf.data, w->pdf.len, w->hashes.unsealed);
	if (w->seal.holder != NULL)
		rc = seal_pdf(w);
	if (rc < 0)
		return rc;
	digest_of(w->pdf.data, w->pdf.len, w->hashes.pdf);
	rc = file_write(w->output, w->pdf.data, w->pdf.len, 0600);
	if (rc == ERR_OK)
		printf("%s\n", w->output);
	return rc;
}

static int
write_other(struct work *w)
{
	char *names =
	    place_data(w->order->place, "templates/reports/values.list");
	const struct format_input in = {
		.values = w->values,
		.template = w->template,
		.document = w->document,
		.words = w->words,
		.fonts = w->fonts,
		.kind = w->order->kind,
		.language = w->language,
		.names_path = names,
	};
	int rc = format_write(&in, w->order->format, w->output);

	free(names);
	return rc;
}

static int
write_files(struct work *w)
{
	int rc =
	    w->order->format == FORMAT_AS_PDF ? write_pdf(w) : write_other(w);

	if (rc < 0)
		return rc;
	if (w->order->from == NULL)
		rc = write_json(w->evidence_path, w->evidence);
	if (rc == ERR_OK && w->order->values != NULL)
		rc = write_json(w->order->values, w->values);
	return rc;
}

/* The report with all that it rests on, for who follows it back. */
static int
make_bundle(struct work *w)
{
	const struct bundling of = {
		.place = w->order->place,
		.path = w->order->bundle,
		.words = w->words,
		.fonts = w->fonts,
		.values = w->values,
		.sealed = w->seal.holder != NULL,
		.in = { .facts = &w->facts,
		    .values = w->values,
		    .report = &w->pdf,
		    .report_name = strrchr(w->output, '/') != NULL
			? strrchr(w->output, '/') + 1
			: w->output,
		    .kind = w->order->kind,
		    .number = w->number,
		    .language = w->language,
		    .catalogue_sha256 = w->catalogue_hex,
		    .template_path = w->template_path,
		    .words_path = w->words_path },
	};

	return w->order->bundle == NULL ? ERR_OK
					: bundling_make(&of, w->hashes.bundle);
}

static char *
detail_of(const struct work *w, const char *path)
{
	char pdf_hex[DIGEST_HEX_MAX];

	return deliver_detail(&(struct deliver_facts){ .evidence = w->evidence,
	    .values = w->values,
	    .path = path,
	    .pdf_sha256 = digest_hex(w->hashes.pdf, DIGEST_LEN, pdf_hex),
	    .evidence_sha256 = w->evidence_hex,
	    .printed = w->document->classification,
	    .public_word = words_get(w->words, "classification.openbaar") });
}

/* What came from the database is written down there as issued. */
static int
record(struct work *w)
{
	char *path = realpath(w->output, NULL); /* for who removes it */
	char *detail = detail_of(w, path != NULL ? path : w->output);
	struct issue i = {
		.tenant = w->order->tenant,
		.site = w->site,
		.kind = w->order->kind,
		.language = w->language,
		.number = w->number,
		.version = w->version,
		.path = path != NULL ? path : w->output,
		.bytes = (int64_t)w->pdf.len,
		.hashes = &w->hashes,
		.seal = w->seal.holder,
		.bundled = w->order->bundle != NULL,
		.schedule = w->order->schedule,
		.detail = detail,
		.reason = w->order->reason,
		.supersedes = w->order->supersedes,
		.pdf = w->pdf.data,
	};
	int rc = is_issued(w) ? issue_record(w->db, w->evidence, &i) : ERR_OK;

	free(detail);
	free(path);
	return rc;
}

static void
free_work(struct work *w)
{
	buf_free(&w->pdf);
	document_free(w->document);
	brand_free(&w->brand);
	json_free(w->values);
	fonts_free(w->fonts);
	words_free(w->words);
	template_free(w->template);
	free(w->template_path);
	free(w->words_path);
	sealing_free(&w->seal);
	catalogue_free(&w->catalogue);
	facts_free(&w->facts);
	json_free(w->evidence);
	if (w->order->db == NULL)
		db_close(w->db);
}

int
report_make(const struct report_order *order)
{
	static int (*const steps[])(struct work *) = {
		plan_seal,
		open_source,
		choose_language,
		load_template,
		check_kind,
		take_evidence,
		freeze_evidence,
		choose_number,
		load_frameworks,
		load_words,
		load_brand,
		assess,
		name_files,
		render,
		dress,
		draw,
		write_files,
		make_bundle,
		record,
	};
	struct work w = { .order = order };
	int rc = ERR_OK;

	for (size_t i = 0; rc == ERR_OK && i < sizeof(steps) / sizeof(steps[0]);
	     i++)
		rc = steps[i](&w);
	free_work(&w);
	return rc;
}

static int
check_template(const struct place *place, const char *path)
{
	struct template *t = NULL;
	int rc = template_load(path, &t);

	if (rc == ERR_OK)
		rc = check_names(place, t);
	template_free(t);
	return rc;
}

int
report_check(const struct place *place, const char *path)
{
	const char *dot = strrchr(path, '.');
	struct framework *list = NULL;
	size_t n = 0;
	int rc;

	if (dot == NULL || strcmp(dot, ".framework") != 0)
		return check_template(place, path);
	rc = framework_load(path, &list, &n);
	if (rc == ERR_OK)
		framework_free(list, n);
	return rc;
}
