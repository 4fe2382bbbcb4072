/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_BASE_ZONE_H
#define LIB_BASE_ZONE_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/base/clock.h"

struct buf;
struct tm;

/*
 * Times as people of the organisation read and write them: in its own zone,
 * which is named beside each ("2026-11-24 10:14 CET"). All else is UTC. The
 * process is in one zone at a time.
 */

enum { ZONE_TEXT_MAX = 64 };

/*
 * "Europe/Amsterdam", which NULL stands for too. ERR_NOTFOUND when this machine
 * knows no such zone; then the zone stays as it was.
 */
int zone_set(const char *name);

/* The zone that the process is in, until the next zone_set. */
const char *zone_name(void);

/* What clocks and calendars showed there and then; the process stays there. */
int zone_local(const char *name, int64_t at, struct tm *out);

bool zone_is_known(const char *name);

/* Of one that is not, for the end of a complaint; and which one was meant. */
void zone_tell_unknown(const char *name, struct buf *why);

/*
 * How many minutes clocks there were ahead of UTC when they showed local: as
 * the microseconds that UTC would have been then.
 */
int zone_ahead(const char *name, int64_t local, int *minutes);

/* out holds ZONE_TEXT_MAX bytes; returns out. Seconds only where not zero. */
char *zone_format(int64_t at, char *out);

/*
 * Reads what clock_parse reads, but takes a time without a zone as one of
 * ours, and "now".
 */
int zone_parse(const char *text, int64_t *out);

#endif
