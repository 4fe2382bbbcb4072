/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/output_html.h"

#include "lib/base/base64.h"
#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "reporter/brand/picture.h"
#include "reporter/html/html.h"
#include "reporter/layout/measure.h"
#include "reporter/pdf/font.h"
#include "reporter/pdf/pdf.h"

static double
width(void *of, enum face face, const char *text, size_t len)
{
	return fonts_width(of, face, text, len);
}

/* An element with a text, unless there is none. */
static void
add_line(struct buf *out, const char *tag, const char *class, const char *text)
{
	if (text == NULL || *text == '\0')
		return;
	buf_printf(out, "<%s%s%s%s>", tag, class != NULL ? " class=\"" : "",
	    class != NULL ? class : "", class != NULL ? "\"" : "");
	html_text(out, text);
	buf_printf(out, "</%s>\n", tag);
}

static void
add_meta(struct buf *out, const char *name, const char *content)
{
	if (content == NULL || *content == '\0')
		return;
	buf_printf(out, "<meta name=\"%s\" content=\"", name);
	html_text(out, content);
	buf_add_str(out, "\">\n");
}

/* Of several windows each says what it has: title, period, organisation. */
static void
add_title(struct page *p)
{
	const struct document *d = p->doc;
	const char *const more[] = { d->subtitle, d->organisation };

	buf_add_str(p->out, "<title>");
	html_text(p->out, d->title != NULL ? d->title : "-");
	for (size_t i = 0; i < sizeof(more) / sizeof(more[0]); i++) {
		if (more[i] == NULL || *more[i] == '\0')
			continue;
		buf_add_str(p->out, " \xe2\x80\x93 ");
		html_text(p->out, more[i]);
	}
	buf_add_str(p->out, "</title>\n");
}

static void
add_head(struct page *p)
{
	const struct document *d = p->doc;

	buf_add_str(p->out, "<!DOCTYPE html>\n<html lang=\"");
	html_text(p->out, d->language);
	buf_add_str(p->out,
	    "\">\n<head>\n<meta charset=\"utf-8\">\n"
	    "<meta name=\"viewport\" "
	    "content=\"width=device-width,initial-scale=1\">\n"
	    "<meta http-equiv=\"Content-Security-Policy\" "
	    "content=\"default-src 'none'; style-src "
	    "'unsafe-inline'");
	buf_add_str(p->out, d->logo != NULL ? "; img-src data:\">\n" : "\">\n");
	add_meta(p->out, "author", d->author);
	add_meta(p->out, "description", d->subject);
	add_meta(p->out, "keywords", d->keywords);
	add_title(p);
	html_style(&d->palette, p->out);
	buf_add_str(p->out, "</head>\n");
}

static void
add_facts(struct page *p)
{
	if (p->doc->facts == NULL)
		return;
	buf_add_str(p->out, "<dl class=\"facts\">\n");
	for (const struct fact *f = p->doc->facts; f != NULL; f = f->next) {
		buf_add_str(p->out, "<dt>");
		html_text(p->out, f->label);
		buf_add_str(p->out, "</dt><dd>");
		html_text(p->out, f->value);
		buf_add_str(p->out, "</dd>\n");
	}
	buf_add_str(p->out, "</dl>\n");
}

/* Inside of the page; whose it is stands beside it in words. */
static void
add_logo(const struct pdf_image *i, struct buf *out)
{
	const struct picture p = { i->width, i->height, (uint8_t *)i->rgb };
	struct buf png = { 0 };

	if (picture_write(&p, &png) == ERR_OK) {
		buf_add_str(out,
		    "<p class=\"logo\"><img alt=\"\" "
		    "src=\"data:image/png;base64,");
		base64_add(out, png.data, png.len);
		buf_add_str(out, "\"></p>\n");
	}
	buf_free(&png);
}

static void
add_cover(struct page *p)
{
	const struct document *d = p->doc;

	buf_add_str(p->out, "<header class=\"cover\">\n");
	if (d->logo != NULL)
		add_logo(d->logo, p->out);
	add_line(p->out, "p", "bold", d->organisation);
	add_line(p->out, "h1", NULL, d->title);
	add_line(p->out, "p", NULL, d->subtitle);
	add_line(p->out, "p", "sub", d->period);
	add_line(p->out, "p", NULL, d->status);
	add_line(p->out, "p", NULL, d->classification);
	buf_add_str(p->out, "</header>\n");
}

static void
add_foot(struct page *p)
{
	const struct document *d = p->doc;

	buf_add_str(p->out, "<footer>\n");
	add_line(p->out, "p", NULL, d->notice);
	add_line(p->out, "p", NULL, d->number);
	add_line(p->out, "p", NULL, d->version);
	add_line(p->out, "p", NULL, d->reference);
	add_line(p->out, "p", NULL, d->classification);
	buf_add_str(p->out, "</footer>\n");
}

void
output_html(const struct document *d, struct fonts *fonts, struct buf *out)
{
	const struct measure measure = { width, fonts };
	struct page p = {
		.doc = d, .measure = &measure, .out = out, .near = d->title
	};

	add_head(&p);
	buf_add_str(out, "<body>\n<a class=\"skip\" href=\"#main\">");
	html_text(out, d->furniture->skip);
	buf_add_str(out, "</a>\n");
	add_cover(&p);
	buf_add_str(out, "<main id=\"main\">\n");
	add_facts(&p);
	html_blocks(&p, d->cover);
	html_blocks(&p, d->body);
	html_notes(&p);
	buf_add_str(out, "</main>\n");
	add_foot(&p);
	buf_add_str(out, "</body>\n</html>\n");
}
