/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>

#include "lib/base/err.h"
#include "lib/base/json.h"
#include "lib/profile/identity.h"
#include "lib/profile/set.h"
#include "lib/wire/recording.h"
#include "lib/wire/snapshot.h"
#include "register/command.h"
#include "register/profile/profiles.h"
#include "register/show/table.h"
#include "register/verbs.h"

static const char *
or_null(const char *text)
{
	return text[0] == '\0' ? NULL : text;
}

static const char *
title_of(const struct identity *id)
{
	return id->profile == NULL ? NULL : id->profile->title;
}

static struct json *
components_of(const struct identity *id)
{
	struct json *list = json_new_array();

	for (size_t i = 0; i < id->n_components; i++) {
		const struct identity_component *c = &id->component[i];
		struct json *o = json_new_object();

		json_put_text(o, "name", c->name);
		json_put_text(o, "version", c->version);
		json_put_text(o, "serial", or_null(c->serial));
		json_add(list, o);
	}
	return list;
}

/* null: none answered, or in a shape that cannot be compared. */
static struct json *
second_of(const struct identity *id)
{
	struct json *o = json_new_object();

	json_put_text(o, "version", id->second_version);
	json_put_text(o, "oid", id->second_oid);
	json_put_bool(o, "agrees", id->second == SECOND_AGREES);
	return o;
}

static void
print_json(const char *recording, const struct identity *id)
{
	struct json *o = json_new_object();
	char *line;

	json_put_text(o, "recording", recording);
	json_put_text(o, "profile", title_of(id));
	json_put_text(o, "vendor", or_null(id->vendor));
	json_put_text(o, "model", or_null(id->model));
	json_put_text(o, "version", or_null(id->version));
	json_put_text(o, "serial", or_null(id->serial));
	json_put_text(o, "class", or_null(id->class));
	json_put_text(o, "confidence", confidence_name(id->confidence));
	json_put_text(o, "oid", or_null(id->oid));
	json_put_text(o, "raw", or_null(id->raw));
	if (id->second == SECOND_ABSENT)
		json_put_null(o, "second");
	else
		json_put(o, "second", second_of(id));
	json_put(o, "components", components_of(id));
	line = json_line(o);
	puts(line);
	free(line);
	json_free(o);
}

static const struct column columns[] = {
	{ "recording", "RECORDING", COLUMN_TEXT, 0 },
	{ "profile", "PROFILE", COLUMN_TEXT, 0 },
	{ "vendor", "VENDOR", COLUMN_TEXT, 0 },
	{ "model", "MODEL", COLUMN_TEXT, 0 },
	{ "version", "VERSION", COLUMN_TEXT, 0 },
	{ "serial", "SERIAL", COLUMN_TEXT, 0 },
	{ "class", "CLASS", COLUMN_TEXT, 0 },
	{ "confidence", "CONFIDENCE", COLUMN_TEXT, 0 },
	{ "second", "SECOND SOURCE", COLUMN_TEXT, 0 },
	{ "oid", NULL, COLUMN_TEXT, 0 },
	{ "components", "COMPONENTS", COLUMN_INT, 0 },
	{ 0 },
};

static void
add_second(struct table *t, const struct identity *id)
{
	char text[128];

	if (id->second == SECOND_CONFLICTS) {
		snprintf(
		    text, sizeof(text), "conflicts: %s", id->second_version);
		table_add_text(t, text);
	} else {
		table_add_text(
		    t, id->second == SECOND_AGREES ? "agrees" : NULL);
	}
}

static void
add_row(struct table *t, const char *recording, const struct identity *id)
{
	table_add_text(t, recording);
	table_add_text(t, title_of(id));
	table_add_text(t, or_null(id->vendor));
	table_add_text(t, or_null(id->model));
	table_add_text(t, or_null(id->version));
	table_add_text(t, or_null(id->serial));
	table_add_text(t, or_null(id->class));
	table_add_text(t, confidence_name(id->confidence));
	add_second(t, id);
	table_add_text(t, or_null(id->oid));
	table_add_int(t, (int64_t)id->n_components);
}

static int
identify(const struct profile_set *set, const char *path, struct table *t)
{
	struct snapshot *s = NULL;
	struct identity id;

	if (recording_load(path, &s) < 0)
		return EXIT_FAILURE;
	profile_identify(set, s, &id);
	if (command.json)
		print_json(path, &id);
	else
		add_row(t, path, &id);
	identity_free(&id);
	snapshot_free(s);
	return EXIT_SUCCESS;
}

int
verb_identify(int argc, char **argv)
{
	static const struct flag none[] = { { 0 } };
	static const struct synopsis synopsis = { "identify", "RECORDING ...",
		1, (size_t)-1, none,
		"Says what a recorded device is and which version it runs.\n"
		"--json prints one object a line.\n" };
	struct profile_set *set = NULL;
	struct words rest = { 0 };
	struct table *t;
	int rc, code = EXIT_SUCCESS;

	rc = flag_parse(&synopsis, argc, argv, &rest);
	if (rc < 0)
		return flag_exit(rc);
	if (profiles_open(&set) < 0) {
		words_free(&rest);
		return EXIT_FAILURE;
	}
	t = table_new("identities", columns);
	for (size_t i = 0; i < rest.n; i++) {
		if (identify(set, rest.word[i], t) != EXIT_SUCCESS)
			code = EXIT_FAILURE;
	}
	if (!command.json)
		table_print(t, stdout, command_form());
	table_free(t);
	profile_set_free(set);
	words_free(&rest);
	return code;
}
