/* SPDX-License-Identifier: Apache-2.0 */

/* M-INV: does the register have what is there, and is it what it says? */

#include <stdlib.h>
#include <string.h>

#include "lib/base/json.h"
#include "lib/base/mem.h"
#include "reporter/assess/measures.h"

enum { WITHIN_PERCENT = 95, PARTLY_PERCENT = 80 };

/* Devices of which another serial number or model was read in the period. */
static bool *
find_others(const struct facts *f)
{
	const struct json *events = json_get(f->evidence, "events");
	bool *other = mem_new(f->ndevices + 1, sizeof(*other));

	for (size_t i = 0; i < json_len(events); i++) {
		const struct json *e = json_at(events, i);
		const char *kind = facts_text(e, "kind");
		const struct device_fact *d =
		    facts_device(f, json_get_int(e, "device_id", 0));

		if (d != NULL && !json_get_bool(e, "expected", false) &&
		    (strcmp(kind, "serial") == 0 || strcmp(kind, "model") == 0))
			other[d - f->devices] = true;
	}
	return other;
}

/*
 * M-INV-01: devices that said all period that they are what they were, with no
 * two of their own sources at odds / devices in scope. One exchanged under a
 * registered change is what it is to be.
 */
void
measure_identity(const struct facts *f, struct measurement *m)
{
	bool *other = find_others(f);

	for (size_t i = 0; i < f->ndevices; i++) {
		const struct device_fact *d = &f->devices[i];

		if (d->retired)
			continue;
		m->whole++;
		if (!d->answered)
			m->unknown++;
		else if (!other[i] && json_get_text(d->row, "conflict") == NULL)
			m->part++;
	}
	m->outcome = measure_judge(m, WITHIN_PERCENT, PARTLY_PERCENT);
	free(other);
}

/*
 * M-INV-02: senders of messages and neighbours of devices that stand in no
 * register; a count. A phone changes its address each day: none is accused.
 */
void
measure_unknown_devices(const struct facts *f, struct measurement *m)
{
	const struct json *senders = json_get(f->evidence, "senders");
	const struct json *seen = json_get(f->evidence, "neighbours");

	m->part = json_get_int(senders, "unknown_senders", 0) +
	    json_get_int(seen, "unknown", 0);
	m->whole = m->part;
	m->outcome = json_is_null(json_get(senders, "unknown_senders"))
	    ? OUTCOME_EMPTY /* of one site */
	    : OUTCOME_NONE;
}

/* M-INV-03: devices with owner, place, criticality, make, serial number,
 * version and the end of support / devices. */
void
measure_attributes(const struct facts *f, struct measurement *m)
{
	static const char *const needed[] = { "owner", "site", "criticality",
		"vendor", "model", "serial", "version", "support_end" };

	for (size_t i = 0; i < f->ndevices; i++) {
		bool whole = true;

		if (f->devices[i].retired)
			continue;
		for (size_t k = 0; k < sizeof(needed) / sizeof(needed[0]); k++)
			whole &=
			    json_get_text(f->devices[i].row, needed[k]) != NULL;
		m->whole++;
		m->part += whole;
	}
	m->outcome = measure_judge(m, WITHIN_PERCENT, PARTLY_PERCENT);
}
