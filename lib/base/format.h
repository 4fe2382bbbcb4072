/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_BASE_FORMAT_H
#define LIB_BASE_FORMAT_H

#include <stdbool.h>
#include <stdint.h>

struct buf;

/*
 * Numbers, dates and spans as they are written in Dutch ("nl") and English
 * ("en", or anything else). Each appends to out; blanks inside are no-break
 * spaces (U+00A0). No locale and no clock is asked.
 */

/* decimals < 0: as many as the value has, at most two. */
void format_number(
    struct buf *out, const char *language, double v, int decimals);
void format_percent(
    struct buf *out, const char *language, double v, int decimals);

/* A calendar day: 9 oktober 2025. */
void format_date(
    struct buf *out, const char *language, int year, int month, int day);

/* The same with the month cut short: 9 okt 2025. */
void format_short_date(
    struct buf *out, const char *language, int year, int month, int day);

/*
 * A moment in a zone: 9 oktober 2025, 14.05 uur; cut short: 9 okt 2025 14.05,
 * with a break allowed before the time. ERR_NOTFOUND: the zone.
 */
int format_moment(struct buf *out, const char *language, const char *zone,
    int64_t at, bool cut_short);

/* The day that it was there and then. */
int format_day(const char *zone, int64_t at, int *year, int *month, int *day);

/* Seconds in the two largest units: 2 dagen 3 uur. */
void format_span(struct buf *out, const char *language, int64_t seconds);

/* The same with the units cut short: 2 d 3 u. */
void format_short_span(struct buf *out, const char *language, int64_t seconds);

/* Seconds that a zone's clocks are ahead of UTC at that moment. */
int format_offset(const char *zone, int64_t at, int *out);

/* The shortest: okt, Oct. month is 1 to 12. */
const char *format_month(const char *language, int month);

#endif
