/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/assess/framework.h"

#include "tests/unit/test.h" /* cmocka, with its includes in order */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/base/err.h"
#include "lib/base/log.h"

static char told[4096];

static void
keep(const char *line)
{
	strncat(told, line, sizeof(told) - strlen(told) - 1);
}

static void
shipped_catalogues_hold(void **state)
{
	static const char *const names[] = { "ibp", "iso27001", "nen7510" };
	const char *top = getenv("srcdir");

	(void)state;
	for (size_t i = 0; i < ROWS(names); i++) {
		struct framework *list = NULL;
		char path[4096];
		size_t n = 0;

		snprintf(path, sizeof(path),
		    "%s/templates/frameworks/%s.framework",
		    top != NULL ? top : ".", names[i]);
		assert_int_equal(ERR_OK, framework_load(path, &list, &n));
		assert_int_equal(1, n);
		assert_string_equal(names[i], list[0].name);
		assert_in_range(list[0].ncontrols, 8, 12);
		framework_free(list, n);
	}
}

static const struct {
	const char *text, *told;
} faults[] = {
	{ "framework \"x\" {\n title_nl=\"a\"\n title_en=\"a\"\n"
	  " edition=\"1\"\n source=\"s\"\n control \"C\" {\n"
	  "  title_nl=\"a\"\n title_en=\"a\"\n verified=\"sure\"\n }\n}\n",
	    "verified is V1, V2, P or unverified, not 'sure'" },
	{ "framework \"x\" {\n title_nl=\"a\"\n title_en=\"a\"\n"
	  " edition=\"1\"\n source=\"s\"\n control \"C\" {\n"
	  "  title_nl=\"a\"\n title_en=\"a\"\n verified=\"V1\"\n"
	  "  required={\"PAT-1\"}\n }\n}\n",
	    "'PAT-1' is not an id of a measurement" },
	{ "framework \"x\" {\n title_nl=\"a\"\n}\n", ":" },
	{ "frame \"x\" { }\n", "frame" },
};

static void
faults_are_named_by_line(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(faults); i++) {
		char path[] = "/tmp/patchwacht-framework-XXXXXX";
		int fd = mkstemp(path);
		struct framework *list = NULL;
		size_t n = 0;

		assert_true(fd >= 0);
		assert_int_equal((ssize_t)strlen(faults[i].text),
		    write(fd, faults[i].text, strlen(faults[i].text)));
		close(fd);
		told[0] = '\0';
		log_divert(keep);
		assert_int_equal(ERR_PARSE, framework_load(path, &list, &n));
		log_divert(NULL);
		unlink(path);
		assert_non_null(strstr(told, faults[i].told));
		assert_non_null(strstr(told, path));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(shipped_catalogues_hold),
		cmocka_unit_test(faults_are_named_by_line),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
