/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/profile/load.h"

#include "tests/unit/profile/given.h"

static const char whole[] =
    "profile \"acme\" {\n"
    "  priority = 70\n"
    "  vendor = Acme\n"
    "  class = switch\n"
    "  match { sysobjectid = {1.3.6.1.4.1.99999.1, enterprises.99998} }\n"
    "  exclude { sysdescr = 'Lite' }\n"
    "  version { oid = sysDescr.0 regex = 'V(?<a>\\d+)r(?<b>\\d+)'\n"
    "    join = '${a}.${b}' }\n"
    "  version { oid = enterprises.99999.2 pick = {chassis, 'index 7'}\n"
    "    is = installed }\n"
    "  scheme = {dotted}\n"
    "  granularity = hotfix\n"
    "  clean = {trim, quotes}\n"
    "  reject = '^0\\.0$'\n"
    "  reboot = optional\n"
    "  settle = '5 min'\n"
    "  syslog { class = boot regex = 'up' }\n"
    "  test { recording = 'a.snmprec' version = '1.2' }\n"
    "}\n";

static void
every_part_is_kept(void **state)
{
	struct profile_set *set = given_set(whole);
	const struct profile *p = profile_set_find(set, "acme");

	(void)state;
	assert_non_null(p);
	assert_int_equal(70, p->priority);
	assert_string_equal("Acme", p->vendor);
	assert_int_equal(2, p->match.condition[0].n_ids);
	assert_int_equal(1, p->exclude.n);
	assert_int_equal(2, p->version.n);
	assert_false(p->version.rule[0].at.column);
	assert_true(p->version.rule[1].at.column);
	assert_true(p->version.rule[1].installed);
	assert_int_equal(PICK_CLASS, p->version.rule[1].pick[0].type);
	assert_int_equal(3, p->version.rule[1].pick[0].number);
	assert_int_equal(PICK_INDEX, p->version.rule[1].pick[1].type);
	assert_int_equal(7, p->version.rule[1].pick[1].number);
	assert_string_equal("dotted", p->scheme[0]->name);
	assert_int_equal(GRANULARITY_HOTFIX, p->granularity);
	assert_int_equal(CLEAN_QUOTES, p->clean);
	assert_int_equal(REBOOT_OPTIONAL, p->reboot);
	assert_true(p->settle == INT64_C(300) * 1000000);
	assert_int_equal(MESSAGE_BOOT, p->message[0].class);
	assert_true(profile_is_tested(p));
	profile_set_free(set);
}

#define ACME "profile \"acme\" {\n match { sysdescr = 'x' }\n"

static const struct {
	const char *text, *says;
} faults[] = {
	{ ACME " typo = 1\n}\n", "profiles:3: " },
	{ ACME " version { oid = sysDescr.0 regex = 'a(b' }\n}\n",
	    "profiles:3: profile acme: regex, character 4: " },
	{ ACME " version { oid = nonsense.0 }\n}\n",
	    "profiles:3: profile acme: 'nonsense.0' is not an object" },
	{ ACME " version { oid = sysDescr.0 regex = 'a' join = '${b}' }\n}\n",
	    "join '${b}': no such group" },
	{ ACME " version { oid = sysDescr.0 pick = {sideways} }\n}\n",
	    "pick 'sideways'" },
	{ ACME " scheme = {roman}\n}\n", "no scheme 'roman'" },
	{ ACME " granularity = fine\n}\n", "granularity: use" },
	{ ACME " reboot = daily\n}\n", "reboot: use" },
	{ ACME " clean = {polish}\n}\n", "clean 'polish'" },
	{ ACME " syslog { class = party regex = 'x' }\n}\n",
	    "class: use boot" },
	{ ACME " component { name = x }\n}\n", "a table or an oid" },
	{ ACME " component { table = chairs }\n}\n", "table: use entity" },
	{ ACME " test { version = '1' }\n}\n", "a recording or a message" },
	{ ACME " match { value = 'x' }\n}\n", "value without oid" },
	{ ACME " match { }\n}\n", "an empty condition" },
	{ "profile \"acme\" { version { oid = sysDescr.0 } }\n",
	    "no match: it would know every device" },
};

static void
a_fault_is_told_with_its_place(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(faults); i++) {
		struct profile_set *set = NULL;

		assert_true(given_parse(faults[i].text, &set) < 0);
		if (strstr(given_said, faults[i].says) == NULL)
			fail_msg("'%s' does not say '%s'", given_said,
			    faults[i].says);
		assert_null(set);
	}
}

static void
one_without_a_test_of_its_version_is_untested(void **state)
{
	struct profile_set *set =
	    given_set(ACME " syslog { class = boot regex = 'up' }\n"
			   " test { message = 'up' class = boot }\n}\n");

	(void)state;
	assert_false(profile_is_tested(profile_set_find(set, "acme")));
	profile_set_free(set);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_part_is_kept),
		cmocka_unit_test(a_fault_is_told_with_its_place),
		cmocka_unit_test(one_without_a_test_of_its_version_is_untested),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
