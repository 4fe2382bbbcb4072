/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/work.h"

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
#include "lib/store/place.h"
#include "reporter/assess/values.h"
#include "reporter/bundling.h"
#include "reporter/deliver.h"
#include "reporter/template/words.h"

enum { PDF_MAX = 256 << 20 };

/* Only what is issued: a page or a table bears no signature. */
int
work_plan_seal(struct work *w)
{
	return w->order->format == FORMAT_AS_PDF
	    ? sealing_plan(w->order->seal, &w->seal)
	    : ERR_OK;
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

	return file_write_by(path, fill_json, &f, 0600);
}

/* Beside its place: without its seal it is no report. */
static int
seal_pdf(struct work *w)
{
	struct buf path = { 0 };
	int rc;

	buf_printf(&path, "%s.unsealed", w->pdf_file.beside);
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

/* Beside its place, until it is written down as issued: work_record(). */
static int
write_pdf(struct work *w)
{
	int rc = ERR_OK;

	keep_start(&w->pdf_file, w->output);
	digest_of(w->pdf.data, w->pdf.len, w->hashes.unsealed);
	if (w->seal.holder != NULL)
		rc = seal_pdf(w);
	digest_of(w->pdf.data, w->pdf.len, w->hashes.pdf);
	return rc < 0
	    ? rc
	    : file_write(w->pdf_file.beside, w->pdf.data, w->pdf.len, 0600);
}

static int
write_evidence(struct work *w)
{
	keep_start(&w->evidence_file, w->evidence_path);
	return write_json(w->evidence_file.beside, w->evidence);
}

/*
 * All that is stated is in the values by now. The evidence goes to its file,
 * and of it stays what the record of the report has: its lists take as much
 * memory as all of the pages. A bundle wants them whole.
 */
int
work_let_go(struct work *w)
{
	static const char *const kept[] = { "period", "scope", "tenant",
		"chain", "anchors" };
	struct json *rest;
	int rc = ERR_OK;

	if (w->order->issued == NULL && w->order->from == NULL)
		rc = write_evidence(w);
	if (rc < 0 || w->order->bundle != NULL)
		return rc;
	rest = json_new_object();
	for (size_t i = 0; i < sizeof(kept) / sizeof(kept[0]); i++)
		json_put(
		    rest, kept[i], json_share(json_get(w->evidence, kept[i])));
	facts_free(&w->facts);
	json_free(w->evidence);
	w->evidence = rest;
	return ERR_OK;
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
differs(const struct work *w, const char *what, const uint8_t *is,
    const uint8_t *was)
{
	if (memcmp(is, was, DIGEST_LEN) == 0)
		return ERR_OK;
	log_warnx(
	    "%s: %s is not the one that it was issued with", w->output, what);
	return ERR_CORRUPT;
}

/*
 * The report as it was issued, with its seal, takes the place of the one that
 * was just made of the same.
 */
static int
take_issued(struct work *w)
{
	const struct issue_hashes *was = w->order->issued;
	struct buf file = { 0 };
	int rc = file_read(w->output, PDF_MAX, &file);

	digest_of(file.data, file.len, w->hashes.pdf);
	if (rc == ERR_OK)
		rc = differs(w, "the file", w->hashes.pdf, was->pdf);
	if (rc == ERR_OK)
		rc = differs(
		    w, "its evidence", w->hashes.evidence, was->evidence);
	if (rc == ERR_OK)
		rc = differs(
		    w, "its template", w->hashes.template, was->template);
	buf_free(&w->pdf);
	w->pdf = file;
	return rc;
}

int
work_write_files(struct work *w)
{
	int rc;

	if (w->order->issued != NULL)
		return take_issued(w);
	rc = w->order->format == FORMAT_AS_PDF ? write_pdf(w) : write_other(w);
	if (rc == ERR_OK && w->order->values != NULL)
		rc = write_json(w->order->values, w->values);
	return rc;
}

/* The report with all that it rests on, for who follows it back. */
int
work_make_bundle(struct work *w)
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

	return w->order->bundle == NULL
	    ? ERR_OK
	    : bundling_make(
		  &of, &w->bundle, w->hashes.bundle, w->hashes.bundle_pdf);
}

static char *
detail_of(const struct work *w, const char *path)
{
	char pdf_hex[DIGEST_HEX_MAX];

	return deliver_detail(&(struct deliver_facts){ .evidence = w->evidence,
	    .values = w->values,
	    .path = path,
	    .language = w->language,
	    .pdf_sha256 = digest_hex(w->hashes.pdf, DIGEST_LEN, pdf_hex),
	    .evidence_sha256 = w->evidence_hex,
	    .printed = w->document->classification,
	    .public_word = words_get(w->words, "classification.openbaar") });
}

/* Once more, as another run may have issued such a file meanwhile. */
static int
check_files(void *of)
{
	return work_keep_files(of);
}

static int
place_files(void *of)
{
	struct work *w = of;
	int rc = keep_place(&w->evidence_file);

	if (rc == ERR_OK)
		rc = bundling_place(&w->bundle);
	if (rc == ERR_OK)
		rc = keep_place(&w->pdf_file);
	return rc;
}

static int
record(struct work *w)
{
	char *path = keep_real_path(w->output); /* for who removes it */
	const char *bundle = w->order->bundle;
	char *bundled = bundle != NULL ? keep_real_path(bundle) : NULL;
	char *detail = detail_of(w, path);
	struct json *stated = value_stated(w->values);
	char *figures = json_line(stated);
	struct issue i = {
		.tenant = w->order->tenant,
		.site = w->site,
		.kind = w->order->kind,
		.language = w->language,
		.number = w->number,
		.version = w->version,
		.path = path,
		.bytes = (int64_t)w->pdf.len,
		.hashes = &w->hashes,
		.seal = w->seal.holder,
		.bundle = bundled,
		.schedule = w->order->schedule,
		.detail = detail,
		.figures = figures,
		.reason = w->order->reason,
		.supersedes = w->order->supersedes,
		.pdf = w->pdf.data,
		.check = check_files,
		.place = place_files,
		.of = w,
	};
	int rc = issue_record(w->db, w->evidence, &i);

	free(figures);
	json_free(stated);
	free(detail);
	free(bundled);
	free(path);
	return rc;
}

/* Of a report that was issued before. */
static int
record_bundle(struct work *w)
{
	char *path = keep_real_path(w->order->bundle);
	const struct issue i = {
		.tenant = w->order->tenant,
		.language = w->language,
		.number = w->number,
		.hashes = &w->hashes,
		.bundle = path,
		.brought = w->order->brings_bundle,
		.place = place_files,
		.of = w,
	};
	int rc = issue_bundle(w->order->db, &i);

	free(path);
	return rc;
}

static void
say_files(const struct work *w)
{
	if (w->bundle.pdf.placed)
		printf("%s\n%s\n", w->bundle.pdf.path, w->bundle.folder.path);
	if (w->pdf_file.placed)
		printf("%s\n", w->output);
	if (w->evidence_file.placed)
		printf("%s\n", w->evidence_path);
	if (w->order->values != NULL && w->order->issued == NULL)
		printf("%s\n", w->order->values);
}

/* What came from the database is written down there as issued. */
int
work_record(struct work *w)
{
	int rc;

	if (w->order->issued != NULL)
		rc = record_bundle(w);
	else
		rc = work_is_issued(w) ? record(w) : place_files(w);
	if (rc == ERR_OK)
		say_files(w);
	bundling_end(&w->bundle, rc < 0);
	keep_end(&w->pdf_file, rc < 0);
	keep_end(&w->evidence_file, rc < 0);
	return rc;
}
