/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/assess/gate.h"

#include <string.h>

#include "lib/base/json.h"
#include "reporter/assess/measures.h"

/* reason: a word, reason.REASON and missing.REASON */
static const struct {
	const char *name, *reason;
	bool registered; /* also of what people wrote in the register */
} gates[GATES] = {
	[GATE_CONTINUITY] = { "continuity", "own_continuity", false },
	[GATE_CHAIN] = { "chain", "own_chain", true },
	[GATE_CLOCK] = { "clock", "own_clock", false },
};

const char *
gate_name(enum gate g)
{
	return gates[g].name;
}

static bool
ran_enough(const struct facts *f)
{
	struct measurement m = { 0 };

	measure_continuity(f, &m);
	return m.whole > 0 && m.part * 100 >= m.whole * GATE_CONTINUITY_PERCENT;
}

bool
gate_holds(const struct facts *f, enum gate g)
{
	const struct json *e = f->evidence;

	switch (g) {
	case GATE_CONTINUITY:
		return ran_enough(f);
	case GATE_CHAIN:
		return json_get_bool(
		    json_get(e, "chain_check"), "whole", false);
	case GATE_CLOCK:
		return json_get_bool(
		    json_get(e, "own_clock"), "synchronised", false);
	case GATES:
		break;
	}
	return false;
}

static bool
is_gate_itself(const struct measurement *m)
{
	return strcmp(m->id, "M-MON-02") == 0 || strcmp(m->id, "M-EVD-01") == 0;
}

void
gate_apply(const struct facts *f, struct measurement *m)
{
	if (is_gate_itself(m) ||
	    (m->outcome != OUTCOME_WITHIN && m->outcome != OUTCOME_PARTLY))
		return;
	for (enum gate g = 0; g < GATES; g++) {
		if ((m->provenance != PROVENANCE_MEASURED &&
			!gates[g].registered) ||
		    gate_holds(f, g))
			continue;
		m->outcome = OUTCOME_UNDETERMINED;
		m->reason = gates[g].reason;
		return;
	}
}
