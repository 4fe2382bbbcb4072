/* SPDX-License-Identifier: Apache-2.0 */

/* M-INV, M-MON, M-LOG, M-CLK, M-NET, M-EVD: what we could see, and how well. */

#include <stdlib.h>
#include <string.h>

#include "lib/base/json.h"
#include "reporter/assess/measures.h"

enum { WITHIN_PERCENT = 95, PARTLY_PERCENT = 80 };

/* Skew of a device's clock that is still good. */
enum { SKEW_LIMIT_MS = 5000 };

/* M-INV-02: senders of messages that stand in no register; a count. */
void
measure_unknown_devices(const struct facts *f, struct measurement *m)
{
	const struct json *senders = json_get(f->evidence, "senders");

	m->part = json_get_int(senders, "unknown_senders", 0);
	m->whole = m->part;
	m->outcome = json_is_null(json_get(senders, "unknown_senders"))
	    ? OUTCOME_EMPTY /* of one site */
	    : OUTCOME_NONE;
}

/* M-INV-03: devices with owner, place, criticality, make, serial, version. */
void
measure_attributes(const struct facts *f, struct measurement *m)
{
	static const char *const needed[] = { "owner", "site", "criticality",
		"vendor", "model", "serial", "version" };

	for (size_t i = 0; i < f->ndevices; i++) {
		bool whole = true;

		for (size_t k = 0; k < sizeof(needed) / sizeof(needed[0]); k++)
			whole &=
			    json_get_text(f->devices[i].row, needed[k]) != NULL;
		m->whole++;
		m->part += whole;
	}
	m->outcome = measure_judge(m, WITHIN_PERCENT, PARTLY_PERCENT);
}

/* M-MON-01: devices that answered at least 95 % of our polls. */
void
measure_poll_coverage(const struct facts *f, struct measurement *m)
{
	for (size_t i = 0; i < f->ndevices; i++) {
		const struct json *row = f->devices[i].row;
		int64_t tried = json_get_int(row, "tried", 0);
		int64_t answered = json_get_int(row, "answered", 0);

		m->whole++;
		if (tried == 0)
			m->unknown++;
		else if (answered * 100 >= tried * 95)
			m->part++;
	}
	m->outcome = measure_judge(m, WITHIN_PERCENT, PARTLY_PERCENT);
	if (m->outcome == OUTCOME_UNDETERMINED)
		m->reason = "not_measured";
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
	if (m->whole <= 0)
		m->outcome = OUTCOME_EMPTY;
	else if (m->part * 100 >= m->whole * 99)
		m->outcome = OUTCOME_WITHIN;
	else
		m->outcome = m->part * 100 >= m->whole * 95 ? OUTCOME_PARTLY
							    : OUTCOME_BEYOND;
}

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

/* M-LOG-02: of those, the ones that were never silent for longer than a day. */
void
measure_log_silence(const struct facts *f, struct measurement *m)
{
	for (size_t i = 0; i < f->ndevices; i++) {
		int64_t s =
		    json_get_int(f->devices[i].row, "longest_silence_s", -1);

		if (!measure_must_log(&f->devices[i]))
			continue;
		m->whole++;
		if (s < 0)
			m->unknown++;
		else if (s <= MEASURE_SILENCE_LIMIT_S)
			m->part++;
	}
	m->outcome = measure_judge(m, WITHIN_PERCENT, PARTLY_PERCENT);
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
	if (m->outcome == OUTCOME_UNDETERMINED)
		m->reason = "not_measured";
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

/* M-CLK-01: clocks within 5 s of ours / clocks that we could read. */
void
measure_clock_skew(const struct facts *f, struct measurement *m)
{
	const struct json *list = json_get(f->evidence, "clocks");
	const struct json *own = json_get(f->evidence, "own_clock");

	for (size_t i = 0; i < json_len(list); i++) {
		int64_t skew = json_get_int(json_at(list, i), "skew_ms", 0);

		m->whole++;
		if (skew <= SKEW_LIMIT_MS && skew >= -SKEW_LIMIT_MS)
			m->part++;
	}
	m->outcome = measure_judge(m, WITHIN_PERCENT, PARTLY_PERCENT);
	if (m->whole > 0 && !json_get_bool(own, "synchronised", false)) {
		m->part = 0;
		m->unknown = m->whole;
		m->outcome = OUTCOME_UNDETERMINED;
		m->reason = "own_clock";
	}
}

/* M-NET-01: devices read over SNMPv3 with privacy / devices read. */
void
measure_snmp_security(const struct facts *f, struct measurement *m)
{
	for (size_t i = 0; i < f->ndevices; i++) {
		const struct device_fact *d = &f->devices[i];

		if (!d->answered)
			continue;
		m->whole++;
		if (strcmp(facts_text(d->row, "protocol"), "v3") == 0 &&
		    strcmp(facts_text(d->row, "security_level"), "priv") == 0)
			m->part++;
	}
	m->outcome = measure_judge(m, 95, 50);
}

/* M-EVD-01: rows of the chain of changes that fit / all rows. */
void
measure_chain(const struct facts *f, struct measurement *m)
{
	const struct json *check = json_get(f->evidence, "chain_check");
	int64_t bad = json_get_int(check, "bad_seq", 0);

	m->whole = json_get_int(check, "rows", 0);
	m->part = bad == 0 ? m->whole : bad - 1;
	if (m->whole == 0)
		m->outcome = OUTCOME_EMPTY;
	else
		m->outcome = json_get_bool(check, "whole", false)
		    ? OUTCOME_WITHIN
		    : OUTCOME_BEYOND;
}
