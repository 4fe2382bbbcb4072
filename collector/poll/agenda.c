/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/poll/agenda.h"

#include "collector/config.h"
#include "collector/poll/device.h"
#include "collector/poll/schedule.h"
#include "lib/base/clock.h"
#include "lib/profile/profile.h"

struct rate
agenda_rate(const struct config_poll *c, const struct device *d)
{
	const char *name =
	    d->known && d->profile != NULL ? d->profile->class : NULL;
	const struct config_class *class = config_poll_class(c, name);
	struct rate r = { .identity = c->identity, .stability = c->interval };

	if (class != NULL) {
		r.sleeps = class->sleeps;
		if (class->identity > 0)
			r.identity = class->identity;
		if (class->stability > 0)
			r.stability = class->stability;
	}
	/* What the register says of this one device comes first. */
	if (d->interval != c->interval)
		r.stability = d->interval;
	return r;
}

void
agenda_begin(struct device *d, int64_t at)
{
	d->agenda.due[READING_IDENTITY] = at;
	d->agenda.due[READING_STABILITY] = at;
	d->agenda.hurry_after = at;
}

int64_t
agenda_due(const struct device *d)
{
	const struct agenda *a = &d->agenda;
	int64_t due = a->due[READING_IDENTITY];

	if (a->due[READING_STABILITY] < due)
		due = a->due[READING_STABILITY];
	return a->snapshot > 0 && a->snapshot < due ? a->snapshot : due;
}

enum reading_plan
agenda_plan(const struct device *d, int64_t now)
{
	const struct agenda *a = &d->agenda;

	if (d->wish.snapshot > 0 || (a->snapshot > 0 && a->snapshot <= now))
		return READING_SNAPSHOT;
	if (d->wish.poll > 0 || a->due[READING_IDENTITY] <= now)
		return READING_IDENTITY;
	return READING_STABILITY;
}

bool
agenda_hurry(struct device *d, int64_t now)
{
	struct agenda *a = &d->agenda;

	if (now >= a->hurry_after) {
		a->hurry_after = now + AGENDA_HURRY_S * CLOCK_SECOND;
		return true;
	}
	if (a->hurry_after < a->due[READING_IDENTITY])
		a->due[READING_IDENTITY] = a->hurry_after;
	return false;
}

void
agenda_want_identity(struct device *d, int64_t now)
{
	if (agenda_hurry(d, now) && now < d->agenda.due[READING_IDENTITY])
		d->agenda.due[READING_IDENTITY] = now;
}

void
agenda_want_snapshot(struct device *d, int64_t at)
{
	if (d->agenda.snapshot == 0)
		d->agenda.snapshot = at > 0 ? at : 1;
}

static void
put_off(int64_t *due, int64_t to)
{
	if (*due < to)
		*due = to;
}

void
agenda_done(struct device *d, const struct rate *rate, enum reading_plan plan,
    bool heard, int64_t started)
{
	struct agenda *a = &d->agenda;
	int64_t next = schedule_next(d, rate->stability, started);

	if (!heard) {
		/* All that it has not said is asked when it is tried again. */
		put_off(&a->due[READING_IDENTITY], next);
		put_off(&a->due[READING_STABILITY], next);
		if (a->snapshot > 0)
			put_off(&a->snapshot, next);
		return;
	}
	/* What became due meanwhile stays so. */
	if (plan != READING_IDENTITY && a->due[READING_STABILITY] <= started)
		a->due[READING_STABILITY] = next;
	if (plan != READING_STABILITY && a->due[READING_IDENTITY] <= started)
		a->due[READING_IDENTITY] =
		    schedule_next(d, rate->identity, started);
	if (plan == READING_SNAPSHOT) {
		if (a->snapshot <= started)
			a->snapshot = 0;
		a->snapshot_made = clock_now();
	}
}
