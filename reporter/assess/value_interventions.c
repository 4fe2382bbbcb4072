/* SPDX-License-Identifier: Apache-2.0 */

/* What people did that moved figures: who, why, and the figure without it. */

#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/json.h"
#include "lib/base/mem.h"
#include "reporter/assess/chosen.h"
#include "reporter/assess/edits.h"
#include "reporter/assess/measures.h"
#include "reporter/assess/value_parts.h"
#include "reporter/assess/without.h"

/* In one cell; a longer list of reasons says how many more there are. */
enum { REASONS_MAX = 3 };

/* What was done of one kind, borrowed from the evidence. */
struct acts {
	int64_t count;
	struct buf functions; /* words function.WORD, each once, with spaces */
	const char *reasons[REASONS_MAX];
	size_t nreasons; /* also those without a place */
};

/* Whether a word stands in a list of words. */
static bool
has_word(struct buf *list, const char *word, size_t len)
{
	const char *s = buf_str(list);

	for (const char *at = s; (at = strstr(at, word)) != NULL; at++) {
		if ((at == s || at[-1] == ' ') &&
		    (at[len] == ' ' || at[len] == '\0'))
			return true;
	}
	return false;
}

static void
add_functions(struct acts *a, const char *words)
{
	char word[32];
	size_t len;

	for (; *words != '\0'; words += len) {
		words += strspn(words, " ");
		len = strcspn(words, " ");
		if (len == 0 || len >= sizeof(word))
			continue;
		memcpy(word, words, len);
		word[len] = '\0';
		if (!has_word(&a->functions, word, len))
			buf_printf(&a->functions, "%s%s",
			    a->functions.len > 0 ? " " : "", word);
	}
}

/* Beyond REASONS_MAX each one counts as another, also when it is not. */
static void
add_reason(struct acts *a, const char *reason)
{
	size_t kept = a->nreasons < REASONS_MAX ? a->nreasons : REASONS_MAX;

	if (*reason == '\0')
		return;
	for (size_t i = 0; i < kept; i++) {
		if (strcmp(a->reasons[i], reason) == 0)
			return;
	}
	if (a->nreasons < REASONS_MAX)
		a->reasons[a->nreasons] = reason;
	a->nreasons++;
}

/* Who did it and why, without counting it: of what is counted otherwise. */
static void
explain(struct acts *a, const struct json *row)
{
	add_functions(a, facts_text(row, "functions"));
	add_reason(a, facts_text(row, "reason"));
}

static void
add_act(struct acts *a, const struct json *row)
{
	a->count++;
	explain(a, row);
}

static bool
is_change(const struct json *change, const char *action)
{
	return strcmp(facts_text(change, "action"), action) == 0;
}

static void
take_changes(const struct facts *f, const char *action, struct acts *a)
{
	const struct json *list = json_get(f->evidence, "changes");

	for (size_t i = 0; i < json_len(list); i++) {
		if (is_change(json_at(list, i), action))
			add_act(a, json_at(list, i));
	}
}

static void
take_lowered(const struct facts *f, struct acts *a)
{
	const struct json *list = json_get(f->evidence, "changes");

	for (size_t i = 0; i < json_len(list); i++) {
		enum priority before;

		if (without_is_lowered(json_at(list, i), &before))
			add_act(a, json_at(list, i));
	}
}

/* Whoever registered or changed a patch. */
static void
explain_patch(
    const struct edits *edits, const struct json *patch, struct acts *a)
{
	size_t n;
	const struct edit *of =
	    edits_of(edits, facts_text(patch, "reference"), &n);

	for (size_t i = 0; i < n; i++)
		explain(a, of[i].change);
}

static void
take_late(const struct facts *f, struct acts *a)
{
	const struct json *list = json_get(f->evidence, "patches");
	struct edits edits;

	edits_read(f, &edits);
	for (size_t i = 0; i < json_len(list); i++) {
		if (!without_is_late(f, json_at(list, i)))
			continue;
		a->count++;
		explain_patch(&edits, json_at(list, i), a);
	}
	edits_free(&edits);
}

/* Patches whose deadline does not follow from the policy. */
static void
take_own_deadlines(const struct facts *f, struct acts *a)
{
	const struct json *list = json_get(f->evidence, "patches");
	struct edits edits;

	edits_read(f, &edits);
	for (size_t i = 0; i < json_len(list); i++) {
		if (json_get_text(json_at(list, i), "deadline") == NULL)
			continue;
		a->count++;
		explain_patch(&edits, json_at(list, i), a);
	}
	edits_free(&edits);
}

/* Installations that an exception takes out of what is late. */
static void
take_exceptions(const struct facts *f, struct acts *a)
{
	const struct json *list = json_get(f->evidence, "exceptions");

	for (size_t i = 0; i < f->nobligations; i++)
		a->count += f->obligations[i].in_cohort &&
		    f->obligations[i].timing == TIMING_EXCEPTED;
	for (size_t i = 0; i < json_len(list); i++) {
		const struct json *e = json_at(list, i);

		if (json_get_text(e, "approved") == NULL)
			continue;
		add_functions(a, facts_text(e, "decided_as"));
		add_reason(a, facts_text(e, "reason"));
	}
}

/* Verdicts that rest on a profile without tests of its own. */
static void
take_untested(const struct facts *f, struct acts *a)
{
	for (size_t i = 0; i < f->nobligations; i++) {
		const struct obligation *o = &f->obligations[i];

		if (!o->active ||
		    json_get_bool(o->row, "profile_tested", false))
			continue;
		a->count++;
		/* A file on the server, by which profile the device is read. */
		add_functions(a, "server_administrator");
		if (o->device != NULL)
			add_reason(a, facts_text(o->device->row, "profile"));
	}
}

static void
take_policies(const struct facts *f, struct acts *a)
{
	const struct json *list = json_get(f->evidence, "policies");

	for (size_t i = 1; i < json_len(list); i++) {
		if (facts_time(json_at(list, i), "effective") >= f->from)
			add_act(a, json_at(list, i));
	}
}

static void
take_dismissed(const struct facts *f, struct acts *a)
{
	const struct json *list = json_get(f->evidence, "dismissed");

	for (size_t i = 0; i < json_len(list); i++)
		add_act(a, json_at(list, i));
}

/* Revisions of a section that this period, or what came after it, made. */
static void
take_made(const struct facts *f, const char *section, struct acts *a)
{
	const struct json *list = json_get(f->evidence, section);

	for (size_t i = 0; i < json_len(list); i++) {
		if (facts_time(json_at(list, i), "made") >= f->from)
			add_act(a, json_at(list, i));
	}
}

/* Controls whose newest statement is that they do not apply. */
static void
take_not_applicable(const struct facts *f, struct acts *a)
{
	const struct json *list = json_get(f->evidence, "applicability");

	for (size_t i = 0; i < json_len(list); i++) {
		const struct json *row = json_at(list, i);

		if (json_get_bool(row, "applicable", true) ||
		    chosen_newest(list, "framework",
			facts_text(row, "framework"), "control",
			facts_text(row, "control")) != row)
			continue;
		a->count++;
		add_functions(a, facts_text(row, "decided_by"));
		add_reason(a, facts_text(row, "reason"));
	}
}

static void
take(const struct facts *f, enum intervention i, struct acts *a)
{
	switch (i) {
	case INTERVENTION_LATE_REGISTRATION:
		take_late(f, a);
		break;
	case INTERVENTION_PATCH_EDITED:
		take_changes(f, "patch.edit", a);
		break;
	case INTERVENTION_LOWERED_CLASS:
		take_lowered(f, a);
		break;
	case INTERVENTION_OWN_DEADLINE:
		take_own_deadlines(f, a);
		break;
	case INTERVENTION_EXCEPTION:
		take_exceptions(f, a);
		break;
	case INTERVENTION_DEVICE_RETIRED:
		take_changes(f, "device.retire", a);
		break;
	case INTERVENTION_PATCH_WITHDRAWN:
		take_changes(f, "patch.withdraw", a);
		break;
	case INTERVENTION_DISMISSED:
		take_dismissed(f, a);
		break;
	case INTERVENTION_UNTESTED_PROFILE:
		take_untested(f, a);
		break;
	case INTERVENTION_POLICY_CHANGED:
		take_policies(f, a);
		break;
	case INTERVENTION_FRAMEWORK_CHANGED:
		take_made(f, "framework_choices", a);
		take_made(f, "framework_controls", a);
		break;
	case INTERVENTION_NOT_APPLICABLE:
	case INTERVENTIONS:
		take_not_applicable(f, a);
		break;
	}
}

/* "test not done; by mistake; +2"; of what nobody told, a word. */
static void
put_why(struct acts *a, struct json *row)
{
	struct buf reasons = { 0 };

	for (size_t i = 0; i < a->nreasons && i < REASONS_MAX; i++)
		buf_printf(&reasons, "%s%s", i > 0 ? "; " : "", a->reasons[i]);
	if (a->nreasons > REASONS_MAX)
		buf_printf(&reasons, "; +%zu", a->nreasons - REASONS_MAX);
	if (a->count == 0) {
		json_put_null(row, "functions");
		json_put_null(row, "reason");
	} else {
		json_put_text(row, "functions",
		    a->functions.len > 0 ? buf_str(&a->functions)
					 : "not_recorded");
		json_put_text(row, "reason",
		    reasons.len > 0 ? buf_str(&reasons) : "not_recorded");
	}
	buf_free(&reasons);
}

static bool
is_same(const struct measurement *a, const struct measurement *b)
{
	return a->part == b->part && a->whole == b->whole &&
	    a->unknown == b->unknown && a->outcome == b->outcome;
}

/* Every measurement that is not as it is stated, without it. */
static void
add_figures(const struct measurement *stated, const struct facts *other,
    const char *kind, struct json *list)
{
	for (size_t i = 0; i < measure_count(); i++) {
		const struct measurement now = stated[i];
		struct measurement then;
		struct json *row;

		measure_take(other, i, &then);
		if (is_same(&now, &then))
			continue;
		row = json_new_object();
		json_put_text(row, "kind", kind);
		json_put_text(row, "measurement", now.id);
		json_put_text(row, "name", now.id);
		json_put_int(row, "part", now.part);
		json_put_int(row, "whole", now.whole);
		json_put_text(row, "outcome", outcome_name(now.outcome));
		json_put_int(row, "part_without", then.part);
		json_put_int(row, "whole_without", then.whole);
		json_put_text(
		    row, "outcome_without", outcome_name(then.outcome));
		json_add(list, row);
	}
}

/* M-PAT-01 without it; where there was none, nothing. */
static void
put_figure(const struct facts *f, const struct measurement *stated,
    enum intervention i, int64_t count, struct json *row, struct json *figures)
{
	struct measurement m = { .id = "M-PAT-01" };
	struct facts other;

	if (count == 0) {
		json_put_null(row, "part_without");
		json_put_null(row, "whole_without");
		return;
	}
	without(f, i, &other);
	measure_in_time(&other, &m);
	json_put_int(row, "part_without", m.part);
	json_put_int(row, "whole_without", m.whole);
	add_figures(stated, &other, intervention_name(i), figures);
	without_free(&other);
}

static struct json *
intervention(const struct facts *f, const struct measurement *stated,
    enum intervention i, struct json *figures)
{
	struct json *row = json_new_object();
	struct buf effect = { 0 };
	struct acts a = { 0 };

	take(f, i, &a);
	buf_printf(&effect, "%s_effect", intervention_name(i));
	json_put_text(row, "kind", intervention_name(i));
	json_put_text(row, "effect", buf_str(&effect));
	json_put_int(row, "count", a.count);
	put_why(&a, row);
	put_figure(f, stated, i, a.count, row, figures);
	buf_free(&a.functions);
	buf_free(&effect);
	return row;
}

void
value_interventions(const struct facts *f, struct json *v)
{
	struct json *list = json_new_array(), *figures = json_new_array();
	struct measurement *stated = mem_new(measure_count(), sizeof(*stated));

	for (size_t i = 0; i < measure_count(); i++)
		measure_take(f, i, &stated[i]);
	for (int i = 0; i < INTERVENTIONS; i++)
		json_add(list,
		    intervention(f, stated, (enum intervention)i, figures));
	free(stated);
	json_put(v, "interventions", list);
	json_put(v, "intervention_figures", figures);
}
