/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/kind.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/unit/scratch.h"
#include "tests/unit/test.h" /* cmocka, with its includes in order */

#include "lib/base/err.h"
#include "lib/base/file.h"
#include "lib/store/place.h"
#include "reporter/template/template.h"

static char home[SCRATCH_MAX];
static char data[256];

static void
put(const char *folder, const char *below, const char *text)
{
	char path[256];

	snprintf(path, sizeof(path), "%s/%s", folder, below);
	assert_int_equal(ERR_OK, file_write(path, text, strlen(text), 0600));
}

static void
dir(const char *folder, const char *below)
{
	char path[512];

	snprintf(path, sizeof(path), "%s/%s", folder, below);
	assert_int_equal(0, mkdir(path, 0700));
}

static int
make_folders(void **state)
{
	(void)state;
	if (mkdtemp(scratch_name(home, "kind")) == NULL)
		return -1;
	snprintf(data, sizeof(data), "%s/data", home);
	dir(home, "data");
	dir(home, "data/templates");
	dir(home, "data/templates/reports");
	dir(home, "templates");
	dir(home, "templates/tenant-7");
	put(data, "templates/reports/site.nl.md", "shipped");
	put(data, "templates/reports/site.en.md", "shipped");
	put(data, "templates/reports/README.md", "no kind");
	put(home, "templates/site.nl.md", "ours");
	put(home, "templates/board.nl.md", "ours");
	put(home, "templates/tenant-7/site.nl.md", "theirs");
	return 0;
}

static int
remove_folders(void **state)
{
	char command[256];

	(void)state;
	snprintf(command, sizeof(command), "rm -rf %s", home);
	return system(command);
}

static const struct place place = { .home = home, .data = data };

static void
the_nearest_template_wins(void **state)
{
	static const struct {
		int tenant;
		const char *name, *language, *end;
	} found[] = {
		{ 7, "site", "nl", "/templates/tenant-7/site.nl.md" },
		{ 1, "site", "nl", "/templates/site.nl.md" },
		{ 7, "site", "en", "/data/templates/reports/site.en.md" },
		{ 7, "board", "nl", "/templates/board.nl.md" },
	};

	(void)state;
	for (size_t i = 0; i < ROWS(found); i++) {
		char *path = NULL;

		assert_int_equal(ERR_OK,
		    kind_find(&place, found[i].tenant, found[i].name,
			found[i].language, &path));
		assert_non_null(strstr(path, found[i].end));
		free(path);
	}
}

static void
no_path_is_made_of_a_name_that_is_none(void **state)
{
	static const char *const names[] = { "", "../site", "a/b", "Site",
		"1st", "site.nl", "a-name-that-is-longer-than-32-signs" };
	char *path = NULL;

	(void)state;
	for (size_t i = 0; i < ROWS(names); i++)
		assert_int_equal(
		    ERR_PARSE, kind_find(&place, 1, names[i], "nl", &path));
	assert_int_equal(
	    ERR_NOTFOUND, kind_find(&place, 1, "yearly", "nl", &path));
	assert_null(path);
}

static void
a_kind_is_there_in_one_language_or_in_any(void **state)
{
	(void)state;
	assert_int_equal(ERR_OK, kind_check(&place, 1, "board", "nl"));
	assert_int_equal(ERR_NOTFOUND, kind_check(&place, 1, "board", "en"));
	assert_int_equal(ERR_OK, kind_check(&place, 1, "board", NULL));
	assert_int_equal(ERR_NOTFOUND, kind_check(&place, 1, "yearly", NULL));
	assert_int_equal(ERR_PARSE, kind_check(&place, 1, "../site", NULL));
}

static void
each_kind_is_listed_once(void **state)
{
	struct kind *list;
	size_t n;

	(void)state;
	assert_int_equal(ERR_OK, kind_list(&place, 7, &list, &n));
	assert_int_equal(3, n);
	assert_string_equal("board", list[0].name);
	assert_int_equal(1, list[0].from);
	assert_string_equal("en", list[1].language);
	assert_int_equal(3, list[1].from);
	assert_string_equal("nl", list[2].language);
	assert_int_equal(0, list[2].from);
	kind_list_free(list, n);
}

static struct template *
template_of(const char *more)
{
	struct template *t = NULL;
	char text[512];

	snprintf(text, sizeof(text),
	    "---\nreport: x\nlanguage: en\ntitle: T\norganisation: O\n"
	    "classification: C\n%s---\n",
	    more);
	assert_int_equal(
	    ERR_OK, template_parse("t.md", text, strlen(text), &t));
	return t;
}

static const struct {
	const char *front, *period, *site;
	int rc;
} fits[] = {
	{ "", "quarter", NULL, ERR_OK },
	{ "", "year", NULL, ERR_OK },
	{ "", "year", "Noord", ERR_PARSE },
	{ "periods: month\n", "quarter", NULL, ERR_PARSE },
	{ "periods: month,quarter\n", "quarter", NULL, ERR_OK },
	{ "scope: site\n", "quarter", NULL, ERR_PARSE },
	{ "scope: site\n", "quarter", "Noord", ERR_OK },
	{ "scope: organisation, site\n", "quarter", "Noord", ERR_OK },
	{ "scope: organisation, site\n", "quarter", NULL, ERR_OK },
};

static void
a_template_says_what_it_is_for(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(fits); i++) {
		struct template *t = template_of(fits[i].front);

		assert_int_equal(
		    fits[i].rc, kind_fits(t, fits[i].period, fits[i].site));
		template_free(t);
	}
}

static void
a_number_is_of_kind_period_and_site(void **state)
{
	struct template *t = template_of("prefix: LR\n");
	char number[64];

	(void)state;
	kind_number(t, "2026-07", 0, number, sizeof(number));
	assert_string_equal("LR-2026-07", number);
	kind_number(t, "2026Q3", 12, number, sizeof(number));
	assert_string_equal("LR-2026Q3-S12", number);
	template_free(t);
	t = template_of("");
	kind_number(t, "2026", 0, number, sizeof(number));
	assert_string_equal("x-2026", number);
	template_free(t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_nearest_template_wins),
		cmocka_unit_test(no_path_is_made_of_a_name_that_is_none),
		cmocka_unit_test(each_kind_is_listed_once),
		cmocka_unit_test(a_kind_is_there_in_one_language_or_in_any),
		cmocka_unit_test(a_template_says_what_it_is_for),
		cmocka_unit_test(a_number_is_of_kind_period_and_site),
	};
	return cmocka_run_group_tests(tests, make_folders, remove_folders);
}
