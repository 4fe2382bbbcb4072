/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_BASE_CLOCK_H
#define LIB_BASE_CLOCK_H

#include <stddef.h>
#include <stdint.h>

/* A bare time is microseconds since 1970, UTC. */
#define CLOCK_SECOND ((int64_t)1000000)
#define CLOCK_MINUTE (60 * CLOCK_SECOND)
#define CLOCK_HOUR   (60 * CLOCK_MINUTE)
#define CLOCK_DAY    (24 * CLOCK_HOUR)

/* No time: what SQL calls NULL. */
#define CLOCK_NONE INT64_MIN

int64_t clock_now(void);

/* Microseconds since some start; never goes back, not for showing. */
int64_t clock_monotonic(void);

/* The same, and it runs on while the host sleeps. */
int64_t clock_boottime(void);

/* Makes all of them return now from here on, until the next freeze; tests only.
 */
void clock_freeze(int64_t now);
void clock_thaw(void);

/*
 * ISO 8601 in UTC, "2026-11-24T09:14:00.123456Z"; without a fraction where it
 * is zero. out holds CLOCK_TEXT_MAX bytes; returns out.
 */
enum { CLOCK_TEXT_MAX = 40 };
char *clock_format(int64_t at, char *out);

/*
 * Reads "2026-11-24", "2026-11-24T09:14", with seconds and a fraction, with Z
 * or +01:00 or +01 (as PostgreSQL writes it) or, when none stands there, in
 * UTC. A blank may stand for the T. ERR_PARSE for another shape, ERR_RANGE for
 * a day that does not exist.
 */
int clock_parse(const char *text, int64_t *out);

/*
 * Reads a span such as "90 s", "15 min", "48 h", "7 d", "2 w"; a bare number
 * is seconds. ERR_PARSE, or ERR_RANGE past 100 years.
 */
int clock_parse_span(const char *text, int64_t *out);

#endif
