/* SPDX-License-Identifier: Apache-2.0 */

/* M-PAT-07, M-PAT-10: what a patch broke, and what did not stay. */

#include <stdlib.h>
#include <string.h>

#include "lib/base/json.h"
#include "lib/base/mem.h"
#include "reporter/assess/measures.h"

enum { REGRESSED_WITHIN = 2, REGRESSED_PARTLY = 5 };

/* How the observation of an obligation ended, by its steps up to the cut. */
enum ended {
	ENDED_NOT,    /* it runs, or never began */
	ENDED_BEFORE, /* of another period */
	ENDED_WELL,   /* watched for all of its time */
	ENDED_HARDLY, /* its time was over, and too little of it was watched */
	ENDED_BADLY,  /* worse, and nobody dismissed that */
};

static enum ended
ended_by(const struct step *t)
{
	const char *cause = facts_text(t->row, "cause");

	if (strcmp(t->to_state, "regressed") == 0)
		return ENDED_BADLY;
	if (strcmp(t->to_state, "stable") != 0)
		return ENDED_NOT;
	return strcmp(cause, "stable_hardly_watched") == 0 ? ENDED_HARDLY
							   : ENDED_WELL;
}

/*
 * A step back to observing, which is what a dismissal does, undoes the end
 * before it. What became of a patch that was worse (rolled back, replaced)
 * does not.
 */
static enum ended
find_end(const struct facts *f, const struct obligation *o)
{
	enum ended found = ENDED_NOT;

	for (size_t i = 0; i < o->nsteps; i++) {
		const struct step *t = &o->steps[i];

		if (t->flag != NULL || t->at >= f->cut)
			continue;
		if (strcmp(t->to_state, "observing") == 0)
			found = ENDED_NOT;
		else if (ended_by(t) != ENDED_NOT)
			found = t->at < f->from ? ENDED_BEFORE : ended_by(t);
	}
	return found;
}

static bool
is_watched(const struct obligation *o)
{
	return strcmp(o->state, "confirmed") == 0 ||
	    strcmp(o->state, "observing") == 0;
}

/*
 * M-PAT-07: regressions / observation periods that were completed in the
 * period. A regression ends its period at once, so that it is one of both.
 * Those that run, and those that nobody could watch, are unknown and stand
 * beside them.
 */
void
measure_regressions(const struct facts *f, struct measurement *m)
{
	m->apart = true;
	for (size_t i = 0; i < f->nobligations; i++) {
		const struct obligation *o = &f->obligations[i];
		enum ended end = find_end(f, o);

		m->whole += end == ENDED_WELL || end == ENDED_BADLY;
		m->part += end == ENDED_BADLY;
		m->unknown +=
		    end == ENDED_HARDLY || (end == ENDED_NOT && is_watched(o));
	}
	m->outcome = measure_judge_wrong(m, REGRESSED_WITHIN, REGRESSED_PARTLY);
	if (m->whole == 0 && m->unknown > 0)
		m->outcome = OUTCOME_UNDETERMINED;
}

/* The last that was seen of the version of each device went down, in the period
 * or before it. */
static bool *
find_older(const struct facts *f)
{
	const struct json *events = json_get(f->evidence, "events");
	bool *older = mem_new(f->ndevices + 1, sizeof(*older));

	for (size_t i = 0; i < f->ndevices; i++)
		older[i] = json_get_bool(f->devices[i].row, "was_down", false);
	for (size_t i = 0; i < json_len(events); i++) {
		const struct json *e = json_at(events, i);
		const char *kind = facts_text(e, "kind");
		const struct device_fact *d =
		    facts_device(f, json_get_int(e, "device_id", 0));

		if (d == NULL)
			continue;
		if (strcmp(kind, "downgrade") == 0)
			older[d - f->devices] = true;
		else if (strcmp(kind, "version") == 0)
			older[d - f->devices] = false;
	}
	/* A patch that is gone again is a version below the proven one. */
	for (size_t i = 0; i < f->nobligations; i++) {
		const struct obligation *o = &f->obligations[i];

		if (o->device != NULL && strcmp(o->state, "rolled_back") == 0)
			older[o->device - f->devices] = true;
	}
	return older;
}

/*
 * M-PAT-10: devices that run something older than what was proven or seen on
 * them before / devices of which the version is known.
 */
void
measure_drift(const struct facts *f, struct measurement *m)
{
	bool *older = find_older(f);

	m->apart = true;
	for (size_t i = 0; i < f->ndevices; i++) {
		if (f->devices[i].retired)
			continue;
		if (!f->devices[i].measured) {
			m->unknown++;
			continue;
		}
		m->whole++;
		m->part += older[i];
	}
	m->outcome = measure_judge_wrong(m, 0, 0);
	if (m->whole == 0 && m->unknown > 0)
		m->outcome = OUTCOME_UNDETERMINED;
	free(older);
}
