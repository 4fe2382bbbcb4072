/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_POLL_TELL_H
#define COLLECTOR_POLL_TELL_H

struct device;
struct probe_result;

/* What the log says about devices. */

/* Once when it falls silent or refuses, and once when that is over. */
void tell_outcome(struct device *d, const struct probe_result *r);

/* When another SNMP engine answers; the events of verify tell the operator. */
void tell_engine(struct device *d);

#endif
