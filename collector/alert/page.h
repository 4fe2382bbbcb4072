/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_ALERT_PAGE_H
#define COLLECTOR_ALERT_PAGE_H

#include <stdbool.h>

struct buf;

/*
 * The body of a mail: plain text in lines that a terminal shows, or the same as
 * HTML. Texts that are given to it are plain, and escaped here; a language is
 * "nl" or "en".
 */
struct page {
	struct buf *out;
	bool html;
};

void page_begin(struct page *p, const char *language);

/* Of a list each begins with a mark, "- "; one that has none stands apart. */
void page_paragraph(struct page *p, const char *mark, const char *text);
void page_note(struct page *p, const char *text); /* below one of a list */
void page_gap(struct page *p);                    /* after a list */

/* Rows are written to a page of their own, of the same kind. */
void page_row(struct page *p, const char *title, const char *text);
void page_table(struct page *p, const struct buf *rows);

void page_rule(struct page *p); /* what follows is the foot */
void page_end(struct page *p);  /* one '\n' ends it */

#endif
