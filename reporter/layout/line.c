/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/layout/line.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/mem.h"
#include "reporter/layout/block.h"
#include "reporter/layout/hyphen.h"
#include "reporter/pool.h"

#define MONO_SCALE 0.9  /* Liberation Mono looks larger than Lato */
#define MARK_SCALE 0.75 /* of a footnote */
#define SLACK      0.01

/* What is never divided but by hyphenation or for want of room. */
struct piece {
	const struct run *run;
	const char *text;
	size_t len;
	double width;
	bool blank;   /* one goes in front */
	bool joined;  /* to the piece before: no break between them */
	bool newline; /* begins one */
	bool hyphen;  /* ends with one that is not in the text */
};

struct breaker {
	const struct setting *set;
	double width;
	struct lines *out;
	struct line **last;
	struct piece *piece; /* of the whole text */
	size_t n, cap;
	size_t start, end; /* of the line being filled */
	double used;
};

static enum face
lines_face(enum face face, unsigned style)
{
	if (style & RUN_CODE)
		return FACE_MONO;
	if ((style & RUN_BOLD) && (style & RUN_ITALIC))
		return FACE_BOLD_ITALIC;
	if (style & RUN_BOLD)
		return FACE_BOLD;
	if (style & RUN_ITALIC)
		return face == FACE_BOLD || face == FACE_SEMIBOLD
		    ? FACE_BOLD_ITALIC
		    : FACE_ITALIC;
	return face;
}

static double
size_of(const struct setting *s, const struct run *run)
{
	if (run->note != NULL)
		return s->size * MARK_SCALE;
	return run->style & RUN_CODE ? s->size * MONO_SCALE : s->size;
}

static double
width_of(const struct setting *s, const struct run *run, const char *text,
    size_t len)
{
	return size_of(s, run) *
	    s->measure->width(
		s->measure->of, lines_face(s->face, run->style), text, len);
}

static bool
is_letter(char c)
{
	unsigned char u = (unsigned char)c;

	return (u | 0x20) >= 'a' && (u | 0x20) <= 'z' ? true : u >= 0x80;
}

/* A hyphen or slash is a break between letters only: B-2025-071 stays whole. */
static bool
breaks_after(const char *start, const char *q, const char *end)
{
	if (q - start < 3 || q >= end || (q[-1] != '-' && q[-1] != '/'))
		return false;
	return is_letter(q[-2]) && is_letter(q[-3]) && is_letter(q[0]);
}

static void
add_piece(struct breaker *b, struct piece p)
{
	if (b->n == b->cap) {
		b->cap = b->cap == 0 ? 32 : 2 * b->cap;
		b->piece = mem_grow(b->piece, b->cap, sizeof(*b->piece));
	}
	p.width = width_of(b->set, p.run, p.text, p.len);
	b->piece[b->n++] = p;
}

/* Cuts runs into pieces; a blank at the end of one counts for the next. */
static void
cut_runs(struct breaker *b, const struct run *runs)
{
	bool blank = false, newline = false, joined = false;

	for (const struct run *r = runs; r != NULL; r = r->next) {
		const char *p = r->text, *end = p + strlen(p), *q;

		while (p < end) {
			if (*p == ' ' || *p == '\n' || *p == '\t') {
				newline |= *p == '\n';
				blank = true;
				p++;
				continue;
			}
			for (q = p + 1; q < end && *q != ' ' && *q != '\n' &&
			     *q != '\t' && !breaks_after(p, q, end);
			     q++)
				continue;
			add_piece(b,
			    (struct piece){ .run = r,
				.text = p,
				.len = (size_t)(q - p),
				.blank = blank && !newline && b->n > 0,
				.joined = joined && !blank,
				.newline = newline && b->n > 0 });
			joined = q == end;
			blank = newline = false;
			p = q;
		}
	}
}

/* A blank is as wide as in the text before it: code has wide ones. */
static double
gap_before(const struct breaker *b, size_t i)
{
	const struct run *before = b->piece[i - (i > 0)].run;

	return width_of(b->set, before, " ", 1);
}

/* A stretch of the text with the same style, url and no gap. */
static bool
continues(const struct piece *a, const struct piece *p)
{
	return p->run == a->run && !a->hyphen &&
	    p->text == a->text + a->len + (p->blank ? 1 : 0) &&
	    (!p->blank || p->text[-1] == ' ');
}

static struct pool *
pool_of(const struct setting *s)
{
	return s->scratch != NULL ? s->scratch : s->pool;
}

static void
add_span(struct breaker *b, struct span **last, const struct piece *from,
    const struct piece *to, bool blank_after, double x)
{
	const struct setting *s = b->set;
	struct span *span = POOL_NEW(pool_of(s), struct span);
	size_t len = (size_t)(to->text + to->len - from->text);

	*last = span;
	span->face = lines_face(s->face, from->run->style);
	span->size = size_of(s, from->run);
	span->url = from->run->url;
	span->note = from->run->note;
	span->x = x;
	span->hyphen = to->hyphen;
	span->width = width_of(s, from->run, from->text, len);
	if (to->hyphen)
		span->width += width_of(s, from->run, "-", 1);
	/* The blank stays in the text, for those who have it read out. */
	span->len = len + blank_after;
	if (blank_after && from->text[len] != ' ') {
		char *copy = pool_alloc(s->pool, len + 2);

		memcpy(copy, from->text, len);
		copy[len] = ' ';
		span->text = copy;
	} else {
		span->text = from->text;
	}
}

/* Makes a line of the pieces start..end. */
static void
flush(struct breaker *b)
{
	struct line *line = POOL_NEW(pool_of(b->set), struct line);
	struct span **last = &line->spans;
	size_t i = b->start, k;

	for (; i < b->end; i = k) {
		const struct piece *from = &b->piece[i];
		bool blank;

		if (i > b->start && from->blank)
			line->width += gap_before(b, i);
		for (k = i + 1;
		     k < b->end && continues(&b->piece[k - 1], &b->piece[k]);
		     k++)
			continue;
		blank = k < b->n && b->piece[k].blank && !b->piece[k].newline;
		add_span(b, last, from, &b->piece[k - 1], blank, line->width);
		line->width += (*last)->width;
		last = &(*last)->next;
	}
	*b->last = line;
	b->last = &line->next;
	b->out->n++;
	if (line->width > b->out->widest)
		b->out->widest = line->width;
	b->start = b->end;
	b->used = 0;
}

/* Pieces i up to what is returned have no break between them. */
static size_t
word_end(const struct breaker *b, size_t i)
{
	for (i++; i < b->n && b->piece[i].joined; i++)
		continue;
	return i;
}

static double
word_width(const struct breaker *b, size_t i, size_t end)
{
	double width = 0;

	for (; i < end; i++)
		width += b->piece[i].width;
	return width;
}

/* Splits piece i after len bytes; the rest becomes piece i + 1. */
static void
split_piece(struct breaker *b, size_t i, size_t len, bool hyphen)
{
	struct piece rest = b->piece[i];

	rest.text += len;
	rest.len -= len;
	rest.blank = rest.joined = rest.newline = false;
	add_piece(b, rest); /* makes room, measures */
	rest = b->piece[b->n - 1];
	memmove(&b->piece[i + 2], &b->piece[i + 1],
	    (b->n - 2 - i) * sizeof(*b->piece));
	b->piece[i + 1] = rest;
	b->piece[i].len = len;
	b->piece[i].hyphen = hyphen;
	b->piece[i].width =
	    width_of(b->set, b->piece[i].run, b->piece[i].text, len);
}

/* True when piece i was divided so that its first part fits in room. */
static bool
hyphenate(struct breaker *b, size_t i, double room)
{
	const struct setting *s = b->set;
	struct piece *p = &b->piece[i];
	size_t at[HYPHEN_POINTS], n;
	double hyphen;

	if (s->hyphen == NULL || (p->run->style & RUN_CODE))
		return false;
	n = hyphen_points(s->hyphen, p->text, p->len, at);
	hyphen = width_of(s, p->run, "-", 1);
	while (n-- > 0) {
		if (width_of(s, p->run, p->text, at[n]) + hyphen > room)
			continue;
		split_piece(b, i, at[n], true);
		return true;
	}
	return false;
}

static size_t
character_len(const char *s, size_t left)
{
	size_t n = 1;

	while (n < left && ((unsigned char)s[n] & 0xc0) == 0x80)
		n++;
	return n;
}

/*
 * A word wider than the line is cut where it fits: after a sign when one stands
 * in the last third, else anywhere. At least one character is taken.
 */
static void
cut_word(struct breaker *b, size_t i)
{
	const struct piece *p = &b->piece[i];
	size_t fits = 0, sign = 0, step;
	double width = 0;

	for (size_t k = 0; k < p->len; k += step) {
		step = character_len(p->text + k, p->len - k);
		width += width_of(b->set, p->run, p->text + k, step);
		if (width > b->width && fits > 0)
			break;
		fits = k + step;
		if (strchr("./_:-,@=&?\\", p->text[k]) != NULL)
			sign = fits;
	}
	if (sign * 3 > fits * 2)
		fits = sign;
	if (fits < p->len)
		split_piece(b, i, fits, false);
}

/* Puts the next word on the line, or ends the line. */
static void
place_word(struct breaker *b)
{
	size_t i = b->end, end = word_end(b, i);
	bool empty = b->end == b->start;
	bool ends = !empty && b->piece[i].newline;
	double gap = !empty && b->piece[i].blank ? gap_before(b, i) : 0;
	double room = b->width - b->used - gap;
	double width = word_width(b, i, end);

	if (!ends && width <= room + SLACK) {
		b->used += gap + width;
		b->end = end;
	} else if (!ends &&
	    (empty || b->used < b->width * b->set->hyphen_below) &&
	    hyphenate(b, i, room)) {
		b->end = i + 1;
		flush(b);
	} else if (!empty) {
		flush(b);
	} else if (b->piece[i].width > b->width + SLACK) {
		cut_word(b, i);
		b->end = i + 1;
		flush(b);
	} else {
		/* Joined pieces too wide together part where they join. */
		b->used += b->piece[i].width;
		b->end = i + 1;
		if (b->end < b->n)
			b->piece[b->end].joined = false;
	}
}

void
lines_break(const struct setting *s, const struct run *runs, double width,
    struct lines *out)
{
	struct breaker b = { .set = s, .width = width, .out = out };

	*out = (struct lines){ 0 };
	b.last = &out->first;
	cut_runs(&b, runs);
	while (b.end < b.n)
		place_word(&b);
	if (b.end > b.start || out->n == 0)
		flush(&b);
	free(b.piece);
}

struct text_extent
lines_extent(const struct setting *s, const struct run *runs)
{
	struct breaker b = { .set = s };
	struct text_extent e = { 0 };
	double width, word = 0, line = 0;
	size_t end;

	cut_runs(&b, runs);
	for (size_t i = 0; i < b.n; i = end) {
		end = word_end(&b, i);
		width = word_width(&b, i, end);
		if (b.piece[i].newline)
			line = 0;
		else if (b.piece[i].blank && i > 0)
			line += gap_before(&b, i);
		word = b.piece[i].newline || b.piece[i].blank ? width
							      : word + width;
		line += width;
		e.least = fmax(e.least, width);
		e.whole = fmax(e.whole, word);
		e.natural = fmax(e.natural, line);
	}
	free(b.piece);
	return e;
}
