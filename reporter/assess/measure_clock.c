/* SPDX-License-Identifier: Apache-2.0 */

/* M-CLK: clocks of devices beside ours. */

#include "lib/base/json.h"
#include "reporter/assess/limit.h"
#include "reporter/assess/measures.h"

enum { WITHIN_PERCENT = 95, PARTLY_PERCENT = 80 };

/* M-CLK-01: clocks no further from ours than the policy has it / clocks that we
 * could read. */
void
measure_clock_skew(const struct facts *f, struct measurement *m)
{
	const struct json *list = json_get(f->evidence, "clocks");
	const struct json *own = json_get(f->evidence, "own_clock");
	const int64_t most = limit_of(f, LIMIT_SKEW) / 1000; /* ms */

	for (size_t i = 0; i < json_len(list); i++) {
		int64_t skew = json_get_int(json_at(list, i), "skew_ms", 0);

		m->whole++;
		if (skew <= most && skew >= -most)
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
