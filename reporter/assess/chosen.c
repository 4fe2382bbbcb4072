/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/assess/chosen.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/json.h"
#include "lib/base/mem.h"
#include "reporter/assess/facts.h"

static const char *const nothing[] = { NULL };

const struct json *
chosen_newest(const struct json *rows, const char *key1, const char *value1,
    const char *key2, const char *value2)
{
	for (size_t i = json_len(rows); i > 0; i--) {
		const struct json *row = json_at(rows, i - 1);

		if (strcmp(facts_text(row, key1), value1) == 0 &&
		    (key2 == NULL ||
			strcmp(facts_text(row, key2), value2) == 0))
			return row;
	}
	return NULL;
}

static const struct json *
section(const struct facts *f, const char *name)
{
	return json_get(f->evidence, name);
}

static const struct json *
choice_of(const struct facts *f, const char *name)
{
	return chosen_newest(
	    section(f, "framework_choices"), "name", name, NULL, NULL);
}

static bool
is_used(const struct facts *f, const struct framework *fw)
{
	const struct json *choice = choice_of(f, fw->name);
	const char *kind = json_get_text(section(f, "tenant"), "kind");

	return choice != NULL ? json_get_bool(choice, "used", false)
			      : framework_is_default(fw, kind);
}

static const char *const *
take_ids(const struct json *list)
{
	size_t n = json_len(list);
	const char **ids = mem_new(n + 1, sizeof(*ids));

	for (size_t i = 0; i < n; i++)
		ids[i] = json_text_of(json_at(list, i));
	return (const char *const *)ids;
}

/* A control that the organisation entered; its lists are ours. */
static struct control
take_own(const struct json *row)
{
	struct control c = {
		.id = facts_text(row, "control"),
		.title_nl = facts_text(row, "title_nl"),
		.title_en = facts_text(row, "title_en"),
		.required = take_ids(json_get(row, "required")),
		.supporting = take_ids(json_get(row, "supporting")),
		.verified = "own",
		.titled = "own",
		.source = json_get_text(row, "source"),
	};

	if (*c.required == NULL && *c.supporting == NULL)
		c.reason = "attestation";
	return c;
}

static const struct json *
statement_of(const struct facts *f, const char *framework, const char *control)
{
	const struct json *row = chosen_newest(section(f, "applicability"),
	    "framework", framework, "control", control);

	return json_get_bool(row, "applicable", true) ? NULL : row;
}

static void
add_control(
    const struct facts *f, struct chosen *to, const struct control *c, bool own)
{
	struct chosen_control *slot = &to->controls[to->ncontrols++];

	slot->control = *c;
	slot->own = own;
	slot->statement = statement_of(f, to->framework.name, c->id);
}

/* The newest row of a control of this framework, unless it was taken away. */
static const struct json *
own_of(const struct facts *f, const char *framework, const char *control)
{
	const struct json *row = chosen_newest(section(f, "framework_controls"),
	    "framework", framework, "control", control);

	return json_get_bool(row, "removed", false) ? NULL : row;
}

/* Those of the catalogue; what the organisation entered goes before them. */
static void
add_shipped(
    const struct facts *f, const struct framework *fw, struct chosen *to)
{
	for (size_t i = 0; i < fw->ncontrols; i++) {
		const struct control *c = &fw->controls[i];
		const struct json *own = own_of(f, fw->name, c->id);
		struct control taken;

		if (own != NULL) {
			taken = take_own(own);
			add_control(f, to, &taken, true);
		} else if (to->unverified || control_is_shown(c)) {
			add_control(f, to, c, false);
		} else {
			to->hidden++;
		}
	}
}

/* In the order in which they were first entered. */
static void
add_own(const struct facts *f, const struct framework *fw, struct chosen *to)
{
	const struct json *rows = section(f, "framework_controls");

	for (size_t i = 0; i < json_len(rows); i++) {
		const struct json *row = json_at(rows, i);
		const char *id = facts_text(row, "control");
		struct control taken;

		if (strcmp(facts_text(row, "framework"), fw->name) != 0 ||
		    framework_control(fw, id) != NULL ||
		    own_of(f, fw->name, id) != row)
			continue;
		taken = take_own(row);
		add_control(f, to, &taken, true);
	}
}

static void
take(const struct facts *f, const struct framework *fw, struct chosen *to)
{
	size_t most =
	    fw->ncontrols + json_len(section(f, "framework_controls"));

	to->framework = *fw;
	to->unverified =
	    json_get_bool(choice_of(f, fw->name), "unverified", false);
	to->controls = mem_new(most + 1, sizeof(*to->controls));
	add_shipped(f, fw, to);
	add_own(f, fw, to);
}

static bool
is_shipped(const struct framework *list, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(list[i].name, name) == 0)
			return true;
	return false;
}

/* A catalogue that is the organisation's own: nothing of it is shipped. */
static void
take_made(const struct facts *f, const struct json *row, struct chosen *to)
{
	const char *name = facts_text(row, "name");
	const struct framework made = {
		.name = name,
		.title_nl = name,
		.title_en = name,
		.edition = "",
		.source = "",
		.used_by = nothing,
	};

	take(f, &made, to);
}

static bool
is_last_of_made(const struct facts *f, const struct json *row,
    const struct framework *frameworks, size_t n)
{
	const char *name = facts_text(row, "name");

	return choice_of(f, name) == row && !is_shipped(frameworks, n, name) &&
	    json_get_bool(row, "used", false);
}

void
chosen_read(const struct facts *f, const struct framework *frameworks, size_t n,
    struct chosen_list *out)
{
	const struct json *choices = section(f, "framework_choices");
	size_t rows = json_len(choices);

	*out = (struct chosen_list){ 0 };
	out->list = mem_new(n + rows + 1, sizeof(*out->list));
	for (size_t i = 0; i < n; i++) {
		if (is_used(f, &frameworks[i]))
			take(f, &frameworks[i], &out->list[out->count++]);
	}
	for (size_t i = 0; i < rows; i++) {
		const struct json *row = json_at(choices, i);

		if (is_last_of_made(f, row, frameworks, n))
			take_made(f, row, &out->list[out->count++]);
	}
}

void
chosen_free(struct chosen_list *l)
{
	for (size_t i = 0; i < l->count; i++) {
		struct chosen *c = &l->list[i];

		for (size_t k = 0; k < c->ncontrols; k++) {
			if (!c->controls[k].own)
				continue;
			free((void *)c->controls[k].control.required);
			free((void *)c->controls[k].control.supporting);
		}
		free(c->controls);
	}
	free(l->list);
	*l = (struct chosen_list){ 0 };
}
