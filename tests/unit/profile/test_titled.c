/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/profile/titled.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/base/buf.h"
#include "lib/base/conf.h"
#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "tests/unit/scratch.h"
#include "tests/unit/test.h"

static const struct conf_option word_options[] = {
	{ .name = "says", .type = CONF_TEXT, .flags = CONF_REQUIRED },
	{ 0 },
};

static const struct conf_option file_options[] = {
	{ .name = "word",
	    .type = CONF_SECTION,
	    .flags = CONF_MANY | CONF_TITLED,
	    .section = word_options },
	{ 0 },
};

struct word {
	const char *title, *says;
	char *held; /* what is to be freed */
};

static int alive; /* words that hold something */

static int
read_word(const struct conf_section *s, void *rule)
{
	struct word *w = rule;

	w->title = conf_title(s);
	w->says = conf_text(s, "says");
	w->held = mem_dup_str(w->says);
	alive++;
	if (strcmp(w->says, "bad") != 0)
		return ERR_OK;
	log_warnx("%s:%u: it is bad", conf_file(s), conf_line(s));
	return ERR_PARSE;
}

static void
clear_word(void *rule)
{
	struct word *w = rule;

	alive -= w->held != NULL;
	free(w->held);
}

static const struct titled_kind words = {
	.section = "word",
	.options = file_options,
	.size = sizeof(struct word),
	.read = read_word,
	.clear = clear_word,
	.shipped = "words",
	.folder = "/nowhere/at/all",
	.pattern = "*.words",
};

static struct buf told;

static void
keep(const char *line)
{
	buf_printf(&told, "%s\n", line);
}

static int
start(void **state)
{
	(void)state;
	log_divert(keep);
	buf_clear(&told);
	alive = 0;
	return 0;
}

static int
stop(void **state)
{
	(void)state;
	log_divert(NULL);
	buf_free(&told);
	assert_int_equal(0, alive);
	return 0;
}

/* "title=what it says", of each in order. */
static const char *
list(const struct titled *t)
{
	static struct buf out;
	size_t n;
	const struct titled_rule *r = titled_rules(t, &n);

	buf_clear(&out);
	for (size_t i = 0; i < n; i++) {
		const struct word *w = r[i].rule;

		assert_string_equal(w->title, conf_title(r[i].section));
		buf_printf(&out, " %s=%s", w->title, w->says);
	}
	return buf_str(&out);
}

static void
what_came_last_comes_first_and_takes_the_place_of_its_title(void **state)
{
	struct titled *t = titled_new(&words);

	(void)state;
	assert_string_equal("", list(t));
	assert_int_equal(ERR_OK,
	    titled_add_text(t, "x",
		"word \"b\" { says = one }\nword \"a\" { says = two }\n"));
	assert_string_equal(" b=one a=two", list(t));
	assert_int_equal(ERR_OK,
	    titled_add_text(t, "y",
		"word \"c\" { says = three }\nword \"b\" { says = four }\n"));
	assert_string_equal(" c=three b=four a=two", list(t));
	titled_free(t);
	titled_free(NULL);
}

static void
a_kind_may_be_in_the_order_of_its_titles(void **state)
{
	struct titled_kind sorted = words;
	struct titled *t;

	(void)state;
	sorted.by_title = true;
	t = titled_new(&sorted);
	assert_int_equal(ERR_OK,
	    titled_add_text(t, "x",
		"word \"b\" { says = one }\nword \"a\" { says = two }\n"));
	assert_int_equal(
	    ERR_OK, titled_add_text(t, "y", "word \"b\" { says = three }"));
	assert_string_equal(" a=two b=three", list(t));
	titled_free(t);
}

static void
every_fault_of_a_file_is_told_and_none_of_its_rules_is_taken(void **state)
{
	struct titled *t = titled_new(&words);

	(void)state;
	assert_int_equal(
	    ERR_OK, titled_add_text(t, "x", "word \"a\" { says = one }"));
	assert_int_equal(ERR_PARSE,
	    titled_add_text(t, "y",
		"word \"a\" { says = bad }\nword \"b\" { says = two }\n"
		"word \"c\" { says = bad }\n"));
	assert_non_null(strstr(buf_str(&told), "y:1: it is bad"));
	assert_non_null(strstr(buf_str(&told), "y:3: it is bad"));
	assert_string_equal(" a=one", list(t));
	titled_free(t);
}

static void
a_file_of_faults_is_not_told_without_end(void **state)
{
	struct titled *t = titled_new(&words);
	struct buf text = { 0 };

	(void)state;
	for (int i = 0; i < 40; i++)
		buf_printf(&text, "word \"w%d\" { says = bad }\n", i);
	assert_int_equal(ERR_PARSE, titled_add_text(t, "x", buf_str(&text)));
	assert_non_null(strstr(buf_str(&told), "x:20: it is bad"));
	assert_null(strstr(buf_str(&told), "x:21: it is bad"));
	assert_non_null(strstr(
	    buf_str(&told), "x: 20 faults; what is behind them was not read"));
	titled_free(t);
	buf_free(&text);
}

static void
write_file(const char *folder, const char *name, const char *text)
{
	char path[SCRATCH_MAX + 16];
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	f = fopen(path, "w");
	assert_non_null(f);
	fputs(text, f);
	fclose(f);
}

static void
remove_file(const char *folder, const char *name)
{
	char path[SCRATCH_MAX + 16];

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	unlink(path);
}

static void
the_sites_own_files_come_by_name_behind_the_shipped_one(void **state)
{
	static const char *const names[] = { "words", "2.words", "1.words",
		"3.word" };
	char folder[SCRATCH_MAX];
	struct titled *t = titled_new(&words);

	(void)state;
	scratch_folder(folder, "titled");
	setenv("PATCHWACHT_DATADIR", folder, 1);
	write_file(folder, names[0], "word \"a\" { says = shipped }");
	write_file(folder, names[1], "word \"b\" { says = second }");
	write_file(folder, names[2], "word \"b\" { says = first }");
	write_file(folder, names[3], "not even a word");
	/* The kind's own folder does not exist, and need not. */
	assert_int_equal(ERR_OK, titled_add_default(t, NULL, NULL));
	assert_string_equal(" a=shipped", list(t));
	assert_int_equal(ERR_OK, titled_add_default(t, NULL, folder));
	assert_string_equal(" b=second a=shipped", list(t));
	titled_free(t);
	unsetenv("PATCHWACHT_DATADIR");
	for (size_t i = 0; i < ROWS(names); i++)
		remove_file(folder, names[i]);
	assert_int_equal(0, rmdir(folder));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    what_came_last_comes_first_and_takes_the_place_of_its_title,
		    start, stop),
		cmocka_unit_test_setup_teardown(
		    a_kind_may_be_in_the_order_of_its_titles, start, stop),
		cmocka_unit_test_setup_teardown(
		    every_fault_of_a_file_is_told_and_none_of_its_rules_is_taken,
		    start, stop),
		cmocka_unit_test_setup_teardown(
		    a_file_of_faults_is_not_told_without_end, start, stop),
		cmocka_unit_test_setup_teardown(
		    the_sites_own_files_come_by_name_behind_the_shipped_one,
		    start, stop),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
