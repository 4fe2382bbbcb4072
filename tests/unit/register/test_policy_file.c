/* SPDX-License-Identifier: Apache-2.0 */
#include "register/setup/policy_file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/model/policy.h"

#include "tests/unit/scratch.h"
#include "tests/unit/test.h"

static char told[1024];

static void
keep(const char *line)
{
	snprintf(told, sizeof(told), "%s", line);
}

static int
load(const char *text, struct policy *p, char **name)
{
	char path[SCRATCH_MAX];
	int fd = mkstemp(scratch_name(path, "policy")), rc;

	assert_true(fd >= 0);
	assert_int_equal((ssize_t)strlen(text), write(fd, text, strlen(text)));
	close(fd);
	told[0] = '\0';
	log_divert(keep);
	rc = policy_file_load(path, p, name);
	log_divert(NULL);
	unlink(path);
	return rc;
}

static void
what_is_left_out_is_as_by_default(void **state)
{
	struct policy p, usual;
	char *name = NULL;

	(void)state;
	policy_default(&usual);
	assert_int_equal(ERR_OK,
	    load("name = \"Streng\"\ncritical = \"24 h\"\n"
		 "silent_polls = 5\n",
		&p, &name));
	assert_string_equal("Streng", name);
	assert_int_equal(24 * CLOCK_HOUR, p.term[PRIORITY_CRITICAL]);
	assert_int_equal(5, p.silent_polls);
	assert_int_equal(usual.term[PRIORITY_LOW], p.term[PRIORITY_LOW]);
	assert_int_equal(usual.observe, p.observe);
	free(name);
}

static const struct {
	const char *text, *says;
} faults[] = {
	{ "critical = \"24 h\"\n", "name" },
	{ "name = \"a\"\ncritical = \"soon\"\n", ":2: critical" },
	{ "name = \"a\"\n\nhigh = \"1 h\"\n", ":3: high" },
	{ "name = \"a\"\nobserve_max = \"1 d\"\n", ":2: observe_max" },
	{ "name = \"a\"\npartly_percent = 99\n", ":2: partly_percent" },
	{ "name = \"a\"\nwithin_percent = 101\n", ":2: within_percent" },
	{ "name = \"a\"\nkritiek = \"1 h\"\n", ":2:" },
	{ "name = \"a\"\ncritical = \"0 s\"\n", ":2: critical" },
	{ "name = \"a\"\nscore_high = \"9,5\"\n", ":2: score_high" },
	{ "name = \"a\"\nscore_high = \"9.5\"\n", ":2: score_high" },
	{ "name = \"a\"\nscore_medium = \"8.0\"\n", ":2: score_medium" },
	{ "name = \"a\"\npatient_class = \"hoog\"\n", ":2: patient_class" },
	{ "name = \"a\"\ninternet_raises = 4\n", ":2: internet_raises" },
};

static void
a_fault_is_told_with_its_line(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(faults); i++) {
		struct policy p;
		char *name = NULL;

		assert_true(load(faults[i].text, &p, &name) < 0);
		if (strstr(told, faults[i].says) == NULL)
			print_message("# %s", told);
		assert_non_null(strstr(told, faults[i].says));
		assert_null(name);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_left_out_is_as_by_default),
		cmocka_unit_test(a_fault_is_told_with_its_line),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
