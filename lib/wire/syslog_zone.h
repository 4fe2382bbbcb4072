/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_WIRE_SYSLOG_ZONE_H
#define LIB_WIRE_SYSLOG_ZONE_H

#include <stdbool.h>

#include "lib/wire/span.h"

/* "UTC", "cet", "+01:00", "UTC+07:30", "GMT-5". */
bool syslog_take_zone(struct span *in, int *zone_min);

/* The same; other_min is what the name means elsewhere, or 0. */
bool syslog_take_named_zone(struct span *in, int *zone_min, int *other_min);

#endif
