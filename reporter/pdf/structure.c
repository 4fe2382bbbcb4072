/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/pdf/object.h"

#include <string.h>

#include "lib/base/mem.h"
#include "lib/base/utf8.h"

static HPDF_STATUS write_elem(HPDF_Dict d, HPDF_Stream to);

struct elem *
pdf_root(struct pdf *p)
{
	return p->root;
}

struct elem *
pdf_elem(struct pdf *p, struct elem *parent, const char *type)
{
	struct elem *e = POOL_NEW(p->pool, struct elem);

	e->type = type;
	e->parent = parent;
	e->last_kid = &e->kids;
	e->pdf = p;
	e->dict = pdf_indirect(p);
	e->dict->attr = e;
	e->dict->write_fn = write_elem;
	if (parent != NULL)
		elem_add(
		    p, parent, (struct kid){ .kind = KID_ELEM, .elem = e });
	return e;
}

void
elem_add(struct pdf *p, struct elem *e, struct kid kid)
{
	struct kid *k = POOL_NEW(p->pool, struct kid);

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
	struct elem **last = &p->named;

	if (p->last_named != NULL)
		last = p->last_named;
	new_traits(e)->id = pool_dup(p->pool, id);
	*last = e;
	p->last_named = &e->traits->next_named;
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
	p->parents[p->nparents] = (struct parent){ e, page };
	return (int)p->nparents++;
}

static void
put_ref(struct buf *b, const void *object)
{
	const HPDF_Obj_Header *h = object;

	buf_printf(b, "%u 0 R", (unsigned)(h->obj_id & 0x00ffffff));
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
		put_ref(b, k->elem->dict);
	} else if (k->kind == KID_MARK && same) {
		buf_printf(b, "%d", k->mark);
	} else if (k->kind == KID_MARK) {
		buf_add_str(b, "<</Type /MCR /Pg ");
		put_ref(b, p->pages[k->page].page);
		buf_printf(b, " /MCID %d>>", k->mark);
	} else {
		buf_add_str(b, "<</Type /OBJR /Pg ");
		put_ref(b, p->pages[k->page].page);
		buf_add_str(b, " /Obj ");
		put_ref(b, k->object);
		buf_add_str(b, ">>");
	}
	buf_add_u8(b, ' ');
}

static void
put_elem(const struct pdf *p, struct buf *b, const struct elem *e)
{
	const struct traits *t = traits_of(e);
	unsigned page = 0;
	bool same = one_page(e, &page);

	buf_printf(b, "/S /%s\n/P ", e->type);
	put_ref(b, e->parent != NULL ? e->parent->dict : p->tree);
	buf_add_u8(b, '\n');
	if (t->alt != NULL) {
		buf_add_str(b, "/Alt <");
		put_utf16(b, t->alt,
		    utf8_cut(t->alt, strlen(t->alt), PDF_TEXT_MAX / 2 - 2),
		    true);
		buf_add_str(b, ">\n");
	}
	if (t->id != NULL)
		buf_printf(b, "/ID (%s)\n", t->id);
	put_attributes(b, e);
	if (same) {
		buf_add_str(b, "/Pg ");
		put_ref(b, p->pages[page].page);
		buf_add_u8(b, '\n');
	}
	if (e->kids == NULL)
		return;
	buf_add_str(b, "/K [");
	for (const struct kid *k = e->kids; k != NULL; k = k->next)
		put_kid(p, b, k, same);
	buf_add_str(b, "]\n");
}

/*
 * A dictionary of libharu takes 150 bytes for each key, and a long table has
 * tens of thousands of elements, so theirs are written from ours when libharu
 * comes to them.
 */
static HPDF_STATUS
write_elem(HPDF_Dict d, HPDF_Stream to)
{
	const struct elem *e = d->attr;
	struct buf *b = &e->pdf->scratch;

	buf_clear(b);
	put_elem(e->pdf, b, e);
	return HPDF_Stream_Write(to, b->data, (HPDF_UINT)b->len);
}

/* Keys rise from 0: in the order in which pages and links were made. */
static HPDF_Dict
parent_tree(struct pdf *p)
{
	HPDF_Dict tree = pdf_indirect(p);
	HPDF_Array numbers = pdf_array(p), marks;

	HPDF_Dict_Add(tree, "Nums", numbers);
	for (size_t i = 0; i < p->nparents; i++) {
		const struct parent *from = &p->parents[i];

		HPDF_Array_AddNumber(numbers, (HPDF_INT32)i);
		if (from->elem != NULL) {
			HPDF_Array_Add(numbers, from->elem->dict);
			continue;
		}
		marks = pdf_array(p);
		HPDF_Array_Add(numbers, marks);
		for (size_t k = 0; k < p->pages[from->page].nmarks; k++)
			HPDF_Array_Add(
			    marks, p->pages[from->page].marks[k]->dict);
	}
	return tree;
}

/* Elements by their ids, which are in order already (ISO 32000, 14.7.2). */
static void
name_elements(struct pdf *p, HPDF_Dict root)
{
	HPDF_Dict tree;
	HPDF_Array names;

	if (p->named == NULL)
		return;
	tree = pdf_dict(p);
	names = pdf_array(p);
	for (const struct elem *e = p->named; e != NULL;
	     e = e->traits->next_named) {
		pdf_put_bytes(p, names, e->traits->id, strlen(e->traits->id));
		HPDF_Array_Add(names, e->dict);
	}
	HPDF_Dict_Add(tree, "Names", names);
	HPDF_Dict_Add(root, "IDTree", tree);
}

void
structure_finish(struct pdf *p)
{
	HPDF_Dict tree = pdf_indirect(p), mark = pdf_dict(p);

	pdf_put_name(tree, "Type", "StructTreeRoot");
	HPDF_Dict_Add(tree, "K", p->root->dict);
	p->tree = tree;
	HPDF_Dict_Add(tree, "ParentTree", parent_tree(p));
	name_elements(p, tree);
	HPDF_Dict_AddNumber(tree, "ParentTreeNextKey", (HPDF_INT32)p->nparents);
	HPDF_Dict_Add(p->doc->catalog, "StructTreeRoot", tree);
	HPDF_Dict_AddBoolean(mark, "Marked", HPDF_TRUE);
	HPDF_Dict_Add(p->doc->catalog, "MarkInfo", mark);
}
