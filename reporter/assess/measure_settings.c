/* SPDX-License-Identifier: Apache-2.0 */

/* M-CFG-01, M-CAP-01: what devices say of how they are set, and how full. */

#include "reporter/assess/measures.h"

/* M-CFG-01: baseline checks that passed / those that could be observed. */
void
measure_baseline(const struct facts *f, struct measurement *m)
{
	(void)measure_has(f, "baseline", m);
}

/* M-CAP-01: devices that were too full too often / devices with a figure. */
void
measure_capacity(const struct facts *f, struct measurement *m)
{
	(void)measure_has(f, "capacity", m);
}
