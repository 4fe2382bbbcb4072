/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/assess/measure.h"

#include <string.h>

#include "reporter/assess/gate.h"
#include "reporter/assess/measures.h"

typedef void measure_fn(const struct facts *f, struct measurement *m);

static const struct {
	const char *id;
	enum provenance provenance;
	measure_fn *take;
} measures[] = {
	{ "M-CLK-01", PROVENANCE_MEASURED, measure_clock_skew },
	{ "M-EVD-01", PROVENANCE_MEASURED, measure_chain },
	{ "M-INC-01", PROVENANCE_REGISTERED, measure_entry_count },
	{ "M-INV-02", PROVENANCE_MEASURED, measure_unknown_devices },
	{ "M-INV-03", PROVENANCE_REGISTERED, measure_attributes },
	{ "M-LOG-01", PROVENANCE_MEASURED, measure_log_coverage },
	{ "M-LOG-02", PROVENANCE_MEASURED, measure_log_silence },
	{ "M-LOG-04", PROVENANCE_MEASURED, measure_log_retention },
	{ "M-LOG-05", PROVENANCE_DECLARED, measure_entry_share },
	{ "M-LOG-06", PROVENANCE_MEASURED, measure_log_transport },
	{ "M-LOG-07", PROVENANCE_MEASURED, measure_log_accesses },
	{ "M-MON-01", PROVENANCE_MEASURED, measure_poll_coverage },
	{ "M-MON-02", PROVENANCE_MEASURED, measure_continuity },
	{ "M-NET-01", PROVENANCE_MEASURED, measure_snmp_security },
	{ "M-PAT-01", PROVENANCE_MEASURED, measure_in_time },
	{ "M-PAT-02", PROVENANCE_MEASURED, measure_unconfirmed },
	{ "M-PAT-04", PROVENANCE_MEASURED, measure_overdue },
	{ "M-PAT-05", PROVENANCE_MEASURED, measure_verified },
	{ "M-PAT-06", PROVENANCE_MEASURED, measure_mismatch },
	{ "M-PAT-08", PROVENANCE_MEASURED, measure_rollbacks },
	{ "M-PAT-09", PROVENANCE_REGISTERED, measure_exceptions },
	{ "M-PAT-12", PROVENANCE_REGISTERED, measure_tested },
	{ "M-PAT-13", PROVENANCE_REGISTERED, measure_approved },
	{ "M-PAT-16", PROVENANCE_REGISTERED, measure_prioritised },
	{ "M-REP-01", PROVENANCE_DECLARED, measure_entry_share },
	{ "M-REP-02", PROVENANCE_REGISTERED, measure_entry_count },
	{ "M-SUP-01", PROVENANCE_MEASURED, measure_entry_share },
	{ "M-SUP-02", PROVENANCE_DECLARED, measure_entry_share },
};

size_t
measure_count(void)
{
	return sizeof(measures) / sizeof(measures[0]);
}

const char *
measure_id(size_t i)
{
	return measures[i].id;
}

void
measure_take(const struct facts *f, size_t i, struct measurement *out)
{
	*out = (struct measurement){
		.id = measures[i].id,
		.provenance = measures[i].provenance,
	};
	measures[i].take(f, out);
	gate_apply(f, out);
}

long
measure_find(const char *id)
{
	for (size_t i = 0; i < measure_count(); i++) {
		if (strcmp(measures[i].id, id) == 0)
			return (long)i;
	}
	return -1;
}

const char *
outcome_name(enum outcome o)
{
	static const char *const names[] = {
		[OUTCOME_NONE] = "none",
		[OUTCOME_EMPTY] = "empty",
		[OUTCOME_WITHIN] = "within",
		[OUTCOME_PARTLY] = "partly",
		[OUTCOME_BEYOND] = "beyond",
		[OUTCOME_UNDETERMINED] = "undetermined",
	};

	return names[o];
}

const char *
provenance_name(enum provenance p)
{
	static const char *const names[] = {
		[PROVENANCE_MEASURED] = "measured",
		[PROVENANCE_REGISTERED] = "registered",
		[PROVENANCE_DECLARED] = "declared",
	};

	return names[p];
}

double
measure_low(const struct measurement *m)
{
	return m->whole == 0 ? -1 : 100.0 * (double)m->part / (double)m->whole;
}

double
measure_high(const struct measurement *m)
{
	if (m->whole == 0)
		return -1;
	return 100.0 * (double)(m->part + m->unknown) / (double)m->whole;
}

/* What nobody can tell is neither short nor there. */
static enum outcome
judge_small(const struct measurement *m)
{
	int64_t brief = m->whole - m->part - m->unknown;

	if (brief == 0)
		return m->unknown == 0 ? OUTCOME_WITHIN : OUTCOME_UNDETERMINED;
	return brief == 1 && m->unknown == 0 && m->whole >= MEASURE_PARTLY_LEAST
	    ? OUTCOME_PARTLY
	    : OUTCOME_BEYOND;
}

enum outcome
measure_judge(const struct measurement *m, int64_t within, int64_t partly)
{
	if (m->whole == 0)
		return OUTCOME_EMPTY;
	if (m->unknown == m->whole)
		return OUTCOME_UNDETERMINED;
	if (m->whole < MEASURE_SMALL)
		return judge_small(m);
	if (m->part * 100 >= within * m->whole)
		return OUTCOME_WITHIN;
	return m->part * 100 >= partly * m->whole ? OUTCOME_PARTLY
						  : OUTCOME_BEYOND;
}
