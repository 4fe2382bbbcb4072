/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/assess/measure.h"

#include <string.h>

#include "lib/base/json.h"
#include "lib/framework/threshold.h"
#include "reporter/assess/gate.h"
#include "reporter/assess/measures.h"

typedef void measure_fn(const struct facts *f, struct measurement *m);

/* A letter of provenance and a word of form keep a row on a line. */
#define G PROVENANCE_MEASURED
#define R PROVENANCE_REGISTERED
#define V PROVENANCE_DECLARED

static const struct {
	const char *id;
	enum provenance provenance;
	enum measure_form form;
	measure_fn *take;
} measures[] = {
	{ "M-CAP-01", G, FORM_WRONG, measure_capacity },
	{ "M-CFG-01", G, FORM_SHARE, measure_baseline },
	{ "M-CFG-02", G, FORM_SHARE, measure_configuration },
	{ "M-CLK-01", G, FORM_SHARE, measure_clock_skew },
	{ "M-EVD-01", G, FORM_SHARE, measure_chain },
	{ "M-EVD-02", G, FORM_COUNT, measure_sample },
	{ "M-INC-01", R, FORM_COUNT, measure_entry_count },
	{ "M-INV-01", G, FORM_SHARE, measure_identity },
	{ "M-INV-02", G, FORM_COUNT, measure_unknown_devices },
	{ "M-INV-03", R, FORM_SHARE, measure_attributes },
	{ "M-LOG-01", G, FORM_SHARE, measure_log_coverage },
	{ "M-LOG-02", G, FORM_SHARE, measure_log_silence },
	{ "M-LOG-03", G, FORM_SHARE, measure_log_integrity },
	{ "M-LOG-04", G, FORM_SHARE, measure_log_retention },
	{ "M-LOG-05", V, FORM_SHARE, measure_entry_share },
	{ "M-LOG-06", G, FORM_COUNT, measure_log_transport },
	{ "M-LOG-07", G, FORM_COUNT, measure_log_accesses },
	{ "M-MON-01", G, FORM_SHARE, measure_poll_coverage },
	{ "M-MON-02", G, FORM_SHARE, measure_continuity },
	{ "M-MON-03", G, FORM_SHARE, measure_availability },
	{ "M-MON-04", R, FORM_SHARE, measure_follow_up },
	{ "M-NET-01", G, FORM_SHARE, measure_snmp_security },
	{ "M-NET-02", G, FORM_WRONG, measure_snmp_legacy },
	{ "M-NET-03", G, FORM_SHARE, measure_snmp_algorithms },
	{ "M-NET-04", G, FORM_WRONG, measure_ports },
	{ "M-PAT-01", G, FORM_SHARE, measure_in_time },
	{ "M-PAT-01b", G, FORM_SHARE, measure_contained },
	{ "M-PAT-02", G, FORM_WRONG, measure_unconfirmed },
	{ "M-PAT-03", G, FORM_COUNT, measure_duration },
	{ "M-PAT-04", G, FORM_WRONG, measure_overdue },
	{ "M-PAT-05", G, FORM_SHARE, measure_verified },
	{ "M-PAT-06", G, FORM_WRONG, measure_mismatch },
	{ "M-PAT-07", G, FORM_WRONG, measure_regressions },
	{ "M-PAT-08", G, FORM_WRONG, measure_rollbacks },
	{ "M-PAT-09", R, FORM_WRONG, measure_exceptions },
	{ "M-PAT-10", G, FORM_WRONG, measure_drift },
	{ "M-PAT-11", G, FORM_WRONG, measure_unrecorded },
	{ "M-PAT-12", R, FORM_SHARE, measure_tested },
	{ "M-PAT-13", R, FORM_SHARE, measure_approved },
	{ "M-PAT-14", G, FORM_WRONG, measure_exploited },
	{ "M-PAT-15", R, FORM_WRONG, measure_support },
	{ "M-PAT-16", R, FORM_SHARE, measure_prioritised },
	{ "M-PAT-17", R, FORM_SHARE, measure_advisories },
	{ "M-REP-01", V, FORM_SHARE, measure_entry_share },
	{ "M-REP-02", R, FORM_COUNT, measure_entry_count },
	{ "M-SUP-01", G, FORM_SHARE, measure_entry_share },
	{ "M-SUP-02", V, FORM_SHARE, measure_entry_share },
};

#undef G
#undef R
#undef V

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

enum measure_form
measure_form(size_t i)
{
	return measures[i].form;
}

const char *
measure_form_name(enum measure_form form)
{
	static const char *const names[] = {
		[FORM_SHARE] = "share",
		[FORM_WRONG] = "wrong",
		[FORM_COUNT] = "count",
	};

	return names[form];
}

/* What the policy in force says of it. */
static void
take_bounds(const struct facts *f, struct measurement *m)
{
	const char *own = json_get_text(f->policy, "thresholds");

	m->own.given =
	    threshold_find(own, m->id, &m->own.within, &m->own.partly);
	m->general = (struct bounds){
		json_get_int(f->policy, "within_percent", MEASURE_WITHIN),
		json_get_int(f->policy, "partly_percent", MEASURE_PARTLY), true
	};
}

void
measure_take(const struct facts *f, size_t i, struct measurement *out)
{
	*out = (struct measurement){
		.id = measures[i].id,
		.provenance = measures[i].provenance,
	};
	take_bounds(f, out);
	measures[i].take(f, out);
	if (out->outcome == OUTCOME_UNDETERMINED && out->reason == NULL)
		out->reason = "not_measured";
	gate_apply(f, out);
}

bool
measure_has(const struct facts *f, const char *section, struct measurement *m)
{
	if (json_has(f->evidence, section))
		return true;
	m->outcome = OUTCOME_UNDETERMINED;
	m->reason = "no_measurement";
	return false;
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

/* Of how many a share is, when all are taken into account. */
static int64_t
all_of(const struct measurement *m)
{
	return m->whole + (m->apart ? m->unknown : 0);
}

double
measure_low(const struct measurement *m)
{
	int64_t all = all_of(m);

	return all == 0 ? -1 : 100.0 * (double)m->part / (double)all;
}

double
measure_high(const struct measurement *m)
{
	int64_t all = all_of(m);

	if (all == 0)
		return -1;
	return 100.0 * (double)(m->part + m->unknown) / (double)all;
}

/* Those of which nobody knows whether they are short. */
static int64_t
doubtful(const struct measurement *m)
{
	return m->apart ? 0 : m->unknown;
}

/* Where no large number may be short of any, a small one may not either. */
static enum outcome
judge_small(const struct measurement *m, int64_t wrong, bool allows_none)
{
	if (wrong == 0)
		return doubtful(m) > 0 ? OUTCOME_UNDETERMINED : OUTCOME_WITHIN;
	if (wrong == 1 && !allows_none && doubtful(m) == 0 &&
	    m->whole >= MEASURE_PARTLY_LEAST)
		return OUTCOME_PARTLY;
	return OUTCOME_BEYOND;
}

/* The organisation's own go before those that stand in the code. */
static struct bounds
settle(struct measurement *m, int64_t within, int64_t partly)
{
	m->used = (struct bounds){ within, partly, true };
	if (m->own.given)
		m->used = m->own;
	else if (m->general.given && within == MEASURE_WITHIN &&
	    partly == MEASURE_PARTLY)
		m->used = m->general;
	return m->used;
}

enum outcome
measure_judge(struct measurement *m, int64_t within, int64_t partly)
{
	const struct bounds b = settle(m, within, partly);

	if (m->whole == 0)
		return OUTCOME_EMPTY;
	if (doubtful(m) == m->whole)
		return OUTCOME_UNDETERMINED;
	if (m->whole < MEASURE_SMALL)
		return judge_small(
		    m, m->whole - m->part - doubtful(m), b.partly >= 100);
	if (m->part * 100 >= b.within * m->whole)
		return OUTCOME_WITHIN;
	return m->part * 100 >= b.partly * m->whole ? OUTCOME_PARTLY
						    : OUTCOME_BEYOND;
}

enum outcome
measure_judge_wrong(struct measurement *m, int64_t within, int64_t partly)
{
	const struct bounds b = settle(m, within, partly);
	int64_t worst = m->part + doubtful(m);

	if (m->whole == 0)
		return OUTCOME_EMPTY;
	if (doubtful(m) == m->whole)
		return OUTCOME_UNDETERMINED;
	if (m->whole < MEASURE_SMALL)
		return judge_small(m, m->part, b.partly <= 0);
	if (worst * 100 <= b.within * m->whole)
		return OUTCOME_WITHIN;
	return worst * 100 <= b.partly * m->whole ? OUTCOME_PARTLY
						  : OUTCOME_BEYOND;
}
