/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/work.h"

#include <stdio.h>

#include "lib/base/err.h"
#include "lib/base/json.h"
#include "reporter/assess/values.h"
#include "reporter/layout/block.h"
#include "reporter/output_pdf.h"
#include "reporter/pdf/font.h"
#include "reporter/template/template.h"

int
work_assess(struct work *w)
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
		.report = template_setting(w->template, "report"),
		.readers = template_setting(w->template, "readers"),
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

/* What is printed stands in the document now. */
static void
drop_work(struct work *w)
{
	struct json *rest = values_without_work(w->values);

	json_free(w->values);
	w->values = rest;
}

int
work_render(struct work *w)
{
	const struct json *tenant = json_get(w->evidence, "tenant");
	struct template_options o = {
		.language = w->language,
		.zone = json_get_text(tenant, "zone"),
		.words = w->words,
		.covers = covers,
	};
	int rc = fonts_open(NULL, &w->fonts);

	o.covers_of = w->fonts;
	if (rc == ERR_OK)
		rc = template_render_counted(
		    w->template, w->values, &o, &w->document);
	if (rc == ERR_OK && w->pages_only)
		drop_work(w);
	return rc;
}

/* How the organisation's reports look; the words stay the template's. */
int
work_dress(struct work *w)
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

int
work_draw(struct work *w)
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
