/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/profile/identity.h"

#include "tests/unit/profile/given.h"

#define ID(oid)     "1.3.6.1.2.1.1.2.0|6|1.3.6.1.4.1." oid "\n"
#define DESCR(text) "1.3.6.1.2.1.1.1.0|4|" text "\n"
#define ENTITY(column, row, type, text) \
	"1.3.6.1.2.1.47.1.1.1.1." column "." row "|" type "|" text "\n"

static const char profiles[] =
    "profile \"acme\" {\n"
    "  vendor = Acme class = switch\n"
    "  match { sysobjectid = {enterprises.99} }\n"
    "  version { oid = enterprises.99.1.0 }\n"
    "  version { oid = sysDescr.0 regex = 'V(?<a>\\d+)r(?<b>\\d+)'\n"
    "    join = '${a}.${b}' }\n"
    "  version { oid = entPhysicalSoftwareRev pick = {stack, chassis} }\n"
    "  second { oid = enterprises.99.2.0 }\n"
    "  hardware { oid = enterprises.99.3.0 }\n"
    "  component { table = entity class = {chassis} software = 10\n"
    "    serial = 11 name = 7 require = all }\n"
    "  component { name = boot kind = bootloader oid = enterprises.99.4.0 }\n"
    "  component { oid = enterprises.99.5 names = enterprises.99.6 }\n"
    "  component { name = bay oid = enterprises.99.8 pick = {all} }\n"
    "  component { name = boot kind = bootloader oid = enterprises.99.9.0 }\n"
    "  component { oid = enterprises.99.7\n"
    "    regex = '(?<name>\\w+)=(?<version>\\S+)' }\n"
    "  scheme = {dotted}\n"
    "  clean = {quotes, symbolset}\n"
    "  reject = '^9\\.9$'\n"
    "  test { recording = 'x' version = '1' }\n"
    "}\n"
    "profile \"whole\" {\n"
    "  match { sysobjectid = {enterprises.98} }\n"
    "  version { oid = enterprises.98.1.0 }\n"
    "  patchlevel { oid = enterprises.98.2 pick = all }\n"
    "  complete = '${version} with ${patchlevel}'\n"
    "}\n"
    "profile \"linux\" {\n"
    "  match { sysdescr = '^Linux' }\n"
    "  component { table = packages }\n"
    "}\n";

static struct profile_set *set;

static int
load(void **state)
{
	(void)state;
	set = given_set(profiles);
	return 0;
}

static int
unload(void **state)
{
	(void)state;
	profile_set_free(set);
	return 0;
}

static const struct {
	const char *lines, *version;
} versions[] = {
	{ ID("99") "1.3.6.1.4.1.99.1.0|4|1.2.3\n", "1.2.3" },
	/* Not of the scheme: the next rule. */
	{ ID("99") DESCR("V4r5") "1.3.6.1.4.1.99.1.0|4|beta\n", "4.5" },
	/* Of no scheme: shown, if it has a number. */
	{ ID("99") DESCR("V4r5") "1.3.6.1.4.1.99.1.0|4|1.2-p3\n", "4.5" },
	{ ID("99") "1.3.6.1.4.1.99.1.0|4|1.2-p3\n", "1.2-p3" },
	{ ID("99") "1.3.6.1.4.1.99.1.0|4|host\n", "" },
	{ ID("99") "1.3.6.1.4.1.99.1.0|4|N/A\n", "" },
	{ ID("99") "1.3.6.1.4.1.99.1.0|4|9.9\n", "" }, /* rejected */
	{ ID("99") "1.3.6.1.4.1.99.1.0|4| \\\"1.2\\\" \n", "1.2" },
	{ ID("99") "1.3.6.1.4.1.99.1.0|4x|0115312e32\n", "1.2" },
	{ ID("99") "1.3.6.1.4.1.99.1.0|4x|312e3200\n", "1.2" },
	{ ID("99") "1.3.6.1.4.1.99.1.0|5|\n", "" },
	/* By class, not by the order of rows. */
	{ ID("99") ENTITY("5", "1", "2", "9") ENTITY("10", "1", "4", "7.7")
		ENTITY("5", "2", "2", "3") ENTITY("10", "2", "4", "1.1"),
	    "1.1" },
	{ ID("98") "1.3.6.1.4.1.98.1.0|4|5\n1.3.6.1.4.1.98.2.1|4|a\n"
		   "1.3.6.1.4.1.98.2.2|4|b\n",
	    "5 with a, b" },
	{ ID("98") "1.3.6.1.4.1.98.1.0|4|5\n", "5" },
};

static void
rules_are_tried_in_turn(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(versions); i++) {
		struct identity id;

		given_identity(set, versions[i].lines, &id);
		if (strcmp(id.version, versions[i].version) != 0)
			fail_msg("row %zu: '%s'", i, id.version);
		assert_int_equal(versions[i].version[0] == '\0'
			? CONFIDENCE_NONE
			: CONFIDENCE_PROFILE,
		    id.confidence);
		identity_free(&id);
	}
}

static const struct {
	const char *first, *second;
	enum agreement agreement;
} seconds[] = {
	{ "1.2", "1.2", SECOND_AGREES },
	{ "1.2", "1.02.0", SECOND_AGREES },
	{ "1.2", "1.3", SECOND_CONFLICTS },
	{ "1.2", "2.2", SECOND_CONFLICTS },
	{ "1.2", "-", SECOND_ABSENT },
	{ "1.2", "loader", SECOND_ABSENT },
};

static void
a_second_source_agrees_or_conflicts(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(seconds); i++) {
		char lines[300];
		struct identity id;

		snprintf(lines, sizeof(lines),
		    ID("99") "1.3.6.1.4.1.99.1.0|4|%s\n"
			     "1.3.6.1.4.1.99.2.0|4|%s\n",
		    seconds[i].first, seconds[i].second);
		given_identity(set, lines, &id);
		assert_int_equal(seconds[i].agreement, id.second);
		if (id.second == SECOND_CONFLICTS)
			assert_string_equal(
			    seconds[i].second, id.second_version);
		identity_free(&id);
	}
}

static const char stack[] = ID("99") "1.3.6.1.4.1.99.1.0|4|1.2\n" ENTITY("5",
    "1", "2", "3") ENTITY("7", "1", "4", "unit 1") ENTITY("10", "1", "4", "1.2")
    ENTITY("11", "1", "4", "S1") ENTITY("5", "2", "2", "3")
	ENTITY("7", "2", "4", "unit 2") ENTITY("10", "2", "4", "1.1")
	    ENTITY("11", "2", "4", "S2") ENTITY("5", "3", "2", "7") ENTITY("10",
		"3", "4",
		"3.3") "1.3.6.1.4.1.99.4.0|4|0.5\n"
		       "1.3.6.1.4.1.99.5.1|4|8.1\n1.3.6.1.4.1.99.6.1|4|engine\n"
		       "1.3.6.1.4.1.99.7.1|4|fax=2.2\n";

static const struct {
	const char *name, *version, *serial;
	enum component_kind kind;
	bool required;
} parts[] = {
	{ "unit 1", "1.2", "S1", KIND_COMPONENT, true },
	{ "unit 2", "1.1", "S2", KIND_COMPONENT, true },
	{ "boot", "0.5", "", KIND_BOOTLOADER, false },
	{ "engine", "8.1", "", KIND_COMPONENT, false },
	{ "fax", "2.2", "", KIND_COMPONENT, false },
};

static void
components_come_from_tables_and_objects(void **state)
{
	struct identity id;

	(void)state;
	given_identity(set, stack, &id);
	assert_int_equal(ROWS(parts), id.n_components);
	for (size_t i = 0; i < ROWS(parts); i++) {
		const struct identity_component *c = &id.component[i];

		assert_string_equal(parts[i].name, c->name);
		assert_string_equal(parts[i].version, c->version);
		assert_string_equal(parts[i].serial, c->serial);
		assert_int_equal(parts[i].kind, c->kind);
		assert_int_equal(parts[i].required, c->required);
	}
	identity_free(&id);
}

/* A name for all rows; a second place for a part that was read already. */
static void
a_name_stands_for_one_value_or_for_all_rows(void **state)
{
	static const struct {
		const char *name, *version;
	} want[] = { { "boot", "0.5" }, { "bay 1", "7" }, { "bay 3", "8" } };
	struct identity id;

	(void)state;
	given_identity(set,
	    ID("99") "1.3.6.1.4.1.99.4.0|4|0.5\n"
		     "1.3.6.1.4.1.99.8.1|4|7\n1.3.6.1.4.1.99.8.3|4|8\n"
		     "1.3.6.1.4.1.99.9.0|4|0.6\n",
	    &id);
	assert_int_equal(ROWS(want), id.n_components);
	for (size_t i = 0; i < ROWS(want); i++) {
		assert_string_equal(want[i].name, id.component[i].name);
		assert_string_equal(want[i].version, id.component[i].version);
	}
	identity_free(&id);
}

/* Of two members of one model the old one must not hide behind the other. */
static void
members_of_one_name_are_told_apart(void **state)
{
	static const char *const names[] = { "X1 1", "X1 2", "X2" };
	struct identity id;

	(void)state;
	given_identity(set,
	    ID("99") "1.3.6.1.4.1.99.1.0|4|1.2\n"
		     "1.3.6.1.4.1.99.5.1|4|1.2\n1.3.6.1.4.1.99.5.2|4|1.1\n"
		     "1.3.6.1.4.1.99.5.3|4|1.2\n"
		     "1.3.6.1.4.1.99.6.1|4|X1\n1.3.6.1.4.1.99.6.2|4|X1\n"
		     "1.3.6.1.4.1.99.6.3|4|X2\n",
	    &id);
	assert_int_equal(ROWS(names), id.n_components);
	for (size_t i = 0; i < ROWS(names); i++)
		assert_string_equal(names[i], id.component[i].name);
	assert_string_equal("1.1", id.component[1].version);
	identity_free(&id);
}

static void
packages_are_components_with_their_own_scheme(void **state)
{
	struct identity id;

	(void)state;
	given_identity(set,
	    DESCR("Linux host 6.1.0 #1") "1.3.6.1.2.1.25.6.3.1.2.1|4|"
					 "openssl_3.0.15-1_amd64\n"
					 "1.3.6.1.2.1.25.6.3.1.2.2|4|bash-5.1"
					 "-6.el9.x86_64\n"
					 "1.3.6.1.2.1.25.6.3.1.2.3|4|junk\n",
	    &id);
	assert_int_equal(2, id.n_components);
	assert_string_equal("openssl", id.component[0].name);
	assert_string_equal("dpkg", id.component[0].scheme[0]->name);
	assert_string_equal("rpm", id.component[1].scheme[0]->name);
	assert_int_equal(KIND_PACKAGE, id.component[0].kind);
	assert_string_equal("", id.version);
	assert_int_equal(CONFIDENCE_NONE, id.confidence);
	identity_free(&id);
}

static void
the_place_of_the_version_is_kept(void **state)
{
	struct identity id;

	(void)state;
	given_identity(set, ID("99") DESCR("Box V4r5 of Acme"), &id);
	assert_string_equal("4.5", id.version);
	assert_string_equal("1.3.6.1.2.1.1.1.0", id.oid);
	assert_string_equal("Box V4r5 of Acme", id.raw);
	assert_string_equal("Acme", id.vendor);
	assert_string_equal("switch", id.class);
	assert_true(id.tested);
	assert_string_equal("acme", id.profile->title);
	identity_free(&id);
}

static const struct {
	const char *lines, *version;
} guesses[] = {
	{ DESCR("Thing, Version 2.10.3, by us"), "2.10.3" },
	{ DESCR("Thing fw 1.4"), "1.4" },
	{ DESCR("Thing v3.2.1b"), "3.2.1b" },
	/* No product, only its kernel. */
	{ DESCR("FreeBSD host 12.1-RELEASE"), "" },
	{ DESCR("AcmeOS kernel 4.4.60"), "" },
	/* What it says of its neighbours is theirs. */
	{ "1.0.8802.1.1.2.1.4.1.1.10.0.1.1|4|Version 9.9.9\n", "" },
	{ "1.3.6.1.4.1.9.9.23.1.2.1.1.5.1.1|4|Version 9.9.9\n", "" },
	{ ENTITY("5", "1", "2", "3") ENTITY("10", "1", "4", "6.1.2"), "6.1.2" },
};

static void
a_guess_is_marked_as_one(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(guesses); i++) {
		struct identity id;

		given_identity(set, guesses[i].lines, &id);
		if (strcmp(id.version, guesses[i].version) != 0)
			fail_msg("row %zu: '%s'", i, id.version);
		assert_null(id.profile);
		assert_int_equal(guesses[i].version[0] == '\0'
			? CONFIDENCE_NONE
			: CONFIDENCE_SUGGESTION,
		    id.confidence);
		identity_free(&id);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rules_are_tried_in_turn),
		cmocka_unit_test(a_second_source_agrees_or_conflicts),
		cmocka_unit_test(components_come_from_tables_and_objects),
		cmocka_unit_test(a_name_stands_for_one_value_or_for_all_rows),
		cmocka_unit_test(members_of_one_name_are_told_apart),
		cmocka_unit_test(packages_are_components_with_their_own_scheme),
		cmocka_unit_test(the_place_of_the_version_is_kept),
		cmocka_unit_test(a_guess_is_marked_as_one),
	};
	return cmocka_run_group_tests(tests, load, unload);
}
