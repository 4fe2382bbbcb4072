/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/profile/baseline.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/profile/baseline_judge.h"

#include "tests/unit/scratch.h"
#include "tests/unit/test.h"

static char last[400];

static void
keep_last(const char *line)
{
	snprintf(last, sizeof(last), "%.*s", (int)strcspn(line, "\n"), line);
}

static void
on_told(void *arg, const struct baseline_check *c,
    const struct baseline_test *t, const char *why)
{
	(void)arg;
	if (why != NULL)
		print_error(
		    "%s:%u: check %s: %s\n", c->file, t->line, c->title, why);
}

static void
shipped_checks_pass_their_own_tests(void **state)
{
	struct baseline_set *set;
	size_t failed = 0;

	(void)state;
	assert_int_equal(ERR_OK, baseline_load_default(getenv("srcdir"), &set));
	assert_true(baseline_count(set) >= 8);
	for (size_t i = 0; i < baseline_count(set); i++) {
		const struct baseline_check *c = baseline_at(set, i);

		if (c->n_tests == 0)
			fail_msg("check %s has no test", c->title);
		failed += baseline_run_tests(c, on_told, NULL);
	}
	assert_int_equal(0, failed);
	baseline_free(set);
}

#define HEAD "check \"a\" { about = \"x\" source = \"y\"\n"

static const struct {
	const char *text, *fault;
} faults[] = {
	{ HEAD "look = smell pass = { 'x' }\n}\n",
	    "t:2: check a: look: \"smell\" is none of snmp, object, log, "
	    "clock, legacy" },
	{ HEAD "look = snmp\n}\n", "t:2: check a: look: it needs pass" },
	{ HEAD "look = log\n}\n", "t:2: check a: look: it needs within" },
	{ HEAD "look = snmp pass = { 'x' } within = \"1 d\"\n}\n",
	    "t:2: check a: look: within is of log and clock" },
	{ HEAD "look = object\n}\n", "t:2: check a: look: it needs an object" },
	{ HEAD "look = snmp pass = { 'x' }\nobject \"1.3\" { pass = { 'x' } "
	       "}\n}\n",
	    "t:2: check a: look: it looks at no object" },
	{ HEAD "look = object\nobject \"one\" { pass = { 'x' } }\n}\n",
	    "t:3: check a: object: it is no OID" },
	{ HEAD "look = snmp\npass = { '(' }\n}\n",
	    "t:3: check a: pass 1, byte 1: missing closing parenthesis" },
	{ HEAD "look = snmp pass = { 'x' }\ntest { result = good }\n}\n",
	    "t:3: check a: result: \"good\" is none of not observable, passed, "
	    "failed" },
	{ HEAD "look = object\nobject \"1.3.6\" { pass = { 'x' } }\n"
	       "test { says = \"1\" result = passed }\n}\n",
	    "t:4: check a: says: of which object?" },
};

static void
a_fault_has_its_line(void **state)
{
	struct baseline_set *set;

	(void)state;
	log_divert(keep_last);
	for (size_t i = 0; i < sizeof(faults) / sizeof(faults[0]); i++) {
		last[0] = '\0';
		assert_true(baseline_parse("t", faults[i].text, &set) < 0);
		assert_non_null(strstr(last, faults[i].fault));
	}
	log_divert(NULL);
}

static void
what_is_not_verified_is_not_looked_at(void **state)
{
	struct baseline_set *set;

	(void)state;
	assert_int_equal(ERR_OK,
	    baseline_parse("t",
		HEAD "look = snmp pass = { 'x' } verified = no enabled = yes }",
		&set));
	assert_false(baseline_at(set, 0)->verified);
	assert_false(baseline_at(set, 0)->enabled);
	baseline_free(set);
}

static void
one_s_own_takes_the_place_of_a_shipped_one(void **state)
{
	char path[SCRATCH_MAX];
	struct baseline_set *set;
	FILE *f = fdopen(mkstemp(scratch_name(path, "baseline")), "w");

	(void)state;
	fputs("check \"a\" { about = \"mine\" source = \"y\" look = snmp "
	      "pass = { 'x' } }\n"
	      "check \"b\" { about = \"mine\" source = \"y\" look = snmp "
	      "pass = { 'x' } }\n",
	    f);
	fclose(f);
	assert_int_equal(ERR_OK,
	    baseline_parse("t", HEAD "look = snmp pass = { 'x' } }", &set));
	assert_int_equal(ERR_OK, baseline_add_file(set, path));
	assert_int_equal(2, baseline_count(set));
	assert_string_equal("mine", baseline_at(set, 0)->about);
	unlink(path);
	baseline_free(set);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(shipped_checks_pass_their_own_tests),
		cmocka_unit_test(a_fault_has_its_line),
		cmocka_unit_test(what_is_not_verified_is_not_looked_at),
		cmocka_unit_test(one_s_own_takes_the_place_of_a_shipped_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
