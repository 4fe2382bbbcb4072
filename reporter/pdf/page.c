/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/pdf/object.h"

#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/mem.h"
#include "reporter/pdf/bidi.h"
#include "reporter/pdf/deflate.h"
#include "reporter/pdf/font.h"

static const char *const artifact_name[] = {
	[ARTIFACT_LAYOUT] = "/Artifact <</Type /Layout>> BDC\n",
	[ARTIFACT_HEADER] =
	    "/Artifact <</Type /Pagination /Subtype /Header>> BDC\n",
	[ARTIFACT_FOOTER] =
	    "/Artifact <</Type /Pagination /Subtype /Footer>> BDC\n",
};

unsigned
pdf_add_page(struct pdf *p, double width, double height)
{
	unsigned n = (unsigned)p->npages;
	struct page *page;
	int key;

	p->pages = mem_grow(p->pages, p->npages + 1, sizeof(*p->pages));
	p->npages++;
	page = &p->pages[n];
	*page = (struct page){
		.fill = PDF_NO_FILL,
		.line_rgb = PDF_NO_FILL,
		.line_width = -1,
	};
	page->page = HPDF_AddPage(p->doc);
	page->number = body_number_of(p, page->page);
	HPDF_Page_SetWidth(page->page, (HPDF_REAL)width);
	HPDF_Page_SetHeight(page->page, (HPDF_REAL)height);
	key = pdf_add_parent(p, NULL, n);
	HPDF_Dict_AddNumber(page->page, "StructParents", key);
	HPDF_Dict_AddName(page->page, "Tabs", "S");
	return n;
}

void
pdf_begin(struct pdf *p, unsigned page, struct elem *e)
{
	struct page *g = &p->pages[page];
	unsigned mark = (unsigned)g->nmarks;

	if (g->open)
		fatalx("pdf: marked content inside marked content");
	if (g->nmarks == g->cap) {
		g->cap = g->cap == 0 ? 64 : 2 * g->cap;
		g->marks = mem_grow(g->marks, g->cap, sizeof(*g->marks));
	}
	g->marks[g->nmarks++] = e->number;
	g->open = true;
	elem_add(p, e,
	    (struct kid){ .kind = KID_MARK, .page = page, .number = mark });
	buf_printf(&g->content, "/%s <</MCID %u>> BDC\n", e->type, mark);
}

void
pdf_artifact(struct pdf *p, unsigned page, enum artifact kind)
{
	struct page *g = &p->pages[page];

	if (g->open)
		fatalx("pdf: artifact inside marked content");
	g->open = true;
	buf_add_str(&g->content, artifact_name[kind]);
}

void
pdf_end(struct pdf *p, unsigned page)
{
	p->pages[page].open = false;
	buf_add_str(&p->pages[page].content, "EMC\n");
}

/* The page's content; what is drawn outside marked content is our error. */
static struct buf *
content_of(struct pdf *p, unsigned page)
{
	if (!p->pages[page].open)
		fatalx("pdf: drawing outside marked content");
	return &p->pages[page].content;
}

/* Numbers, then the operator: "56.7 120 m". */
static void
put(struct buf *b, const char *operator, int n, ...)
{
	va_list ap;

	va_start(ap, n);
	for (int i = 0; i < n; i++) {
		put_number(b, va_arg(ap, double));
		buf_add_u8(b, ' ');
	}
	va_end(ap);
	buf_add_str(b, operator);
	buf_add_u8(b, '\n');
}

static void
put_colour(struct buf *b, unsigned rgb, const char *operator)
{
	put(b, operator, 3, (rgb >> 16 & 255) / 255.0, (rgb >> 8 & 255) / 255.0,
	    (rgb & 255) / 255.0);
}

static void
set_fill(struct pdf *p, unsigned page, unsigned rgb)
{
	struct page *g = &p->pages[page];

	if (g->fill == rgb)
		return;
	put_colour(content_of(p, page), rgb, "rg");
	g->fill = rgb;
}

static void
set_stroke(struct pdf *p, unsigned page, const struct stroke *s)
{
	struct buf *b = content_of(p, page);
	struct page *g = &p->pages[page];

	if (g->line_rgb != s->rgb)
		put_colour(b, s->rgb, "RG");
	if (g->line_width < s->width || g->line_width > s->width)
		put(b, "w", 1, s->width);
	g->line_rgb = s->rgb;
	g->line_width = s->width;
	if (s->round)
		buf_add_str(b, "1 J 1 j\n");
	if (s->dashed)
		buf_add_str(b, "[3 2] 0 d\n");
}

static void
reset_stroke(struct buf *b, const struct stroke *s)
{
	if (s->round)
		buf_add_str(b, "0 J 0 j\n");
	if (s->dashed)
		buf_add_str(b, "[] 0 d\n");
}

/* Four Bezier curves are a circle to within 0.03 % with this. */
static const double ROUND = 0.5522847498;

static void
put_round(struct buf *b, double x, double y, double w, double h, double r)
{
	double k = r * (1 - ROUND), x1 = x + w, y1 = y + h;

	put(b, "m", 2, x + r, y);
	put(b, "l", 2, x1 - r, y);
	put(b, "c", 6, x1 - k, y, x1, y + k, x1, y + r);
	put(b, "l", 2, x1, y1 - r);
	put(b, "c", 6, x1, y1 - k, x1 - k, y1, x1 - r, y1);
	put(b, "l", 2, x + r, y1);
	put(b, "c", 6, x + k, y1, x, y1 - k, x, y1 - r);
	put(b, "l", 2, x, y + r);
	put(b, "c", 6, x, y + k, x + k, y, x + r, y);
	buf_add_str(b, "h\n");
}

static void
put_shape(struct buf *b, double x, double y, double w, double h, double radius)
{
	if (radius > 0)
		put_round(b, x, y, w, h, radius);
	else
		put(b, "re", 4, x, y, w, h);
}

void
pdf_rect(struct pdf *p, unsigned page, double x, double y, double w, double h,
    double radius, unsigned rgb)
{
	struct buf *b = content_of(p, page);

	set_fill(p, page, rgb);
	put_shape(b, x, y, w, h, radius);
	buf_add_str(b, "f\n");
}

void
pdf_frame(struct pdf *p, unsigned page, double x, double y, double w, double h,
    double radius, const struct stroke *s)
{
	struct buf *b = content_of(p, page);

	set_stroke(p, page, s);
	put_shape(b, x, y, w, h, radius);
	buf_add_str(b, "S\n");
	reset_stroke(b, s);
}

void
pdf_circle(struct pdf *p, unsigned page, double x, double y, double r,
    unsigned fill, const struct stroke *s)
{
	struct buf *b = content_of(p, page);

	if (fill != PDF_NO_FILL)
		set_fill(p, page, fill);
	if (s != NULL)
		set_stroke(p, page, s);
	put_round(b, x - r, y - r, 2 * r, 2 * r, r);
	buf_add_str(b, s == NULL ? "f\n" : fill == PDF_NO_FILL ? "S\n" : "B\n");
	if (s != NULL)
		reset_stroke(b, s);
}

static void
put_path(struct buf *b, const double *xy, size_t n)
{
	for (size_t i = 0; i < n; i++)
		put(b, i == 0 ? "m" : "l", 2, xy[2 * i], xy[2 * i + 1]);
}

void
pdf_polygon(
    struct pdf *p, unsigned page, const double *xy, size_t n, unsigned rgb)
{
	struct buf *b = content_of(p, page);

	set_fill(p, page, rgb);
	put_path(b, xy, n);
	buf_add_str(b, "h f\n");
}

void
pdf_line(struct pdf *p, unsigned page, const double *xy, size_t n,
    const struct stroke *s)
{
	struct buf *b = content_of(p, page);

	set_stroke(p, page, s);
	put_path(b, xy, n);
	buf_add_str(b, "S\n");
	reset_stroke(b, s);
}

void
pdf_clip(struct pdf *p, unsigned page, double x, double y, double w, double h)
{
	struct buf *b = content_of(p, page);

	buf_add_str(b, "q\n");
	put(b, "re", 4, x, y, w, h);
	buf_add_str(b, "W n\n");
}

void
pdf_unclip(struct pdf *p, unsigned page)
{
	struct page *g = &p->pages[page];

	buf_add_str(content_of(p, page), "Q\n");
	/* Q takes back what was set since q. */
	g->fill = g->line_rgb = PDF_NO_FILL;
	g->line_width = -1;
}

/* Where a stretch stands. */
struct spot {
	double width, x;
};

/* Where the next stretch of a text begins; places where it has some that go to
 * the left. */
struct pen {
	struct pdf *pdf;
	unsigned page;
	double size, x, y;
	struct spot *place;
	uint8_t *level;
	size_t n, next;
};

/*
 * Glyphs by number in a TJ array. Widths in the font are whole thousandths;
 * what HarfBuzz wants on top of them is carried along, so that a line ends
 * where it was measured to end.
 */
static void
put_glyphs(struct buf *b, const struct shaped *s, double size)
{
	unsigned n;
	hb_glyph_info_t *glyph = hb_buffer_get_glyph_infos(s->glyphs, &n);
	hb_glyph_position_t *at = hb_buffer_get_glyph_positions(s->glyphs, &n);
	double scale = 1000.0 / s->font->upem, rest = 0, more;
	hb_position_t rise = 0;

	for (unsigned i = 0; i < n; i++) {
		unsigned id = glyph[i].codepoint;
		long own = lround(
		    hb_font_get_glyph_h_advance(s->font->hb, id) * scale);

		if (at[i].y_offset != rise) {
			rise = at[i].y_offset;
			buf_add_str(b, ">] TJ\n");
			put(b, "Ts", 1, rise * size / s->font->upem);
			buf_add_str(b, "[<");
		}
		if (at[i].x_offset != 0)
			buf_printf(b, ">%ld<", -lround(at[i].x_offset * scale));
		buf_printf(b, "%04X", id);
		rest += (double)own - at[i].x_advance * scale +
		    (double)lround(at[i].x_offset * scale);
		more = (double)lround(rest);
		rest -= more;
		if (fabs(more) >= 1 && i + 1 < n)
			buf_printf(b, ">%ld<", (long)more);
	}
	buf_add_str(b, ">] TJ\n");
	if (rise != 0)
		buf_add_str(b, "0 Ts\n");
}

/* Each character had a glyph, yet together they may have none. */
static bool
has_notdef(const struct shaped *s)
{
	unsigned n;
	const hb_glyph_info_t *glyph = hb_buffer_get_glyph_infos(s->glyphs, &n);

	for (unsigned i = 0; i < n; i++) {
		if (glyph[i].codepoint == 0)
			return true;
	}
	return false;
}

static void
note_missing(struct pdf *p, uint32_t c, const char *text, size_t len)
{
	if (p->missing != NULL)
		return;
	p->missing = mem_dup_text(text, len);
	p->missing_char = c;
}

static double
width_of(const struct shaped *s, double size)
{
	unsigned n;
	hb_glyph_position_t *at = hb_buffer_get_glyph_positions(s->glyphs, &n);
	long advance = 0;

	for (unsigned i = 0; i < n; i++)
		advance += at[i].x_advance;
	return (double)advance * size / s->font->upem;
}

static void
note_stretch(void *of, const struct shaped *s)
{
	struct pen *pen = of;

	pen->place = mem_grow(pen->place, pen->n + 1, sizeof(*pen->place));
	pen->level = mem_grow(pen->level, pen->n + 1, 1);
	pen->place[pen->n].width = width_of(s, pen->size);
	pen->level[pen->n++] = s->level;
}

/* From the left, in the order in which they are seen. */
static void
place_stretches(struct pen *pen)
{
	size_t *order = mem_new(pen->n, sizeof(*order));
	double x = pen->x;

	bidi_order(pen->level, pen->n, order);
	for (size_t i = 0; i < pen->n; i++) {
		pen->place[order[i]].x = x;
		x += pen->place[order[i]].width;
	}
	free(order);
}

static void
put_stretch(void *of, const struct shaped *s)
{
	struct pen *pen = of;
	struct buf *b = &pen->pdf->pages[pen->page].content;

	if (pen->next < pen->n)
		pen->x = pen->place[pen->next++].x;
	buf_printf(b, "BT\n/%s ", embed_use(pen->pdf, pen->page, s));
	put(b, "Tf", 1, pen->size);
	buf_add_str(b, "1 0 0 1 ");
	put(b, "Tm", 2, pen->x, pen->y);
	buf_add_str(b, "[<");
	put_glyphs(b, s, pen->size);
	buf_add_str(b, "ET\n");
	embed_note(pen->pdf, s);
	if (has_notdef(s)) {
		const char *first = s->text;

		note_missing(pen->pdf, shape_next(&first, s->text + s->len),
		    s->text, s->len);
	}
	pen->x += width_of(s, pen->size);
}

void
pdf_text(struct pdf *p, unsigned page, enum face face, double size,
    unsigned rgb, double x, double y, const char *text, size_t len)
{
	struct pen pen = { p, page, size, x, y, NULL, NULL, 0, 0 };
	uint32_t missing;

	if (len == 0)
		return;
	set_fill(p, page, rgb);
	(void)content_of(p, page);
	if (bidi_is_needed(text, len)) {
		(void)shape_text(p->fonts, face, text, len, note_stretch, &pen);
		place_stretches(&pen);
	}
	missing = shape_text(p->fonts, face, text, len, put_stretch, &pen);
	free(pen.place);
	free(pen.level);
	if (missing != 0)
		note_missing(p, missing, text, len);
}

double
pdf_width(const struct pdf *p, enum face face, const char *text, size_t len)
{
	return fonts_width(p->fonts, face, text, len);
}

void
pdf_hyphen(struct pdf *p, unsigned page, enum face face, double size,
    unsigned rgb, double x, double y)
{
	set_fill(p, page, rgb);
	buf_add_str(
	    content_of(p, page), "/Span <</ActualText <FEFF00AD>>> BDC\n");
	pdf_text(p, page, face, size, rgb, x, y, "-", 1);
	buf_add_str(content_of(p, page), "EMC\n");
}

void
pdf_page_done(struct pdf *p, unsigned page)
{
	struct page *g = &p->pages[page];

	if (g->first != NULL || g->open)
		fatalx("pdf: page %u is not to be written now", page);
	g->first = pdf_indirect(p);
	buf_clear(&p->packed);
	deflate_add(p->deflate, g->content.data, g->content.len, &p->packed);
	deflate_end(p->deflate, &p->packed);
	body_stream(p, body_number_of(p, g->first), "", &p->packed);
	buf_free(&g->content);
}

/* What was drawn after pdf_page_done is a second stream of the page. */
void
page_finish(struct pdf *p)
{
	for (size_t i = 0; i < p->npages; i++) {
		struct page *g = &p->pages[i];
		HPDF_PageAttr attr = g->page->attr;
		HPDF_Array both;

		HPDF_Stream_Write(
		    attr->stream, g->content.data, (HPDF_UINT)g->content.len);
		buf_free(&g->content);
		if (g->first == NULL)
			continue;
		both = pdf_array(p);
		HPDF_Array_Add(both, g->first);
		HPDF_Array_Add(both, attr->contents);
		HPDF_Dict_Add(g->page, "Contents", both);
	}
}
