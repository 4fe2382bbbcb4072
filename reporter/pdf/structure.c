/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/pdf/object.h"

#include <string.h>

#include "lib/base/mem.h"
#include "lib/base/utf8.h"

struct elem *
pdf_root(struct pdf *p)
{
	return p->root;
}

/* Elements of tables are written as soon as they are done, so a few hundred
 * are made again and again. */
static struct elem *
new_elem(struct pdf *p)
{
	struct elem *e = p->spare_elems, *before;

	if (e == NULL) {
		e = POOL_NEW(p->pool, struct elem);
		before = p->elems;
		p->elems = e;
	} else {
		p->spare_elems = e->spare;
		before = e->before;
	}
	*e = (struct elem){ .before = before, .pdf = p };
	return e;
}

struct elem *
pdf_elem(struct pdf *p, struct elem *parent, const char *type)
{
	struct elem *e = new_elem(p);

	e->type = type;
	e->last_kid = &e->kids;
	e->number = body_number(p);
	e->parent =
	    parent != NULL ? parent->number : body_number_of(p, p->tree);
	if (parent != NULL)
		elem_add(p, parent,
		    (struct kid){ .kind = KID_ELEM, .number = e->number });
	return e;
}

void
elem_add(struct pdf *p, struct elem *e, struct kid kid)
{
	struct kid *k = p->spare_kids;

	if (k == NULL)
		k = POOL_NEW(p->pool, struct kid);
	else
		p->spare_kids = k->next;
	*k = kid;
	*e->last_kid = k;
	e->last_kid = &k->next;
}

static const struct traits none;

static const struct traits *
traits_of(const struct elem *e)
{
	return e->traits != NULL ? e->traits : &none;
}

static struct traits *
new_traits(struct elem *e)
{
	if (e->traits == NULL)
		e->traits = POOL_NEW(e->pdf->pool, struct traits);
	return e->traits;
}

void
elem_set_alt(struct pdf *p, struct elem *e, const char *alt)
{
	new_traits(e)->alt = pool_dup(p->pool, alt);
}

void
elem_set_scope(struct elem *e, const char *scope)
{
	e->scope = scope;
}

void
elem_set_list(struct elem *e, const char *numbering)
{
	new_traits(e)->list = numbering;
}

void
elem_set_span(struct elem *e, unsigned columns)
{
	e->span = columns;
}

void
elem_set_id(struct pdf *p, struct elem *e, const char *id)
{
	struct named *n = POOL_NEW(p->pool, struct named);

	n->id = new_traits(e)->id = pool_dup(p->pool, id);
	n->number = e->number;
	*p->last_named = n;
	p->last_named = &n->next;
}

void
elem_set_box(struct elem *e, double x, double y, double w, double h)
{
	struct traits *t = new_traits(e);

	t->has_box = true;
	t->x = x;
	t->y = y;
	t->w = w;
	t->h = h;
}

int
pdf_add_parent(struct pdf *p, struct elem *e, unsigned page)
{
	p->parents = mem_grow(p->parents, p->nparents + 1, sizeof(*p->parents));
	p->parents[p->nparents] = (struct parent){
		.number = e != NULL ? e->number : 0,
		.page = page,
	};
	return (int)p->nparents++;
}

void
put_ref(struct buf *b, unsigned number)
{
	buf_printf(b, "%u 0 R", number);
}

static void
put_attributes(struct buf *b, const struct elem *e)
{
	const struct traits *t = traits_of(e);

	if (e->scope != NULL || e->span > 1) {
		buf_add_str(b, "/A <</O /Table");
		if (e->scope != NULL)
			buf_printf(b, " /Scope /%s", e->scope);
		if (e->span > 1)
			buf_printf(b, " /ColSpan %u", e->span);
	} else if (t->list != NULL) {
		buf_printf(b, "/A <</O /List /ListNumbering /%s", t->list);
	} else if (t->has_box) {
		buf_add_str(b, "/A <</O /Layout /Placement /Block /BBox [");
		put_number(b, t->x);
		buf_add_u8(b, ' ');
		put_number(b, t->y);
		buf_add_u8(b, ' ');
		put_number(b, t->x + t->w);
		buf_add_u8(b, ' ');
		put_number(b, t->y + t->h);
		buf_add_u8(b, ']');
	} else {
		return;
	}
	buf_add_str(b, ">>\n");
}

/* True when all marks of e are on one page, which is then named once. */
static bool
one_page(const struct elem *e, unsigned *page)
{
	bool found = false;

	for (const struct kid *k = e->kids; k != NULL; k = k->next) {
		if (k->kind != KID_MARK)
			continue;
		if (found && k->page != *page)
			return false;
		*page = k->page;
		found = true;
	}
	return found;
}

static void
put_kid(const struct pdf *p, struct buf *b, const struct kid *k, bool same)
{
	if (k->kind == KID_ELEM) {
		put_ref(b, k->number);
	} else if (k->kind == KID_MARK && same) {
		buf_printf(b, "%u", k->number);
	} else if (k->kind == KID_MARK) {
		buf_add_str(b, "<</Type /MCR /Pg ");
		put_ref(b, p->pages[k->page].number);
		buf_printf(b, " /MCID %u>>", k->number);
	} else {
		buf_add_str(b, "<</Type /OBJR /Pg ");
		put_ref(b, p->pages[k->page].number);
		buf_add_str(b, " /Obj ");
		put_ref(b, k->number);
		buf_add_str(b, ">>");
	}
	buf_add_u8(b, ' ');
}

/* One too long for a string ends in an ellipsis: the table has it all. */
static void
put_alt(struct buf *b, const char *alt)
{
	const size_t max = PDF_TEXT_MAX / 2 - 4, len = strlen(alt);

	buf_add_str(b, "/Alt <");
	put_utf16(b, alt, utf8_cut(alt, len, max), true);
	if (len > max)
		put_utf16(b, "\u2026", 3, false);
	buf_add_str(b, ">\n");
}

static void
put_elem(const struct pdf *p, struct buf *b, const struct elem *e)
{
	const struct traits *t = traits_of(e);
	unsigned page = 0;
	bool same = one_page(e, &page);

	buf_printf(b, "<</S /%s\n/P ", e->type);
	put_ref(b, e->parent);
	buf_add_u8(b, '\n');
	if (t->alt != NULL) {
		put_alt(b, t->alt);
	}
	if (t->id != NULL)
		buf_printf(b, "/ID (%s)\n", t->id);
	put_attributes(b, e);
	if (same) {
		buf_add_str(b, "/Pg ");
		put_ref(b, p->pages[page].number);
		buf_add_u8(b, '\n');
	}
	if (e->kids != NULL) {
		buf_add_str(b, "/K [");
		for (const struct kid *k = e->kids; k != NULL; k = k->next)
			put_kid(p, b, k, same);
		buf_add_u8(b, ']');
	}
	buf_add_str(b, ">>");
}

void
elem_end(struct pdf *p, struct elem *e)
{
	buf_clear(&p->scratch);
	put_elem(p, &p->scratch, e);
	body_put(p, e->number, &p->scratch);
	if (e->kids != NULL) {
		*e->last_kid = p->spare_kids;
		p->spare_kids = e->kids;
	}
	e->type = NULL;
	e->spare = p->spare_elems;
	p->spare_elems = e;
}

/* The elements of a page's marks, an object of its own. */
static unsigned
put_marks(struct pdf *p, const struct page *g)
{
	unsigned number = body_number(p);
	struct buf *b = &p->scratch;

	buf_clear(b);
	buf_add_u8(b, '[');
	for (size_t i = 0; i < g->nmarks; i++) {
		put_ref(b, g->marks[i]);
		buf_add_u8(b, ' ');
	}
	buf_add_u8(b, ']');
	body_put(p, number, b);
	return number;
}

/* Keys rise from 0: in the order in which pages and links were made. */
static void
put_parents(struct pdf *p)
{
	struct buf b = { 0 };

	buf_add_str(&b, "<</Nums [");
	for (size_t i = 0; i < p->nparents; i++) {
		const struct parent *from = &p->parents[i];

		buf_printf(&b, "%zu ", i);
		put_ref(&b,
		    from->number != 0 ? from->number
				      : put_marks(p, &p->pages[from->page]));
		buf_add_u8(&b, ' ');
	}
	buf_add_str(&b, "]>>");
	p->parent_tree = body_number(p);
	body_put(p, p->parent_tree, &b);
	buf_free(&b);
}

/* Elements by their ids, which are in order already (ISO 32000, 14.7.2). */
static void
put_names(struct buf *b, const struct named *n)
{
	if (n == NULL)
		return;
	buf_add_str(b, "/IDTree <</Names [");
	for (; n != NULL; n = n->next) {
		buf_printf(b, "(%s) ", n->id);
		put_ref(b, n->number);
		buf_add_u8(b, ' ');
	}
	buf_add_str(b, "]>>\n");
}

/* What libharu has no objects for. */
static HPDF_STATUS
write_tree(HPDF_Dict d, HPDF_Stream to)
{
	const struct pdf *p = d->attr;
	struct buf b = { 0 };
	HPDF_STATUS status;

	buf_add_str(&b, "/K ");
	put_ref(&b, p->root->number);
	buf_add_str(&b, "\n/ParentTree ");
	put_ref(&b, p->parent_tree);
	buf_add_u8(&b, '\n');
	put_names(&b, p->named);
	status = HPDF_Stream_Write(to, b.data, (HPDF_UINT)b.len);
	buf_free(&b);
	return status;
}

void
structure_start(struct pdf *p)
{
	p->last_named = &p->named;
	p->tree = pdf_indirect(p);
	p->tree->attr = p;
	p->tree->write_fn = write_tree;
	p->root = pdf_elem(p, NULL, "Document");
}

void
structure_finish(struct pdf *p)
{
	HPDF_Dict mark = pdf_dict(p);

	for (struct elem *e = p->elems; e != NULL; e = e->before)
		if (e->type != NULL)
			elem_end(p, e);
	put_parents(p);
	pdf_put_name(p->tree, "Type", "StructTreeRoot");
	HPDF_Dict_AddNumber(
	    p->tree, "ParentTreeNextKey", (HPDF_INT32)p->nparents);
	HPDF_Dict_Add(p->doc->catalog, "StructTreeRoot", p->tree);
	HPDF_Dict_AddBoolean(mark, "Marked", HPDF_TRUE);
	HPDF_Dict_Add(p->doc->catalog, "MarkInfo", mark);
}
