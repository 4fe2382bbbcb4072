/* SPDX-License-Identifier: Apache-2.0 */

/* What is asked of the reader, and what moved the figures. */

#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/json.h"
#include "reporter/assess/chosen.h"
#include "reporter/assess/value_parts.h"

/* Days between knowing a patch and registering it that are not late yet. */
enum { REGISTER_DAYS = 7 };

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
		buf_printf(&names, " +%lld", (long long)g->count - NAMES_MAX);
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

static void
add_unmeasured(const struct facts *f, struct json *list)
{
	struct group g = { 0 };

	for (size_t i = 0; i < f->ndevices; i++) {
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

static int64_t
count_late_registered(const struct facts *f)
{
	const struct json *list = json_get(f->evidence, "patches");
	int64_t n = 0;

	for (size_t i = 0; i < json_len(list); i++) {
		const struct json *p = json_at(list, i);
		int64_t released = facts_time(p, "released");
		int64_t registered = facts_time(p, "registered");

		n += released != FACTS_NO_TIME && registered >= f->from &&
		    registered - released > REGISTER_DAYS * CLOCK_DAY;
	}
	return n;
}

static int64_t
count_changes(const struct facts *f, const char *action)
{
	const struct json *list = json_get(f->evidence, "changes");
	int64_t n = 0;

	for (size_t i = 0; i < json_len(list); i++)
		n +=
		    strcmp(facts_text(json_at(list, i), "action"), action) == 0;
	return n;
}

/* Changes of a patch to a lower priority: {"old":{..},"new":{..}}. */
static bool
is_lowered(const struct json *change)
{
	const char *detail = facts_text(change, "detail");
	enum priority before, after;
	struct json *d = NULL;
	bool lowered = false;

	if (strcmp(facts_text(change, "action"), "patch.edit") != 0 ||
	    json_parse("change", detail, strlen(detail), &d) < 0)
		return false;
	if (priority_parse(facts_text(json_get(d, "old"), "priority"),
		&before) == ERR_OK &&
	    priority_parse(
		facts_text(json_get(d, "new"), "priority"), &after) == ERR_OK)
		lowered = after > before;
	json_free(d);
	return lowered;
}

static int64_t
count_lowered(const struct facts *f)
{
	const struct json *list = json_get(f->evidence, "changes");
	int64_t n = 0;

	for (size_t i = 0; i < json_len(list); i++)
		n += is_lowered(json_at(list, i));
	return n;
}

/* Patches whose deadline does not follow from the policy. */
static int64_t
count_own_deadlines(const struct facts *f)
{
	const struct json *list = json_get(f->evidence, "patches");
	int64_t n = 0;

	for (size_t i = 0; i < json_len(list); i++)
		n += json_get_text(json_at(list, i), "deadline") != NULL;
	return n;
}

/* Verdicts that rest on a profile without tests of its own. */
static int64_t
count_untested(const struct facts *f)
{
	int64_t n = 0;

	for (size_t i = 0; i < f->nobligations; i++) {
		const struct obligation *o = &f->obligations[i];

		n += o->active &&
		    !json_get_bool(o->row, "profile_tested", false);
	}
	return n;
}

static int64_t
count_exceptions(const struct facts *f)
{
	int64_t n = 0;

	for (size_t i = 0; i < f->nobligations; i++)
		n += f->obligations[i].in_cohort &&
		    f->obligations[i].timing == TIMING_EXCEPTED;
	return n;
}

static int64_t
count_policies(const struct facts *f)
{
	const struct json *list = json_get(f->evidence, "policies");
	int64_t n = 0;

	for (size_t i = 1; i < json_len(list); i++)
		n += facts_time(json_at(list, i), "effective") >= f->from;
	return n;
}

/* Revisions of a section that this period, or what came after it, made. */
static int64_t
count_made(const struct facts *f, const char *section)
{
	const struct json *list = json_get(f->evidence, section);
	int64_t n = 0;

	for (size_t i = 0; i < json_len(list); i++)
		n += facts_time(json_at(list, i), "made") >= f->from;
	return n;
}

/* Controls whose newest statement is that they do not apply. */
static int64_t
count_not_applicable(const struct facts *f)
{
	const struct json *list = json_get(f->evidence, "applicability");
	int64_t n = 0;

	for (size_t i = 0; i < json_len(list); i++) {
		const struct json *row = json_at(list, i);

		n += !json_get_bool(row, "applicable", true) &&
		    chosen_newest(list, "framework",
			facts_text(row, "framework"), "control",
			facts_text(row, "control")) == row;
	}
	return n;
}

void
value_interventions(const struct facts *f, struct json *v)
{
	const struct {
		const char *kind; /* words intervention.KIND, .KIND_effect */
		int64_t count;
	} rows[] = {
		{ "late_registration", count_late_registered(f) },
		{ "patch_edited", count_changes(f, "patch.edit") },
		{ "lowered_class", count_lowered(f) },
		{ "own_deadline", count_own_deadlines(f) },
		{ "exception", count_exceptions(f) },
		{ "device_retired", count_changes(f, "device.retire") },
		{ "patch_withdrawn", count_changes(f, "patch.withdraw") },
		{ "untested_profile", count_untested(f) },
		{ "policy_changed", count_policies(f) },
		{ "framework_changed",
		    count_made(f, "framework_choices") +
			count_made(f, "framework_controls") },
		{ "not_applicable", count_not_applicable(f) },
	};
	struct json *list = json_new_array();
	struct buf effect = { 0 };

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct json *row = json_new_object();

		json_put_text(row, "kind", rows[i].kind);
		buf_clear(&effect);
		buf_printf(&effect, "%s_effect", rows[i].kind);
		json_put_text(row, "effect", buf_str(&effect));
		json_put_int(row, "count", rows[i].count);
		json_add(list, row);
	}
	json_put(v, "interventions", list);
	buf_free(&effect);
}
