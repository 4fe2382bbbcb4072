/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/layout/flow.h"

/*
 * Footnotes. A mark takes room at the foot of its page when its line is put
 * there; what stands there is drawn when the page is full.
 */

#define FOOT_SIZE   7.8
#define FOOT_LEAD   10.6
#define FOOT_GAP    9.0  /* above the first, with a rule in it */
#define FOOT_INDENT 12.0 /* of the text behind its number */

struct foot {
	const struct footnote *note;
	struct lines lines;
	struct node *section; /* which it is in; NULL: an artifact */
	struct heading place;
	struct foot *next;
};

static struct foot *
find(const struct flow *f, const struct footnote *note)
{
	for (struct foot *foot = f->feet; foot != NULL; foot = foot->next) {
		if (foot->note == note)
			return foot;
	}
	return NULL;
}

static void
measure(struct flow *f, const struct footnote *note, struct lines *out)
{
	struct setting set = flow_setting(f, FACE_REGULAR, FOOT_SIZE);

	lines_break(&set, note->runs, TEXT_WIDTH - FOOT_INDENT, out);
}

double
foot_note(struct flow *f, const struct footnote *note)
{
	struct lines lines;

	if (note == NULL || find(f, note) != NULL)
		return 0;
	measure(f, note, &lines);
	return (double)lines.n * FOOT_LEAD + (f->feet == NULL ? FOOT_GAP : 0);
}

/* One that is marked twice in them counts twice: a little room to spare. */
double
foot_lines(struct flow *f, const struct line *l, size_t n)
{
	double h = 0;

	for (; l != NULL && n > 0; l = l->next, n--) {
		for (const struct span *s = l->spans; s != NULL; s = s->next)
			h += foot_note(f, s->note);
	}
	return h;
}

double
foot_runs(struct flow *f, const struct run *runs)
{
	double h = 0;

	for (; runs != NULL; runs = runs->next)
		h += foot_note(f, runs->note);
	return h;
}

/* Of the chapter: not of a list's item or a box in it. */
static struct node *
section_of(const struct flow *f)
{
	struct node *n = f->section;

	while (n->parent != NULL && n->parent->parent != NULL)
		n = n->parent;
	return n;
}

const struct heading *
foot_take(struct flow *f, const struct footnote *note, bool artifact)
{
	struct foot *foot = find(f, note), **last = &f->feet;

	if (foot == NULL) {
		f->bottom -= foot_note(f, note);
		foot = POOL_NEW(f->layout->pool, struct foot);
		foot->note = note;
		measure(f, note, &foot->lines);
		while (*last != NULL)
			last = &(*last)->next;
		*last = foot;
	}
	if (!artifact && foot->section == NULL)
		foot->section = section_of(f);
	return &foot->place;
}

/* The element of a note and that of its number, or artifacts. */
static void
put_foot(struct flow *f, struct foot *foot, double y)
{
	struct node *node = NULL, *label = NULL;

	foot->place.page = f->c.page;
	foot->place.top = y - 4;
	if (foot->section != NULL) {
		node = node_new(f->layout, foot->section, "Note");
		node->id = pool_printf(
		    f->layout->pool, "note-%06u", ++f->layout->nnotes);
		label = node_new(f->layout, node, "Lbl");
	}
	canvas_tag(&f->c, label);
	canvas_text(&f->c, FACE_SEMIBOLD, FOOT_SIZE, INK, MARGIN,
	    baseline(y, FOOT_SIZE, FOOT_LEAD), 0, ALIGN_LEFT, foot->note->mark);
	for (const struct line *l = foot->lines.first; l != NULL;
	     l = l->next, y += FOOT_LEAD)
		flow_line(f, l, FOOT_SIZE, INK, MARGIN + FOOT_INDENT,
		    baseline(y, FOOT_SIZE, FOOT_LEAD), 0, ALIGN_LEFT, node);
}

void
foot_put(struct flow *f)
{
	double y = f->bottom + FOOT_GAP;

	if (f->feet == NULL)
		return;
	canvas_decorate(&f->c, ARTIFACT_LAYOUT);
	canvas_rule(&f->c, MARGIN, y - 4, MARGIN + 80, y - 4, RULE, 0.6);
	for (struct foot *foot = f->feet; foot != NULL; foot = foot->next) {
		put_foot(f, foot, y);
		y += (double)foot->lines.n * FOOT_LEAD;
	}
	f->feet = NULL;
}
