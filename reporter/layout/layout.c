/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/layout/flow.h"

#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"

/* A section that starts low on a page starts on the next one instead. */
#define SECTION_ROOM 190.0
#define CLOSE_ROOM   70.0 /* without a cover */

static const char *
plain_text(struct pool *pool, const struct run *runs)
{
	struct buf b = { 0 };
	const char *text;

	for (; runs != NULL; runs = runs->next)
		buf_add_str(&b, runs->text);
	text = pool_dup(pool, buf_str(&b));
	buf_free(&b);
	return text;
}

static void
note_heading(struct layout *l, const struct block *b)
{
	struct heading *h = POOL_NEW(l->pool, struct heading);

	h->level = b->level;
	h->number = b->number;
	h->title = plain_text(l->pool, b->runs);
	*l->last_heading = h;
	l->last_heading = &h->next;
}

/* Contents may stand before what they name, so headings come first. */
static void
note_headings(struct layout *l, const struct block *b)
{
	for (; b != NULL; b = b->next) {
		if (b->kind == BLOCK_HEADING)
			note_heading(l, b);
	}
}

static void
start_section(struct flow *f, const struct block *b)
{
	if (b->level == 1) {
		flow_need(f, f->doc->no_cover ? CLOSE_ROOM : SECTION_ROOM);
		f->section = node_new(f->layout, f->layout->root, "Sect");
	}
	if (f->next_heading != NULL && b->level <= 2)
		f->title = f->next_heading->title;
}

static const struct block *
put_block(struct flow *f, const struct block *b)
{
	if (b->kind != BLOCK_ITEM)
		memset(f->list, 0, sizeof(f->list));
	switch (b->kind) {
	case BLOCK_HEADING:
		start_section(f, b);
		put_heading(f, b);
		break;
	case BLOCK_PARAGRAPH:
		if (f->doc->no_cover)
			flow_paragraph(f, "P", b->runs, FACE_REGULAR,
			    CLOSE_SIZE, CLOSE_LEAD, INK, 5);
		else
			flow_paragraph(f, "P", b->runs, FACE_REGULAR, BODY_SIZE,
			    BODY_LEAD, INK, 8);
		break;
	case BLOCK_ITEM:
		put_item(f, b);
		break;
	case BLOCK_TABLE:
		put_table(f, b);
		break;
	case BLOCK_TILES:
		put_tiles(f, b);
		break;
	case BLOCK_CHART:
		b = put_charts(f, b);
		break;
	case BLOCK_NOTE:
		put_note(f, b);
		break;
	case BLOCK_CONTENTS:
		put_contents(f, b);
		break;
	case BLOCK_PAGE:
		if (f->y > TEXT_TOP)
			flow_page(f);
		break;
	}
	return b;
}

static void
put_blocks(struct flow *f, const struct block *b)
{
	for (; b != NULL; b = b->next)
		b = put_block(f, b);
}

struct layout *
layout_new(const struct layout_taker *taker)
{
	struct pool *pool = pool_new();
	struct layout *l = POOL_NEW(pool, struct layout);

	l->pool = pool;
	l->of_page = pool_new();
	l->scratch = pool_new();
	l->taker = taker;
	l->last_box = &l->boxes;
	l->last_heading = &l->headings;
	l->last_link = &l->links;
	l->root = POOL_NEW(pool, struct node);
	l->root->type = "Document";
	return l;
}

void
layout_take(struct layout *l, bool is_end)
{
	if (l->taker == NULL || l->boxes == NULL)
		return;
	l->taker->take(l, is_end, l->taker->of);
	l->boxes = NULL;
	l->last_box = &l->boxes;
	l->links = NULL;
	l->last_link = &l->links;
	if (l->row_open)
		return;
	l->passing = NULL;
	pool_clear(l->of_page);
}

void
layout_run(struct layout *l, const struct document *d, const struct measure *m,
    const struct hyphen *hyphen)
{
	struct flow f = {
		.layout = l,
		.doc = d,
		.hyphen = hyphen,
		.x = MARGIN,
		.w = TEXT_WIDTH,
		.c = { .layout = l,
		    .measure = m,
		    .heading = d->palette.heading },
	};

	note_headings(l, d->body);
	f.next_heading = l->headings;
	if (d->no_cover)
		put_masthead(&f);
	else
		put_cover(&f);
	put_blocks(&f, d->cover);
	if (!d->no_cover)
		flow_page(&f);
	f.section = node_new(l, l->root, "Sect");
	put_blocks(&f, d->body);
	flow_end_page(&f);
	finish_contents(&f);
	put_furniture(&f);
	layout_take(l, true);
}

int
layout_make(const struct document *d, const struct measure *m,
    const struct hyphen *hyphen, struct layout **out)
{
	*out = layout_new(NULL);
	layout_run(*out, d, m, hyphen);
	return ERR_OK;
}

void
layout_free(struct layout *l)
{
	if (l == NULL)
		return;
	pool_free(l->of_page);
	pool_free(l->scratch);
	pool_free(l->pool);
}
