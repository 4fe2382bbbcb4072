/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/layout/flow.h"

/* The head of a report without a cover: what it is, above what it says. */

enum { TITLE_SIZE = 21 };

static void
put_sender(struct flow *f)
{
	const struct document *d = f->doc;
	double room = f->w, logo;

	if (d->classification != NULL)
		room -= put_badge(&f->c, node_new(f->layout, f->section, "P"),
			    f->x + f->w, f->y + 9, d->classification, RED) +
		    12;
	logo = put_logo(f, f->x, f->y - 10, f->w * 0.35, 26, 0);
	if (logo > 0)
		logo += 10;
	room -= logo;
	if (d->organisation == NULL)
		return;
	canvas_tag(&f->c, node_new(f->layout, f->section, "P"));
	canvas_text(&f->c, FACE_BOLD,
	    canvas_fit(&f->c, FACE_BOLD, 10.5, room, d->organisation),
	    d->palette.accent, f->x + logo, f->y + 9, 0, ALIGN_LEFT,
	    d->organisation);
}

static void
put_title(struct flow *f)
{
	const struct run title = { .text = f->doc->title };
	struct setting set = flow_setting(f, FACE_LIGHT, TITLE_SIZE);
	const double lead = TITLE_SIZE * 1.2;
	struct node *node = node_new(f->layout, f->section, "H1");
	struct lines lines;

	lines_break(&set, &title, f->w, &lines);
	for (const struct line *l = lines.first; l != NULL; l = l->next) {
		flow_line(f, l, TITLE_SIZE, f->doc->palette.heading, f->x - 1,
		    baseline(f->y, TITLE_SIZE, lead), 0, ALIGN_LEFT, node);
		f->y += lead;
	}
}

/* Subtitle, period and status on a line; a status never in colour alone. */
static void
put_period(struct flow *f)
{
	const struct document *d = f->doc;
	double x = f->x, base = f->y + 10;

	if (d->status != NULL)
		put_badge(&f->c, node_new(f->layout, f->section, "P"),
		    f->x + f->w, base, d->status, ORANGE);
	if (d->subtitle != NULL) {
		canvas_tag(&f->c, node_new(f->layout, f->section, "P"));
		x += canvas_text(&f->c, FACE_SEMIBOLD, 9.6, INK, x, base, 0,
			 ALIGN_LEFT, d->subtitle) +
		    10;
	}
	if (d->period != NULL) {
		canvas_tag(&f->c, node_new(f->layout, f->section, "P"));
		canvas_text(&f->c, FACE_REGULAR,
		    canvas_fit(&f->c, FACE_REGULAR, 9.6, f->x + f->w - x - 90,
			d->period),
		    MUTED, x, base, 0, ALIGN_LEFT, d->period);
	}
	f->y += 18;
}

/* About this document, in as few lines as it takes. */
static void
put_about(struct flow *f)
{
	struct setting set = flow_setting(f, FACE_REGULAR, NOTICE_SIZE);
	struct pool *pool = f->layout->pool;
	struct run about = { .text = "" };
	struct node *node;
	struct lines lines;

	if (f->doc->facts == NULL)
		return;
	for (const struct fact *t = f->doc->facts; t != NULL; t = t->next)
		about.text = pool_printf(pool, "%s%s%s: %s", about.text,
		    *about.text != '\0' ? "  \u00b7  " : "", t->label,
		    t->value);
	node = node_new(f->layout, f->section, "P");
	lines_break(&set, &about, f->w, &lines);
	for (const struct line *l = lines.first; l != NULL; l = l->next) {
		flow_line(f, l, NOTICE_SIZE, MUTED, f->x,
		    baseline(f->y, NOTICE_SIZE, NOTICE_LEAD), 0, ALIGN_LEFT,
		    node);
		f->y += NOTICE_LEAD;
	}
	f->y += 3;
}

/* The notice stands at the foot of the first page; the body ends above it. */
static void
keep_room(struct flow *f)
{
	const struct run notice = { .text = f->doc->notice };
	struct setting set = flow_setting(f, FACE_REGULAR, NOTICE_SIZE);
	struct lines lines;

	if (f->doc->notice == NULL)
		return;
	lines_break(&set, &notice, f->w, &lines);
	f->bottom -= (double)lines.n * NOTICE_LEAD + 8;
}

void
put_masthead(struct flow *f)
{
	f->cover = node_new(f->layout, f->layout->root, "Sect");
	f->section = f->cover;
	flow_page(f);
	f->y = 40;
	put_sender(f);
	f->y += 18;
	put_title(f);
	put_period(f);
	put_about(f);
	canvas_decorate(&f->c, ARTIFACT_LAYOUT);
	canvas_rect(&f->c, f->x, f->y + 2, f->w, 2, 0, f->doc->palette.surface);
	f->y += 16;
	keep_room(f);
}
