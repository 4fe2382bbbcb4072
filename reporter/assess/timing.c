/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/assess/timing.h"

#include <string.h>

#include "lib/base/clock.h"
#include "lib/base/json.h"
#include "reporter/assess/facts.h"

/* A role says once a minute that it runs (lib/store/run.h): it ran on. */
#define TOLD_EVERY CLOCK_MINUTE

/* Our own silence over this share of an open term makes it unknown. */
enum { GAP_PERCENT_DEFAULT = 25 };

static bool
is_one_of(const char *state, const char *const *states)
{
	for (; *states != NULL; states++) {
		if (strcmp(state, *states) == 0)
			return true;
	}
	return false;
}

/* The longest time within [from,to] in which no poller of ours ran. */
static int64_t
longest_own_gap(const struct facts *f, int64_t from, int64_t to)
{
	const struct json *runs = json_get(f->evidence, "runs");
	int64_t reached = from, longest = 0;

	/* Runs are in order of start within a role. */
	for (size_t i = 0; i < json_len(runs); i++) {
		const struct json *run = json_at(runs, i);
		int64_t started = facts_time(run, "started");
		int64_t seen = facts_time(run, "seen") + TOLD_EVERY;

		if (strcmp(facts_text(run, "role"), "poll") != 0 ||
		    seen <= reached)
			continue;
		if (started > to)
			break;
		if (started > reached && started - reached > longest)
			longest = started - reached;
		reached = seen;
	}
	if (to > reached && to - reached > longest)
		longest = to - reached;
	return longest;
}

bool
timing_polled(const struct facts *f)
{
	const struct json *runs = json_get(f->evidence, "runs");

	for (size_t i = 0; i < json_len(runs); i++) {
		const struct json *run = json_at(runs, i);

		if (strcmp(facts_text(run, "role"), "poll") == 0 &&
		    facts_time(run, "started") < f->cut &&
		    facts_time(run, "seen") >= f->from)
			return true;
	}
	return false;
}

int64_t
timing_longest_gap(const struct facts *f)
{
	int64_t from = facts_time(json_get(f->evidence, "tenant"), "created");

	return longest_own_gap(f, from > f->from ? from : f->from, f->cut);
}

/* The term as far as it lies in what we were asked to watch. */
static bool
was_blind(const struct facts *f, const struct obligation *o)
{
	int64_t from =
	    o->clock_start > o->created ? o->clock_start : o->created;
	int64_t to = o->deadline < f->cut ? o->deadline : f->cut;
	int64_t percent =
	    json_get_int(f->policy, "gap_percent", GAP_PERCENT_DEFAULT);

	if (to <= from)
		return false;
	return longest_own_gap(f, from, to) > (to - from) / 100 * percent;
}

/* One that was there in time, and at that moment was not over. */
static bool
has_exception(const struct facts *f, const struct obligation *o, int64_t when)
{
	const struct json *list = json_get(f->evidence, "exceptions");

	for (size_t i = 0; !f->unexcepted && i < json_len(list); i++) {
		const struct json *e = json_at(list, i);
		int64_t device = json_get_int(e, "device_id", 0);
		int64_t approved = facts_time(e, "approved");

		if (json_get_int(e, "patch_id", 0) != o->patch_id ||
		    (device != 0 && device != o->device_id))
			continue;
		/* It counts only when it was approved before the deadline. */
		if (approved != FACTS_NO_TIME && approved < o->deadline &&
		    facts_time(e, "valid_until") > when)
			return true;
	}
	return false;
}

/* Proven to run the fix, but since when? */
static enum timing
time_active(const struct obligation *o)
{
	if (o->seen == FACTS_NO_TIME)
		return TIMING_UNKNOWN;
	if (o->seen <= o->deadline)
		return TIMING_ON_TIME;
	/* An old version seen after the deadline shows that it was late. */
	if (o->last_old != FACTS_NO_TIME && o->last_old > o->deadline)
		return TIMING_LATE;
	return TIMING_UNKNOWN;
}

static const char *
why_unknown(
    const struct facts *f, const struct obligation *o, const char *state)
{
	const struct device_fact *d = o->device;

	if (d == NULL || json_get_text(d->row, "last_answer") == NULL)
		return "unread";
	if (strcmp(state, "undeterminable") == 0)
		return o->claimed != FACTS_NO_TIME ? "claim" : "coarse";
	if (was_blind(f, o))
		return "gap";
	if (facts_time(d->row, "last_answer") < o->deadline)
		return "silent";
	return NULL;
}

static const char *const proven[] = { "confirmed", "observing", "stable",
	"regressed", NULL };

static enum timing
time_cohort(const struct facts *f, struct obligation *o, const char *state)
{
	enum timing timing;

	static const char *const contradicted[] = { "rolled_back", "failed",
		NULL };

	if (is_one_of(state, proven)) {
		o->unknown_why = "between";
		timing = time_active(o);
		/* Who installs while an exception runs is no later for it. */
		return timing != TIMING_ON_TIME && o->seen != FACTS_NO_TIME &&
			has_exception(f, o, o->seen)
		    ? TIMING_EXCEPTED
		    : timing;
	}
	if (has_exception(f, o, f->cut))
		return TIMING_EXCEPTED;
	if (is_one_of(state, contradicted))
		return TIMING_LATE;
	if (o->last_old != FACTS_NO_TIME && o->last_old >= o->deadline)
		return TIMING_LATE;
	o->unknown_why = why_unknown(f, o, state);
	return o->unknown_why != NULL ? TIMING_UNKNOWN : TIMING_LATE;
}

/* What it was when it left the scope, if its deadline had passed by then. */
static const char *
left_as(const struct obligation *o)
{
	for (size_t i = o->nsteps; i-- > 0;) {
		const struct step *t = &o->steps[i];

		if (t->flag != NULL)
			continue;
		if (strcmp(t->to_state, "withdrawn") != 0 ||
		    t->at <= o->deadline)
			return NULL;
		return json_get_text(t->row, "from_state");
	}
	return NULL;
}

/*
 * Each obligation stands in the cohort of one period: that of its deadline, or
 * of its registration where that came later. A patch that was entered in
 * October with a deadline in September would otherwise be counted nowhere.
 */
static bool
fell_due(const struct facts *f, const struct obligation *o)
{
	int64_t known = o->deadline > o->created ? o->deadline : o->created;

	return o->deadline != FACTS_NO_TIME && o->deadline < f->cut &&
	    known >= f->from;
}

void
timing_judge(const struct facts *f, struct obligation *o)
{
	static const char *const gone[] = { "withdrawn", "already_met", NULL };
	bool is_gone = is_one_of(o->state, gone);
	const char *state = o->state;

	/* What fell due before it left stays counted. */
	if (strcmp(state, "withdrawn") == 0 && left_as(o) != NULL)
		state = left_as(o);
	o->already = strcmp(o->state, "already_met") == 0;
	o->active = is_one_of(o->state, proven);
	o->excepted = !o->active && has_exception(f, o, f->cut);
	o->in_cohort = !is_one_of(state, gone) && fell_due(f, o);
	o->overdue = !is_gone && o->deadline != FACTS_NO_TIME &&
	    o->deadline < f->cut && !o->active && !o->excepted;
	if (o->in_cohort)
		o->timing = time_cohort(f, o, state);
	if (!o->in_cohort || o->timing != TIMING_UNKNOWN)
		o->unknown_why = NULL;
}
