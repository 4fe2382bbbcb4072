/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/pdf/object.h"

/*
 * HPDF_Destination_SetXYZ refuses a zoom of 0, "as the reader has it", so the
 * array is written here; and where it is named, as not every reader follows a
 * reference to one.
 */
static HPDF_Destination
destination(struct pdf *p, unsigned page, double top)
{
	HPDF_Destination d = pdf_array(p);

	d->header.obj_class |= HPDF_OSUBCLASS_DESTINATION;
	HPDF_Array_Add(d, p->pages[page].page);
	HPDF_Array_AddName(d, "XYZ");
	HPDF_Array_AddNumber(d, 0);
	HPDF_Array_AddReal(d, (HPDF_REAL)top);
	HPDF_Array_Add(d, HPDF_Null_New(p->doc->mmgr));
	return d;
}

static void
tag_link(struct pdf *p, unsigned page, struct elem *e, HPDF_Annotation a,
    const char *what)
{
	HPDF_Dict_AddNumber(a, "F", 4); /* printed: PDF/A wants it */
	pdf_put_text(p, a, "Contents", what);
	HPDF_Dict_AddNumber(a, "StructParent", pdf_add_parent(p, e, page));
	HPDF_LinkAnnot_SetBorderStyle(a, 0, 0, 0);
	elem_add(p, e,
	    (struct kid){ .kind = KID_OBJECT,
		.page = page,
		.number = body_number_of(p, a) });
}

static HPDF_Rect
rect_of(const struct area *a)
{
	return (HPDF_Rect){ (HPDF_REAL)a->x, (HPDF_REAL)a->y,
		(HPDF_REAL)(a->x + a->w), (HPDF_REAL)(a->y + a->h) };
}

void
pdf_link_url(struct pdf *p, unsigned page, struct elem *e,
    const struct area *where, const char *url, const char *what)
{
	HPDF_Annotation a = HPDF_Page_CreateURILinkAnnot(
	    p->pages[page].page, rect_of(where), url);

	tag_link(p, page, e, a, what);
}

void
pdf_link_page(struct pdf *p, unsigned page, struct elem *e,
    const struct area *where, unsigned to, double top, const char *what)
{
	HPDF_Annotation a = HPDF_Page_CreateLinkAnnot(
	    p->pages[page].page, rect_of(where), destination(p, to, top));

	tag_link(p, page, e, a, what);
}

void
pdf_bookmark(
    struct pdf *p, int level, const char *title, unsigned page, double top)
{
	HPDF_Outline parent = NULL, o;

	if (level < 1 || level > LEVELS)
		fatalx("pdf: a bookmark of level %d", level);
	for (int i = level - 1; i > 0 && parent == NULL; i--)
		parent = p->bookmark[i];
	o = HPDF_CreateOutline(p->doc, parent, "-", NULL);
	pdf_put_text(p, o, "Title", title);
	HPDF_Outline_SetDestination(o, destination(p, page, top));
	HPDF_Outline_SetOpened(o, level == 1 ? HPDF_TRUE : HPDF_FALSE);
	p->bookmark[level] = o;
	for (int i = level + 1; i <= LEVELS; i++)
		p->bookmark[i] = NULL;
}
