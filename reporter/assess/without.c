/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/assess/without.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/json.h"
#include "lib/base/mem.h"
#include "lib/model/deadline.h"
#include "reporter/assess/before.h"
#include "reporter/assess/edits.h"
#include "reporter/assess/limit.h"
#include "reporter/assess/timing.h"

/* A patch that the intervention was about, and what it had before. */
struct mark {
	int64_t patch_id;
	int64_t value;
};

struct marks {
	struct mark *list; /* by patch */
	size_t n;
};

/* One intervention taken away: what it marked, deadlines set by hand, and what
 * patches were before they were edited. */
struct undo {
	struct facts *f;
	struct edits edits; /* only where it is asked for */
	struct marks marked, by_hand;
	struct before *edited; /* by patch */
	size_t nedited;
};

typedef void undo_fn(const struct undo *u, struct obligation *o);

const char *
intervention_name(enum intervention i)
{
	static const char *const names[] = {
		[INTERVENTION_LATE_REGISTRATION] = "late_registration",
		[INTERVENTION_PATCH_EDITED] = "patch_edited",
		[INTERVENTION_LOWERED_CLASS] = "lowered_class",
		[INTERVENTION_OWN_DEADLINE] = "own_deadline",
		[INTERVENTION_EXCEPTION] = "exception",
		[INTERVENTION_DEVICE_RETIRED] = "device_retired",
		[INTERVENTION_PATCH_WITHDRAWN] = "patch_withdrawn",
		[INTERVENTION_DISMISSED] = "regression_dismissed",
		[INTERVENTION_UNTESTED_PROFILE] = "untested_profile",
		[INTERVENTION_POLICY_CHANGED] = "policy_changed",
		[INTERVENTION_FRAMEWORK_CHANGED] = "framework_changed",
		[INTERVENTION_NOT_APPLICABLE] = "not_applicable",
	};

	return names[i];
}

bool
without_is_late(const struct facts *f, const struct json *patch)
{
	int64_t released = facts_time(patch, "released");
	int64_t registered = facts_time(patch, "registered");

	return released != FACTS_NO_TIME && registered >= f->from &&
	    registered - released > limit_of(f, LIMIT_ASSESS);
}

/* The detail is {"old":{..},"new":{..}}. */
bool
without_is_lowered(const struct json *change, enum priority *before)
{
	const char *detail = facts_text(change, "detail");
	enum priority after;
	struct json *d = NULL;
	bool lowered = false;

	if (strcmp(facts_text(change, "action"), "patch.edit") != 0 ||
	    json_parse("change", detail, strlen(detail), &d) < 0)
		return false;
	if (priority_parse(
		facts_text(json_get(d, "old"), "priority"), before) == ERR_OK &&
	    priority_parse(
		facts_text(json_get(d, "new"), "priority"), &after) == ERR_OK)
		lowered = after > *before;
	json_free(d);
	return lowered;
}

/* A mark, what was before, or a key: each begins with the id of a patch. */
static int
by_patch(const void *a, const void *b)
{
	const int64_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static const struct mark *
find_mark(const struct marks *m, int64_t patch_id)
{
	return bsearch(&patch_id, m->list, m->n, sizeof(*m->list), by_patch);
}

/* The most urgent class that a patch had in the period; -1: never lowered. */
static int64_t
class_before(const struct edits *edits, const struct json *patch)
{
	size_t n;
	const struct edit *of =
	    edits_of(edits, facts_text(patch, "reference"), &n);
	int64_t found = -1;

	for (size_t i = 0; i < n; i++) {
		enum priority before;

		if (without_is_lowered(of[i].change, &before) &&
		    (found < 0 || (int64_t)before < found))
			found = (int64_t)before;
	}
	return found;
}

/* Whether the intervention is about a patch, and its value in *mark. */
static bool
is_marked(const struct undo *u, enum intervention i, const struct json *patch,
    int64_t *mark)
{
	*mark = 0;
	switch (i) {
	case INTERVENTION_LATE_REGISTRATION:
		return without_is_late(u->f, patch);
	case INTERVENTION_LOWERED_CLASS:
		*mark = class_before(&u->edits, patch);
		return *mark >= 0;
	case INTERVENTION_OWN_DEADLINE:
		*mark = facts_time(patch, "deadline");
		return *mark != FACTS_NO_TIME;
	case INTERVENTION_PATCH_WITHDRAWN:
		return strcmp(facts_text(patch, "status"), "withdrawn") == 0;
	default:
		return false;
	}
}

static struct marks
mark(const struct undo *u, enum intervention i)
{
	const struct json *list = json_get(u->f->evidence, "patches");
	struct marks m = { 0 };

	m.list = mem_new(json_len(list) + 1, sizeof(*m.list));
	for (size_t k = 0; k < json_len(list); k++) {
		const struct json *patch = json_at(list, k);

		if (!is_marked(u, i, patch, &m.list[m.n].value))
			continue;
		m.list[m.n++].patch_id = json_get_int(patch, "patch_id", 0);
	}
	qsort(m.list, m.n, sizeof(*m.list), by_patch);
	return m;
}

static void
read_terms(const struct json *row, struct policy *p)
{
	static const char *const columns[PRIORITIES] = { "critical_s", "high_s",
		"medium_s", "low_s" };

	policy_default(p);
	for (int i = 0; i < PRIORITIES; i++)
		p->term[i] =
		    json_get_int(row, columns[i], p->term[i] / CLOCK_SECOND) *
		    CLOCK_SECOND;
	p->exploited_term =
	    json_get_int(row, "exploited_s", p->exploited_term / CLOCK_SECOND) *
	    CLOCK_SECOND;
}

/* Its deadline by the terms of a policy. */
static int64_t
due(const struct json *row, const struct obligation *o, int64_t by_hand)
{
	const struct deadline_facts d = {
		.priority = o->priority,
		.known_exploited = o->known_exploited,
		.released = CLOCK_NONE,
		.advised = CLOCK_NONE,
		.in_service = CLOCK_NONE,
		.registered = o->clock_start,
		.by_hand = by_hand,
	};
	struct deadline out;
	struct policy p;

	read_terms(row, &p);
	deadline_of(&p, &d, &out);
	return out.due;
}

static int64_t
by_hand(const struct undo *u, const struct obligation *o)
{
	const struct mark *m = find_mark(&u->by_hand, o->patch_id);

	return m != NULL ? m->value : CLOCK_NONE;
}

/* By what its patch was before it was edited. */
static void
undo_edited(const struct undo *u, struct obligation *o)
{
	struct deadline_facts d;
	struct deadline was;
	struct policy p;
	const struct before *b = bsearch(
	    &o->patch_id, u->edited, u->nedited, sizeof(*u->edited), by_patch);

	if (b == NULL || b->terms.registered == CLOCK_NONE)
		return;
	d = b->terms;
	if (o->device != NULL &&
	    facts_time(o->device->row, "in_service") != FACTS_NO_TIME)
		d.in_service = facts_time(o->device->row, "in_service");
	read_terms(o->policy, &p);
	deadline_of(&p, &d, &was);
	o->priority = d.priority;
	o->known_exploited = d.known_exploited;
	o->clock_start = was.start;
	o->deadline = was.due;
}

/* Registered when its clock began. */
static void
undo_late(const struct undo *u, struct obligation *o)
{
	if (find_mark(&u->marked, o->patch_id) != NULL &&
	    o->clock_start != FACTS_NO_TIME && o->created > o->clock_start)
		o->created = o->clock_start;
}

/* A deadline that never moved stays what it is. */
static void
undo_lowered(const struct undo *u, struct obligation *o)
{
	const struct mark *m = find_mark(&u->marked, o->patch_id);
	int64_t before;

	if (m == NULL || o->clock_start == FACTS_NO_TIME)
		return;
	o->priority = (enum priority)m->value;
	before = due(o->policy, o, by_hand(u, o));
	if (o->deadline == FACTS_NO_TIME || before < o->deadline)
		o->deadline = before;
}

/* Where the policy's own came first, the one by hand never held. */
static void
undo_own_deadline(const struct undo *u, struct obligation *o)
{
	const struct mark *m = find_mark(&u->marked, o->patch_id);

	if (m != NULL && m->value == o->deadline &&
	    o->clock_start != FACTS_NO_TIME)
		o->deadline = due(o->policy, o, CLOCK_NONE);
}

/* Back to what it was before it was withdrawn. */
static void
restore(const struct facts *f, struct obligation *o)
{
	for (size_t i = o->nsteps; i-- > 0;) {
		const struct step *t = &o->steps[i];

		if (t->flag != NULL || t->at >= f->cut)
			continue;
		if (strcmp(t->to_state, "withdrawn") != 0 ||
		    json_get_text(t->row, "from_state") == NULL)
			return;
		o->state = json_get_text(t->row, "from_state");
		o->nsteps = i;
		return;
	}
}

static void
undo_retired(const struct undo *u, struct obligation *o)
{
	if (strcmp(o->state, "withdrawn") == 0 && o->device != NULL &&
	    o->device->retired)
		restore(u->f, o);
}

static void
undo_withdrawn(const struct undo *u, struct obligation *o)
{
	if (strcmp(o->state, "withdrawn") == 0 &&
	    find_mark(&u->marked, o->patch_id) != NULL &&
	    (o->device == NULL || !o->device->retired))
		restore(u->f, o);
}

/* What a profile without tests of its own proved is not proven. */
static void
undo_untested(const struct undo *u, struct obligation *o)
{
	(void)u;
	if (!o->active || json_get_bool(o->row, "profile_tested", false))
		return;
	o->state = "undeterminable";
	o->seen = o->confirmed = FACTS_NO_TIME;
}

/* The disturbance that was dismissed stands as the end of its observation. */
static void
stop_at_disturbance(struct obligation *o, int64_t dismissed)
{
	for (size_t i = o->nsteps; i-- > 0;) {
		const struct step *t = &o->steps[i];

		if (t->flag != NULL || t->at > dismissed ||
		    strcmp(t->to_state, "regressed") != 0)
			continue;
		o->state = "regressed";
		o->nsteps = i + 1;
		return;
	}
}

static void
undo_dismissed(const struct undo *u, struct obligation *o)
{
	const struct json *list = json_get(u->f->evidence, "dismissed");

	for (size_t i = 0; i < json_len(list); i++) {
		const struct json *row = json_at(list, i);

		if (json_get_int(row, "patch_id", 0) == o->patch_id &&
		    json_get_int(row, "device_id", 0) == o->device_id)
			stop_at_disturbance(o, facts_time(row, "at"));
	}
}

/* The policy of before the first that took effect in the period, or NULL. */
static const struct json *
policy_before(const struct facts *f)
{
	const struct json *list = json_get(f->evidence, "policies");

	for (size_t i = 1; i < json_len(list); i++) {
		int64_t effective = facts_time(json_at(list, i), "effective");

		if (effective >= f->from && effective <= f->cut)
			return json_at(list, i - 1);
	}
	return NULL;
}

/* u->f has the policy of before already. */
static void
undo_policy(const struct undo *u, struct obligation *o)
{
	int64_t version = json_get_int(u->f->policy, "version", 0);

	if (json_get_int(o->row, "policy_version", 0) <= version)
		return;
	o->policy = u->f->policy;
	if (o->clock_start != FACTS_NO_TIME)
		o->deadline = due(o->policy, o, by_hand(u, o));
}

/* Of its own, as devices come back into the scope. */
static void
copy(const struct facts *f, struct facts *out)
{
	*out = *f;
	out->devices = mem_new(f->ndevices + 1, sizeof(*out->devices));
	out->by_id = mem_new(f->ndevices + 1, sizeof(struct device_fact *));
	out->obligations =
	    mem_new(f->nobligations + 1, sizeof(*out->obligations));
	memcpy(out->devices, f->devices, f->ndevices * sizeof(*f->devices));
	memcpy(out->obligations, f->obligations,
	    f->nobligations * sizeof(*f->obligations));
	for (size_t i = 0; i < f->ndevices; i++)
		out->by_id[i] = &out->devices[f->by_id[i] - f->devices];
	for (size_t i = 0; i < f->nobligations; i++) {
		struct obligation *o = &out->obligations[i];

		if (o->device != NULL)
			o->device = &out->devices[o->device - f->devices];
	}
}

/* Those of which an edit moved the terms. */
static void
read_before(struct undo *u)
{
	const struct json *list = json_get(u->f->evidence, "patches");

	u->edited = mem_new(json_len(list) + 1, sizeof(*u->edited));
	for (size_t i = 0; i < json_len(list); i++)
		u->nedited += before_edits(
		    &u->edits, json_at(list, i), &u->edited[u->nedited]);
	qsort(u->edited, u->nedited, sizeof(*u->edited), by_patch);
}

static void
judge_again(const struct undo *u, undo_fn *undo)
{
	struct facts *f = u->f;

	for (size_t i = 0; undo != NULL && i < f->nobligations; i++)
		undo(u, &f->obligations[i]);
	for (size_t i = 0; undo == undo_retired && i < f->ndevices; i++)
		f->devices[i].retired = false;
	for (size_t i = 0; i < f->nobligations; i++) {
		f->obligations[i].timing = TIMING_ON_TIME;
		f->obligations[i].unknown_why = NULL;
		timing_judge(f, &f->obligations[i]);
	}
}

void
without(const struct facts *f, enum intervention i, struct facts *out)
{
	static undo_fn *const undoes[INTERVENTIONS] = {
		[INTERVENTION_LATE_REGISTRATION] = undo_late,
		[INTERVENTION_PATCH_EDITED] = undo_edited,
		[INTERVENTION_LOWERED_CLASS] = undo_lowered,
		[INTERVENTION_OWN_DEADLINE] = undo_own_deadline,
		[INTERVENTION_DEVICE_RETIRED] = undo_retired,
		[INTERVENTION_PATCH_WITHDRAWN] = undo_withdrawn,
		[INTERVENTION_DISMISSED] = undo_dismissed,
		[INTERVENTION_UNTESTED_PROFILE] = undo_untested,
		[INTERVENTION_POLICY_CHANGED] = undo_policy,
	};
	struct undo u = { .f = out };

	copy(f, out);
	out->unexcepted = i == INTERVENTION_EXCEPTION;
	if (i == INTERVENTION_POLICY_CHANGED && policy_before(f) != NULL)
		out->policy = policy_before(f);
	if (i == INTERVENTION_PATCH_EDITED || i == INTERVENTION_LOWERED_CLASS)
		edits_read(f, &u.edits);
	u.marked = mark(&u, i);
	u.by_hand = mark(&u, INTERVENTION_OWN_DEADLINE);
	if (i == INTERVENTION_PATCH_EDITED)
		read_before(&u);
	judge_again(&u, undoes[i]);
	edits_free(&u.edits);
	free(u.edited);
	free(u.marked.list);
	free(u.by_hand.list);
}

void
without_free(struct facts *f)
{
	free(f->obligations);
	free(f->devices);
	free(f->by_id);
	*f = (struct facts){ 0 };
}
