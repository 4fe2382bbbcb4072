/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/report.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/json.h"
#include "lib/framework/framework.h"
#include "lib/store/db.h"
#include "reporter/layout/block.h"
#include "reporter/pdf/font.h"
#include "reporter/template/template.h"
#include "reporter/template/words.h"
#include "reporter/work.h"

static void
free_work(struct work *w)
{
	keep_end(&w->pdf_file, false);
	keep_end(&w->evidence_file, false);
	bundling_end(&w->bundle, false);
	buf_free(&w->pdf);
	document_free(w->document);
	brand_free(&w->brand);
	json_free(w->values);
	fonts_free(w->fonts);
	words_close(w->words);
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
		work_plan_seal,
		work_open_source,
		work_choose_language,
		work_load_template,
		work_check_kind,
		work_take_evidence,
		work_freeze_evidence,
		work_choose_number,
		work_load_frameworks,
		work_load_words,
		work_load_brand,
		work_assess,
		work_name_files,
		work_let_go,
		work_render,
		work_dress,
		work_draw,
		work_keep_files,
		work_write_files,
		work_make_bundle,
		work_record,
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
		rc = work_check_names(place, t);
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
