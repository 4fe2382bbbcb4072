/* SPDX-License-Identifier: Apache-2.0 */

/* M-NET: how devices are spoken to. */

#include <string.h>

#include "lib/base/json.h"
#include "reporter/assess/measures.h"

enum { UNUSED_WITHIN = 2, UNUSED_PARTLY = 10 };

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

/*
 * M-NET-02: devices that answered SNMPv1 or v2c when it was tried / devices on
 * which it was tried. One that answers "public" is beyond whatever the others
 * do.
 */
void
measure_snmp_legacy(const struct facts *f, struct measurement *m)
{
	const struct json *list = json_get(f->evidence, "legacy");
	bool public = false;

	if (!measure_has(f, "legacy", m))
		return;
	for (size_t i = 0; i < json_len(list); i++) {
		const struct json *t = json_at(list, i);

		m->whole++;
		m->part += json_get_bool(t, "answered", false);
		public |= json_get_bool(t, "public", false);
	}
	m->outcome = public ? OUTCOME_BEYOND : measure_judge_wrong(m, 0, 0);
}

static bool
is_strong(const struct json *row)
{
	const char *auth = facts_text(row, "auth");

	return strncmp(auth, "SHA-", 4) == 0 && strcmp(auth, "SHA-1") != 0 &&
	    strncmp(facts_text(row, "priv"), "AES-", 4) == 0;
}

/*
 * M-NET-03: devices that we read with SHA-2 and AES / devices that we read over
 * SNMPv3. It tells what is used, not what the device would allow.
 */
void
measure_snmp_algorithms(const struct facts *f, struct measurement *m)
{
	for (size_t i = 0; i < f->ndevices; i++) {
		const struct device_fact *d = &f->devices[i];

		if (!d->answered ||
		    strcmp(facts_text(d->row, "protocol"), "v3") != 0)
			continue;
		m->whole++;
		if (json_get_text(d->row, "auth") == NULL)
			m->unknown++;
		else
			m->part += is_strong(d->row);
	}
	m->outcome = measure_judge(m, 95, 50);
}

/*
 * M-NET-04: ports that are enabled and have had no link for long / ports, of
 * the last day on which those of a device were measured.
 */
void
measure_ports(const struct facts *f, struct measurement *m)
{
	const struct json *list = json_get(f->evidence, "ports");

	if (!measure_has(f, "ports", m))
		return;
	for (size_t i = 0; i < json_len(list); i++) {
		m->part += json_get_int(json_at(list, i), "unused", 0);
		m->whole += json_get_int(json_at(list, i), "ports", 0);
	}
	m->outcome = measure_judge_wrong(m, UNUSED_WITHIN, UNUSED_PARTLY);
}
