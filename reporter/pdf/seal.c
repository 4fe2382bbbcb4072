/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/pdf/seal.h"

#include <string.h>
#include <time.h>

#include "lib/base/clock.h"
#include "reporter/pdf/object.h"

/*
 * Room for one signature over the whole file (ETSI EN 319 142-1). Its field has
 * no place on a page, so it needs no appearance; what it is for is its
 * description.
 */

/* Numbers of libharu's have no fixed width, so the text is ours. */
static HPDF_STATUS
write_room(HPDF_Dict d, HPDF_Stream to)
{
	struct pdf *p = d->attr;
	struct buf *b = &p->scratch;
	time_t at = (time_t)(p->meta->at / CLOCK_SECOND);
	struct tm tm;

	gmtime_r(&at, &tm);
	buf_clear(b);
	buf_add_str(b,
	    "/Type /Sig\n/Filter /Adobe.PPKLite\n"
	    "/SubFilter /ETSI.CAdES.detached\n");
	buf_printf(b, SEAL_RANGE, (size_t)0, (size_t)0, (size_t)0);
	buf_printf(b, SEAL_DATE, tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday,
	    tm.tm_hour, tm.tm_min, tm.tm_sec);
	buf_add_str(b, SEAL_CONTENTS);
	memset(
	    buf_extend(b, 2 * (size_t)SEAL_ROOM), '0', 2 * (size_t)SEAL_ROOM);
	buf_add_str(b, ">\n");
	return HPDF_Stream_Write(to, b->data, (HPDF_UINT)b->len);
}

static HPDF_Dict
new_field(struct pdf *p, HPDF_Page page)
{
	HPDF_Dict field = pdf_indirect(p), value = pdf_indirect(p);
	HPDF_Array nowhere = pdf_array(p);

	value->attr = p;
	value->write_fn = write_room;
	for (int i = 0; i < 4; i++)
		HPDF_Array_AddNumber(nowhere, 0);
	pdf_put_name(field, "Type", "Annot");
	pdf_put_name(field, "Subtype", "Widget");
	pdf_put_name(field, "FT", "Sig");
	pdf_put_ascii(p, field, "T", "Seal");
	pdf_put_text(p, field, "TU", p->meta->seal);
	HPDF_Dict_Add(field, "Rect", nowhere);
	HPDF_Dict_AddNumber(field, "F", 4 | 128); /* printed, locked */
	HPDF_Dict_Add(field, "P", page);
	HPDF_Dict_Add(field, "V", value);
	return field;
}

/* PDF/UA-1, 7.18.4: a widget stands in a Form. */
static void
tag_field(struct pdf *p, HPDF_Dict field)
{
	struct elem *form = pdf_elem(p, pdf_root(p), "Form");

	elem_set_alt(p, form, p->meta->seal);
	elem_add(p, form,
	    (struct kid){
		.kind = KID_OBJECT, .number = body_number_of(p, field) });
	HPDF_Dict_AddNumber(field, "StructParent", pdf_add_parent(p, form, 0));
}

void
seal_finish(struct pdf *p)
{
	HPDF_Page page = p->npages > 0 ? p->pages[0].page : NULL;
	HPDF_Array annotations, fields;
	HPDF_Dict field, form;

	if (p->meta->seal == NULL || page == NULL)
		return;
	field = new_field(p, page);
	tag_field(p, field);
	annotations = HPDF_Dict_GetItem(page, "Annots", HPDF_OCLASS_ARRAY);
	if (annotations == NULL) {
		annotations = pdf_array(p);
		HPDF_Dict_Add(page, "Annots", annotations);
	}
	HPDF_Array_Add(annotations, field);
	form = pdf_dict(p);
	fields = pdf_array(p);
	HPDF_Array_Add(fields, field);
	HPDF_Dict_Add(form, "Fields", fields);
	HPDF_Dict_AddNumber(form, "SigFlags", 3); /* signed, append only */
	HPDF_Dict_Add(p->doc->catalog, "AcroForm", form);
}
