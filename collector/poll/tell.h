/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_POLL_TELL_H
#define COLLECTOR_POLL_TELL_H

#include "lib/model/observation.h"

struct device;

/* What the log says about devices. */

/* Once when it falls silent or refuses, and once when that is over. */
void tell_outcome(struct device *d, enum reading_outcome outcome);

/* When another SNMP engine answers; the events of verify tell the operator. */
void tell_engine(struct device *d);

#endif
