/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/layout/flow.h"

enum { TILE_HEIGHT = 74, TILE_GAP = 10, TILES_A_LINE = 4 };

static size_t
count(const struct tile *t)
{
	size_t n = 0;

	for (; t != NULL; t = t->next)
		n++;
	return n;
}

double
tiles_height(const struct block *b)
{
	size_t n = count(b->tiles);
	size_t rows = (n + TILES_A_LINE - 1) / TILES_A_LINE;

	return (double)rows * (TILE_HEIGHT + TILE_GAP);
}

/* An arrow up, an arrow down, or a bar; 6 wide, on the baseline. */
static void
put_direction(struct flow *f, int direction, double x, double y, unsigned rgb)
{
	const double up[] = { x, y, x + 6, y, x + 3, y - 5.4 };
	const double down[] = { x, y - 5.4, x + 6, y - 5.4, x + 3, y };

	if (direction > 0)
		canvas_polygon(&f->c, up, 3, rgb);
	else if (direction < 0)
		canvas_polygon(&f->c, down, 3, rgb);
	else
		canvas_rect(&f->c, x, y - 3.4, 6, 1.6, 0, rgb);
}

/* A long note takes two lines; what does not fit in them is made smaller. */
static void
put_note_lines(struct flow *f, const char *note, struct node *body, double x,
    double base, double width)
{
	const struct run run = { .text = note };
	struct lines lines;
	double size = 7.4;

	do {
		struct setting set = flow_setting(f, FACE_REGULAR, size);

		lines_break(&set, &run, width, &lines);
		size -= 0.4;
	} while (lines.n > 2 && size > 4);
	base -= 3;
	for (const struct line *l = lines.first; l != NULL; l = l->next) {
		flow_line(f, l, size, MUTED, x, base, 0, ALIGN_LEFT, body);
		base += 8.6;
	}
}

static void
put_foot(struct flow *f, const struct tile *t, struct node *body, double x,
    double base, double width)
{
	const char *note = t->note != NULL ? t->note : "";
	unsigned rgb = light_colour(t->light);
	double size = 8, used = 0;

	if (t->change != NULL) {
		canvas_decorate(&f->c, ARTIFACT_LAYOUT);
		put_direction(f, t->direction, x, base, rgb);
		used = 9;
		canvas_tag(&f->c, body);
		used += canvas_text(&f->c, FACE_BOLD, size, rgb, x + used, base,
			    0, ALIGN_LEFT, t->change) +
		    3;
	}
	if (*note == '\0')
		return;
	canvas_tag(&f->c, body);
	if (used > 0 ||
	    canvas_width(&f->c, FACE_REGULAR, size, note) <= width) {
		size =
		    canvas_fit(&f->c, FACE_REGULAR, size, width - used, note);
		canvas_text(&f->c, FACE_REGULAR, size, MUTED, x + used, base, 0,
		    ALIGN_LEFT, note);
		return;
	}
	put_note_lines(f, note, body, x, base, width);
}

static void
put_tile(
    struct flow *f, const struct tile *t, struct node *list, double x, double w)
{
	struct node *item = node_new(f->layout, list, "LI");
	struct node *label = node_new(f->layout, item, "Lbl");
	struct node *body = node_new(f->layout, item, "LBody");
	double y = f->y, h = TILE_HEIGHT, inner = w - 22;

	canvas_decorate(&f->c, ARTIFACT_LAYOUT);
	canvas_rect(&f->c, x, y, w, h, 4, PALE);
	canvas_rect(&f->c, x, y + 4, 2.6, h - 8, 0,
	    t->light == LIGHT_NONE ? f->doc->palette.accent
				   : light_colour(t->light));
	if (t->light != LIGHT_NONE)
		put_light(&f->c, t->light, x + w - 19, y + 10, 9);
	canvas_tag(&f->c, label);
	canvas_text(&f->c, FACE_SEMIBOLD,
	    canvas_fit(&f->c, FACE_SEMIBOLD, 8, inner - 10, t->label), MUTED,
	    x + 12, y + 17.5, 0, ALIGN_LEFT, t->label);
	canvas_tag(&f->c, body);
	canvas_text(&f->c, FACE_REGULAR,
	    canvas_fit(&f->c, FACE_REGULAR, 25, inner, t->value),
	    f->doc->palette.strong, x + 11, y + 46.5, 0, ALIGN_LEFT, t->value);
	put_foot(f, t, body, x + 12, y + 63, inner);
}

void
put_tiles(struct flow *f, const struct block *b)
{
	struct node *list = node_new(f->layout, f->section, "L");
	size_t left = count(b->tiles);
	size_t rows = (left + TILES_A_LINE - 1) / TILES_A_LINE;
	const struct tile *t = b->tiles;

	list->list = "None";
	for (; left > 0; rows--) {
		size_t n = (left + rows - 1) / rows;
		double w = (f->w - TILE_GAP * ((double)n - 1)) / (double)n;

		flow_need(f, TILE_HEIGHT + TILE_GAP);
		for (size_t i = 0; i < n; i++, t = t->next)
			put_tile(
			    f, t, list, f->x + (double)i * (w + TILE_GAP), w);
		f->y += TILE_HEIGHT + TILE_GAP;
		left -= n;
	}
	f->y += 4;
}
