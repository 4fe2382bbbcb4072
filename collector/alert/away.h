/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_ALERT_AWAY_H
#define COLLECTOR_ALERT_AWAY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Receivers that are away: the mail server, or what a channel sends to. One
 * message finds that out and the others of that receiver wait; from then on one
 * at a time is tried, after 5 s, then ever later up to a minute, and when it
 * has arrived all may go. So a queue is on its way within a minute after its
 * receiver is back, and a receiver that is away sees one connection a minute.
 *
 * A moment is of clock_monotonic. A restart forgets it all, and tries anew.
 */
struct away;

enum { AWAY_MIN_S = 5, AWAY_MAX_S = 60, AWAY_TRIES = 5, AWAY_NAME_MAX = 40 };

struct away *away_new(void);
void away_free(struct away *a); /* NULL is fine */

/* One did not get there, or did, whatever was said of it. */
void away_failed(struct away *a, const char *name, int64_t now);
void away_answers(struct away *a, const char *name);

/*
 * How a transfer to it ended, of a message that was tried so often with this.
 * What to take its outcome for: of one that failed more than AWAY_TRIES times,
 * at a receiver that was away and has answered for another one since, the fault
 * is the message's own, whatever was said; the others need not wait for it.
 */
int away_note(
    struct away *a, const char *name, int attempts, int outcome, int64_t now);

void away_forget(struct away *a); /* of all */

size_t away_count(const struct away *a);
const char *away_name(const struct away *a, size_t i);

bool away_has(const struct away *a, const char *name);

/* Whether one may be tried now. Once it is begun no other may until that has
 * ended, or a minute has passed. */
bool away_is_due(const struct away *a, const char *name, int64_t now);
void away_try(struct away *a, const char *name, int64_t now);
/* What was begun as a try was none: none waits, or it never left this host. */
void away_untry(struct away *a, const char *name, int64_t now);

#endif
