/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/html/html.h"

#include "lib/base/buf.h"
#include "reporter/chart/chart.h"
#include "reporter/layout/canvas.h"

/* Charts as they are drawn for a page, in SVG; numbers with a dot, whatever
 * the locale: buf_printf writes as C does. */

/* What is filled and what is stroked goes by the kind, but for circles. */
static void
add_paint(const struct box *b, struct buf *out)
{
	bool filled =
	    b->kind == BOX_RECT || b->kind == BOX_POLYGON || b->filled;
	bool stroked =
	    b->kind == BOX_FRAME || b->kind == BOX_LINE || b->stroked;

	if (filled)
		buf_printf(out, " fill=\"#%06x\"", b->rgb);
	else
		buf_add_str(out, " fill=\"none\"");
	if (stroked)
		buf_printf(out, " stroke=\"#%06x\" stroke-width=\"%.2f\"",
		    b->stroke.rgb, b->stroke.width);
	if (stroked && b->stroke.round)
		buf_add_str(out,
		    " stroke-linecap=\"round\" "
		    "stroke-linejoin=\"round\"");
	if (stroked && b->stroke.dashed)
		buf_add_str(out, " stroke-dasharray=\"3 2\"");
	buf_add_str(out, "/>");
}

static void
add_points(const struct box *b, const char *tag, struct buf *out)
{
	buf_printf(out, "<%s points=\"", tag);
	for (size_t i = 0; i < b->npoints; i++)
		buf_printf(out, "%s%.2f,%.2f", i > 0 ? " " : "",
		    b->points[2 * i], b->points[2 * i + 1]);
	buf_add_u8(out, '"');
}

static void
add_words(const struct box *b, struct buf *out)
{
	bool bold = b->face == FACE_BOLD || b->face == FACE_SEMIBOLD;

	buf_printf(out,
	    "<text x=\"%.2f\" y=\"%.2f\" font-size=\"%.2f\" fill=\"#%06x\"%s",
	    b->x, b->y, b->size, b->rgb, bold ? " font-weight=\"600\"" : "");
	/* The reader's font is not the one that was measured. */
	if (b->w > 0)
		buf_printf(out,
		    " textLength=\"%.2f\" lengthAdjust=\"spacingAndGlyphs\"",
		    b->w);
	buf_add_u8(out, '>');
	html_text_len(out, b->text, b->len);
	buf_add_str(out, "</text>");
}

static void
add_box(const struct box *b, struct buf *out)
{
	switch (b->kind) {
	case BOX_TEXT:
		add_words(b, out);
		break;
	case BOX_RECT:
	case BOX_FRAME:
		buf_printf(out,
		    "<rect x=\"%.2f\" y=\"%.2f\" width=\"%.2f\" "
		    "height=\"%.2f\" rx=\"%.2f\"",
		    b->x, b->y, b->w, b->h, b->radius);
		add_paint(b, out);
		break;
	case BOX_CIRCLE:
		buf_printf(out, "<circle cx=\"%.2f\" cy=\"%.2f\" r=\"%.2f\"",
		    b->x, b->y, b->radius);
		add_paint(b, out);
		break;
	case BOX_POLYGON:
		add_points(b, "polygon", out);
		add_paint(b, out);
		break;
	case BOX_LINE:
		add_points(b, "polyline", out);
		add_paint(b, out);
		break;
	case BOX_IMAGE: /* no chart has one */
	case BOX_MARK:
	case BOX_CLIP:
	case BOX_UNCLIP:
		break;
	}
}

/* What the picture shows is its label, and stands in words below it, too. */
void
html_chart(struct page *p, const struct chart *c)
{
	enum { WIDTH = 480 };
	struct layout *l = layout_new(NULL);
	struct canvas canvas = { .layout = l,
		.measure = p->measure,
		.heading = p->doc->palette.heading };
	const char *alt = chart_alt(c, p->doc->pool);
	double height = chart_height(c);

	canvas_decorate(&canvas, ARTIFACT_LAYOUT);
	chart_draw(c, &canvas, 0, 0, WIDTH);
	buf_printf(p->out,
	    "<figure><svg role=\"img\" viewBox=\"0 0 %d %.2f\" width=\"%d\" "
	    "height=\"%.0f\" font-family=\"inherit\" aria-labelledby=\"f%u\">"
	    "<title id=\"f%u\">",
	    WIDTH, height, WIDTH * 3 / 2, height * 1.5, p->figures, p->figures);
	p->figures++;
	html_text(p->out, alt);
	buf_add_str(p->out, "</title>\n");
	for (const struct box *b = l->boxes; b != NULL; b = b->next) {
		add_box(b, p->out);
		buf_add_u8(p->out, '\n');
	}
	buf_add_str(p->out, "</svg><figcaption>");
	html_text(p->out, alt);
	buf_add_str(p->out, "</figcaption></figure>\n");
	layout_free(l);
}
