/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/profile/match.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/base/file.h"
#include "tests/unit/profile/given.h"
#include "tests/unit/scratch.h"

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

static void
put(const char *dir, const char *name, const char *text)
{
	char path[200];

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	assert_int_equal(ERR_OK, file_write(path, text, strlen(text), 0600));
}

/* An operator's folder is read after the shipped one. */
static void
a_later_profile_of_the_same_title_replaces_an_earlier_one(void **state)
{
	char dir[SCRATCH_MAX], ours[160], sub[2][200], path[256];
	const char *dirs[] = { dir, ours, NULL };
	struct profile_set *set = NULL;
	struct snapshot *before = given_snapshot(ID("9.1"));
	struct snapshot *now = given_snapshot(ID("9.2"));

	(void)state;
	assert_non_null(mkdtemp(scratch_name(dir, "match")));
	snprintf(ours, sizeof(ours), "%s/ours", dir);
	snprintf(sub[0], sizeof(sub[0]), "%s/profiles", dir);
	snprintf(sub[1], sizeof(sub[1]), "%s/profiles", ours);
	assert_int_equal(0, mkdir(sub[0], 0700));
	assert_int_equal(0, mkdir(ours, 0700));
	assert_int_equal(0, mkdir(sub[1], 0700));
	put(dir, "versions.schemes", given_schemes);
	put(sub[0], "acme.profile",
	    "profile \"acme\" { vendor = Shipped\n"
	    "  match { sysobjectid = {enterprises.9.1} } }\n"
	    "profile \"other\" { match { sysobjectid = {enterprises.8} } }\n");
	put(sub[1], "any-name.profile",
	    "profile \"acme\" { vendor = Ours\n"
	    "  match { sysobjectid = {enterprises.9.2} } }\n");
	assert_int_equal(ERR_OK, profile_set_load(dirs, &set));
	assert_int_equal(2, profile_set_count(set));
	assert_null(profile_match(set, before));
	assert_string_equal("Ours", profile_match(set, now)->vendor);
	snapshot_free(before);
	snapshot_free(now);
	profile_set_free(set);
	snprintf(path, sizeof(path), "rm -rf '%s'", dir);
	assert_int_equal(0, system(path));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_nearest_profile_knows_the_device),
		cmocka_unit_test(
		    a_later_profile_of_the_same_title_replaces_an_earlier_one),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
