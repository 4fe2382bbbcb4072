/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_UNIT_REPORTER_LAID_H
#define TESTS_UNIT_REPORTER_LAID_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "reporter/layout/block.h"
#include "reporter/layout/box.h"
#include "tests/unit/reporter/half_em.h"
#include "tests/unit/test.h"

/* Documents made of little, and what of them stands on which page. */

static inline struct block *
laid_add(struct document *d, enum block_kind kind, const char *text)
{
	struct block **last = &d->body;

	while (*last != NULL)
		last = &(*last)->next;
	*last = POOL_NEW(d->pool, struct block);
	(*last)->kind = kind;
	(*last)->level = 1;
	if (text != NULL) {
		(*last)->runs = POOL_NEW(d->pool, struct run);
		(*last)->runs->text = text;
	}
	return *last;
}

/* n times the same words, each on a line of its own. */
static inline const char *
laid_lines(struct document *d, int n)
{
	struct buf b = { 0 };
	const char *text;

	for (int i = 1; i <= n; i++)
		buf_printf(&b, "%sline%d", i > 1 ? "\n" : "", i);
	text = pool_dup(d->pool, buf_str(&b));
	buf_free(&b);
	return text;
}

static inline void
laid_table(struct document *d, int rows, int tall)
{
	struct block *b = laid_add(d, BLOCK_TABLE, NULL);
	struct row **last;

	b->table = POOL_NEW(d->pool, struct table);
	b->table->title = "Devices";
	b->table->ncolumns = 2;
	b->table->columns = pool_alloc(d->pool, 2 * sizeof(*b->table->columns));
	b->table->columns[0].title = "Name";
	b->table->columns[1].title = "State";
	last = &b->table->rows;
	for (int i = 1; i <= rows; i++) {
		struct row *r = POOL_NEW(d->pool, struct row);

		r->cells = pool_alloc(d->pool, 2 * sizeof(*r->cells));
		for (int k = 0; k < 2; k++)
			r->cells[k].runs = POOL_NEW(d->pool, struct run);
		r->cells[0].runs->text = pool_printf(d->pool, "device%d", i);
		r->cells[1].runs->text =
		    i == tall ? laid_lines(d, 150) : "late";
		if (i != tall)
			r->cells[1].light = LIGHT_RED;
		*last = r;
		last = &r->next;
	}
}

/* Texts that are no furniture: "page element text" a line. */
static inline char *
laid_texts(const struct document *d)
{
	struct layout *l;
	struct buf b = { 0 };

	assert_int_equal(ERR_OK, layout_make(d, &measure, NULL, &l));
	for (const struct box *x = l->boxes; x != NULL; x = x->next) {
		if (x->kind == BOX_TEXT && x->page > 0 &&
		    x->artifact != ARTIFACT_FOOTER)
			buf_printf(&b, "%u %s %.*s\n", x->page + 1,
			    x->node != NULL ? x->node->type : "-", (int)x->len,
			    x->text);
	}
	layout_free(l);
	return buf_take_str(&b);
}

/* The page of a text that is there once, in what laid_texts said. */
static inline char
laid_page(const char *got, const char *text)
{
	const char *at = strstr(got, text);

	assert_non_null(at);
	while (at > got && at[-1] != '\n')
		at--;
	return *at;
}

static inline struct document *
laid_document(void)
{
	struct document *d = document_new("en");

	d->title = "T";
	return d;
}

#endif
