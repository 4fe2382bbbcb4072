/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/output_pdf.h"

#include <string.h>

#include "lib/base/err.h"
#include "lib/base/format.h"
#include "reporter/layout/block.h"
#include "reporter/layout/box.h"
#include "reporter/layout/hyphen.h"
#include "reporter/pdf/font.h"

static double
width(void *of, enum face face, const char *text, size_t len)
{
	return fonts_width(of, face, text, len);
}

static const char *
language_tag(const char *language)
{
	return strncmp(language, "nl", 2) == 0 ? "nl-NL" : "en-GB";
}

int
output_pdf(const struct document *d, struct fonts *fonts,
    const struct output_pdf *o, struct buf *out)
{
	const struct measure measure = { width, fonts };
	struct pdf_meta meta = {
		.title = d->title,
		.author = d->author != NULL ? d->author : d->organisation,
		.subject = d->subject,
		.keywords = d->keywords,
		.language = language_tag(d->language),
		.at = o->at,
		.seed = o->seed,
		.level = o->level,
		.seal = o->sealed ? d->furniture->seal : NULL,
		.files = o->files,
		.nfiles = o->nfiles,
	};
	struct painting painting = { .document = d, .measure = &measure };
	int rc;

	rc = format_offset(o->zone, o->at, &meta.offset_s);
	if (rc < 0)
		goto out;
	rc = hyphen_of(d->language, &painting.hyphen);
	if (rc < 0)
		goto out;
	rc = pdf_make(&meta, fonts, layout_paint, &painting, out);
out:
	layout_free(painting.layout);
	return rc;
}
