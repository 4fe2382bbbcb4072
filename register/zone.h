/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REGISTER_ZONE_H
#define REGISTER_ZONE_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/base/clock.h"

/*
 * Times as people of the organisation read and write them: in its own zone,
 * which is named beside each ("2026-11-24 10:14 CET"). All else is UTC.
 */

enum { ZONE_TEXT_MAX = 64 };

/* "Europe/Amsterdam"; ERR_NOTFOUND when this machine knows no such zone. */
int zone_set(const char *name);

/* out holds ZONE_TEXT_MAX bytes; returns out. Seconds only where not zero. */
char *zone_format(int64_t at, char *out);

/*
 * Reads what clock_parse reads, but takes a time without a zone as one of
 * ours, and "now".
 */
int zone_parse(const char *text, int64_t *out);

#endif
