/* SPDX-License-Identifier: Apache-2.0 */

/* What is asked of the reader. */

#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/json.h"
#include "reporter/assess/timing.h"
#include "reporter/assess/value_parts.h"

/* Names in one cell; a longer list says how many more there are. */
enum { NAMES_MAX = 3 };

/* Some obligations of one patch that ask for the same. */
struct group {
	const struct json *patch;
	struct buf names;
	int64_t count;
	int64_t earliest; /* deadline */
};

typedef bool pick_fn(const struct obligation *o);

static bool
is_overdue(const struct obligation *o)
{
	return o->overdue && strcmp(o->state, "rolled_back") != 0 &&
	    strcmp(o->state, "undeterminable") != 0;
}

static bool
is_rolled_back(const struct obligation *o)
{
	return strcmp(o->state, "rolled_back") == 0;
}

static bool
is_claimed_only(const struct obligation *o)
{
	return strcmp(o->state, "undeterminable") == 0;
}

static bool
is_still_due(const struct obligation *o)
{
	return !o->overdue && !o->active && !o->already && !o->excepted &&
	    strcmp(o->state, "withdrawn") != 0 &&
	    strcmp(o->state, "rolled_back") != 0 &&
	    strcmp(o->state, "undeterminable") != 0;
}

static const struct {
	const char *kind; /* words action.KIND, risk.KIND */
	pick_fn *pick;
	const char *owner; /* a function, unless the patch names one */
} kinds[] = {
	{ "install_now", is_overdue, "system_owner" },
	{ "restore", is_rolled_back, "system_owner" },
	{ "attest", is_claimed_only, "system_owner" },
	{ "plan", is_still_due, "it_staff" },
};

static void
gather(const struct facts *f, pick_fn *pick, struct group *g)
{
	int64_t id = json_get_int(g->patch, "patch_id", 0);

	for (size_t i = 0; i < f->nobligations; i++) {
		const struct obligation *o = &f->obligations[i];

		if (o->patch_id != id || !pick(o))
			continue;
		if (g->count < NAMES_MAX)
			buf_printf(&g->names, "%s%s", g->count > 0 ? ", " : "",
			    facts_text(o->row, "device"));
		if (g->count == 0 || o->deadline < g->earliest)
			g->earliest = o->deadline;
		g->count++;
	}
}

static void
add_action(const char *kind, const struct group *g, const char *owner,
    struct json *list)
{
	struct json *row = json_new_object();
	struct buf names = { 0 };

	buf_add(&names, g->names.data, g->names.len);
	if (g->count > NAMES_MAX)
		buf_printf(&names, ", +%lld", (long long)g->count - NAMES_MAX);
	json_put_int(row, "number", (int64_t)json_len(list) + 1);
	json_put_text(row, "kind", kind);
	json_put_text(row, "risk", kind);
	json_put_text(row, "reference", facts_text(g->patch, "reference"));
	value_copy(row, "patch", g->patch, "title");
	value_copy(row, "priority", g->patch, "priority");
	json_put_text(row, "devices", buf_str(&names));
	json_put_int(row, "count", g->count);
	if (g->patch != NULL)
		json_put_time(row, "deadline", g->earliest);
	else
		json_put_null(row, "deadline");
	json_put_null(row, "cost");
	json_put_null(row, "previous");
	json_put_text(row, "owner", owner);
	value_copy(row, "owner_named", g->patch, "owner");
	json_add(list, row);
	buf_free(&names);
}

/* Where we did not poll it is not the devices that need work. */
static void
add_unmeasured(const struct facts *f, struct json *list)
{
	struct group g = { 0 };

	for (size_t i = 0; timing_polled(f) && i < f->ndevices; i++) {
		const struct device_fact *d = &f->devices[i];

		if (d->measured || d->retired)
			continue;
		if (g.count < NAMES_MAX)
			buf_printf(&g.names, "%s%s", g.count > 0 ? ", " : "",
			    facts_text(d->row, "name"));
		g.count++;
	}
	if (g.count > 0)
		add_action("measure", &g, "it_staff", list);
	buf_free(&g.names);
}

/* A line of what is asked: of which kind, and what it is about. */
static void
add_asked(struct json *list, const char *kind, const char *reference,
    const char *what)
{
	struct json *row = json_new_object();
	struct buf text = { 0 };

	buf_printf(&text, "%s%s%s", reference,
	    *reference != '\0' && *what != '\0' ? " " : "", what);
	json_put_text(row, "kind", kind);
	json_put_text(row, "text", buf_str(&text));
	json_add(list, row);
	buf_free(&text);
}

/* Actions keep the number that they have in their own list. */
void
value_asked(const struct facts *f, struct json *v)
{
	const struct json *actions = json_get(v, "actions");
	const struct json *registered = json_get(v, "registered");
	struct json *list = json_new_array();

	(void)f;
	for (size_t i = 0; i < json_len(actions); i++) {
		const struct json *a = json_at(actions, i);

		add_asked(list, facts_text(a, "kind"),
		    facts_text(a, "reference"), facts_text(a, "devices"));
	}
	for (size_t i = 0; i < json_len(registered); i++) {
		const struct json *e = json_at(registered, i);
		const char *status = facts_text(e, "status");

		if (strcmp(facts_text(e, "kind"), "decision") == 0 &&
		    (strcmp(status, "open") == 0 ||
			strcmp(status, "overdue") == 0))
			add_asked(list, "decide", facts_text(e, "id"),
			    facts_text(e, "title"));
	}
	json_put(v, "asked", list);
}

void
value_actions(const struct facts *f, struct json *v)
{
	const struct json *patches = json_get(f->evidence, "patches");
	struct json *list = json_new_array();

	for (size_t k = 0; k < sizeof(kinds) / sizeof(kinds[0]); k++) {
		for (size_t i = 0; i < json_len(patches); i++) {
			struct group g = { .patch = json_at(patches, i) };

			gather(f, kinds[k].pick, &g);
			if (g.count > 0)
				add_action(
				    kinds[k].kind, &g, kinds[k].owner, list);
			buf_free(&g.names);
		}
	}
	add_unmeasured(f, list);
	json_put(v, "actions", list);
}
