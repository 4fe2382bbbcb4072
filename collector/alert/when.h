/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_ALERT_WHEN_H
#define COLLECTOR_ALERT_WHEN_H

#include <stdint.h>

struct buf;
struct conf_section;

/*
 * Moments and spans of time as a reader's language writes them. The words'
 * file says how, at its own level:
 *
 *	months = { "January", ... all twelve }
 *	moment = "{day} {month} {year}, {hour}:{minute} {zone}"
 *	units = { "d", "h", "min", "s" }
 *
 * Without them it is "2026-11-24 10:14 CET" and "7 d".
 */

/* ERR_PARSE, logged: not twelve months, not four units. */
int when_check(const struct conf_section *words);

/* The zone is always named: a mail may be read in any. */
void when_add_moment(struct buf *out, const struct conf_section *words,
    const char *zone, int64_t at);

/* In the largest unit that leaves nothing over. */
void when_add_span(
    struct buf *out, const struct conf_section *words, int64_t seconds);

#endif
