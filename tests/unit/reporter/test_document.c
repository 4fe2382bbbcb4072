/* SPDX-License-Identifier: Apache-2.0 */

/* A PDF is written whole or not at all, whatever libharu says of it. */

#include "reporter/pdf/object.h"

#include <string.h>

#include "tests/unit/test.h"

#include "lib/base/err.h"
#include "reporter/pdf/font.h"

struct story {
	HPDF_STATUS (*write)(HPDF_Dict d, HPDF_Stream to);
	const struct pdf_file *file;
	const char *title; /* NULL: "T" */
};

static HPDF_STATUS
return_error(HPDF_Dict d, HPDF_Stream to)
{
	(void)d;
	(void)to;
	return HPDF_ZLIB_ERROR;
}

/* As its own functions do: those that follow are then skipped. */
static HPDF_STATUS
note_error(HPDF_Dict d, HPDF_Stream to)
{
	(void)to;
	return HPDF_SetError(d->error, HPDF_ZLIB_ERROR, 5);
}

static HPDF_STATUS
note_and_go_on(HPDF_Dict d, HPDF_Stream to)
{
	(void)note_error(d, to);
	return HPDF_OK;
}

static void
draw(struct pdf *p, void *of)
{
	const struct story *s = of;

	(void)pdf_add_page(p, 595, 842);
	if (s->write != NULL)
		pdf_indirect(p)->write_fn = s->write;
}

static int
make(struct story s, struct buf *out)
{
	const struct pdf_meta meta = { .title = s.title != NULL ? s.title : "T",
		.language = "nl-NL",
		.level = s.file != NULL ? PDF_A3A : PDF_A2A,
		.files = s.file,
		.nfiles = s.file != NULL };
	struct fonts *fonts = NULL;
	int rc;

	assert_int_equal(ERR_OK, fonts_open(NULL, &fonts));
	rc = pdf_make(&meta, fonts, draw, &s, out);
	fonts_free(fonts);
	return rc;
}

static void
ends_with_its_end(void **state)
{
	struct buf out = { 0 };

	(void)state;
	assert_int_equal(ERR_OK, make((struct story){ 0 }, &out));
	assert_memory_equal("%PDF-1.7\n", out.data, 9);
	assert_non_null(memmem(out.data + out.len - 8, 8, "%%EOF", 5));
	buf_free(&out);
}

static void
is_none_when_a_part_could_not_be_written(void **state)
{
	const struct story stories[] = { { .write = return_error },
		{ .write = note_error }, { .write = note_and_go_on } };

	(void)state;
	for (size_t i = 0; i < sizeof(stories) / sizeof(stories[0]); i++) {
		struct buf out = { 0 };

		buf_add_str(&out, "before");
		assert_int_equal(ERR_CORRUPT, make(stories[i], &out));
		assert_string_equal("before", buf_str(&out));
		buf_free(&out);
	}
}

/* In UTF-16, behind its mark: what just fits, and a letter more. */
static void
is_none_with_a_title_that_fits_in_no_string(void **state)
{
	char title[PDF_TEXT_MAX / 2 + 1];
	struct buf out = { 0 };

	(void)state;
	memset(title, 'x', sizeof(title));
	title[PDF_TEXT_MAX / 2] = '\0';
	assert_int_equal(
	    ERR_RANGE, make((struct story){ .title = title }, &out));
	assert_int_equal(0, out.len);
	title[PDF_TEXT_MAX / 2 - 1] = '\0';
	assert_int_equal(ERR_OK, make((struct story){ .title = title }, &out));
	buf_free(&out);
}

static int
feed_less(const void *of, pdf_taker *take, void *to)
{
	(void)of;
	return take(to, "ab", 2);
}

static int
feed_and_fail(const void *of, pdf_taker *take, void *to)
{
	(void)of;
	(void)take(to, "abc", 3);
	return ERR_IO;
}

static void
is_none_with_a_file_that_is_not_whole(void **state)
{
	const struct {
		int (*feed)(const void *of, pdf_taker *take, void *to);
		int rc;
	} cases[] = { { NULL, ERR_OK }, { feed_less, ERR_CORRUPT },
		{ feed_and_fail, ERR_CORRUPT } };

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct pdf_file file = { .name = "a.txt",
			.type = "text/plain",
			.about = "A",
			.relation = "Data",
			.data = "abc",
			.len = 3,
			.feed = cases[i].feed };
		struct buf out = { 0 };

		assert_int_equal(
		    cases[i].rc, make((struct story){ .file = &file }, &out));
		assert_int_equal(cases[i].rc == ERR_OK, out.len > 0);
		buf_free(&out);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ends_with_its_end),
		cmocka_unit_test(is_none_when_a_part_could_not_be_written),
		cmocka_unit_test(is_none_with_a_title_that_fits_in_no_string),
		cmocka_unit_test(is_none_with_a_file_that_is_not_whole),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
