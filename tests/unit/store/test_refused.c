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

/* What the server says of statements that went well. */
static const struct {
	const char *sql, *tag, *table, *policy;
} unwritten[] = {
	{ "UPDATE hold SET reason=$1", "UPDATE 0", "hold", "guard_update" },
	{ "UPDATE hold SET reason=$1", "UPDATE 1", NULL, NULL },
	{ "WITH was AS(SELECT 1 FROM holder FOR UPDATE) UPDATE holder h SET x",
	    "UPDATE 0", NULL, NULL },
	{ "SELECT 1 FROM deployment x FOR UPDATE", "SELECT 0", NULL, NULL },
	{ "DELETE FROM day_off WHERE day=$1", "DELETE 0", "day_off",
	    "guard_delete" },
	{ "SELECT (SELECT 1 FROM fix)::text FROM patch p FOR UPDATE OF p",
	    "SELECT 0", "patch", "guard_update" },
	{ "SELECT 1 FROM patch FOR NO KEY UPDATE", "SELECT 0", "patch",
	    "guard_update" },
	{ "SELECT 1 FROM patch", "SELECT 0", NULL, NULL },
	{ "INSERT INTO x VALUES(1) ON CONFLICT DO UPDATE SET a=1", "INSERT 0 0",
	    NULL, NULL },
	{ "UPDATE id_alloc SET next=$3", "UPDATE 0", NULL, NULL },
	{ "UPDATE ", "UPDATE 0", NULL, NULL },
	{ "", "", NULL, NULL },
};

static void
what_wrote_nothing_names_its_table(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(unwritten); i++) {
		struct refused r;

		assert_int_equal(unwritten[i].table != NULL,
		    refused_unwritten(unwritten[i].sql, unwritten[i].tag, &r));
		assert_name(unwritten[i].table, r.table);
		assert_name(unwritten[i].policy, r.policy);
		refused_free(&r);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_refusal_names_its_table_and_its_rule),
		cmocka_unit_test(what_wrote_nothing_names_its_table),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
