/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/model/scheme.h"
#include "lib/profile/check.h"
#include "lib/profile/draft.h"
#include "lib/profile/set.h"
#include "lib/wire/recording.h"
#include "lib/wire/snapshot.h"
#include "register/command.h"
#include "register/profile/profiles.h"
#include "register/show/table.h"
#include "register/verbs.h"

static const struct column list_columns[] = {
	{ "profile", "PROFILE", COLUMN_TEXT, 0 },
	{ "vendor", "VENDOR", COLUMN_TEXT, 0 },
	{ "product", "PRODUCT", COLUMN_TEXT, 0 },
	{ "class", "CLASS", COLUMN_TEXT, 0 },
	{ "schemes", "SCHEMES", COLUMN_TEXT, 0 },
	{ "granularity", "SHOWS", COLUMN_TEXT, 0 },
	{ "reboot", "REBOOT", COLUMN_TEXT, 0 },
	{ "tested", "TESTED", COLUMN_BOOL, 0 },
	{ "sha256", NULL, COLUMN_TEXT, 0 },
	{ "file", NULL, COLUMN_TEXT, 0 },
	{ 0 },
};

static void
join_schemes(const struct profile *p, char *out, size_t size)
{
	size_t len = 0;

	out[0] = '\0';
	for (size_t i = 0; i < p->n_schemes && len < size; i++)
		len += (size_t)snprintf(out + len, size - len, "%s%s",
		    i > 0 ? ", " : "", p->scheme[i]->name);
}

static void
add_profile(struct table *t, const struct profile *p)
{
	char schemes[SCHEMES_MAX * (SCHEME_NAME_MAX + 2)];
	char hex[DIGEST_HEX_MAX];

	join_schemes(p, schemes, sizeof(schemes));
	table_add_text(t, p->title);
	table_add_text(t, p->vendor);
	table_add_text(t, p->product);
	table_add_text(t, p->class);
	table_add_text(t, schemes);
	table_add_text(t, granularity_name(p->granularity));
	table_add_text(t, reboot_name(p->reboot));
	table_add_bool(t, profile_is_tested(p));
	table_add_text(t, digest_hex(p->sha256, DIGEST_LEN, hex));
	table_add_text(t, p->file);
}

static int
verb_list(int argc, char **argv)
{
	static const struct flag none[] = { { 0 } };
	static const struct synopsis synopsis = { "profile list", "", 0, 0,
		none, NULL };
	struct profile_set *set = NULL;
	struct words rest = { 0 };
	struct table *t;
	int rc;

	rc = flag_parse(&synopsis, argc, argv, &rest);
	if (rc < 0)
		return flag_exit(rc);
	if (profiles_open(&set) < 0)
		return EXIT_FAILURE;
	t = table_new("profiles", list_columns);
	for (size_t i = 0; i < profile_set_count(set); i++)
		add_profile(t, profile_set_at(set, i));
	table_print(t, stdout, command_form());
	table_free(t);
	profile_set_free(set);
	return EXIT_SUCCESS;
}

static void
on_told(void *arg, const struct profile *p, unsigned line, const char *claim,
    const char *why)
{
	(void)arg;
	if (why == NULL)
		say("%s: %s: right", p->title, claim);
	else
		complain("%s:%u: profile %s: %s: %s", p->file, line, p->title,
		    claim, why);
}

/* Every profile that came from that file. */
static size_t
check_file(const struct profile_set *set, const char *path, const char *dir)
{
	size_t failed = 0;

	for (size_t i = 0; i < profile_set_count(set); i++) {
		const struct profile *p = profile_set_at(set, i);

		if (strcmp(p->file, path) != 0)
			continue;
		failed += profile_check(set, p, dir, on_told, NULL);
		if (!profile_is_tested(p))
			say("%s: has no test: no proof can rest on it",
			    p->title);
	}
	return failed;
}

static int
check_files(struct profile_set *set, const struct words *files, const char *dir)
{
	size_t failed = 0;

	for (size_t i = 0; i < files->n; i++) {
		if (profile_set_add_file(set, files->word[i]) < 0)
			failed++;
	}
	for (size_t i = 0; i < files->n && failed == 0; i++)
		failed += check_file(set, files->word[i], dir);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

static int
verb_check(int argc, char **argv)
{
	const char *dir = NULL;
	const struct flag flags[] = {
		{ "recordings", FLAG_TEXT, &dir, "DIR",
		    "where the recordings of its tests are" },
		{ 0 },
	};
	const struct synopsis synopsis = { "profile check", "FILE ...", 1,
		(size_t)-1, flags,
		"Reads profiles beside those there are, and runs their "
		"tests.\n" };
	struct profile_set *set = NULL;
	struct words rest = { 0 };
	int rc;

	rc = flag_parse(&synopsis, argc, argv, &rest);
	if (rc < 0)
		return flag_exit(rc);
	rc = EXIT_FAILURE;
	if (profiles_open(&set) == ERR_OK)
		rc = check_files(set, &rest, dir);
	profile_set_free(set);
	words_free(&rest);
	return rc;
}

static int
suggest(const struct profile_set *set, const char *path, const char *version,
    const char *title)
{
	const char *slash = strrchr(path, '/');
	struct draft d = { .schemes = profile_set_schemes(set),
		.version = version,
		.recording = slash != NULL ? slash + 1 : path,
		.title = title };
	struct snapshot *s = NULL;
	struct buf out = { 0 };
	int rc;

	if (recording_load(path, &s) < 0)
		return EXIT_FAILURE;
	d.snapshot = s;
	rc = draft_write(&d, &out);
	if (rc == ERR_OK)
		fputs(buf_str(&out), stdout);
	else if (version != NULL)
		complain("%s: \"%s\" stands in none of the device's own "
			 "objects; is it written as the device writes it?",
		    path, version);
	else
		complain("%s: nothing in it looks like the version of the "
			 "device; --version says which one runs there",
		    path);
	buf_free(&out);
	snapshot_free(s);
	return rc < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}

static int
verb_suggest(int argc, char **argv)
{
	const char *version = NULL, *title = NULL;
	const struct flag flags[] = {
		{ "version", FLAG_TEXT, &version, "TEXT",
		    "which version runs there, as its maker writes it" },
		{ "title", FLAG_TEXT, &title, "NAME", "of the profile" },
		{ 0 },
	};
	const struct synopsis synopsis = { "profile suggest", "RECORDING", 1, 1,
		flags,
		"Proposes a first profile for a recorded device: where its "
		"version stands, how\nit is recognised, in which scheme it is "
		"ordered. Prints it." };
	struct profile_set *set = NULL;
	struct words rest = { 0 };
	int rc;

	rc = flag_parse(&synopsis, argc, argv, &rest);
	if (rc < 0)
		return flag_exit(rc);
	rc = EXIT_FAILURE;
	if (profiles_open(&set) == ERR_OK)
		rc = suggest(set, rest.word[0], version, title);
	profile_set_free(set);
	words_free(&rest);
	return rc;
}

int
verb_profile(int argc, char **argv)
{
	static const struct verb verbs[] = {
		{ "list", verb_list, "the kinds of devices that are known" },
		{ "check", verb_check, "read a profile and run its tests" },
		{ "suggest", verb_suggest,
		    "propose one for a recorded device" },
		{ 0 },
	};

	return verb_dispatch("profile", verbs, argc, argv);
}
