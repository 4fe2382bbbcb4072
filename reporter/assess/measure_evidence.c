/* SPDX-License-Identifier: Apache-2.0 */

/* M-EVD: whether what all of it rests on is whole. */

#include "lib/base/json.h"
#include "reporter/assess/measures.h"
#include "reporter/assess/sample.h"

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

/*
 * M-EVD-02: installations that are in the sample / those it was drawn from. How
 * many need no drawing; and what would be in it without an intervention is in
 * no sample that anybody could ask for.
 */
void
measure_sample(const struct facts *f, struct measurement *m)
{
	m->whole = (int64_t)sample_population(f);
	m->part = m->whole < SAMPLE_SIZE ? m->whole : SAMPLE_SIZE;
	m->outcome = m->whole == 0 ? OUTCOME_EMPTY : OUTCOME_NONE;
}
