/* SPDX-License-Identifier: Apache-2.0 */

/*
 * M-INC, M-LOG-05, M-REP, M-SUP: what people entered. Counted by the database,
 * in counts.sql; evidence of before has no such section, and nobody can tell.
 */

#include <string.h>

#include "lib/base/json.h"
#include "reporter/assess/measures.h"

enum { WITHIN_PERCENT = 95, PARTLY_PERCENT = 80 };

static const struct json *
find_count(const struct facts *f, const char *id)
{
	const struct json *list = json_get(f->evidence, "counts");

	for (size_t i = 0; i < json_len(list); i++)
		if (strcmp(facts_text(json_at(list, i), "id"), id) == 0)
			return json_at(list, i);
	return NULL;
}

static bool
take_count(const struct facts *f, struct measurement *m)
{
	const struct json *row = find_count(f, m->id);

	if (row == NULL) {
		m->outcome = OUTCOME_UNDETERMINED;
		m->reason = "no_measurement";
		return false;
	}
	m->part = json_get_int(row, "part", 0);
	m->whole = json_get_int(row, "whole", 0);
	m->unknown = json_get_int(row, "unknown", 0);
	return true;
}

/* M-LOG-05, M-REP-01, M-SUP-01, M-SUP-02: done / due. */
void
measure_entry_share(const struct facts *f, struct measurement *m)
{
	if (take_count(f, m))
		m->outcome = measure_judge(m, WITHIN_PERCENT, PARTLY_PERCENT);
}

/* M-INC-01, M-REP-02: a count, without a threshold. */
void
measure_entry_count(const struct facts *f, struct measurement *m)
{
	if (take_count(f, m))
		m->outcome = m->whole == 0 ? OUTCOME_EMPTY : OUTCOME_NONE;
}
