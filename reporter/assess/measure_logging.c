/* SPDX-License-Identifier: Apache-2.0 */

/* M-LOG: lines that devices sent, and what became of them. */

#include <string.h>

#include "lib/base/clock.h"
#include "lib/base/json.h"
#include "reporter/assess/limit.h"
#include "reporter/assess/measures.h"

enum { WITHIN_PERCENT = 95, PARTLY_PERCENT = 80 };

bool
measure_must_log(const struct device_fact *d)
{
	return strcmp(d->category, "network") == 0 ||
	    strcmp(d->category, "server") == 0;
}

/* M-LOG-01: network devices and servers heard from on every day in scope. */
void
measure_log_coverage(const struct facts *f, struct measurement *m)
{
	for (size_t i = 0; i < f->ndevices; i++) {
		const struct json *row = f->devices[i].row;

		if (!measure_must_log(&f->devices[i]))
			continue;
		m->whole++;
		if (json_get_int(row, "message_days", 0) >=
		    json_get_int(row, "scope_days", 1))
			m->part++;
	}
	m->outcome = measure_judge(m, WITHIN_PERCENT, PARTLY_PERCENT);
}

/* M-LOG-02: of those, the ones that were never silent for too long. */
void
measure_log_silence(const struct facts *f, struct measurement *m)
{
	const int64_t most = limit_of(f, LIMIT_LOG_SILENCE);

	for (size_t i = 0; i < f->ndevices; i++) {
		int64_t s =
		    json_get_int(f->devices[i].row, "longest_silence_s", -1);

		if (!measure_must_log(&f->devices[i]))
			continue;
		m->whole++;
		if (s < 0)
			m->unknown++;
		else if (s * CLOCK_SECOND <= most)
			m->part++;
	}
	m->outcome = measure_judge(m, WITHIN_PERCENT, PARTLY_PERCENT);
}

static bool
is_reread(const struct facts *f, const struct json *journal)
{
	int64_t rechecked = facts_time(journal, "rechecked");

	return rechecked != FACTS_NO_TIME && rechecked >= f->from;
}

/* One that goes back is wrong, read anew or not. */
static void
count_journal(
    const struct facts *f, const struct json *j, struct measurement *m)
{
	bool has_checkpoint = json_get_int(j, "checkpoints", 0) > 0;

	m->whole++;
	if (json_get_int(j, "damaged", 0) > 0)
		return;
	if (has_checkpoint && !json_get_bool(j, "in_order", false))
		return;
	if (has_checkpoint && is_reread(f, j))
		m->part++;
	else
		m->unknown++;
}

/*
 * M-LOG-03: journals whose signed checkpoints follow one another without a gap,
 * and none of whose segments was found damaged when all were read anew /
 * journals that were written in the period. One without a checkpoint, or that
 * nobody read anew since the period began, proves nothing. Damaged or refused
 * records make it broken.
 */
void
measure_log_integrity(const struct facts *f, struct measurement *m)
{
	const struct json *list = json_get(f->evidence, "journals");
	int64_t bad =
	    json_get_int(json_get(f->evidence, "quarantine"), "count", 0);
	const struct json *losses = json_get(f->evidence, "losses");

	if (!measure_has(f, "journals", m))
		return;
	for (size_t i = 0; i < json_len(losses); i++) {
		const struct json *l = json_at(losses, i);

		if (strcmp(facts_text(l, "reason"), "damage") == 0)
			bad += json_get_int(l, "count", 0);
	}
	for (size_t i = 0; i < json_len(list); i++)
		count_journal(f, json_at(list, i), m);
	if (m->whole == 0)
		m->outcome = OUTCOME_EMPTY;
	else if (bad > 0 || m->part + m->unknown < m->whole)
		m->outcome = OUTCOME_BEYOND;
	else
		m->outcome =
		    m->unknown == 0 ? OUTCOME_WITHIN : OUTCOME_UNDETERMINED;
}

/*
 * M-LOG-04: classes of messages that are kept as long as they are to be, or
 * since the first that ever came / classes. Days are kept whole.
 */
void
measure_log_retention(const struct facts *f, struct measurement *m)
{
	const struct json *list = json_get(f->evidence, "retention");

	for (size_t i = 0; i < json_len(list); i++) {
		const struct json *row = json_at(list, i);
		int64_t first = facts_time(row, "first");
		int64_t since = facts_time(row, "since");
		int64_t wanted = facts_time(row, "wanted");

		if (first == FACTS_NO_TIME)
			continue; /* nothing ever came */
		m->whole++;
		if (since == FACTS_NO_TIME || wanted == FACTS_NO_TIME)
			m->unknown++;
		else if (since <= (first > wanted ? first : wanted))
			m->part++;
	}
	m->outcome = measure_judge(m, WITHIN_PERCENT, PARTLY_PERCENT);
}

/* M-LOG-07: accesses that failed / accesses that log lines tell of; a count. */
void
measure_log_accesses(const struct facts *f, struct measurement *m)
{
	const struct json *seen = json_get(f->evidence, "accesses");

	m->part = json_get_int(seen, "failed", 0);
	m->whole = m->part + json_get_int(seen, "succeeded", 0);
	m->outcome = m->whole == 0 ? OUTCOME_EMPTY : OUTCOME_NONE;
}

/* M-LOG-06: messages over a protected transport / all. */
void
measure_log_transport(const struct facts *f, struct measurement *m)
{
	const struct json *senders = json_get(f->evidence, "senders");

	m->part = json_get_int(senders, "protected", 0);
	m->whole = json_get_int(senders, "total", 0);
	m->outcome = m->whole == 0 ? OUTCOME_EMPTY : OUTCOME_NONE;
}
