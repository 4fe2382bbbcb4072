/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORTER_HTML_HTML_H
#define REPORTER_HTML_HTML_H

#include <stdbool.h>
#include <stddef.h>

#include "reporter/layout/block.h"

struct buf;
struct measure;

/* A document becoming one page of HTML; the inside of this folder. */
struct page {
	const struct document *doc;
	const struct measure *measure; /* of texts in charts */
	struct buf *out;
	unsigned headings; /* so far; an id is s1, s2, ... */
	const char *near;  /* the last heading's words: names a bare table */
	unsigned bare;     /* tables that it has named */
	unsigned figures;
	unsigned marked; /* footnotes so far; a first mark has an id */
};

/* Text of anybody's as text: & < > " ' and what no page may hold. */
void html_text(struct buf *out, const char *text);
void html_text_len(struct buf *out, const char *text, size_t len);

/* With bold, italic, code and links; a new line is a <br>. */
void html_runs(struct page *p, const struct run *runs);

/* The mark of a footnote; the footnotes themselves, at the end. */
void html_mark(struct page *p, const struct footnote *note);
void html_notes(struct page *p);

/* The words alone, in the document's pool. */
const char *html_words(const struct page *p, const struct run *runs);

/* Shape and word of a light; the word only where words is not there already. */
void html_light(struct page *p, enum light light, bool with_word);
const char *html_light_name(enum light light); /* a class: "green" ... */

void html_style(const struct palette *p, struct buf *out);
void html_blocks(struct page *p, const struct block *b);
void html_table(struct page *p, const struct table *t);
void html_tiles(struct page *p, const struct tile *t);
void html_chart(struct page *p, const struct chart *c);

/*
 * Foreground and background of each rule of the style that sets both, so that a
 * test can compute their contrast. NULL after the last.
 */
struct html_pair {
	const char *rule;
	unsigned text, back;
};
const struct html_pair *html_pair(size_t i);

#endif
