/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_PROFILE_NOTABLE_H
#define LIB_PROFILE_NOTABLE_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/wire/span.h"

/*
 * Of which lines of a device something may come: a rule or a profile knows
 * them, others behind them may belong to them, or they say that one came again.
 * All others, nearly all, nobody needs to read again; of those that are severe
 * the shape is counted (lib/model/shape.h) by who has the line at hand.
 *
 * Whoever loads a line marks it so, with by whose rules; whoever concludes from
 * lines trusts the mark while these are his own, by notable_by, and else looks
 * at each line. A line that is marked in vain costs time, one that is not
 * marked is lost: in doubt it is.
 */
struct event_rules;
struct literals;
struct profile_set;

struct notable {
	const struct event_rules *events;
	const struct profile_set *profiles;
	struct literals *words; /* in lines that a rule or profile may know */
	bool is_wordless;       /* one may know any */
	int64_t by;
};

struct notable_line {
	struct span app, msgid, text; /* at may be NULL */
	int severity;
	bool has_pri;
};

/* Severity 3, error, and worse. */
enum { NOTABLE_SEVERITY = 3 };

/* Borrows both. */
void notable_init(struct notable *n, const struct event_rules *events,
    const struct profile_set *profiles);
void notable_end(struct notable *n);

/* What all rules and profiles come to; never 0. */
int64_t notable_by(
    const struct event_rules *events, const struct profile_set *profiles);

enum notable_kind { NOTABLE_NOT, NOTABLE_COUNT, NOTABLE_READ };

enum notable_kind notable_kind(
    const struct notable *n, const struct notable_line *line);

#endif
