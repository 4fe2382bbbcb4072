/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORTER_ASSESS_MEASURES_H
#define REPORTER_ASSESS_MEASURES_H

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

/* measure_watch.c */

/* Nobody notices sooner than on the next day. */
enum { MEASURE_SILENCE_LIMIT_S = 86400 };

bool measure_must_log(const struct device_fact *d);
void measure_unknown_devices(const struct facts *f, struct measurement *m);
void measure_attributes(const struct facts *f, struct measurement *m);
void measure_poll_coverage(const struct facts *f, struct measurement *m);
void measure_continuity(const struct facts *f, struct measurement *m);
void measure_log_coverage(const struct facts *f, struct measurement *m);
void measure_log_silence(const struct facts *f, struct measurement *m);
void measure_log_retention(const struct facts *f, struct measurement *m);
void measure_log_accesses(const struct facts *f, struct measurement *m);
void measure_log_transport(const struct facts *f, struct measurement *m);
void measure_clock_skew(const struct facts *f, struct measurement *m);
void measure_snmp_security(const struct facts *f, struct measurement *m);
void measure_chain(const struct facts *f, struct measurement *m);

#endif
