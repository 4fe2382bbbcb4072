/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/pdf/object.h"

#include "lib/base/mem.h"

struct elem *
pdf_root(struct pdf *p)
{
	return p->root;
}

struct elem *
pdf_elem(struct pdf *p, struct elem *parent, const char *type)
{
	struct elem *e = POOL_NEW(p->pool, struct elem);

	e->type = pool_dup(p->pool, type);
	e->parent = parent;
	e->last_kid = &e->kids;
	e->dict = pdf_indirect(p);
	*p->last = e;
	p->last = &e->next;
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

void
elem_set_alt(struct pdf *p, struct elem *e, const char *alt)
{
	e->alt = pool_dup(p->pool, alt);
}

void
elem_set_scope(struct elem *e, const char *scope)
{
	e->scope = scope;
}

void
elem_set_list(struct elem *e, const char *numbering)
{
	e->list = numbering;
}

void
elem_set_span(struct elem *e, unsigned columns)
{
	e->span = columns;
}

void
elem_set_box(struct elem *e, double x, double y, double w, double h)
{
	e->has_box = true;
	e->x = x;
	e->y = y;
	e->w = w;
	e->h = h;
}

int
pdf_add_parent(struct pdf *p, struct elem *e, unsigned page)
{
	p->parents = mem_grow(p->parents, p->nparents + 1, sizeof(*p->parents));
	p->parents[p->nparents] = (struct parent){ e, page };
	return (int)p->nparents++;
}

static void
put_attributes(struct pdf *p, const struct elem *e)
{
	HPDF_Dict a = pdf_dict(p);
	HPDF_Array box;

	HPDF_Dict_Add(e->dict, "A", a);
	if (e->scope != NULL || e->span > 1) {
		pdf_put_name(a, "O", "Table");
		if (e->scope != NULL)
			pdf_put_name(a, "Scope", e->scope);
		if (e->span > 1)
			HPDF_Dict_AddNumber(a, "ColSpan", (HPDF_INT32)e->span);
	} else if (e->list != NULL) {
		pdf_put_name(a, "O", "List");
		pdf_put_name(a, "ListNumbering", e->list);
	} else {
		pdf_put_name(a, "O", "Layout");
		pdf_put_name(a, "Placement", "Block");
		box = pdf_array(p);
		HPDF_Dict_Add(a, "BBox", box);
		HPDF_Array_AddReal(box, (HPDF_REAL)e->x);
		HPDF_Array_AddReal(box, (HPDF_REAL)e->y);
		HPDF_Array_AddReal(box, (HPDF_REAL)(e->x + e->w));
		HPDF_Array_AddReal(box, (HPDF_REAL)(e->y + e->h));
	}
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
put_kid(struct pdf *p, HPDF_Array kids, const struct kid *k, bool same)
{
	HPDF_Dict d;

	if (k->kind == KID_ELEM) {
		HPDF_Array_Add(kids, k->elem->dict);
		return;
	}
	if (k->kind == KID_MARK && same) {
		HPDF_Array_AddNumber(kids, k->mark);
		return;
	}
	d = pdf_dict(p);
	HPDF_Array_Add(kids, d);
	pdf_put_name(d, "Type", k->kind == KID_MARK ? "MCR" : "OBJR");
	HPDF_Dict_Add(d, "Pg", p->pages[k->page].page);
	if (k->kind == KID_MARK)
		HPDF_Dict_AddNumber(d, "MCID", k->mark);
	else
		HPDF_Dict_Add(d, "Obj", k->object);
}

static void
put_elem(struct pdf *p, const struct elem *e, HPDF_Dict tree)
{
	unsigned page = 0;
	HPDF_Array kids;
	bool same;

	pdf_put_name(e->dict, "Type", "StructElem");
	pdf_put_name(e->dict, "S", e->type);
	HPDF_Dict_Add(e->dict, "P", e->parent != NULL ? e->parent->dict : tree);
	if (e->alt != NULL)
		pdf_put_text(p, e->dict, "Alt", e->alt);
	if (e->scope != NULL || e->list != NULL || e->has_box || e->span > 1)
		put_attributes(p, e);
	if (e->kids == NULL)
		return;
	same = one_page(e, &page);
	if (same)
		HPDF_Dict_Add(e->dict, "Pg", p->pages[page].page);
	kids = pdf_array(p);
	HPDF_Dict_Add(e->dict, "K", kids);
	for (const struct kid *k = e->kids; k != NULL; k = k->next)
		put_kid(p, kids, k, same);
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

void
structure_finish(struct pdf *p)
{
	HPDF_Dict tree = pdf_indirect(p), mark = pdf_dict(p);

	pdf_put_name(tree, "Type", "StructTreeRoot");
	HPDF_Dict_Add(tree, "K", p->root->dict);
	for (const struct elem *e = p->all; e != NULL; e = e->next)
		put_elem(p, e, tree);
	HPDF_Dict_Add(tree, "ParentTree", parent_tree(p));
	HPDF_Dict_AddNumber(tree, "ParentTreeNextKey", (HPDF_INT32)p->nparents);
	HPDF_Dict_Add(p->doc->catalog, "StructTreeRoot", tree);
	HPDF_Dict_AddBoolean(mark, "Marked", HPDF_TRUE);
	HPDF_Dict_Add(p->doc->catalog, "MarkInfo", mark);
}
