/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/layout/flow.h"

#include <math.h>
#include <string.h>

/* The first page: a band with the title, and what stands under it. */

#define BAND_HEIGHT 356.0
#define TITLE_SIZE  38.0
#define TITLE_LEAD  45.0
#define TITLE_WIDTH 330.0
#define NOTICE_TOP  (PAGE_HEIGHT - 74.0)

/* Rings with points on them, to the right of the title. */
static void
put_art(struct flow *f)
{
	struct canvas *c = &f->c;
	const struct palette *p = &f->doc->palette;
	bool shipped = p->surface == NAVY;
	static const struct {
		int ring;
		double angle;
	} points[] = { { 7, 1.86 }, { 6, 2.02 }, { 5, 1.80 }, { 7, 2.74 },
		{ 4, 2.16 }, { 3, 1.95 }, { 2, 2.45 }, { 5, 2.52 },
		{ 1, 2.05 } };
	const double x = PAGE_WIDTH + 62, y = BAND_HEIGHT + 52;

	canvas_clip(c, 0, 0, PAGE_WIDTH, BAND_HEIGHT);
	for (int i = 0; i < 8; i++)
		canvas_ring(c, x, y, 110 + i * 34, p->line, 1.1);
	for (size_t i = 0; i < sizeof(points) / sizeof(points[0]); i++) {
		double r = 110 + points[i].ring * 34;

		canvas_circle(c, x + r * cos(points[i].angle),
		    y - r * sin(points[i].angle), i % 3 != 0 ? 2.6 : 3.6,
		    shipped ? (i % 3 != 0 ? STEEL : SKY) : p->line, NULL);
	}
	canvas_unclip(c);
}

/* Other letters than a to z keep their shape: no locale is asked. */
static char *
upper_case(struct pool *pool, const char *text)
{
	char *upper = pool_dup(pool, text);

	for (char *p = upper; *p != '\0'; p++) {
		if (*p >= 'a' && *p <= 'z')
			*p = (char)(*p - 'a' + 'A');
	}
	return upper;
}

enum { BADGE_PAD = 7 };
#define BADGE_SIZE 7.2

static double
badge_width(const struct canvas *c, const char *text)
{
	return canvas_width(c, FACE_BOLD, BADGE_SIZE,
		   upper_case(c->layout->pool, text)) +
	    2 * BADGE_PAD;
}

double
put_badge(struct canvas *c, struct node *node, double right, double base,
    const char *text, unsigned rgb)
{
	double w = badge_width(c, text);

	canvas_decorate(c, node == NULL ? ARTIFACT_HEADER : ARTIFACT_LAYOUT);
	canvas_frame(c, right - w, base - 9.6, w, 14, 3, rgb, 0.8);
	if (node != NULL)
		canvas_tag(c, node);
	canvas_text(c, FACE_BOLD, BADGE_SIZE, rgb, right - w + BADGE_PAD, base,
	    0, ALIGN_LEFT, upper_case(c->layout->pool, text));
	return w;
}

/* The name stands beside it in words: for who cannot see it nothing is lost. */
double
put_logo(
    struct flow *f, double x, double y, double width, double height, double pad)
{
	const struct pdf_image *i = f->doc->logo;
	double w, h = height - 2 * pad;
	struct box *b;

	if (i == NULL || i->width == 0 || i->height == 0)
		return 0;
	w = h * i->width / i->height;
	if (w > width - 2 * pad) {
		w = width - 2 * pad;
		h = w * i->height / i->width;
	}
	canvas_decorate(&f->c, ARTIFACT_LAYOUT);
	if (pad > 0)
		canvas_rect(&f->c, x, y, w + 2 * pad, height, 3, WHITE);
	b = canvas_add(&f->c, BOX_IMAGE);
	b->image = i;
	b->x = x + pad;
	b->y = y + (height - h) / 2;
	b->w = w;
	b->h = h;
	return w + 2 * pad;
}

static struct node *
paragraph(struct flow *f)
{
	struct node *n = node_new(f->layout, f->section, "P");

	canvas_tag(&f->c, n);
	return n;
}

static void
put_title(struct flow *f)
{
	const struct document *d = f->doc;
	struct setting set = flow_setting(f, FACE_LIGHT, TITLE_SIZE);
	const struct run title = { .text = d->title };
	struct node *node;
	struct lines lines;
	double base;

	set.hyphen_below = 0.5;
	lines_break(&set, &title, TITLE_WIDTH, &lines);
	base = 244 - TITLE_LEAD * ((double)lines.n - 1);
	node = node_new(f->layout, f->section, "H1");
	for (const struct line *l = lines.first; l != NULL; l = l->next) {
		flow_line(f, l, TITLE_SIZE, d->palette.on_surface, f->x - 1.5,
		    base, 0, ALIGN_LEFT, node);
		base += TITLE_LEAD;
	}
	base -= 9;
	if (d->subtitle != NULL) {
		paragraph(f);
		canvas_text(&f->c, FACE_SEMIBOLD,
		    canvas_fit(&f->c, FACE_SEMIBOLD, 15, f->w, d->subtitle),
		    d->palette.on_surface, f->x, base, 0, ALIGN_LEFT,
		    d->subtitle);
	}
	if (d->period != NULL) {
		paragraph(f);
		canvas_text(&f->c, FACE_REGULAR,
		    canvas_fit(&f->c, FACE_REGULAR, 10.5, f->w, d->period),
		    d->palette.surface == NAVY ? ICE : d->palette.on_surface,
		    f->x, base + 20, 0, ALIGN_LEFT, d->period);
	}
	if (d->status != NULL)
		put_badge(&f->c, node_new(f->layout, f->section, "P"),
		    f->x + badge_width(&f->c, d->status), base + 46, d->status,
		    d->palette.surface == NAVY ? 0xffd48a
					       : d->palette.on_surface);
}

/* Beside the logo, or below it where a long name would be hard to read. */
static void
put_sender(struct flow *f, double logo)
{
	const char *name = f->doc->organisation;
	double beside =
	    canvas_fit(&f->c, FACE_BOLD, 12, f->w * 0.7 - logo - 12, name);
	bool is_below = logo > 0 && beside < 9;

	canvas_text(&f->c, FACE_BOLD,
	    is_below ? canvas_fit(&f->c, FACE_BOLD, 12, f->w, name) : beside,
	    f->doc->palette.on_surface,
	    f->x + (logo > 0 && !is_below ? logo + 12 : 0), is_below ? 102 : 66,
	    0, ALIGN_LEFT, name);
}

static void
put_band(struct flow *f)
{
	const struct document *d = f->doc;
	double logo;

	canvas_decorate(&f->c, ARTIFACT_LAYOUT);
	canvas_rect(
	    &f->c, 0, 0, PAGE_WIDTH, BAND_HEIGHT, 0, d->palette.surface);
	put_art(f);
	canvas_rect(&f->c, 0, BAND_HEIGHT, PAGE_WIDTH, 4, 0, d->palette.accent);
	logo = put_logo(f, f->x, 38, f->w * 0.4, 44, 7);
	paragraph(f);
	if (d->organisation != NULL)
		put_sender(f, logo);
	if (d->classification != NULL)
		put_badge(&f->c, paragraph(f), f->x + f->w, 65,
		    d->classification, d->palette.on_surface);
	put_title(f);
}

static void
put_facts(struct flow *f)
{
	const double size = 8.8, lead = 15.5;
	struct setting set = flow_setting(f, FACE_REGULAR, size);
	struct node *list, *item, *node;
	double indent = 0;

	if (f->doc->facts == NULL)
		return;
	canvas_tag(&f->c, node_new(f->layout, f->section, "P"));
	canvas_text(&f->c, FACE_BOLD, 9.4, f->doc->palette.accent, f->x,
	    baseline(f->y, 9.4, 14), 0, ALIGN_LEFT, f->doc->furniture->about);
	f->y += 18;
	for (const struct fact *t = f->doc->facts; t != NULL; t = t->next) {
		double w =
		    canvas_width(&f->c, FACE_REGULAR, size, t->label) + 18;

		indent = w > indent ? w : indent;
	}
	list = node_new(f->layout, f->section, "L");
	list->list = "None";
	for (const struct fact *t = f->doc->facts; t != NULL; t = t->next) {
		const struct run value = { .text = t->value };
		struct lines lines;

		flow_need(f, 2 * lead);
		item = node_new(f->layout, list, "LI");
		canvas_tag(&f->c, node_new(f->layout, item, "Lbl"));
		canvas_text(&f->c, FACE_REGULAR, size, MUTED, f->x,
		    baseline(f->y, size, lead), 0, ALIGN_LEFT, t->label);
		node = node_new(f->layout, item, "LBody");
		lines_break(&set, &value, f->w - indent, &lines);
		for (const struct line *l = lines.first; l != NULL;
		     l = l->next) {
			flow_line(f, l, size, INK, f->x + indent,
			    baseline(f->y, size, lead), 0, ALIGN_LEFT, node);
			f->y += l->next != NULL ? 12 : lead;
		}
	}
	f->y += 16;
}

/* At the foot of the first page once it is full, read after all that stands
 * above it. */
void
put_notice(struct flow *f)
{
	const double size = NOTICE_SIZE, lead = NOTICE_LEAD;
	struct setting set = flow_setting(f, FACE_REGULAR, size);
	const struct run notice = { .text = f->doc->notice };
	struct node *node;
	struct lines lines;
	double y = NOTICE_TOP;

	if (f->doc->notice == NULL)
		return;
	node = node_new(f->layout, f->cover, "P");
	lines_break(&set, &notice, TEXT_WIDTH, &lines);
	y -= (double)(lines.n - 1) * lead / 2;
	if (f->doc->no_cover) /* above the footer */
		y = TEXT_BOTTOM - (double)lines.n * lead;
	for (const struct line *l = lines.first; l != NULL; l = l->next) {
		flow_line(f, l, size, MUTED, MARGIN, baseline(y, size, lead), 0,
		    ALIGN_LEFT, node);
		y += lead;
	}
}

void
put_cover(struct flow *f)
{
	f->cover = node_new(f->layout, f->layout->root, "Sect");
	f->section = f->cover;
	flow_page(f);
	put_band(f);
	if (f->doc->notice != NULL)
		f->bottom = NOTICE_TOP - 24;
	f->y = BAND_HEIGHT + 36;
	put_facts(f);
}
