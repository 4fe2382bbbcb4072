/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/profile/draft.h"

#include <dirent.h>
#include <stdlib.h>

#include "lib/base/buf.h"
#include "lib/base/file.h"
#include "tests/unit/profile/given.h"

#define ID(oid)     "1.3.6.1.2.1.1.2.0|6|1.3.6.1.4.1." oid "\n"
#define DESCR(text) "1.3.6.1.2.1.1.1.0|4|" text "\n"

static int
draft(const char *lines, const char *version, struct buf *out)
{
	struct profile_set *set = given_set("");
	struct snapshot *s = given_snapshot(lines);
	const struct draft d = { s, profile_set_schemes(set), version,
		"acme.snmprec", NULL };
	int rc = draft_write(&d, out);

	snapshot_free(s);
	profile_set_free(set);
	return rc;
}

static const struct {
	const char *lines, *version;
	const char *has[3]; /* NULL in front: there is no draft */
} rows[] = {
	/* The vendor's own object before the text for people. */
	{ DESCR("Acme OS, Version 4.2.1, rest")
		ID("99999.1") "1.3.6.1.4.1.99999.7.0|4|4.2.1\n",
	    "4.2.1",
	    { "profile \"acme-os\"", "sysobjectid = {enterprises.99999.1}",
		"\tversion  { oid = enterprises.99999.7.0 }" } },
	{ DESCR("Acme OS, Version 4.2.1, rest") ID("99999.1"), NULL,
	    { "\tversion  { oid = sysDescr.0  regex = "
	      "'Version (\\d+\\.\\d+\\.\\d+)' }",
		"version = '4.2.1'", "scheme   = {'dotted'}" } },
	/* 7.2.1 does not stand in 7.2.10. */
	{ DESCR("Acme 7.2.10") ID("99999.1"), "7.2.1", { NULL } },
	{ DESCR("Acme 17.2.1") ID("99999.1"), "7.2.1", { NULL } },
	{ DESCR("Acme 7.2.1.5") ID("99999.1"), "7.2.1", { NULL } },
	/* A neighbour's version is not the device's. */
	{ ID("99999.1") "1.0.8802.1.1.2.1.4.1.1.10.0.1.1|4|Acme 4.2.1\n",
	    "4.2.1", { NULL } },
	{ ID("99999.1") "1.3.6.1.4.1.9.9.23.1.2.1.1.5.1.1|4|Acme 4.2.1\n",
	    "4.2.1", { NULL } },
	/* What half the world answers tells nobody apart. */
	{ DESCR("Linux box 5.10.4 #1")
		ID("8072.3.2.10") "1.3.6.1.4.1.99999.7.0|4|fw-9.1.4-r2\n",
	    "9.1.4",
	    { "match    { oid = enterprises.99999.7.0 }",
		"regex = 'fw-(\\d+\\.\\d+\\.\\d+)'", "priority = 60" } },
	/* A row that happens to be there is named by its class. */
	{ ID("99999.1") "1.3.6.1.2.1.47.1.1.1.1.5.1001|2|3\n"
			"1.3.6.1.2.1.47.1.1.1.1.10.1001|4|4.2.1\n",
	    "4.2.1",
	    { "oid = entPhysicalSoftwareRev  pick = {chassis} }",
		"profile \"device\"", "# sysDescr: \"\"" } },
	{ DESCR("It's (odd) 4.2.1") ID("99999.1"), "4.2.1",
	    { "regex = 'It.s \\(odd\\) (\\d+\\.\\d+\\.\\d+)'",
		"# sysDescr: \"It's (odd) 4.2.1\"", "" } },
	{ DESCR("Acme 4.2.1") ID("99999.1"), "", { NULL } },
	{ "", NULL, { NULL } },
};

static void
a_draft_names_where_the_version_stands(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(rows); i++) {
		struct buf out = { 0 };
		int rc = draft(rows[i].lines, rows[i].version, &out);

		if (rows[i].has[0] == NULL && rc != ERR_NOTFOUND)
			fail_msg("row %zu: %s", i, buf_str(&out));
		for (size_t k = 0; k < 3 && rows[i].has[k] != NULL; k++) {
			if (strstr(buf_str(&out), rows[i].has[k]) == NULL)
				fail_msg("row %zu lacks %s: %s", i,
				    rows[i].has[k], buf_str(&out));
		}
		buf_free(&out);
	}
}

static struct profile_set *
shipped(void)
{
	const char *top = getenv("srcdir");
	char mibs[4096];
	const char *dirs[] = { mibs, NULL };
	struct profile_set *set = NULL;

	snprintf(mibs, sizeof(mibs), "%s/mibs", top == NULL ? "." : top);
	assert_int_equal(ERR_OK, profile_set_load(dirs, &set));
	return set;
}

/* The draft alone, read as a profile, finds the version that it was made of. */
static bool
holds(const struct profile_set *all, const char *schemes,
    const struct snapshot *s)
{
	struct draft d = { s, profile_set_schemes(all), NULL, "x", "t" };
	struct profile_set *set = NULL;
	struct identity known, drafted;
	struct buf text = { 0 };
	bool made;

	profile_identify(all, s, &known);
	d.version = known.version;
	made = known.confidence == CONFIDENCE_PROFILE &&
	    draft_write(&d, &text) == ERR_OK;
	if (made) {
		assert_int_equal(
		    ERR_OK, profile_set_parse(schemes, buf_str(&text), &set));
		profile_identify(set, s, &drafted);
		if (strcmp(drafted.version, known.version) != 0)
			fail_msg("'%s' instead of '%s' by:\n%s",
			    drafted.version, known.version, buf_str(&text));
		identity_free(&drafted);
	}
	identity_free(&known);
	profile_set_free(set);
	buf_free(&text);
	return made;
}

static void
a_draft_of_a_known_device_reads_its_version(void **state)
{
	struct profile_set *all = shipped();
	const char *top = getenv("srcdir");
	struct buf schemes = { 0 };
	struct snapshot *s;
	struct dirent *e;
	char path[8192];
	int made = 0, seen = 0;
	DIR *dir;

	(void)state;
	snprintf(path, sizeof(path), "%s/mibs/versions.schemes",
	    top == NULL ? "." : top);
	assert_int_equal(ERR_OK, file_read(path, 1 << 20, &schemes));
	snprintf(path, sizeof(path), "%s/tests/data/recordings",
	    top == NULL ? "." : top);
	dir = opendir(path);
	assert_non_null(dir);
	while ((e = readdir(dir)) != NULL) {
		snprintf(path, sizeof(path), "%s/tests/data/recordings/%s",
		    top == NULL ? "." : top, e->d_name);
		if (strstr(e->d_name, ".snmprec") == NULL ||
		    seen++ % one_in() != 0)
			continue;
		assert_int_equal(ERR_OK, recording_load(path, &s));
		made += holds(all, buf_str(&schemes), s);
		snapshot_free(s);
	}
	closedir(dir);
	profile_set_free(all);
	buf_free(&schemes);
	assert_true(made > 100 / one_in());
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_draft_names_where_the_version_stands),
		cmocka_unit_test(a_draft_of_a_known_device_reads_its_version),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
