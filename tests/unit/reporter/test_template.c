/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/template/template.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/file.h"
#include "lib/base/json.h"
#include "reporter/layout/block.h"

#include "reporter/template/words.h"

#include "tests/unit/scratch.h"
#include "tests/unit/test.h"

#define FRONT                                                             \
	"---\nreport: test\nlanguage: en\ntitle: Test\norganisation: O\n" \
	"classification: Secret\n---\n\n"
/* What follows FRONT begins on line 9. */

static struct buf logged;

static void
keep(const char *line)
{
	const char *at = strstr(line, "t.md:");

	buf_add_str(&logged, at != NULL ? at : line);
}

static int
parse(const char *body, struct template **out)
{
	struct buf text = { 0 };
	int rc;

	buf_add_str(&text, FRONT);
	buf_add_str(&text, body);
	rc = template_parse("t.md", buf_str(&text), text.len, out);
	buf_free(&text);
	return rc;
}

static const struct {
	const char *body, *reason;
} faults[] = {
	{ "```wheel\n```\n", "t.md:9:1: unknown component \"wheel\"\n" },
	{ "```table\nsource: a\ncolumn: b | B\n```\n",
	    "t.md:9:1: table lacks \"empty\"\n" },
	{ "```note\nkind: loud\n\nHello.\n```\n",
	    "t.md:10:7: \"loud\" is none of info|warning|good\n" },
	{ "```tiles\ntiel: a | A\ntile: a | A\n```\n",
	    "t.md:10:1: tiles has no key \"tiel\"\n" },
	{ "```tiles\ntile: a\n```\n", "t.md:10:1: tile wants 2 parts\n" },
	{ "```tiles\ntile: a | A | number | nrom >= 5\n```\n",
	    "t.md:10:24: unknown option \"nrom >= 5\"\n" },
	{ "```tiles\ntile: a | A | numbr\n```\n",
	    "t.md:10:15: unknown format \"numbr\"\n" },
	{ "```contents\ndepth: two\n```\n",
	    "t.md:10:8: \"two\" is not a number\n" },
	{ "```contents\ndepth: 1\ndepth: 2\n```\n",
	    "t.md:11:1: depth stands here twice\n" },
	{ "It is {{late|nmber}}.\n", "t.md:9:14: unknown format \"nmber\"\n" },
	{ "It is {{late\n", "t.md:9:7: {{ without }}\n" },
	{ "It is {{la te}}.\n",
	    "t.md:9:9: \"la te\" is not the name of a value\n" },
	{ "It is {{n|count:one}}.\n",
	    "t.md:9:17: \"one\" does not fit this format\n" },
	{ "# A {when: late >}\n", "t.md:9:18: nothing to compare with\n" },
	{ "# A {when: late > some}\n",
	    "t.md:9:19: \"some\" is not a number\n" },
	{ "# A {sometimes}\n", "t.md:9:6: unknown attribute \"sometimes\"\n" },
	{ "# A {each: site}\n",
	    "t.md:9:12: each wants \"each: NAME in LIST\"\n" },
	{ "#### Deep\n", "t.md:9:1: headings have three levels\n" },
	{ "# A\n\n### B\n",
	    "t.md:11:1: a heading of level 3 under one of level 1\n" },
	{ "```chart\nkind: line\nsource: a\nlabel: b\n```\n",
	    "t.md:9:1: a line chart lacks \"value\"\n" },
	{ "# A\n\nOn time[^on-time].\n",
	    "t.md:11:8: [^on-time] without a footnote of that name\n" },
	{ "```footnote\nname: a\nMeaning.\n```\n",
	    "t.md:9:1: no text has [^a]\n" },
	{ "Cover[^a]\n\n# A\n\n```footnote\nname: a\nMeaning.\n```\n",
	    "t.md:9:6: the mark of a footnote stands below the first "
	    "heading\n" },
	{ "# A[^a]\n\n```footnote\nname: a\nMeaning.\n```\n",
	    "t.md:9:1: [^a]: a footnote's mark stands in a text or over a "
	    "column\n" },
	{ "# A\n\nx[^a]\n\n```footnote\nname: a\n- one\n- two\n```\n",
	    "t.md:13:1: a footnote is one paragraph\n" },
	{ "# A\n\nx[^a]\n\n```footnote\nname: a\nOne[^a].\n```\n",
	    "t.md:15:4: a footnote has no mark of another\n" },
	{ "# A\n\nx[^a]\n\n```footnote\nname: a\nOne.\n```\n\n"
	  "```footnote\nname: a\nTwo.\n```\n",
	    "t.md:18:1: footnote a stands here twice\n" },
	{ "> said\n", "t.md:9:1: block_quote has no place in a report\n" },
	{ "| a | b |\n|---|---|\n| 1 | 2 |\n",
	    "t.md:9:1: a table of bars has no place in a report: the component "
	    "table has rows of a list, and a list has what is yours\n" },
	{ "![logo](logo.png)\n", "t.md:9:1: image has no place in a report\n" },
	{ "A <b>b</b>\n",
	    "t.md:9:3: html_inline has no place in a report\n"
	    "t.md:9:7: html_inline has no place in a report\n" },
	{ "[x](javascript:alert)\n",
	    "t.md:9:1: \"javascript:alert\" is no https, http or mailto "
	    "link\n" },
};

static void
faults_are_named_by_line_and_column(void **state)
{
	struct template *t;

	(void)state;
	for (size_t i = 0; i < ROWS(faults); i++) {
		buf_clear(&logged);
		assert_int_equal(ERR_PARSE, parse(faults[i].body, &t));
		assert_string_equal(faults[i].reason, buf_str(&logged));
	}
}

static void
what_a_kind_is_for_is_plain_words(void **state)
{
	static const char text[] =
	    "---\nreport: Mine\nperiods: quarter, week\nscope: tenant\n"
	    "prefix: p-m\nlanguage: en\ntitle: Y\norganisation: O\n"
	    "classification: \n---\n";
	struct template *t;

	(void)state;
	buf_clear(&logged);
	assert_int_equal(
	    ERR_PARSE, template_parse("t.md", text, strlen(text), &t));
	assert_string_equal(
	    "t.md:2:1: report: at most 32 of "
	    "abcdefghijklmnopqrstuvwxyz0123456789-\n"
	    "t.md:3:1: periods: \"week\" is none of month, quarter, year\n"
	    "t.md:4:1: scope: \"tenant\" is none of organisation, site\n"
	    "t.md:5:1: prefix: at most 8 of "
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789\n"
	    "t.md:9:1: classification is empty\n",
	    buf_str(&logged));
}

static void
front_matter_is_checked(void **state)
{
	static const char text[] = "---\nreport: x\nlanguage: tlh\n"
				   "titel: Y\n---\n";
	struct template *t;

	(void)state;
	buf_clear(&logged);
	assert_int_equal(
	    ERR_PARSE, template_parse("t.md", text, strlen(text), &t));
	assert_string_equal("t.md:4:1: unknown key \"titel\"\n"
			    "t.md:1:1: the front matter lacks \"title\"\n"
			    "t.md:1:1: the front matter lacks "
			    "\"organisation\"\n"
			    "t.md:1:1: the front matter lacks "
			    "\"classification\"\n"
			    "t.md:1:1: unknown language \"tlh\"\n",
	    buf_str(&logged));
}

/* Writes text to a temporary file; path holds its name. */
static void
write_file(char path[SCRATCH_MAX], const char *text)
{
	int fd;

	fd = mkstemp(scratch_name(path, "values"));
	assert_true(fd >= 0);
	assert_int_equal(ERR_OK, file_write_all(fd, text, strlen(text)));
	close(fd);
}

static const char listed[] = "# name type description\n"
			     "total number all\n"
			     "name text\n"
			     "late list those past their term\n"
			     "late[].device text\n"
			     "late[].term date\n"
			     "late[].tries list\n"
			     "late[].tries[].at datetime\n";

static const struct {
	const char *body, *reason;
} unknown[] = {
	{ "{{total}} {{late.count}} {{late.count|number}}\n", "" },
	{ "{{totl}}\n", "t.md:9:3: unknown value \"totl\"\n" },
	{ "{{late[]}}\n", NULL },
	{ "{{device}}\n", "t.md:9:3: unknown value \"device\"\n" },
	{ "{{name|number}}\n",
	    "t.md:9:3: name is a text, which this format cannot write\n" },
	{ "```table\nsource: late\ncolumn: device | D\n"
	  "column: term | T | date\nempty: none\n```\n",
	    "" },
	{ "```table\nsource: late\ncolumn: devce | D\nempty: none\n```\n",
	    "t.md:11:9: unknown value \"devce\"\n" },
	{ "```table\nsource: total\ncolumn: device | D\nempty: none\n```\n",
	    "t.md:10:9: total is a number, not a list\n" },
	{ "```list\nsource: late\nitem: {{device}} of {{total}}\n```\n", "" },
	{ "# {{one.device}} {each: one in late}\n\n{{one.term|date}}\n\n"
	  "```list\nsource: one.tries\nitem: {{at|datetime}}\n```\n",
	    "" },
	{ "# {{one.device}} {each: one in late}\n\n# B\n\n{{one.term|date}}\n",
	    "t.md:13:3: unknown value \"one.term\"\n" },
	{ "# A {when: name > 5}\n",
	    "t.md:9:12: name is a text, which has no order\n" },
	{ "```table\nsource: late\ncolumn: device | D\nempty: none\n"
	  "limit: 5\nmore: {{rest|number}} more\n```\n",
	    "" },
};

static void
names_are_checked_without_data(void **state)
{
	char path[SCRATCH_MAX];

	(void)state;
	write_file(path, listed);
	for (size_t i = 0; i < ROWS(unknown); i++) {
		struct template *t;

		buf_clear(&logged);
		if (unknown[i].reason == NULL) {
			assert_int_equal(ERR_PARSE, parse(unknown[i].body, &t));
			continue;
		}
		assert_int_equal(ERR_OK, parse(unknown[i].body, &t));
		assert_int_equal(
		    *unknown[i].reason == '\0' ? ERR_OK : ERR_PARSE,
		    template_check(t, path));
		assert_string_equal(unknown[i].reason, buf_str(&logged));
		template_free(t);
	}
	unlink(path);
}

static const char data[] =
    "{\"codes\":\"a b\",\"codes_and_own\":\"b, our own, a\","
    "\"reasons\":\"of b; a; +2\",\"names\":\"sw1, sw2, +1600\","
    "\"sentence\":\"a test, and so on\",\"total\":1284,\"name\":\"**not bold** "
    "{{total}}\",\"one\":1,"
    "\"none\":null,\"zero\":0,\"share\":94.2,\"on\":true,"
    "\"late\":[{\"device\":\"sw1\",\"term\":\"2026-10-09\"},"
    "{\"device\":\"sw2\",\"term\":null}],\"empty\":[]}";

static struct document *
render(const char *body)
{
	struct template_options o = { .language = "en" };
	struct words *words = NULL;
	char path[SCRATCH_MAX];
	struct template *t;
	struct document *d;
	struct json *j;

	assert_int_equal(ERR_OK, parse(body, &t));
	assert_int_equal(ERR_OK, json_parse("data", data, strlen(data), &j));
	write_file(path,
	    "w.a: first\nw.b: the second\n"
	    "names.more: and # more\n");
	assert_int_equal(ERR_OK, words_open(path, &words));
	unlink(path);
	o.words = words;
	assert_int_equal(ERR_OK, template_render(t, j, &o, &d));
	words_close(words);
	json_free(j);
	template_free(t);
	return d;
}

/* Blocks as text: "H1 1 Title / P words / ..." */
static void
add_block(const struct block *b, struct buf *out)
{
	static const char *const names[] = { "H", "P", "I", "T", "K", "C", "N",
		"contents", "page" };

	buf_printf(out, "%s%s", out->len > 0 ? " / " : "", names[b->kind]);
	if (b->kind == BLOCK_HEADING || b->kind == BLOCK_ITEM)
		buf_printf(out, "%d", b->level);
	if (b->number != NULL)
		buf_printf(out, " %s", b->number);
	if (b->runs != NULL)
		buf_add_u8(out, ' ');
	for (const struct run *r = b->runs; r != NULL; r = r->next)
		buf_printf(out, "%s%s", r->text, r->style ? "^" : "");
	if (b->table == NULL)
		return;
	for (const struct row *r = b->table->rows; r != NULL; r = r->next) {
		for (size_t i = 0; i < (r->group ? 1 : b->table->ncolumns); i++)
			buf_printf(out, " %c %s", i == 0 ? '[' : '|',
			    r->cells[i].runs->text);
		buf_add_str(out, " ]");
	}
}

static const struct {
	const char *body, *blocks;
} rendered[] = {
	/* Data enters after parsing. */
	{ "# A\n\n{{name}} **{{total|number}}**\n",
	    "H1 1 A / P **not bold** {{total}} 1,284^" },
	{ "# A\n\n{{none}} {{missing|number}}\n",
	    "H1 1 A / P unknown unknown" },
	{ "# A\n\n{{one|count:patch is:patches are}}, "
	  "{{total|count:patch is:patches are}}\n",
	    "H1 1 A / P 1\xc2\xa0patch is, 1,284\xc2\xa0patches are" },
	/* Codes become words, and what is none stays what it is. */
	{ "# A\n\n{{codes|word:w}}; {{codes_and_own|word:w}}; "
	  "{{sentence|word:w}}\n",
	    "H1 1 A / P first, the second; the second, our own, first; "
	    "a test, and so on" },
	{ "# A\n\n{{reasons|word:w}}\n", "H1 1 A / P of b; first; +2" },
	/* How many more there are is told in words that there are. */
	{ "# A\n\n{{names|word:names}}; {{names|word:w}}; {{names}}\n",
	    "H1 1 A / P sw1, sw2 and 1,600 more; sw1, sw2, +1600; "
	    "sw1, sw2, +1600" },
	/* Sections under a condition, with all below them. */
	{ "# A {when: zero > 0}\n\nx\n\n## A1\n\n# B {when: total > 0}\n\ny\n",
	    "H1 1 B / P y" },
	{ "# A {when: none > 0}\n\n# B {when: not none}\n\n# C {when: on}\n",
	    "H1 1 B / H1 2 C" },
	/* Repeats. */
	{ "# A\n\n## {{d.device}} {each: d in late}\n\n{{d.term|date}}\n",
	    "H1 1 A / H2 1.1 sw1 / P 9\xc2\xa0October\xc2\xa0"
	    "2026 / H2 1.2 sw2 / P unknown" },
	/* Numbers. */
	{ "# A\n\n## B\n\n### C\n\n### D\n\n# E {annex}\n\n## F\n\n"
	  "# G {unnumbered}\n",
	    "H1 1 A / H2 1.1 B / H3 1.1.1 C / H3 1.1.2 D / H1 A E / "
	    "H2 A.1 F / H1 G" },
	/* Components. */
	{ "# A\n\n```table\nsource: late\ncolumn: device | D\n"
	  "column: term | T | date\nempty: none\n```\n",
	    "H1 1 A / T [ sw1 | 9\xc2\xa0October\xc2\xa0"
	    "2026 ] [ sw2 | \xe2\x80\x93 ]" },
	{ "# A\n\n```table\nsource: late\ncolumn: device | D\nlimit: 1\n"
	  "more: and {{rest|number}} more\nempty: none\n```\n",
	    "H1 1 A / T [ sw1 ] / P and 1 more" },
	{ "# A\n\n```table\nsource: empty\ncolumn: device | D\n"
	  "empty: There are none.\n```\n",
	    "H1 1 A / P There are none." },
	{ "# A\n\n```list\nsource: late\nitem: {{device}} of {{total|number}}"
	  "\nstyle: numbered\n```\n",
	    "H1 1 A / I1 1. sw1 of 1,284 / I1 2. sw2 of 1,284" },
	{ "# A\n\n```text\nwhen: zero > 0\nhidden\n```\n\n"
	  "```note\nkind: warning\nshown *so*\n```\n",
	    "H1 1 A / N shown so^" },
	{ "# A\n\n- one\n  - two\n\n3. three\n",
	    "H1 1 A / I1 one / I2 two / I1 3. three" },
};

static void
data_and_words_become_blocks(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(rendered); i++) {
		struct document *d = render(rendered[i].body);
		struct buf b = { 0 };

		for (const struct block *k = d->body; k != NULL; k = k->next)
			add_block(k, &b);
		assert_string_equal(rendered[i].blocks, buf_str(&b));
		buf_free(&b);
		document_free(d);
	}
}

static void
marks_are_numbered_as_they_come(void **state)
{
	struct document *d = render(
	    "# A\n\nOn time[^b] of all[^a], on time[^b]; `x[^b]`.\n\n"
	    "```table\nsource: late\ncolumn: device | D[^a]\nempty: none\n"
	    "```\n\n```footnote\nname: a\nAll {{total|number}}.\n```\n\n"
	    "```footnote\nname: b\nBefore the *deadline*.\n```\n");
	const struct footnote *note = d->notes;
	struct buf b = { 0 };

	(void)state;
	add_block(d->body->next, &b);
	assert_string_equal(
	    "P On time1 of all2, on time1; x[^b]^.", buf_str(&b));
	assert_string_equal("b", note->name);
	assert_string_equal("Before the ", note->runs->text);
	assert_string_equal("a", note->next->name);
	assert_string_equal("1,284", note->next->runs->next->text);
	assert_null(note->next->next);
	assert_ptr_equal(
	    note->next, d->body->next->next->table->columns[0].note);
	assert_string_equal("D", d->body->next->next->table->columns[0].title);
	buf_free(&b);
	document_free(d);
}

/* Of nothing, 0 is no good news; what is past its norm always is told. */
static void
a_norm_is_met_by_something(void **state)
{
	static const enum light wanted[] = { LIGHT_GREEN, LIGHT_GREY,
		LIGHT_GREY, LIGHT_ORANGE };
	struct document *d =
	    render("# A\n\n```tiles\n"
		   "tile: zero | A | number | norm <= 0 | of total\n"
		   "tile: zero | B | number | norm <= 0 | of zero\n"
		   "tile: zero | C | number | norm <= 0 | of none\n"
		   "tile: one | D | number | norm <= 0 | of zero\n```\n");
	const struct tile *tile = d->body->next->tiles;

	(void)state;
	for (size_t i = 0; i < ROWS(wanted); i++, tile = tile->next)
		assert_int_equal(wanted[i], tile->light);
	assert_null(tile);
	document_free(d);
}

/* "third quarter": alone on its line with a capital, behind a title without. */
static void
a_subtitle_begins_with_a_capital(void **state)
{
	static const char *const subtitles[][2] = { { "third", "Third" },
		{ "ICT", "ICT" },
		{ "\xc3\xa9\xc3\xa9n", "\xc3\xa9\xc3\xa9n" } };

	(void)state;
	for (size_t i = 0; i < ROWS(subtitles); i++) {
		struct template_options o = { .language = "en" };
		struct buf text = { 0 };
		struct document *d;
		struct template *t;
		struct json *j;

		buf_printf(&text, "---\nsubtitle: %s\n%s# A\n", subtitles[i][0],
		    FRONT + 4);
		assert_int_equal(ERR_OK,
		    template_parse("t.md", buf_str(&text), text.len, &t));
		j = json_new_object();
		assert_int_equal(ERR_OK, template_render(t, j, &o, &d));
		assert_string_equal(subtitles[i][0], d->running);
		assert_string_equal(subtitles[i][1], d->subtitle);
		document_free(d);
		json_free(j);
		template_free(t);
		buf_free(&text);
	}
}

static int
divert(void **state)
{
	(void)state;
	log_divert(keep);
	return 0;
}

static int
restore(void **state)
{
	(void)state;
	log_divert(NULL);
	buf_free(&logged);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(faults_are_named_by_line_and_column),
		cmocka_unit_test(what_a_kind_is_for_is_plain_words),
		cmocka_unit_test(front_matter_is_checked),
		cmocka_unit_test(names_are_checked_without_data),
		cmocka_unit_test(data_and_words_become_blocks),
		cmocka_unit_test(marks_are_numbered_as_they_come),
		cmocka_unit_test(a_norm_is_met_by_something),
		cmocka_unit_test(a_subtitle_begins_with_a_capital),
	};
	return cmocka_run_group_tests(tests, divert, restore);
}
