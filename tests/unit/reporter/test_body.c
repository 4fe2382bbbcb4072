/* SPDX-License-Identifier: Apache-2.0 */

/* What is written early can be found: the table says where each object is. */

#include "reporter/pdf/object.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "tests/unit/test.h"

#include "lib/base/err.h"
#include "reporter/pdf/font.h"

enum { ROWS = 700, ROW_LEN = 7 };

/* A table whose rows end at once, on a page that is written before the end. */
static void
draw(struct pdf *p, void *of)
{
	unsigned page = pdf_add_page(p, 595, 842);
	struct elem *table = pdf_elem(p, pdf_root(p), "Table");

	for (size_t i = 0; i < ROWS; i++) {
		struct elem *row = pdf_elem(p, table, "TR");
		struct elem *cell = pdf_elem(p, row, "TD");

		pdf_begin(p, page, cell);
		pdf_rect(p, page, 10, 10, 5, 5, 0, 0x336699);
		pdf_end(p, page);
		elem_end(p, cell);
		elem_end(p, row);
	}
	*(size_t *)of = 0;
	for (const struct elem *e = p->elems; e != NULL; e = e->before)
		(*(size_t *)of)++;
	pdf_page_done(p, page);
	pdf_artifact(p, page, ARTIFACT_FOOTER);
	pdf_rect(p, page, 10, 800, 5, 5, 0, 0x336699);
	pdf_end(p, page);
}

static void
make(struct buf *out, size_t *kept)
{
	const struct pdf_meta meta = { .title = "T", .language = "nl-NL" };
	struct fonts *fonts = NULL;

	assert_int_equal(ERR_OK, fonts_open(NULL, &fonts));
	assert_int_equal(ERR_OK, pdf_make(&meta, fonts, draw, kept, out));
	fonts_free(fonts);
}

/* The text of the stream whose object begins at; the caller's to free(). */
static uint8_t *
inflated(const struct buf *pdf, size_t at, size_t *len)
{
	const uint8_t *from = pdf->data + at;
	const uint8_t *text = memmem(from, pdf->len - at, "\nstream\n", 8);
	const uint8_t *length = memmem(from, pdf->len - at, "/Length ", 8);
	uLongf room = 1 << 20;
	uint8_t *out = malloc(room);

	assert_non_null(text);
	assert_true(length != NULL && length < text);
	assert_int_equal(Z_OK,
	    uncompress(out, &room, text + 8,
		strtoul((const char *)length + 8, NULL, 10)));
	*len = room;
	return out;
}

/* Undoes the predictor; returns how many rows there are. */
static size_t
rows_of(uint8_t *table, size_t len)
{
	const uint8_t *above = NULL;
	size_t n = len / (1 + ROW_LEN);

	assert_int_equal(0, len % (1 + ROW_LEN));
	for (size_t i = 0; i < n; i++) {
		uint8_t *row = table + i * (1 + ROW_LEN);

		assert_int_equal(2, row[0]);
		for (int k = 1; above != NULL && k <= ROW_LEN; k++)
			row[k] = (uint8_t)(row[k] + above[k]);
		above = row;
	}
	return n;
}

static size_t
at_of(const uint8_t *row)
{
	return (size_t)row[2] << 24 | (size_t)row[3] << 16 |
	    (size_t)row[4] << 8 | row[5];
}

/* The object that a stream of them has at that place. */
static void
stands_among(const struct buf *pdf, const uint8_t *table, const uint8_t *row,
    size_t number)
{
	const uint8_t *stream = table + at_of(row) * (1 + ROW_LEN);
	unsigned index = (unsigned)(row[6] << 8 | row[7]);
	size_t len;
	uint8_t *text;
	char *p;

	assert_int_equal(1, stream[1]);
	text = inflated(pdf, at_of(stream), &len);
	p = (char *)text;
	for (unsigned i = 0; i < index; i++) {
		(void)strtoul(p, &p, 10);
		(void)strtoul(p, &p, 10);
	}
	assert_int_equal(number, strtoul(p, &p, 10));
	free(text);
}

static void
each_object_stands_where_the_table_says(void **state)
{
	struct buf pdf = { 0 };
	size_t kept, len, n, shared = 0;
	const char *last;
	uint8_t *table;

	(void)state;
	make(&pdf, &kept);
	last = memmem(pdf.data + pdf.len - 40, 40, "startxref\n", 10);
	assert_non_null(last);
	table = inflated(&pdf, strtoul(last + 10, NULL, 10), &len);
	n = rows_of(table, len);
	assert_memory_equal("\0\0\0\0\0\xff\xff", table + 1, ROW_LEN);
	for (size_t i = 1; i < n; i++) {
		const uint8_t *row = table + i * (1 + ROW_LEN);
		char name[32];

		if (row[1] == 2) {
			stands_among(&pdf, table, row, i);
			shared++;
			continue;
		}
		assert_int_equal(1, row[1]);
		snprintf(name, sizeof(name), "%zu 0 obj\n", i);
		assert_memory_equal(name, pdf.data + at_of(row), strlen(name));
	}
	/* The rows and their cells, Document, Table, marks, parent tree. */
	assert_int_equal(2 * ROWS + 4, shared);
	free(table);
	buf_free(&pdf);
}

static void
elements_that_ended_are_made_again(void **state)
{
	struct buf pdf = { 0 };
	size_t kept;

	(void)state;
	make(&pdf, &kept);
	assert_int_equal(4, kept); /* Document, Table, a row, a cell */
	buf_free(&pdf);
}

static void
same_drawing_gives_the_same_bytes(void **state)
{
	struct buf one = { 0 }, two = { 0 };
	size_t kept;

	(void)state;
	make(&one, &kept);
	make(&two, &kept);
	assert_int_equal(one.len, two.len);
	assert_memory_equal(one.data, two.data, one.len);
	buf_free(&one);
	buf_free(&two);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_object_stands_where_the_table_says),
		cmocka_unit_test(elements_that_ended_are_made_again),
		cmocka_unit_test(same_drawing_gives_the_same_bytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
