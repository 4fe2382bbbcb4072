/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/template/template.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/unit/scratch.h"
#include "tests/unit/test.h" /* cmocka, with its includes in order */

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/file.h"
#include "reporter/template/tree.h"

/* doc/templates.md against the code, and languages against each other. */

static struct buf doc;
static struct buf logged;

static void
keep(const char *line)
{
	const char *at = strstr(line, ".md:");

	while (at != NULL && at > line && at[-1] != ' ')
		at--;
	buf_add_str(&logged, at != NULL ? at : line);
}

/* Where templates of tests stand. */
static char folder[SCRATCH_MAX];

static int
remove_files(void)
{
	static const char *const names[] = { "values.list", "words.nl",
		"a.nl.md", "b.en.md" };

	for (size_t i = 0; i < ROWS(names); i++)
		unlink(names[i]);
	return chdir("/") == -1 || rmdir(folder) == -1;
}

static int
read_doc(void **state)
{
	const char *top = getenv("srcdir");
	char path[4096];

	(void)state;
	log_divert(keep);
	snprintf(
	    path, sizeof(path), "%s/doc/templates.md", top != NULL ? top : ".");
	if (file_read(path, 1 << 20, &doc) < 0)
		return 1;
	scratch_folder(folder, "inspect");
	return chdir(folder) == -1;
}

static int
free_doc(void **state)
{
	(void)state;
	buf_free(&doc);
	buf_free(&logged);
	return remove_files();
}

/* From "**name**" that begins a paragraph to the next one that begins so. */
static char *
part_of(const char *name)
{
	struct buf mark = { 0 }, out = { 0 };
	const char *at, *end;

	buf_printf(&mark, "\n\n**%s**", name);
	at = strstr(buf_str(&doc), buf_str(&mark));
	/* Or beside another one: **history**, **approval**. */
	if (at == NULL)
		at = strstr(buf_str(&doc), buf_str(&mark) + 2);
	buf_free(&mark);
	if (at == NULL) {
		fail_msg("doc/templates.md has no **%s**", name);
		return NULL;
	}
	end = strstr(at + 2, "\n\n**");
	buf_add(&out, at, end != NULL ? (size_t)(end - at) : strlen(at));
	return buf_take_str(&out);
}

static void
each_component_is_described_with_all_its_keys(void **state)
{
	const char *name, *key;

	(void)state;
	for (size_t i = 0; (name = component_name_at(i)) != NULL; i++) {
		char *part = part_of(name);

		for (size_t k = 0; (key = component_key_at(i, k)) != NULL;
		     k++) {
			char code[64];

			snprintf(code, sizeof(code), "`%s", key);
			if (strcmp(key, "when") != 0 &&
			    strstr(part, code) == NULL)
				fail_msg("%s: %s is not described", name, key);
		}
		free(part);
	}
}

static bool
is_component(const char *name, size_t len)
{
	const char *known;

	for (size_t i = 0; (known = component_name_at(i)) != NULL; i++) {
		if (strlen(known) == len && memcmp(known, name, len) == 0)
			return true;
	}
	return false;
}

static void
nothing_is_described_that_is_not_there(void **state)
{
	const char *at = strstr(buf_str(&doc), "## Components");

	(void)state;
	assert_non_null(at);
	while ((at = strstr(at, "\n\n**")) != NULL) {
		const char *name = at + 4;
		size_t len = strcspn(name, "*");

		if (!is_component(name, len))
			fail_msg("there is no %.*s", (int)len, name);
		at = name + len;
	}
}

/* A row of a table begins with "| `name". */
static void
formats_and_keys_of_the_front_matter_are_described(void **state)
{
	const char *name;
	char row[64];

	(void)state;
	for (size_t i = 0; (name = format_name_at(i)) != NULL; i++) {
		snprintf(row, sizeof(row), "\n| `%s", name);
		if (strstr(buf_str(&doc), row) == NULL)
			fail_msg("format %s is not described", name);
	}
	for (size_t i = 0; (name = front_key_at(i)) != NULL; i++) {
		snprintf(row, sizeof(row), "`%s`", name);
		if (strstr(buf_str(&doc), row) == NULL)
			fail_msg("key %s is not described", name);
	}
}

#define FRONT(language)                       \
	"---\nreport: x\nlanguage: " language \
	"\ntitle: T\norganisation: O\nclassification: C\n---\n"

static struct template *
load(const char *name, const char *text)
{
	struct template *t = NULL;

	assert_int_equal(ERR_OK, template_parse(name, text, strlen(text), &t));
	return t;
}

static const struct {
	const char *a, *b, *faults;
} pairs[] = {
	/* Words and order may differ. */
	{ FRONT("nl") "# Een\n\nTekst {{a}}.\n",
	    FRONT("en") "# One\n\nOther {{b}} words.\n", "" },
	{ FRONT("nl") "```table\nsource: l\ncolumn: title_nl | T\nempty: "
		      "-\n```\n",
	    FRONT("en") "```table\nsource: l\ncolumn: title_en | T\nempty: "
			"-\n```\n",
	    "" },
	{ FRONT("nl") "# Een\n\n# Twee\n", FRONT("en") "# One\n",
	    "a.nl.md:10:1: heading of level 1: not in b.en.md\n" },
	{ FRONT("nl") "# Een\n", FRONT("en") "# One {annex}\n",
	    "a.nl.md:8:1: heading of level 1: not in b.en.md\n"
	    "b.en.md:8:1: heading of level 1, annex: not in a.nl.md\n" },
	{ FRONT("nl") "```table\nsource: l\ncolumn: a | A\ncolumn: b | "
		      "B\nempty: -\n"
		      "```\n",
	    FRONT("en") "```table\nsource: l\ncolumn: a | A\nempty: -\n```\n",
	    "a.nl.md:8:1: table of l: a, b: not in b.en.md\n"
	    "b.en.md:8:1: table of l: a: not in a.nl.md\n" },
};

static void
languages_are_compared_by_what_they_read(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(pairs); i++) {
		struct template *a = load("a.nl.md", pairs[i].a);
		struct template *b = load("b.en.md", pairs[i].b);

		buf_clear(&logged);
		assert_int_equal(*pairs[i].faults == '\0' ? ERR_OK : ERR_PARSE,
		    template_compare(a, b));
		assert_string_equal(pairs[i].faults, buf_str(&logged));
		template_free(a);
		template_free(b);
	}
}

static void
write_text(const char *path, const char *text)
{
	assert_int_equal(ERR_OK, file_write(path, text, strlen(text), 0600));
}

#define WHOLE                                                       \
	"---\nreport: x\nlanguage: nl\ntitle: T\norganisation: O\n" \
	"classification: C\n---\n"

static const char values[] = "n number all\ns text word state\n"
			     "late list those\nlate[].device text\n";
static const char words[] = "state.open: nog open\n";

/* Faults of the form hide none of names, and one name none of another. */
static const struct {
	const char *text, *faults;
} files[] = {
	{ WHOLE "# A\n\n{{n|number}} {{s|word:state}}\n", "" },
	{ "---\nreport: x\ntitel: T\nlanguage: nl\ntitle: {{m}}\n"
	  "organisation: O\nclassification: C\nno key\n---\n# A\n\n"
	  "{{m|nmber}} {{o|number}} {{s|word:sate}}\n\n"
	  "```table\nsource: lte\ncolumn: device | D\nempty: {{p}}\n```\n\n"
	  "```table\nsource: late\ncolumn: devce | D\nempty: -\nwhen: q\n"
	  "```\n\n```tabel\n```\n",
	    "a.nl.md:3:1: unknown key \"titel\"\n"
	    "a.nl.md:8:1: expected \"key: value\"\n"
	    "a.nl.md:12:5: unknown format \"nmber\"\n"
	    "a.nl.md:27:1: unknown component \"tabel\"\n"
	    "a.nl.md:5:10: unknown value \"m\"\n"
	    "a.nl.md:12:15: unknown value \"o\"\n"
	    "a.nl.md:12:28: no word begins with \"sate.\"\n"
	    "a.nl.md:15:9: unknown value \"lte\"\n"
	    "a.nl.md:17:10: unknown value \"p\"\n"
	    "a.nl.md:22:9: unknown value \"devce\"\n"
	    "a.nl.md:24:7: unknown value \"q\"\n" },
	{ WHOLE "# A\xe9\n\nB\n\nC\xff\n",
	    "a.nl.md:8:1: not UTF-8\na.nl.md:12:1: not UTF-8\n" },
	{ WHOLE "# A\n\n# B\n\n{{m}}\n",
	    "a.nl.md:12:3: unknown value \"m\"\n"
	    "a.nl.md:10:1: heading of level 1: not in b.en.md\n" },
};

static void
one_look_tells_every_fault(void **state)
{
	static const struct template_lists lists = { "values.list", "words" };

	(void)state;
	write_text("values.list", values);
	write_text("words.nl", words);
	write_text("b.en.md", FRONT("en") "# A\n");
	for (size_t i = 0; i < ROWS(files); i++) {
		buf_clear(&logged);
		write_text("a.nl.md", files[i].text);
		assert_int_equal(*files[i].faults == '\0' ? ERR_OK : ERR_PARSE,
		    template_inspect("a.nl.md", "b.en.md", &lists));
		assert_string_equal(files[i].faults, buf_str(&logged));
	}
}

static void
one_with_faults_is_compared_with_nothing(void **state)
{
	static const struct template_lists lists = { "values.list", "words" };

	(void)state;
	write_text("b.en.md", "no template\n");
	write_text("a.nl.md", WHOLE "# A\n");
	buf_clear(&logged);
	assert_int_equal(
	    ERR_OK, template_inspect("a.nl.md", "b.en.md", &lists));
	assert_non_null(strstr(
	    buf_str(&logged), "not compared with b.en.md, which has faults"));
}

static void
past_two_hundred_faults_are_counted(void **state)
{
	static const struct template_lists lists = { "values.list", NULL };
	struct buf text = { 0 };
	size_t lines = 0;

	(void)state;
	buf_add_str(&text, WHOLE);
	for (int i = 0; i < 250; i++)
		buf_add_str(&text, "{{m}}\n");
	write_text("a.nl.md", buf_str(&text));
	buf_clear(&logged);
	assert_int_equal(ERR_PARSE, template_inspect("a.nl.md", NULL, &lists));
	for (const char *p = buf_str(&logged); *p != '\0'; p++)
		lines += *p == '\n';
	assert_int_equal(201, lines);
	assert_non_null(strstr(buf_str(&logged), "and 50 faults more"));
	buf_free(&text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_component_is_described_with_all_its_keys),
		cmocka_unit_test(nothing_is_described_that_is_not_there),
		cmocka_unit_test(
		    formats_and_keys_of_the_front_matter_are_described),
		cmocka_unit_test(languages_are_compared_by_what_they_read),
		cmocka_unit_test(one_look_tells_every_fault),
		cmocka_unit_test(one_with_faults_is_compared_with_nothing),
		cmocka_unit_test(past_two_hundred_faults_are_counted),
	};
	return cmocka_run_group_tests(tests, read_doc, free_doc);
}
