/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/assess/facts.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/json.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "reporter/assess/timing.h"

int64_t
facts_time(const struct json *row, const char *key)
{
	const char *text = json_get_text(row, key);
	int64_t at;

	if (text == NULL || clock_parse(text, &at) < 0)
		return FACTS_NO_TIME;
	return at;
}

const char *
facts_text(const struct json *row, const char *key)
{
	const char *text = json_get_text(row, key);

	return text == NULL ? "" : text;
}

/* What nobody knows is not called critical, and is not lost either. */
static enum priority
priority_of(const char *name)
{
	enum priority p = PRIORITY_LOW;

	(void)priority_parse(name, &p);
	return p;
}

static void
read_device(
    const struct facts *f, const struct json *row, struct device_fact *d)
{
	int64_t retired = facts_time(row, "retired");

	d->retired = retired != FACTS_NO_TIME && retired <= f->cut;
	d->row = row;
	d->device_id = json_get_int(row, "device_id", 0);
	d->site = facts_text(row, "site");
	d->category = facts_text(row, "category");
	/* Evidence of before knew of printers only. */
	d->sleeps = json_get_bool(
	    row, "sleeps", strcmp(facts_text(row, "class"), "printer") == 0);
	d->asked = json_get_text(row, "last_answer") != NULL ||
	    json_get_text(row, "last_try") != NULL;
}

/*
 * What is known from before tells nothing of a time in which nobody asked, or
 * in which it did not answer once. The last answer may be of after the cut:
 * then the counts of the period tell.
 */
static void
judge_device(const struct facts *f, int64_t since, struct device_fact *d)
{
	d->answered = facts_time(d->row, "last_answer") >= since &&
	    (json_get_int(d->polled, "tried", 0) == 0 ||
		json_get_int(d->polled, "answered", 0) > 0);
	d->measured = d->answered && timing_polled(f) &&
	    (json_get_text(d->row, "version") != NULL ||
		/* A server tells packages, not one version. */
		json_get_int(d->row, "packages", 0) > 0);
}

/* By all of the period, as devices are what they were at its end. */
static void
judge_devices(struct facts *f)
{
	const struct json *period = json_get(f->evidence, "period");
	int64_t since = facts_time(period, "from");

	for (size_t i = 0; i < f->ndevices; i++)
		judge_device(f, since, &f->devices[i]);
}

static void
read_devices(struct facts *f)
{
	const struct json *list = json_get(f->evidence, "devices");

	f->ndevices = json_len(list);
	f->devices = mem_new(f->ndevices + 1, sizeof(*f->devices));
	for (size_t i = 0; i < f->ndevices; i++)
		read_device(f, json_at(list, i), &f->devices[i]);
}

static int
by_id(const void *a, const void *b)
{
	const struct device_fact *const *x = a, *const *y = b;

	return ((*x)->device_id > (*y)->device_id) -
	    ((*x)->device_id < (*y)->device_id);
}

static void
index_devices(struct facts *f)
{
	f->by_id = mem_new(f->ndevices + 1, sizeof(struct device_fact *));
	for (size_t i = 0; i < f->ndevices; i++)
		f->by_id[i] = &f->devices[i];
	qsort(f->by_id, f->ndevices, sizeof(struct device_fact *), by_id);
}

struct device_fact *
facts_device(const struct facts *f, int64_t id)
{
	struct device_fact key = { .device_id = id };
	const struct device_fact *wanted = &key;
	struct device_fact **found;

	found = bsearch(&wanted, f->by_id, f->ndevices,
	    sizeof(struct device_fact *), by_id);
	return found == NULL ? NULL : *found;
}

/* The row of a section with one for each device. */
static void
attach(struct facts *f, const char *section, size_t offset)
{
	const struct json *list = json_get(f->evidence, section);

	for (size_t i = 0; i < json_len(list); i++) {
		const struct json *row = json_at(list, i);
		struct device_fact *d =
		    facts_device(f, json_get_int(row, "device_id", 0));

		if (d != NULL)
			memcpy((char *)d + offset, &row, sizeof(row));
	}
}

static int
by_pair(const struct step *a, const struct step *b)
{
	if (a->patch_id != b->patch_id)
		return a->patch_id < b->patch_id ? -1 : 1;
	if (a->device_id != b->device_id)
		return a->device_id < b->device_id ? -1 : 1;
	return 0;
}

static int
by_pair_and_time(const void *a, const void *b)
{
	const struct step *x = a, *y = b;
	int order = by_pair(x, y);

	if (order != 0)
		return order;
	if (x->at != y->at)
		return x->at < y->at ? -1 : 1;
	/* Steps of one instant: in the order of their ids. */
	return (json_get_int(x->row, "transition_id", 0) >
		   json_get_int(y->row, "transition_id", 0)) -
	    (json_get_int(x->row, "transition_id", 0) <
		json_get_int(y->row, "transition_id", 0));
}

static void
read_steps(struct facts *f)
{
	const struct json *list = json_get(f->evidence, "transitions");

	f->nsteps = json_len(list);
	f->steps = mem_new(f->nsteps + 1, sizeof(*f->steps));
	for (size_t i = 0; i < f->nsteps; i++) {
		const struct json *row = json_at(list, i);

		f->steps[i] = (struct step){
			.patch_id = json_get_int(row, "patch_id", 0),
			.device_id = json_get_int(row, "device_id", 0),
			.at = facts_time(row, "at"),
			.to_state = facts_text(row, "to_state"),
			.flag = json_get_text(row, "flag"),
			.row = row,
		};
	}
	qsort(f->steps, f->nsteps, sizeof(*f->steps), by_pair_and_time);
}

static void
find_steps(const struct facts *f, struct obligation *o)
{
	struct step key = { .patch_id = o->patch_id,
		.device_id = o->device_id };
	size_t low = 0, high = f->nsteps;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (by_pair(&f->steps[mid], &key) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	o->steps = f->steps + low;
	while (low + o->nsteps < f->nsteps &&
	    by_pair(&f->steps[low + o->nsteps], &key) == 0)
		o->nsteps++;
}

/*
 * The row tells of the snapshot, which may be days after the cut. What came
 * after the cut did not happen yet: the steps before it say how things stood.
 */
static void
go_back(const struct facts *f, struct obligation *o)
{
	const struct step *last = NULL, *seen = NULL, *proven = NULL;

	for (size_t i = 0; i < o->nsteps; i++) {
		const struct step *t = &o->steps[i];

		if (t->flag != NULL || t->at >= f->cut)
			continue;
		last = t;
		if (strcmp(t->to_state, "seen") == 0)
			seen = t;
		if (strcmp(t->to_state, "confirmed") == 0)
			proven = t;
	}
	if (last == NULL ||
	    (strcmp(last->to_state, o->state) == 0 && o->seen < f->cut))
		return;
	o->state = last->to_state;
	if (o->seen != FACTS_NO_TIME && o->seen < f->cut)
		return;
	o->seen = seen != NULL ? seen->at : FACTS_NO_TIME;
	o->confirmed = proven != NULL ? proven->at : FACTS_NO_TIME;
}

/* The version that was in force when it was registered gives its terms. */
static const struct json *
policy_of(const struct facts *f, const struct json *row)
{
	const struct json *list = json_get(f->evidence, "policies");
	int64_t version = json_get_int(row, "policy_version", 0);

	for (size_t i = 0; i < json_len(list); i++) {
		if (json_get_int(json_at(list, i), "version", 0) == version)
			return json_at(list, i);
	}
	return f->policy;
}

static void
read_obligation(
    const struct facts *f, const struct json *row, struct obligation *o)
{
	o->row = row;
	o->patch_id = json_get_int(row, "patch_id", 0);
	o->device_id = json_get_int(row, "device_id", 0);
	o->device = facts_device(f, o->device_id);
	o->policy = policy_of(f, row);
	o->state = facts_text(row, "state");
	o->priority = priority_of(facts_text(row, "priority"));
	o->known_exploited = json_get_bool(row, "known_exploited", false);
	o->internet_facing = json_get_bool(row, "internet_facing", false);
	o->created = facts_time(row, "created");
	o->clock_start = facts_time(row, "clock_start");
	o->deadline = facts_time(row, "deadline");
	o->claimed = facts_time(row, "claimed");
	o->last_old = facts_time(row, "last_old");
	o->seen = facts_time(row, "seen");
	o->confirmed = facts_time(row, "confirmed");
	find_steps(f, o);
	if (f->snapshot > f->cut)
		go_back(f, o);
}

/* One that was registered after the cut was not there yet. */
static void
read_obligations(struct facts *f)
{
	const struct json *list = json_get(f->evidence, "deployments");

	f->obligations = mem_new(json_len(list) + 1, sizeof(*f->obligations));
	for (size_t i = 0; i < json_len(list); i++) {
		const struct json *row = json_at(list, i);

		if (facts_time(row, "created") > f->cut)
			continue;
		read_obligation(f, row, &f->obligations[f->nobligations]);
		timing_judge(f, &f->obligations[f->nobligations]);
		f->nobligations++;
	}
}

static void
mark_only_claimed(struct facts *f)
{
	for (size_t i = 0; i < f->nobligations; i++) {
		const struct obligation *o = &f->obligations[i];

		if (o->device != NULL && !o->device->measured &&
		    o->claimed != FACTS_NO_TIME)
			o->device->only_claimed = true;
	}
}

/* The last one that was in force; they are in order. */
static const struct json *
policy_at(const struct json *evidence, int64_t cut)
{
	const struct json *list = json_get(evidence, "policies");
	const struct json *found = json_at(list, 0);

	for (size_t i = 1; i < json_len(list); i++) {
		if (facts_time(json_at(list, i), "effective") <= cut)
			found = json_at(list, i);
	}
	return found;
}

int
facts_read(const struct json *evidence, struct facts *out)
{
	const struct json *period = json_get(evidence, "period");

	return facts_read_between(evidence, facts_time(period, "from"),
	    facts_time(period, "to"), out);
}

int
facts_read_between(
    const struct json *evidence, int64_t from, int64_t to, struct facts *out)
{
	const struct json *period = json_get(evidence, "period");
	struct facts f = { .evidence = evidence, .from = from, .to = to };

	f.cut = facts_time(period, "cut");
	f.snapshot = facts_time(period, "snapshot");
	if (f.cut > to && to < facts_time(period, "to"))
		f.cut = to; /* of a part */
	if (f.from == FACTS_NO_TIME || f.to <= f.from || f.cut < f.from ||
	    f.cut > f.to || json_get(evidence, "tenant") == NULL) {
		log_warnx("evidence: no tenant, or no period to report on");
		return ERR_PARSE;
	}
	f.interim = json_get_bool(period, "interim", false);
	f.policy = policy_at(evidence, f.cut);
	read_devices(&f);
	index_devices(&f);
	attach(&f, "polled", offsetof(struct device_fact, polled));
	attach(&f, "reach", offsetof(struct device_fact, reach));
	judge_devices(&f);
	read_steps(&f);
	read_obligations(&f);
	mark_only_claimed(&f);
	*out = f;
	return ERR_OK;
}

void
facts_free(struct facts *f)
{
	free(f->obligations);
	free(f->devices);
	free(f->by_id);
	free(f->steps);
	*f = (struct facts){ 0 };
}

bool
facts_is_open(const struct obligation *o)
{
	return !o->active && !o->already && strcmp(o->state, "withdrawn") != 0;
}

bool
facts_is_broken(const struct obligation *o)
{
	return strcmp(o->state, "regressed") == 0 ||
	    strcmp(o->state, "rolled_back") == 0 ||
	    strcmp(o->state, "failed") == 0;
}
