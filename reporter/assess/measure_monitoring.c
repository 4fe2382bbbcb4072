/* SPDX-License-Identifier: Apache-2.0 */

/* M-MON: what we asked, what answered, and who looked at alerts. */

#include <string.h>

#include "lib/base/clock.h"
#include "lib/base/json.h"
#include "reporter/assess/limit.h"
#include "reporter/assess/measures.h"

enum { WITHIN_PERCENT = 95, PARTLY_PERCENT = 80 };

/*
 * Polls to which an answer was due: in a planned window none is. Evidence of
 * before did not tell which those were.
 */
static int64_t
expected(const struct json *row)
{
	return json_get_int(row, "tried", 0) - json_get_int(row, "planned", 0);
}

/* Of a class that sleeps, one reading in each week in which school is counts.
 */
static bool
is_read_enough(const struct json *row, bool sleeps, int64_t percent)
{
	int64_t weeks = json_get_int(row, "weeks", 0);
	int64_t answered = json_get_int(row, "answered", 0) -
	    json_get_int(row, "planned_answered", 0);

	if (sleeps && weeks > 0)
		return json_get_int(row, "weeks_read", 0) >= weeks;
	return answered * 100 >= expected(row) * percent;
}

/* M-MON-01: devices that answered enough of our polls / devices. */
void
measure_poll_coverage(const struct facts *f, struct measurement *m)
{
	const int64_t percent = limit_of(f, LIMIT_ANSWERED);

	for (size_t i = 0; i < f->ndevices; i++) {
		const struct device_fact *d = &f->devices[i];
		/* Evidence of before had it in the row of the device. */
		const struct json *row = d->polled != NULL ? d->polled : d->row;

		m->whole++;
		if (expected(row) <= 0)
			m->unknown++;
		else
			m->part += d->answered &&
			    is_read_enough(row, d->sleeps, percent);
	}
	m->outcome = measure_judge(m, WITHIN_PERCENT, PARTLY_PERCENT);
}

/*
 * M-MON-02: seconds in which our poller ran / seconds since the start of the
 * period, or since the organisation was set up.
 */
void
measure_continuity(const struct facts *f, struct measurement *m)
{
	const struct json *runs = json_get(f->evidence, "runs");
	int64_t from = facts_time(json_get(f->evidence, "tenant"), "created");
	int64_t reached;

	if (from < f->from)
		from = f->from;
	reached = from;
	for (size_t i = 0; i < json_len(runs); i++) {
		const struct json *run = json_at(runs, i);
		int64_t started = facts_time(run, "started");
		int64_t seen = facts_time(run, "seen");

		if (strcmp(facts_text(run, "role"), "poll") != 0 ||
		    seen <= reached)
			continue;
		m->part += seen - (started > reached ? started : reached);
		reached = seen;
	}
	m->part /= 1000000;
	m->whole = (f->cut - from) / 1000000;
	if (m->whole < 0)
		m->whole = 0;
	m->outcome = measure_judge(m, 99, 95);
}

/* Seconds of the period in which no poller of ours ran. */
static int64_t
own_gaps_s(const struct facts *f)
{
	struct measurement m = { 0 };

	measure_continuity(f, &m);
	return m.whole > m.part ? m.whole - m.part : 0;
}

/*
 * M-MON-03: seconds in which devices could be reached / seconds in scope, less
 * those of planned windows. In those in which we ourselves stood still, and of
 * devices that did not answer in the period, nobody can tell. What sleeps is
 * not in it: that it does not answer at night says nothing.
 */
void
measure_availability(const struct facts *f, struct measurement *m)
{
	int64_t blind = own_gaps_s(f);

	if (!measure_has(f, "reach", m))
		return;
	for (size_t i = 0; i < f->ndevices; i++) {
		const struct device_fact *d = &f->devices[i];
		int64_t watched = json_get_int(d->reach, "watched_s", 0);
		int64_t away = json_get_int(d->reach, "unreachable_s", 0);
		int64_t up = watched > away ? watched - away : 0;
		int64_t lost = !d->answered ? up : up < blind ? up : blind;

		if (d->sleeps)
			continue;
		m->whole += watched;
		m->unknown += lost;
		m->part += up - lost;
	}
	m->outcome = measure_judge(m, WITHIN_PERCENT, PARTLY_PERCENT);
}

static int64_t
follow_term(const struct facts *f, const struct json *incident)
{
	bool critical =
	    strcmp(facts_text(incident, "severity"), "critical") == 0;

	return limit_of(f, critical ? LIMIT_FOLLOW_CRITICAL : LIMIT_FOLLOW);
}

/*
 * M-MON-04: incidents of which somebody took note in time / those whose time to
 * do so ended in the period. One that was over before that asks nothing.
 */
void
measure_follow_up(const struct facts *f, struct measurement *m)
{
	const struct json *list = json_get(f->evidence, "followed");

	if (!measure_has(f, "followed", m))
		return;
	for (size_t i = 0; i < json_len(list); i++) {
		const struct json *a = json_at(list, i);
		int64_t due = facts_time(a, "opened") + follow_term(f, a);
		int64_t taken = facts_time(a, "acked");
		int64_t closed = facts_time(a, "closed");
		bool in_time = taken != FACTS_NO_TIME && taken <= due;

		if (due < f->from || due >= f->cut ||
		    (!in_time && closed != FACTS_NO_TIME && closed <= due))
			continue;
		m->whole++;
		m->part += in_time;
	}
	m->outcome = measure_judge(m, WITHIN_PERCENT, PARTLY_PERCENT);
}
