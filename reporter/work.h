/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORTER_WORK_H
#define REPORTER_WORK_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/base/buf.h"
#include "lib/base/digest.h"
#include "lib/framework/catalogue.h"
#include "reporter/assess/facts.h"
#include "reporter/brand/brand.h"
#include "reporter/bundling.h"
#include "reporter/issue.h"
#include "reporter/keep.h"
#include "reporter/layout/block.h"
#include "reporter/pdf/pdf.h"
#include "reporter/report.h"
#include "reporter/sealing.h"

struct db;
struct fonts;
struct json;
struct place;
struct template;
struct words;

/*
 * A report while it is made. Each step fills its part of it from the parts
 * before; report.c has their order. A step logs what is wrong, and the first
 * one below 0 is the last.
 */
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
	struct keep_file pdf_file, evidence_file; /* until they are recorded */
	struct bundling_files bundle;
	struct sealing seal;
	bool pages_only; /* nothing else is made of the values */
	bool without_work;
	struct issue_hashes hashes;
	char evidence_hex[DIGEST_HEX_MAX], template_hex[DIGEST_HEX_MAX],
	    brand_hex[DIGEST_HEX_MAX];
	char catalogue_hex[DIGEST_HEX_MAX];
};

/* work_source.c: what the report rests on. */
int work_open_source(struct work *w);
int work_choose_language(struct work *w);
int work_check_kind(struct work *w);
int work_take_evidence(struct work *w);
int work_freeze_evidence(struct work *w);

/* work_means.c: what it is made with. */
int work_load_template(struct work *w);
int work_load_frameworks(struct work *w);
int work_load_words(struct work *w);
int work_load_brand(struct work *w);

/* A name that no value has would print as unknown: rather no report. */
int work_check_names(const struct place *place, const struct template *t);

/* work_pages.c: from facts to pages. */
int work_assess(struct work *w);
int work_render(struct work *w);
int work_dress(struct work *w);
int work_draw(struct work *w);

/* work_names.c: what it is called, and what its files may not replace. */
bool work_is_issued(const struct work *w);
int work_choose_number(struct work *w);
int work_name_files(struct work *w);
int work_keep_files(struct work *w);

/* work_files.c: its files, and that it was issued. */
int work_plan_seal(struct work *w);
int work_let_go(struct work *w);
int work_write_files(struct work *w);
int work_make_bundle(struct work *w);
int work_record(struct work *w);

#endif
