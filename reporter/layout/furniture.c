/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/layout/flow.h"

#include <string.h>

#include "lib/base/buf.h"

/*
 * The header and footer of each page but the cover, once all are there. A
 * masthead stands in the place of the first header.
 */

static void
put_header(struct flow *f)
{
	const struct document *d = f->doc;
	double right = f->x + f->w, left = f->x;
	const char *title;

	if (d->classification != NULL)
		right -= put_badge(
			     &f->c, NULL, right, 38.6, d->classification, RED) +
		    12;
	canvas_decorate(&f->c, ARTIFACT_HEADER);
	if (d->organisation != NULL)
		left += canvas_text(&f->c, FACE_BOLD,
			    canvas_fit(&f->c, FACE_BOLD, 8, f->w * 0.45,
				d->organisation),
			    d->palette.heading, left, 38, 0, ALIGN_LEFT,
			    d->organisation) +
		    9;
	title = d->running == NULL || *d->running == '\0'
	    ? d->title
	    : pool_printf(
		  f->layout->pool, "%s \xe2\x80\x93 %s", d->title, d->running);
	canvas_text(&f->c, FACE_REGULAR,
	    canvas_fit(&f->c, FACE_REGULAR, 8, right - left, title), MUTED,
	    left, 38, 0, ALIGN_LEFT, title);
	canvas_rule(&f->c, f->x, 47, f->x + f->w, 47, RULE, 0.6);
}

static void
add_part(struct buf *b, const char *text)
{
	if (text == NULL || *text == '\0')
		return;
	if (b->len > 0)
		buf_add_str(b, "  \xc2\xb7  ");
	buf_add_str(b, text);
}

static void
put_footer(struct flow *f, unsigned page)
{
	const double base = PAGE_HEIGHT - 34;
	struct buf left = { 0 }, number = { 0 };
	const struct document *d = f->doc;
	const char *form = d->furniture->page_of, *p;
	unsigned values[2] = { page + 1, f->layout->npages };
	int n = 0;

	canvas_decorate(&f->c, ARTIFACT_FOOTER);
	canvas_rule(&f->c, f->x, base - 13, f->x + f->w, base - 13, RULE, 0.6);
	add_part(&left, d->number);
	add_part(&left, d->version);
	add_part(&left, d->reference);
	add_part(&left, d->status);
	canvas_text(&f->c, FACE_REGULAR,
	    canvas_fit(&f->c, FACE_REGULAR, 7.6, f->w - 90, buf_str(&left)),
	    MUTED, f->x, base, 0, ALIGN_LEFT, buf_str(&left));
	for (p = form; *p != '\0'; p++) {
		if (p[0] == '%' && p[1] == 'u' && n < 2) {
			buf_printf(&number, "%u", values[n++]);
			p++;
		} else {
			buf_add(&number, p, 1);
		}
	}
	canvas_text(&f->c, FACE_SEMIBOLD, 7.6, MUTED, f->x, base, f->w,
	    ALIGN_RIGHT, buf_str(&number));
	buf_free(&left);
	buf_free(&number);
}

void
put_furniture(struct flow *f)
{
	for (unsigned i = f->doc->no_cover ? 0 : 1; i < f->layout->npages;
	     i++) {
		f->c.page = i;
		if (i > 0)
			put_header(f);
		put_footer(f, i);
	}
}
