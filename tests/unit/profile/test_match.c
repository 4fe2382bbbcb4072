/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/profile/match.h"

#include "tests/unit/profile/given.h"

static const char profiles[] =
    "profile \"family\" { match { sysobjectid = {enterprises.9.1} } }\n"
    "profile \"member\" { match { sysobjectid = {enterprises.9.1.5} } }\n"
    "profile \"text\" { match { sysobjectid = {enterprises.9.1}\n"
    "  sysdescr = 'Special' } priority = 60 }\n"
    "profile \"object\" { match { oid = enterprises.7.1.0 value = '^yes' } }\n"
    "profile \"either\" { match { sysobjectid = {enterprises.11} }\n"
    "  match { sysdescr = '^Either' } exclude { sysdescr = 'not' } }\n";

#define ID(oid)     "1.3.6.1.2.1.1.2.0|6|1.3.6.1.4.1." oid "\n"
#define DESCR(text) "1.3.6.1.2.1.1.1.0|4|" text "\n"

static const struct {
	const char *lines, *title; /* NULL: nobody knows it */
} rows[] = {
	{ ID("9.1.4"), "family" },
	{ ID("9.1.5.2"), "member" }, /* the longer prefix */
	{ ID("9.1.50"), "family" },  /* 5 is not a prefix of 50 */
	{ ID("9.2"), NULL },
	{ "1.3.6.1.2.1.1.2.0|4|.1.3.6.1.4.1.9.1.5\n", "member" }, /* as text */
	{ "1.3.6.1.2.1.1.2.0|4|something\n", NULL },
	{ ID("9.1.5") DESCR("a Special one"), "text" }, /* the priority */
	{ DESCR("Special"), NULL },                     /* both must hold */
	{ "1.3.6.1.4.1.7.1.0|4|yes, indeed\n", "object" },
	{ "1.3.6.1.4.1.7.1.0|4|no\n", NULL },
	{ ID("11.5"), "either" },
	{ DESCR("Either this"), "either" },
	{ DESCR("Either this or not"), NULL },
	{ ID("11.5") DESCR("not"), NULL },
};

static void
the_nearest_profile_knows_the_device(void **state)
{
	struct profile_set *set = given_set(profiles);

	(void)state;
	for (size_t i = 0; i < ROWS(rows); i++) {
		struct snapshot *s = given_snapshot(rows[i].lines);
		const struct profile *p = profile_match(set, s);

		if ((p == NULL) != (rows[i].title == NULL) ||
		    (p != NULL && strcmp(p->title, rows[i].title) != 0))
			fail_msg("row %zu is taken for %s", i,
			    p == NULL ? "nothing" : p->title);
		snapshot_free(s);
	}
	profile_set_free(set);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_nearest_profile_knows_the_device),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
