/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/refused.h"

#include "tests/unit/test.h"

/* As PostgreSQL 15 says it. */
static const struct {
	const char *message, *context, *table, *policy;
} said[] = {
	{ "permission denied for table patch", NULL, "patch", NULL },
	{ "new row violates row-level security policy \"guard_insert\" for "
	  "table \"site\"",
	    NULL, "site", "guard_insert" },
	{ "new row violates row-level security policy for table \"claim\"", "",
	    "claim", NULL },
	{ "new row violates row-level security policy (USING expression) for "
	  "table \"ring\"",
	    NULL, "ring", NULL },
	{ "ids only rise", "PL/pgSQL function id_alloc_rises() line 9 at RAISE",
	    "id_alloc", NULL },
	{ "not before Monday for table talk",
	    "PL/pgSQL function x() line 2 at RAISE", NULL, NULL },
	{ "permission denied for schema patchwacht", NULL, NULL, NULL },
	{ NULL, NULL, NULL, NULL },
};

static void
assert_name(const char *want, const char *have)
{
	if (want == NULL)
		assert_null(have);
	else
		assert_string_equal(want, have);
}

static void
a_refusal_names_its_table_and_its_rule(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(said); i++) {
		struct refused r;

		assert_int_equal(said[i].table != NULL,
		    refused_read(said[i].message, said[i].context, &r));
		assert_name(said[i].table, r.table);
		assert_name(said[i].policy, r.policy);
		refused_free(&r);
		assert_null(r.table);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_refusal_names_its_table_and_its_rule),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
