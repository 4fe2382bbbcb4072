/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/pdf/object.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/mem.h"
#include "reporter/pdf/deflate.h"

/*
 * The file as it grows. libharu keeps each object until it writes all of them,
 * at some 250 bytes apiece, and a long table has half a million elements; so
 * numbers are given here, what is complete is written at once, and libharu's
 * own objects follow at the end under the numbers they have by then.
 *
 * Elements stand in streams of objects (ISO 32000-1, 7.5.7): as plain objects
 * they were nine tenths of the file. The table that such a file ends with is a
 * stream, too (7.5.8).
 */

/* Objects of one stream; a reader unpacks it for any one of them. */
enum { BATCH_MAX = 200 };

/* libharu knows no such bit of an object's id. */
enum { NUMBERED = 0x20000000, NUMBER_MASK = 0x00ffffff };

/* A row of the table: what, where, and the place in a stream of objects. */
enum { ROW_LEN = 1 + 4 + 2 };

unsigned
body_number(struct pdf *p)
{
	if (p->nplaces == p->places_cap) {
		p->places_cap = p->places_cap == 0 ? 256 : 2 * p->places_cap;
		p->places =
		    mem_grow(p->places, p->places_cap, sizeof(*p->places));
	}
	if (p->nplaces > NUMBER_MASK)
		fatalx("pdf: more than %zu objects", p->nplaces);
	p->places[p->nplaces] = (struct place){ .kind = PLACE_NONE };
	return (unsigned)p->nplaces++;
}

unsigned
body_number_of(struct pdf *p, void *object)
{
	HPDF_Obj_Header *h = object;

	if (!(h->obj_id & NUMBERED))
		h->obj_id = (h->obj_id & ~(HPDF_UINT32)NUMBER_MASK) | NUMBERED |
		    body_number(p);
	return h->obj_id & NUMBER_MASK;
}

/* Notes that the object stands where the file ends now. */
static void
open_object(struct pdf *p, unsigned number)
{
	size_t at = p->out->len - p->start;

	if (at > UINT32_MAX)
		fatalx("pdf: a file of more than 4 GiB");
	p->places[number] =
	    (struct place){ .kind = PLACE_ALONE, .at = (uint32_t)at };
	buf_printf(p->out, "%u 0 obj\n", number);
}

void
body_stream(
    struct pdf *p, unsigned number, const char *keys, const struct buf *packed)
{
	open_object(p, number);
	buf_printf(p->out,
	    "<<\n%s/Filter /FlateDecode\n/Length %zu\n>>\nstream\n", keys,
	    packed->len);
	buf_add(p->out, packed->data, packed->len);
	buf_add_str(p->out, "\nendstream\nendobj\n");
}

static void
flush_batch(struct pdf *p)
{
	struct batch *b = &p->batch;
	char keys[96];

	if (b->count == 0)
		return;
	snprintf(keys, sizeof(keys), "/Type /ObjStm\n/N %u\n/First %zu\n",
	    b->count, b->heads.len);
	buf_clear(&p->packed);
	deflate_add(p->deflate, b->heads.data, b->heads.len, &p->packed);
	deflate_add(p->deflate, b->texts.data, b->texts.len, &p->packed);
	deflate_end(p->deflate, &p->packed);
	body_stream(p, b->number, keys, &p->packed);
	buf_clear(&b->heads);
	buf_clear(&b->texts);
	b->count = 0;
}

void
body_put(struct pdf *p, unsigned number, const struct buf *text)
{
	struct batch *b = &p->batch;

	if (b->count == 0)
		b->number = body_number(p);
	p->places[number] = (struct place){
		.kind = PLACE_SHARED,
		.at = b->number,
		.index = (uint16_t)b->count,
	};
	buf_printf(&b->heads, "%u %zu ", number, b->texts.len);
	buf_add(&b->texts, text->data, text->len);
	buf_add_u8(&b->texts, '\n');
	if (++b->count == BATCH_MAX)
		flush_batch(p);
}

static HPDF_STATUS
add_bytes(HPDF_Stream to, const HPDF_BYTE *data, HPDF_UINT len)
{
	buf_add(to->attr, data, len);
	return HPDF_OK;
}

void
body_start(struct pdf *p)
{
	static const char head[] = "%PDF-1.7\n%\xb7\xbe\xad\xaa\n";

	p->deflate = deflate_new();
	p->saved = HPDF_CallbackWriter_New(p->doc->mmgr, add_bytes, p->out);
	buf_add(p->out, head, sizeof(head) - 1);
	(void)body_number(p);
	/* 0: the head of the free ones, which nothing has again (7.5.4). */
	p->places[0].index = UINT16_MAX;
}

/* libharu's objects, but for those that stand for what we wrote. */
static void
write_rest(struct pdf *p)
{
	HPDF_List all = p->doc->xref->entries;

	for (HPDF_UINT i = 0; i < all->count; i++) {
		HPDF_XrefEntry e = HPDF_List_ItemAt(all, i);

		if (e->entry_typ == 'n')
			(void)body_number_of(p, e->obj);
	}
	for (HPDF_UINT i = 0; i < all->count; i++) {
		HPDF_XrefEntry e = HPDF_List_ItemAt(all, i);
		unsigned number;

		if (e->entry_typ != 'n')
			continue;
		number = body_number_of(p, e->obj);
		if (p->places[number].kind != PLACE_NONE)
			continue;
		open_object(p, number);
		pdf_check(p, HPDF_Obj_WriteValue(e->obj, p->saved, NULL));
		buf_add_str(p->out, "\nendobj\n");
	}
}

static void
put_row(uint8_t row[ROW_LEN], const struct place *at)
{
	static const uint8_t kinds[] = { 0, 1, 2 };

	row[0] = kinds[at->kind];
	for (int i = 0; i < 4; i++)
		row[1 + i] = (uint8_t)(at->at >> (24 - 8 * i));
	row[5] = (uint8_t)(at->index >> 8);
	row[6] = (uint8_t)at->index;
}

/* Each byte as what it is more than the one above (predictor 12, PNG's "up"):
 * rows of one stream differ in one. */
static void
pack_table(struct pdf *p)
{
	uint8_t above[ROW_LEN] = { 0 }, row[ROW_LEN], line[1 + ROW_LEN];

	buf_clear(&p->packed);
	for (size_t i = 0; i < p->nplaces; i++) {
		put_row(row, &p->places[i]);
		line[0] = 2;
		for (int k = 0; k < ROW_LEN; k++)
			line[1 + k] = (uint8_t)(row[k] - above[k]);
		memcpy(above, row, ROW_LEN);
		deflate_add(p->deflate, line, sizeof(line), &p->packed);
	}
	deflate_end(p->deflate, &p->packed);
}

/* The table's own keys, after those of a trailer. */
static HPDF_STATUS
write_keys(HPDF_Dict d, HPDF_Stream to)
{
	struct pdf *p = d->attr;
	struct buf *b = &p->scratch;

	buf_clear(b);
	buf_printf(b,
	    "/Type /XRef\n/Size %zu\n/W [1 4 2]\n/Filter /FlateDecode\n"
	    "/DecodeParms <</Predictor 12 /Columns %d>>\n/Length %zu\n",
	    p->nplaces, ROW_LEN, p->packed.len);
	return HPDF_Stream_Write(to, b->data, (HPDF_UINT)b->len);
}

static void
write_table(struct pdf *p)
{
	HPDF_Dict trailer = p->doc->trailer;
	unsigned number = body_number(p);
	size_t at = p->out->len - p->start;

	open_object(p, number);
	pack_table(p);
	pdf_check(p, HPDF_Dict_Add(trailer, "Root", p->doc->catalog));
	pdf_check(p, HPDF_Dict_Add(trailer, "Info", p->doc->info));
	trailer->attr = p;
	trailer->write_fn = write_keys;
	pdf_check(p, HPDF_Obj_WriteValue(trailer, p->saved, NULL));
	buf_add_str(p->out, "\nstream\n");
	buf_add(p->out, p->packed.data, p->packed.len);
	buf_printf(
	    p->out, "\nendstream\nendobj\nstartxref\n%zu\n%%%%EOF\n", at);
}

void
body_finish(struct pdf *p)
{
	flush_batch(p);
	write_rest(p);
	write_table(p);
}

void
body_free(struct pdf *p)
{
	if (p->saved != NULL)
		HPDF_Stream_Free(p->saved);
	deflate_free(p->deflate);
	buf_free(&p->batch.heads);
	buf_free(&p->batch.texts);
	buf_free(&p->packed);
	free(p->places);
}
