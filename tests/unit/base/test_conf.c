/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/base/conf.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/log.h"

#include "tests/unit/test.h"

static const struct conf_option listen_options[] = {
	{ .name = "udp", .type = CONF_TEXT, .flags = CONF_REQUIRED },
	{ .name = "idle",
	    .type = CONF_SPAN,
	    .by_default = "1 h",
	    .min = CLOCK_SECOND,
	    .max = CLOCK_DAY },
	{ 0 },
};

static const struct conf_option options[] = {
	{ .name = "data", .type = CONF_TEXT },
	{ .name = "rate",
	    .type = CONF_INT,
	    .by_default = "100",
	    .min = 1,
	    .max = 1000 },
	{ .name = "verbose", .type = CONF_BOOL, .by_default = "no" },
	{ .name = "allow", .type = CONF_LIST, .by_default = "{ a, \"b c\" }" },
	{ .name = "listen",
	    .type = CONF_SECTION,
	    .flags = CONF_MANY | CONF_TITLED,
	    .section = listen_options },
	{ .name = "store", .type = CONF_SECTION, .section = listen_options },
	{ 0 },
};

static char last[4096];

static void
keep(const char *line)
{
	strcpy(last, line);
}

static int
read_text(const char *text, struct conf **out)
{
	last[0] = '\0';
	return conf_parse("x.conf", text, strlen(text), options, out);
}

static void
what_is_written_is_read(void **state)
{
	static const char text[] = "# a comment\n"
				   "data = /srv/data/* // more\n"
				   "rate = 7\n"
				   "/* long\n"
				   "   one */ verbose = yes\n"
				   "allow = { x, 'y z' }\n"
				   "allow += { last }\n"
				   "\n"
				   "listen \"office\" {\n"
				   "\tudp = \"127.0.0.1:5514\"\n"
				   "\tidle = \"90 s\"\n"
				   "}\n"
				   "listen home { udp = h:1 }\n";
	const struct conf_section *root, *s;
	struct conf *c;

	(void)state;
	assert_int_equal(ERR_OK, read_text(text, &c));
	root = conf_root(c);
	assert_string_equal("/srv/data/*", conf_text(root, "data"));
	assert_int_equal(7, conf_int(root, "rate"));
	assert_int_equal(3, conf_line_of(root, "rate"));
	assert_true(conf_bool(root, "verbose"));
	assert_int_equal(5, conf_line_of(root, "verbose"));
	assert_int_equal(3, conf_list_len(root, "allow"));
	assert_string_equal("y z", conf_list_at(root, "allow", 1));
	assert_string_equal("last", conf_list_at(root, "allow", 2));
	assert_int_equal(2, conf_count(root, "listen"));
	s = conf_at(root, "listen", 0);
	assert_string_equal("office", conf_title(s));
	assert_int_equal(9, conf_line(s));
	assert_int_equal(10, conf_line_of(s, "udp"));
	assert_true(conf_span(s, "idle") == 90 * CLOCK_SECOND);
	s = conf_at(root, "listen", 1);
	assert_int_equal(13, conf_line(s));
	assert_true(conf_span(s, "idle") == CLOCK_HOUR);
	assert_null(conf_at(root, "listen", 2));
	assert_string_equal("x.conf", conf_file(s));
	conf_free(c);
}

static void
what_is_not_written_has_its_default(void **state)
{
	const struct conf_section *root;
	struct conf *c;

	(void)state;
	assert_int_equal(ERR_OK, read_text("", &c));
	root = conf_root(c);
	assert_null(conf_text(root, "data"));
	assert_false(conf_is_set(root, "rate"));
	assert_int_equal(100, conf_int(root, "rate"));
	assert_false(conf_bool(root, "verbose"));
	assert_int_equal(2, conf_list_len(root, "allow"));
	assert_string_equal("b c", conf_list_at(root, "allow", 1));
	assert_int_equal(0, conf_count(root, "store"));
	conf_free(c);
}

static void
an_empty_list_is_not_the_default(void **state)
{
	struct conf *c;

	(void)state;
	assert_int_equal(ERR_OK, read_text("allow = { }", &c));
	assert_int_equal(0, conf_list_len(conf_root(c), "allow"));
	assert_true(conf_is_set(conf_root(c), "allow"));
	conf_free(c);
}

static void
nothing_comes_from_the_environment(void **state)
{
	struct conf *c;

	(void)state;
	setenv("SECRET", "leaked", 1);
	assert_int_equal(ERR_OK, read_text("data = \"a${SECRET}b\"", &c));
	assert_string_equal("a${SECRET}b", conf_text(conf_root(c), "data"));
	conf_free(c);
	assert_int_equal(ERR_PARSE, read_text("data = ${SECRET}", &c));
	assert_null(strstr(last, "leaked"));
}

static void
quotes_keep_their_kind(void **state)
{
	struct conf *c;

	(void)state;
	assert_int_equal(ERR_OK, read_text("data = '\\d+\\.\\w \"$'", &c));
	assert_string_equal("\\d+\\.\\w \"$", conf_text(conf_root(c), "data"));
	conf_free(c);
	assert_int_equal(ERR_OK, read_text("data = \"a\\tb \\\"c\\\"\"", &c));
	assert_string_equal("a\tb \"c\"", conf_text(conf_root(c), "data"));
	conf_free(c);
}

static const struct {
	const char *text, *message;
	int rc;
} faults[] = {
	{ "\n\ncolour = red\n", "x.conf:3: no such option 'colour'",
	    ERR_PARSE },
	{ "rate = 0", "x.conf:1: rate: must be from 1 to 1000", ERR_RANGE },
	{ "rate = 7x", "x.conf:1: rate: \"7x\" is not a whole", ERR_PARSE },
	{ "\nrate = 7\nrate = 8",
	    "x.conf:3: rate is given twice, first on line 2", ERR_PARSE },
	{ "verbose = maybe", "x.conf:1: verbose: \"maybe\"", ERR_PARSE },
	{ "\nlisten a {\n}\n", "x.conf:2: udp is missing", ERR_PARSE },
	{ "\nlisten a {\nudp = u\nidle = \"2 d\"\n}\n",
	    "x.conf:4: idle: must be from 1 to 86400 s", ERR_RANGE },
	{ "listen a { udp = u }\nlisten a { udp = u }", "duplicate title",
	    ERR_PARSE },
	{ "store { udp = u }\nstore { udp = u }",
	    "x.conf:2: section store is given twice", ERR_PARSE },
	{ "\ndata = \"open\n\n", "x.conf:2: this quoted text", ERR_PARSE },
	{ "\n/* open\n\n", "x.conf:2: this comment is never", ERR_PARSE },
	{ "listen a {\n", "x.conf:1: this { is never closed", ERR_PARSE },
	{ "}\n", "x.conf:1: unexpected closing brace", ERR_PARSE },
	{ "data = +1", "x.conf:1: a + must stand in quotes", ERR_PARSE },
	{ "\ndata = \"\xff\"", "x.conf:2: not UTF-8", ERR_PARSE },
	{ "\ndata = \"\x01\"", "x.conf:2: a control character", ERR_PARSE },
};

static void
faults_name_file_and_line(void **state)
{
	struct conf *c = NULL;

	(void)state;
	for (size_t i = 0; i < ROWS(faults); i++) {
		assert_int_equal(faults[i].rc, read_text(faults[i].text, &c));
		if (strstr(last, faults[i].message) == NULL)
			fail_msg("%s: %s", faults[i].text, last);
	}
	/* A text that ended within a quote leaves no trace in the next. */
	assert_int_equal(ERR_OK, read_text("rate = 9", &c));
	assert_int_equal(9, conf_int(conf_root(c), "rate"));
	conf_free(c);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_written_is_read),
		cmocka_unit_test(what_is_not_written_has_its_default),
		cmocka_unit_test(an_empty_list_is_not_the_default),
		cmocka_unit_test(nothing_comes_from_the_environment),
		cmocka_unit_test(quotes_keep_their_kind),
		cmocka_unit_test(faults_name_file_and_line),
	};

	log_divert(keep);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
