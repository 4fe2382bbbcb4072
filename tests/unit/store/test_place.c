/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/place.h"

#include "tests/unit/scratch.h"
#include "tests/unit/test.h" /* cmocka, with its includes in order */

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "lib/base/err.h"
#include "lib/base/log.h"

static char path[SCRATCH_MAX];

static void
write_config(const char *text)
{
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	fputs(text, f);
	fclose(f);
}

static void
ignore(const char *line)
{
	(void)line;
}

static int
set_up(void **state)
{
	int fd = mkstemp(scratch_name(path, "place"));

	(void)state;
	close(fd);
	unsetenv("PATCHWACHT_HOME");
	unsetenv("PATCHWACHT_CONFIG");
	unsetenv("PATCHWACHT_DATADIR");
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	unlink(path);
	return 0;
}

static void
the_command_line_wins_over_the_environment_and_the_file(void **state)
{
	struct place p = { 0 };

	(void)state;
	write_config("home = \"/srv/file\"\ndata = \"/srv/data\"\n");
	assert_int_equal(ERR_OK, place_find(NULL, path, &p));
	assert_string_equal("/srv/file", p.home);
	assert_string_equal("/srv/data", p.data);
	assert_string_equal("embedded", p.database);
	place_free(&p);

	setenv("PATCHWACHT_HOME", "/srv/environment", 1);
	assert_int_equal(ERR_OK, place_find(NULL, path, &p));
	assert_string_equal("/srv/environment", p.home);
	place_free(&p);

	assert_int_equal(ERR_OK, place_find("/srv/told", path, &p));
	assert_string_equal("/srv/told", p.home);
	place_free(&p);
	unsetenv("PATCHWACHT_HOME");
}

static void
what_the_daemon_reads_is_passed_over(void **state)
{
	struct place p = { 0 };

	(void)state;
	write_config("listen \"office\" {\n  udp = { \"127.0.0.1:5514\" }\n"
		     "  idle = \"1 h\"\n}\nmail {\n  server = \"smtp://x\"\n"
		     "  nested \"a\" { b = 1 }\n}\nverbose = true\n"
		     "home = \"/srv/file\"\n"
		     "database = \"postgresql://db.example.org/p\"\n");
	assert_int_equal(ERR_OK, place_find(NULL, path, &p));
	assert_string_equal("/srv/file", p.home);
	assert_string_equal("postgresql://db.example.org/p", p.database);
	place_free(&p);
}

static void
a_configuration_that_was_named_must_be_there(void **state)
{
	struct place p = { 0 };

	(void)state;
	log_divert(ignore);
	assert_int_not_equal(
	    ERR_OK, place_find(NULL, "/nonexistent/patchwacht.conf", &p));
	log_divert(NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    the_command_line_wins_over_the_environment_and_the_file),
		cmocka_unit_test(what_the_daemon_reads_is_passed_over),
		cmocka_unit_test(a_configuration_that_was_named_must_be_there),
	};
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
