/* SPDX-License-Identifier: Apache-2.0 */

/* A whole report, from template and data to the bytes of a PDF. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/file.h"
#include "lib/base/json.h"
#include "reporter/layout/block.h"
#include "reporter/output_html.h"
#include "reporter/output_pdf.h"
#include "reporter/pdf/font.h"
#include "reporter/template/template.h"
#include "reporter/template/words.h"

#include "tests/unit/test.h"

/* Everything a report is made of. */
struct sample {
	struct fonts *fonts;
	struct words *words;
	struct template *template;
	struct json *data;
};

static const char *
path_of(const char *name)
{
	static char path[1024];
	const char *top = getenv("srcdir");

	snprintf(path, sizeof(path), "%s/tests/data/report/%s",
	    top != NULL ? top : ".", name);
	return path;
}

static bool
covers(const void *of, uint32_t codepoint)
{
	return fonts_cover(of, codepoint);
}

static int
open_sample(void **state)
{
	struct sample *s = calloc(1, sizeof(*s));
	struct buf text = { 0 };

	assert_non_null(s);
	assert_int_equal(ERR_OK, fonts_open(NULL, &s->fonts));
	assert_int_equal(ERR_OK, words_open(path_of("words.nl"), &s->words));
	assert_int_equal(
	    ERR_OK, template_load(path_of("sample.nl.md"), &s->template));
	assert_int_equal(
	    ERR_OK, file_read(path_of("sample.json"), JSON_MAX, &text));
	assert_int_equal(ERR_OK,
	    json_parse("sample.json", buf_str(&text), text.len, &s->data));
	buf_free(&text);
	*state = s;
	return 0;
}

static int
close_sample(void **state)
{
	struct sample *s = *state;

	fonts_free(s->fonts);
	words_close(s->words);
	template_free(s->template);
	json_free(s->data);
	free(s);
	return 0;
}

static struct document *
render(const struct sample *s)
{
	const struct template_options o = {
		.language = "nl",
		.words = s->words,
		.covers = covers,
		.covers_of = s->fonts,
	};
	struct document *d;

	assert_int_equal(ERR_OK, template_render(s->template, s->data, &o, &d));
	return d;
}

static void
make(const struct sample *s, struct buf *out)
{
	/* 9 October 2026, 09:00 in Amsterdam. */
	const struct output_pdf o = {
		.at = 1791529200 * CLOCK_SECOND,
		.seed = "sample",
	};
	struct document *d = render(s);

	assert_int_equal(ERR_OK, output_pdf(d, s->fonts, &o, out));
	document_free(d);
}

static void
every_name_is_in_the_list(void **state)
{
	struct sample *s = *state;

	assert_int_equal(
	    ERR_OK, template_check(s->template, path_of("values.list")));
}

static void
a_page_is_the_same_twice_as_well(void **state)
{
	struct sample *s = *state;
	const char *keep = getenv("PATCHWACHT_SAMPLE_HTML");
	struct document *d = render(s);
	struct buf first = { 0 }, second = { 0 };

	output_html(d, s->fonts, &first);
	document_free(d);
	d = render(s);
	output_html(d, s->fonts, &second);
	assert_string_equal(buf_str(&first), buf_str(&second));
	if (keep != NULL)
		assert_int_equal(
		    ERR_OK, file_write(keep, first.data, first.len, 0600));
	document_free(d);
	buf_free(&first);
	buf_free(&second);
}

static void
the_same_input_gives_the_same_bytes(void **state)
{
	struct buf first = { 0 }, second = { 0 };
	const char *keep = getenv("PATCHWACHT_SAMPLE");

	make(*state, &first);
	make(*state, &second);
	assert_int_equal(first.len, second.len);
	assert_memory_equal(first.data, second.data, first.len);
	assert_memory_equal("%PDF-1.7", first.data, 8);
	if (keep != NULL)
		assert_int_equal(
		    ERR_OK, file_write(keep, first.data, first.len, 0600));
	buf_free(&first);
	buf_free(&second);
}

static void
drop(const char *line)
{
	(void)line;
}

static void
a_text_without_a_glyph_stops_the_report(void **state)
{
	struct sample *s = *state;
	const struct output_pdf o = { .seed = "sample" };
	struct document *d = render(s);
	struct buf out = { 0 };

	d->organisation = "\xe5\xad\xa6"; /* U+5B66, which Lato lacks */
	log_divert(drop);
	assert_int_equal(ERR_RANGE, output_pdf(d, s->fonts, &o, &out));
	log_divert(NULL);
	assert_int_equal(0, out.len);
	buf_free(&out);
	document_free(d);
}

static void
a_value_without_a_glyph_is_written_as_its_number(void **state)
{
	struct sample *s = *state;
	const struct output_pdf o = { .seed = "sample" };
	struct buf out = { 0 };
	struct document *d;
	struct json *tenant = json_new_object();

	json_put_text(tenant, "name", "school \xf0\x9f\x98\x80");
	json_put(s->data, "tenant", tenant);
	d = render(s);
	assert_string_equal("school [U+1F600]", d->organisation);
	assert_int_equal(ERR_OK, output_pdf(d, s->fonts, &o, &out));
	document_free(d);
	buf_free(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_name_is_in_the_list),
		cmocka_unit_test(the_same_input_gives_the_same_bytes),
		cmocka_unit_test(a_page_is_the_same_twice_as_well),
		cmocka_unit_test(a_text_without_a_glyph_stops_the_report),
		cmocka_unit_test(
		    a_value_without_a_glyph_is_written_as_its_number),
	};
	return cmocka_run_group_tests(tests, open_sample, close_sample);
}
