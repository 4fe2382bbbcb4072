/* SPDX-License-Identifier: Apache-2.0 */

/* What is written beside the PDF, from the same values and document. */

#include "reporter/output_html.h"

#include "tests/unit/scratch.h"
#include "tests/unit/test.h" /* cmocka, with its includes in order */

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/file.h"
#include "lib/base/json.h"
#include "reporter/html/html.h"
#include "reporter/layout/block.h"
#include "reporter/output_csv.h"
#include "reporter/output_json.h"
#include "reporter/pdf/font.h"
#include "reporter/pdf/pdf.h"
#include "reporter/template/template.h"
#include "reporter/template/words.h"

#define EVIL "<b>\"x\"&'</b>"

static const char text[] =
    "---\nreport: test\nlanguage: nl\n"
    "title: Proef {{owner}}\norganisation: O\n"
    "classification: Openbaar\n---\n\n"
    "# Eerste\n\n"
    "Er zijn **{{late.count|number}}** van {{owner}}.\n\n"
    "- een\n- twee\n\n1. eerst\n2. dan\n\n"
    "```table\nsource: late\n"
    "column: device | Apparaat\n"
    "column: days | Dagen | number\nempty: Geen.\n```\n\n"
    "```chart\nkind: bar\nsource: late\ntitle: Dagen\n"
    "label: device\nvalue: days | number\n```\n\n"
    "## Tweede\n\n"
    "```matrix\nsource: groups\ngroup: {{name}}\n"
    "rows: rows\nempty: Geen.\ncolumn: device | Apparaat\n"
    "column: ids | Nummers\n```\n";

static const char data[] =
    "{\"owner\":\"<b>\\\"x\\\"&'</b>\",\"share\":94.5,"
    "\"late\":[{\"device\":\"=1+1\",\"days\":-3,\"ok\":true},"
    "{\"device\":\"sw \\\"2\\\", <i>\",\"days\":12,\"ok\":null}],"
    "\"groups\":[{\"name\":\"g1\",\"rows\":[{\"device\":\"a\","
    "\"ids\":[11,12]}]},{\"name\":\"g2\",\"rows\":[]}],"
    "\"unseen\":[{\"device\":\"secret\"}]}";

static const char names[] = "# names\nowner text x\nshare percent x\n"
			    "late list x\nlate[].device text x\n"
			    "late[].days number x\nlate[].ok bool x\n"
			    "groups list x\ngroups[].name text x\n"
			    "groups[].rows list x\n"
			    "groups[].rows[].device text x\n"
			    "groups[].rows[].ids list x\n"
			    "unseen list x\nunseen[].device text x\n";

struct made {
	struct fonts *fonts;
	struct template *template;
	struct json *values;
	struct document *document;
	struct buf page;
};

static int
make(void **state)
{
	struct made *m = calloc(1, sizeof(*m));
	struct template_options o = { .language = "nl" };

	assert_non_null(m);
	assert_int_equal(ERR_OK, fonts_open(NULL, &m->fonts));
	assert_int_equal(
	    ERR_OK, template_parse("test", text, strlen(text), &m->template));
	assert_int_equal(
	    ERR_OK, json_parse("data", data, strlen(data), &m->values));
	assert_int_equal(
	    ERR_OK, template_render(m->template, m->values, &o, &m->document));
	output_html(m->document, m->fonts, &m->page);
	*state = m;
	return 0;
}

static int
unmake(void **state)
{
	struct made *m = *state;

	buf_free(&m->page);
	document_free(m->document);
	json_free(m->values);
	template_free(m->template);
	fonts_free(m->fonts);
	free(m);
	return 0;
}

static void
has(struct made *m, const char *what)
{
	if (strstr(buf_str(&m->page), what) == NULL)
		fail_msg("no %s", what);
}

static void
what_a_device_says_is_text_and_never_markup(void **state)
{
	struct made *m = *state;

	assert_null(strstr(buf_str(&m->page), "<b>\"x"));
	assert_null(strstr(buf_str(&m->page), "<i>"));
	has(m, "&lt;b&gt;&quot;x&quot;&amp;&#39;&lt;/b&gt;");
}

static void
a_page_needs_nothing_else_and_runs_nothing(void **state)
{
	static const char *const never[] = { "<script", "<link", "<img",
		"@import", "url(", " src=", "onload", "javascript:", "http:" };
	struct made *m = *state;

	for (size_t i = 0; i < ROWS(never); i++)
		assert_null(strstr(buf_str(&m->page), never[i]));
	has(m, "default-src 'none'");
}

static void
a_reader_who_hears_it_finds_the_way(void **state)
{
	static const char *const there[] = { "<html lang=\"nl\">",
		"<a class=\"skip\" href=\"#main\">Naar de inhoud</a>",
		"<title>", "<h1>", "<h2 id=\"s1\">", "<h3 id=\"s2\">",
		"<main id=\"main\">", "<caption", "scope=\"col\"",
		"scope=\"row\"", "scope=\"rowgroup\"", "<ul><li>",
		"<ol><li value=\"1\">", "role=\"img\"", "Staafdiagram" };
	struct made *m = *state;

	for (size_t i = 0; i < ROWS(there); i++)
		has(m, there[i]);
}

/* Of four rows the second says nothing itself, and the fourth is of the third.
 */
static void
only_what_continues_a_row_stands_under_its_name(void **state)
{
	static const char four[] =
	    "{\"list\":[{\"id\":\"A\",\"n\":1},{\"id\":\"\",\"n\":2},"
	    "{\"id\":\"B\",\"n\":3},{\"id\":\"\",\"continues\":true,"
	    "\"n\":4}]}";
	static const char rows[] =
	    "<tr><th dir=\"auto\" scope=\"row\">A</th>"
	    "<td dir=\"auto\" class=\"right\">1</td></tr>\n"
	    "<tr><th dir=\"auto\" scope=\"row\"></th>"
	    "<td dir=\"auto\" class=\"right\">2</td></tr>\n"
	    "<tr><th dir=\"auto\" rowspan=\"2\" scope=\"row\">B</th>"
	    "<td dir=\"auto\" class=\"right\">3</td></tr>\n"
	    "<tr><td dir=\"auto\" class=\"right\">4</td></tr>\n";
	static const char of[] =
	    "---\nreport: test\nlanguage: nl\ntitle: T\norganisation: O\n"
	    "classification: Openbaar\n---\n\n```table\nsource: list\n"
	    "column: id | Naam\ncolumn: n | Aantal | number\nempty: Geen.\n"
	    "```\n";
	const struct template_options o = { .language = "nl" };
	struct made m = { 0 }, *whole = *state;

	assert_int_equal(
	    ERR_OK, template_parse("four", of, strlen(of), &m.template));
	assert_int_equal(
	    ERR_OK, json_parse("four", four, strlen(four), &m.values));
	assert_int_equal(
	    ERR_OK, template_render(m.template, m.values, &o, &m.document));
	output_html(m.document, whole->fonts, &m.page);
	has(&m, rows);
	buf_free(&m.page);
	document_free(m.document);
	json_free(m.values);
	template_free(m.template);
}

/* Elements that close as they were opened; those of void never do. */
static void
elements_nest(void **state)
{
	static const char *const voids[] = { "meta", "br", "!DOCTYPE" };
	struct made *m = *state;
	const char *at = buf_str(&m->page);
	char open[64][16];
	size_t depth = 0;

	while ((at = strchr(at, '<')) != NULL) {
		bool closes = at[1] == '/';
		const char *name = at + 1 + closes;
		size_t len = strcspn(name, " >/");
		const char *end = strchr(at, '>');
		bool is_void = false;

		assert_non_null(end);
		for (size_t i = 0; i < ROWS(voids); i++)
			is_void |= strlen(voids[i]) == len &&
			    strncmp(voids[i], name, len) == 0;
		at = end;
		if (is_void || end[-1] == '/')
			continue;
		if (closes) {
			assert_true(depth > 0);
			depth--;
			assert_int_equal(strlen(open[depth]), len);
			assert_memory_equal(open[depth], name, len);
			continue;
		}
		assert_true(depth < ROWS(open) && len < sizeof(open[0]));
		memcpy(open[depth], name, len);
		open[depth++][len] = '\0';
	}
	assert_int_equal(0, depth);
}

/* WCAG 2.1: relative luminance. */
static double
luminance(unsigned rgb)
{
	static const double weight[] = { 0.2126, 0.7152, 0.0722 };
	double sum = 0;

	for (int i = 0; i < 3; i++) {
		double c = ((rgb >> (16 - 8 * i)) & 0xff) / 255.0;

		sum += weight[i] *
		    (c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4));
	}
	return sum;
}

static void
colours_can_be_told_from_what_they_stand_on(void **state)
{
	const struct html_pair *pair;

	(void)state;
	for (size_t i = 0; (pair = html_pair(i)) != NULL; i++) {
		double a = luminance(pair->text), b = luminance(pair->back);
		double ratio =
		    ((a > b ? a : b) + 0.05) / ((a > b ? b : a) + 0.05);

		if (ratio < 4.5)
			fail_msg("%s: %.2f", pair->rule, ratio);
	}
}

static void
logo_and_colours_of_the_organisation_stand_in_it(void **state)
{
	static const uint8_t dots[] = { 255, 0, 0, 0, 0, 255 };
	const struct pdf_image logo = { dots, 2, 1 };
	struct made *m = *state;

	assert_null(strstr(buf_str(&m->page), "<img"));
	m->document->palette = palette_of(true, 0x005ca9, true, 0x003a70);
	m->document->logo = &logo;
	buf_clear(&m->page);
	output_html(m->document, m->fonts, &m->page);
	has(m, "; img-src data:\">");
	has(m, "<img alt=\"\" src=\"data:image/png;base64,iVBORw0KGgo");
	has(m, "{color:#ffffff;background:#005ca9}");
	has(m, "h2,h3,h4{color:#003a70}");
	has(m, "tr.group th,.tile .value{color:#003a70}");
}

static int wrote;

static void
count(const char *path)
{
	(void)path;
	wrote++;
}

static char *
read_csv(const char *folder, const char *name)
{
	struct buf whole = { 0 };
	char path[4096];

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	assert_int_equal(ERR_OK, file_read(path, 1 << 20, &whole));
	unlink(path);
	return buf_take_str(&whole);
}

static void
tables_stand_in_files_as_spreadsheets_may_read_them(void **state)
{
	static const struct {
		const char *name, *text;
	} files[] = {
		{ "late.csv",
		    "device,days,ok\r\n\"'=1+1\",-3,true\r\n"
		    "\"sw \"\"2\"\", <i>\",12,\r\n" },
		{ "groups.csv", "name\r\ng1\r\ng2\r\n" },
		{ "groups.rows.csv", "of,device,ids\r\ng1,a,11 12\r\n" },
		{ "values.csv",
		    "name,value\r\nowner,\"<b>\"\"x\"\"&'</b>\"\r\n"
		    "share,94.5\r\n" },
	};
	struct made *m = *state;
	char folder[SCRATCH_MAX];
	char list[4096];
	struct output_csv o = { m->values, m->template, list, folder };

	assert_non_null(mkdtemp(scratch_name(folder, "csv")));
	snprintf(list, sizeof(list), "%s/values.list", folder);
	assert_int_equal(ERR_OK, file_write(list, names, strlen(names), 0600));
	wrote = 0;
	assert_int_equal(ERR_OK, output_csv(&o, count));
	assert_int_equal(ROWS(files), wrote); /* unseen is not shown: no file */
	for (size_t i = 0; i < ROWS(files); i++) {
		char *is = read_csv(folder, files[i].name);

		assert_string_equal(files[i].text, is);
		free(is);
	}
	unlink(list);
	assert_int_equal(0, rmdir(folder));
}

static void
json_says_what_it_rests_on(void **state)
{
	static const char values[] =
	    "{\"document\":{\"number\":\"PM-1\"},\"instrument\":"
	    "{\"evidence_sha256\":\"ab\"},\"measurements\":[{\"part\":47}]}";
	struct json *v = NULL, *back = NULL;
	char *made;

	(void)state;
	assert_int_equal(ERR_OK, json_parse("v", values, strlen(values), &v));
	made = output_json(v, "quarterly");
	assert_int_equal(ERR_OK, json_parse("made", made, strlen(made), &back));
	assert_int_equal(OUTPUT_JSON_FORMAT, json_get_int(back, "format", 0));
	assert_string_equal("quarterly", json_get_text(back, "report"));
	assert_string_equal("ab",
	    json_get_text(json_get(back, "provenance"), "evidence_sha256"));
	assert_int_equal(47,
	    json_get_int(
		json_at(json_get(back, "measurements"), 0), "part", 0));
	assert_non_null(json_get(json_get(back, "values"), "document"));
	free(made);
	json_free(back);
	json_free(v);
}

static void
an_export_has_the_fields_that_the_other_side_takes(void **state)
{
	static const char values[] =
	    "{\"document\":{\"number\":\"PM-1\"},\"measurements\":["
	    "{\"measurement\":\"M-PAT-01\",\"part\":47,\"whole\":50,"
	    "\"unknown\":1,\"outcome\":\"partly\",\"provenance\":\"measured\""
	    "}],\"controls\":[{\"framework\":\"ibp\",\"control\":\"SM.06\","
	    "\"title_nl\":\"Patchmanagement\",\"standing\":\"whole\","
	    "\"required\":\"M-PAT-01, M-PAT-04\",\"supporting\":\"\","
	    "\"missing\":\"nothing\",\"gap_nl\":\"beleid\"},"
	    "{\"framework\":\"ibp\",\"control\":\"SM.12\","
	    "\"standing\":\"not_applicable\"}]}";
	const char *top = getenv("srcdir");
	struct json *v = NULL, *back = NULL;
	struct words *words = NULL;
	const struct json *one;
	const char *said, *key;
	char path[4096], *made;

	(void)state;
	snprintf(path, sizeof(path), "%s/templates/words.nl",
	    top != NULL ? top : ".");
	assert_int_equal(ERR_OK, words_open(path, &words));
	assert_int_equal(ERR_OK, json_parse("v", values, strlen(values), &v));
	made = output_ciso(v, words, "nl");
	assert_int_equal(ERR_OK, json_parse("made", made, strlen(made), &back));
	assert_int_equal(
	    1, json_len(back)); /* what does not apply is left out */
	one = json_at(back, 0);
	for (size_t i = 0;
	     (key = json_key_at(one, i, &(const struct json *){ 0 })); i++)
		assert_true(strcmp(key, "name") == 0 ||
		    strcmp(key, "description") == 0);
	assert_string_equal(
	    "PM-1 ibp SM.06: Patchmanagement", json_get_text(one, "name"));
	said = json_get_text(one, "description");
	assert_non_null(strstr(said, "47 / 50 (niet te meten: 1)"));
	assert_non_null(strstr(said, "M-PAT-04: niet beoordeeld"));
	assert_non_null(strstr(said, "niet voor de beheersmaatregel"));
	assert_null(strstr(said, "voldoet"));
	free(made);
	words_close(words);
	json_free(back);
	json_free(v);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_a_device_says_is_text_and_never_markup),
		cmocka_unit_test(a_page_needs_nothing_else_and_runs_nothing),
		cmocka_unit_test(a_reader_who_hears_it_finds_the_way),
		cmocka_unit_test(
		    only_what_continues_a_row_stands_under_its_name),
		cmocka_unit_test(elements_nest),
		cmocka_unit_test(colours_can_be_told_from_what_they_stand_on),
		cmocka_unit_test(
		    tables_stand_in_files_as_spreadsheets_may_read_them),
		cmocka_unit_test(json_says_what_it_rests_on),
		cmocka_unit_test(
		    an_export_has_the_fields_that_the_other_side_takes),
		/* The last: it makes the page anew. */
		cmocka_unit_test(
		    logo_and_colours_of_the_organisation_stand_in_it),
	};
	return cmocka_run_group_tests(tests, make, unmake);
}
