/* SPDX-License-Identifier: Apache-2.0 */

/* M-CFG-01, M-CAP-01: what devices say of how they are set, and how full. */

#include "lib/base/json.h"
#include "reporter/assess/measures.h"

enum { PASSED_WITHIN = 95, PASSED_PARTLY = 80 };
enum { BUSY_WITHIN = 0, BUSY_PARTLY = 5 };

/*
 * M-CFG-01: baseline checks that passed / those that a device shows. What it
 * does not show stands beside them.
 */
void
measure_baseline(const struct facts *f, struct measurement *m)
{
	const struct json *list = json_get(f->evidence, "baseline");

	if (!measure_has(f, "baseline", m))
		return;
	m->apart = true;
	for (size_t i = 0; i < json_len(list); i++) {
		const struct json *d = json_at(list, i);

		m->part += json_get_int(d, "passed", 0);
		m->whole +=
		    json_get_int(d, "passed", 0) + json_get_int(d, "failed", 0);
		m->unknown += json_get_int(d, "unobservable", 0);
	}
	m->outcome = measure_judge(m, PASSED_WITHIN, PASSED_PARTLY);
	if (m->whole == 0 && m->unknown > 0)
		m->outcome = OUTCOME_UNDETERMINED;
}

/*
 * M-CAP-01: devices that were above a threshold for longer than the policy
 * allows / devices of which that was measured. The others stand beside them.
 */
void
measure_capacity(const struct facts *f, struct measurement *m)
{
	const struct json *list = json_get(f->evidence, "capacity");
	int64_t in_scope = 0;

	if (!measure_has(f, "capacity", m))
		return;
	m->apart = true;
	for (size_t i = 0; i < json_len(list); i++) {
		m->whole++;
		m->part += json_get_bool(json_at(list, i), "too_long", false);
	}
	for (size_t i = 0; i < f->ndevices; i++)
		in_scope += !f->devices[i].retired;
	m->unknown = in_scope > m->whole ? in_scope - m->whole : 0;
	m->outcome = measure_judge_wrong(m, BUSY_WITHIN, BUSY_PARTLY);
	if (m->whole == 0 && m->unknown > 0)
		m->outcome = OUTCOME_UNDETERMINED;
}
