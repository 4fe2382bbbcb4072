/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORTER_ASSESS_MEASURES_H
#define REPORTER_ASSESS_MEASURES_H

#include "reporter/assess/cohort.h"
#include "reporter/assess/facts.h"
#include "reporter/assess/measure.h"

/* The families. What each one counts stands in its file, above the function. */

/* measure_patch.c */
void measure_in_time(const struct facts *f, struct measurement *m);
void measure_unconfirmed(const struct facts *f, struct measurement *m);
void measure_overdue(const struct facts *f, struct measurement *m);
void measure_verified(const struct facts *f, struct measurement *m);
void measure_mismatch(const struct facts *f, struct measurement *m);
void measure_rollbacks(const struct facts *f, struct measurement *m);

/* The same as measure_in_time for one priority. */
void measure_in_time_of(
    const struct facts *f, enum priority priority, struct measurement *m);

/* measure_entry.c */
void measure_entry_share(const struct facts *f, struct measurement *m);
void measure_entry_count(const struct facts *f, struct measurement *m);

/* measure_process.c */
void measure_exceptions(const struct facts *f, struct measurement *m);
void measure_tested(const struct facts *f, struct measurement *m);
void measure_approved(const struct facts *f, struct measurement *m);
void measure_prioritised(const struct facts *f, struct measurement *m);

/* measure_time.c */

/* Over those that were first seen in the period, and those that are open. */
struct patch_times {
	int64_t n, median_s, p90_s, mean_s;
	int64_t open, open_median_s, open_max_s;
};

/* priority -1 takes all; where n or open is 0, its times are 0. */
void measure_patch_times(
    const struct facts *f, int priority, struct patch_times *out);
void measure_duration(const struct facts *f, struct measurement *m);

/* Days past the deadline of what is overdue, begun ones whole; 0: nothing is.
 */
void measure_days_late(const struct facts *f, int64_t *median, int64_t *most);

/* measure_stability.c */
void measure_regressions(const struct facts *f, struct measurement *m);
void measure_drift(const struct facts *f, struct measurement *m);

/* measure_change.c */
void measure_unrecorded(const struct facts *f, struct measurement *m);
void measure_configuration(const struct facts *f, struct measurement *m);

/* measure_exposure.c */

/* Critical holes whose time for a measure ended, as at its end: on time are
 * those that were patched, and those that were mitigated. */
struct contained {
	struct cohort cohort;
	int64_t mitigated;
	int64_t shortest,
	    longest; /* their times in us; of none, the policy's */
};

void measure_contained_of(const struct facts *f, struct contained *out);
void measure_contained(const struct facts *f, struct measurement *m);
void measure_exploited(const struct facts *f, struct measurement *m);
void measure_support(const struct facts *f, struct measurement *m);
void measure_advisories(const struct facts *f, struct measurement *m);

/* measure_inventory.c */
void measure_identity(const struct facts *f, struct measurement *m);
void measure_unknown_devices(const struct facts *f, struct measurement *m);
void measure_attributes(const struct facts *f, struct measurement *m);

/* measure_monitoring.c */
void measure_poll_coverage(const struct facts *f, struct measurement *m);
void measure_continuity(const struct facts *f, struct measurement *m);
void measure_availability(const struct facts *f, struct measurement *m);
void measure_follow_up(const struct facts *f, struct measurement *m);

/* measure_logging.c */

bool measure_must_log(const struct device_fact *d);
void measure_log_coverage(const struct facts *f, struct measurement *m);
void measure_log_silence(const struct facts *f, struct measurement *m);
void measure_log_integrity(const struct facts *f, struct measurement *m);
void measure_log_retention(const struct facts *f, struct measurement *m);
void measure_log_accesses(const struct facts *f, struct measurement *m);
void measure_log_transport(const struct facts *f, struct measurement *m);

/* measure_clock.c */
void measure_clock_skew(const struct facts *f, struct measurement *m);

/* measure_network.c */
void measure_snmp_security(const struct facts *f, struct measurement *m);
void measure_snmp_legacy(const struct facts *f, struct measurement *m);
void measure_snmp_algorithms(const struct facts *f, struct measurement *m);
void measure_ports(const struct facts *f, struct measurement *m);

/* measure_settings.c */
void measure_baseline(const struct facts *f, struct measurement *m);
void measure_capacity(const struct facts *f, struct measurement *m);

/* measure_evidence.c */
void measure_chain(const struct facts *f, struct measurement *m);
void measure_sample(const struct facts *f, struct measurement *m);

/* For sections that the evidence does not have: nobody looked. */
bool measure_has(
    const struct facts *f, const char *section, struct measurement *m);

#endif
