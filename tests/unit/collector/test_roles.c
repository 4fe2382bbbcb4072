/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/role.h"

#include <string.h>

#include "tests/unit/test.h"

static void
each_role_is_found_by_its_name_alone(void **state)
{
	(void)state;
	for (size_t i = 0; role_table[i] != NULL; i++)
		assert_ptr_equal(role_table[i], role_find(role_table[i]->name));
	assert_null(role_find(""));
	assert_null(role_find("poll-2")); /* an instance of one */
	assert_null(role_find("Poll"));
}

/* What a right that a role has by mistake would undo. */
static void
rights_are_as_the_manual_says(void **state)
{
	static const struct {
		const char *name;
		bool syslog, trap, inet, database, exec;
	} roles[] = {
		{ "listen", true, false, false, false, false },
		{ "poll", false, false, true, true, false },
		{ "trap", false, true, false, true, false },
		{ "store", false, false, false, true, false },
		{ "verify", false, false, false, true, false },
		{ "alert", false, false, true, true, false },
		{ "program", false, false, false, false, true },
	};

	(void)state;
	for (size_t i = 0; i < ROWS(roles); i++) {
		const struct role_ops *r = role_find(roles[i].name);

		assert_non_null(r);
		assert_int_equal(roles[i].syslog, role_listens(r, LISTEN_TLS));
		assert_int_equal(roles[i].trap, role_listens(r, LISTEN_TRAP));
		assert_int_equal(
		    roles[i].database, (r->rights & ROLE_DATABASE) != 0);
		assert_int_equal(roles[i].exec, (r->rights & ROLE_EXEC) != 0);
		if (!roles[i].inet)
			assert_int_equal(0, r->rights & ROLE_INET);
	}
	assert_null(role_table[ROWS(roles)]);
}

/* Those that have nothing to do, as nothing is configured, are not started. */
static void
only_poll_has_several_processes(void **state)
{
	static const struct {
		const char *name;
		unsigned wanted;
	} roles[] = { { "listen", 1 }, { "poll", 5 }, { "trap", 0 },
		{ "store", 1 }, { "verify", 1 }, { "alert", 1 },
		{ "program", 0 } };
	const struct config c = { .poll = { .workers = 5 } };

	(void)state;
	for (size_t i = 0; i < ROWS(roles); i++)
		assert_int_equal(roles[i].wanted,
		    role_instances(role_find(roles[i].name), &c));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_role_is_found_by_its_name_alone),
		cmocka_unit_test(rights_are_as_the_manual_says),
		cmocka_unit_test(only_poll_has_several_processes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
