/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/pdf/object.h"

#include <math.h>
#include <string.h>

#include "lib/base/mem.h"

/* Members of libharu's structs are used here, which 2.4 changed. */
_Static_assert(HPDF_MAJOR_VERSION == 2 && HPDF_MINOR_VERSION == 3,
    "written for libharu 2.3");

HPDF_Dict
pdf_dict(struct pdf *p)
{
	return HPDF_Dict_New(p->doc->mmgr);
}

HPDF_Dict
pdf_indirect(struct pdf *p)
{
	HPDF_Dict d = HPDF_Dict_New(p->doc->mmgr);

	HPDF_Xref_Add(p->doc->xref, d);
	return d;
}

HPDF_Dict
pdf_stream(struct pdf *p, const void *data, size_t len, bool deflate)
{
	HPDF_Dict d = HPDF_DictStream_New(p->doc->mmgr, p->doc->xref);

	HPDF_Stream_Write(d->stream, data, (HPDF_UINT)len);
	if (deflate)
		d->filter = HPDF_STREAM_FILTER_FLATE_DECODE;
	return d;
}

HPDF_Array
pdf_array(struct pdf *p)
{
	return HPDF_Array_New(p->doc->mmgr);
}

void
pdf_put_name(HPDF_Dict d, const char *key, const char *name)
{
	HPDF_Dict_AddName(d, key, name);
}

void
put_utf16(struct buf *b, const char *text, size_t len, bool mark)
{
	const char *end = text + len;
	uint32_t c;

	if (mark)
		buf_add_str(b, "FEFF");
	while (text < end) {
		c = shape_next(&text, end);
		if (c > 0xffff) {
			c -= 0x10000;
			buf_printf(b, "%04X%04X", 0xd800 + (c >> 10),
			    0xdc00 + (c & 0x3ff));
		} else {
			buf_printf(b, "%04X", c);
		}
	}
}

/* libharu knows no text beyond the BMP, so the bytes are made here. */
static void
add_utf16(struct buf *b, const char *text)
{
	const char *end = text + strlen(text);
	uint32_t c;

	buf_add_be16(b, 0xfeff);
	while (text < end) {
		c = shape_next(&text, end);
		if (c > 0xffff) {
			c -= 0x10000;
			buf_add_be16(b, (uint16_t)(0xd800 + (c >> 10)));
			c = 0xdc00 + (c & 0x3ff);
		}
		buf_add_be16(b, (uint16_t)c);
	}
}

/* One that fits in no string is told, and then there is no document. */
void
pdf_put_text(struct pdf *p, HPDF_Dict d, const char *key, const char *text)
{
	struct buf b = { 0 };

	add_utf16(&b, text);
	if (b.len <= PDF_TEXT_MAX)
		HPDF_Dict_Add(d, key,
		    HPDF_Binary_New(p->doc->mmgr, b.data, (HPDF_UINT)b.len));
	else if (p->too_long == NULL)
		p->too_long = mem_dup_str(text);
	buf_free(&b);
}

void
pdf_put_ascii(struct pdf *p, HPDF_Dict d, const char *key, const char *text)
{
	HPDF_Dict_Add(d, key, HPDF_String_New(p->doc->mmgr, text, NULL));
}

void
pdf_put_bytes(struct pdf *p, HPDF_Array a, const void *data, size_t len)
{
	uint8_t copy[64];

	if (len > sizeof(copy))
		fatalx("pdf: %zu bytes in a string", len);
	memcpy(copy, data, len);
	HPDF_Array_Add(a, HPDF_Binary_New(p->doc->mmgr, copy, (HPDF_UINT)len));
}

void
put_number(struct buf *b, double v)
{
	long thousandths = lround(v * 1000);
	long whole, part;

	if (thousandths < 0) {
		buf_add_str(b, "-");
		thousandths = -thousandths;
	}
	whole = thousandths / 1000;
	part = thousandths % 1000;
	buf_printf(b, "%ld", whole);
	if (part == 0)
		return;
	if (part % 100 == 0)
		buf_printf(b, ".%ld", part / 100);
	else if (part % 10 == 0)
		buf_printf(b, ".%02ld", part / 10);
	else
		buf_printf(b, ".%03ld", part);
}
