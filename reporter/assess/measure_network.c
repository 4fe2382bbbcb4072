/* SPDX-License-Identifier: Apache-2.0 */

/* M-NET: how devices are spoken to. */

#include <string.h>

#include "lib/base/json.h"
#include "reporter/assess/measures.h"

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

/* M-NET-02: devices that answered over SNMPv1 or v2c when that was tried. */
void
measure_snmp_legacy(const struct facts *f, struct measurement *m)
{
	(void)measure_has(f, "legacy", m);
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

/* M-NET-04: ports that are open and used by nobody for long / ports. */
void
measure_ports(const struct facts *f, struct measurement *m)
{
	(void)measure_has(f, "ports", m);
}
