/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_POLL_LEDGER_H
#define COLLECTOR_POLL_LEDGER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/model/observation.h"

struct device;
struct event_base;
struct journal_limits;
struct probe_result;

/*
 * The journal of a worker: what devices said, what was lost, and signs of the
 * worker's own life. It is on disk a moment later, or at once when there is
 * much of it; a thread writes it, and polls go on while the disk is slow.
 */
struct ledger;

/* told is called when more is on disk, and when there may be room again. */
int ledger_open(struct event_base *base, const char *dir,
    const struct journal_limits *limits, void (*told)(void *arg), void *arg,
    struct ledger **out);
void ledger_close(struct ledger *l); /* NULL is fine */

/* No room on the disk, or it is far behind: what devices say now could not be
 * kept. */
bool ledger_is_stuck(const struct ledger *l);

/* ERR_AGAIN: there was no room, and it is lost. */
int ledger_reading(struct ledger *l, const struct device *d,
    enum reading_plan plan, const struct probe_result *r);
void ledger_mark(struct ledger *l, enum mark_kind kind, const char *text);

/* Nothing more comes now: what was noted need not wait for it. */
void ledger_hurry(struct ledger *l);

/* So many answers found no room in the socket's buffer since then. */
void ledger_dropped(struct ledger *l, uint64_t count, int64_t since);

/* Writes a file behind what is in the journal so far; ledger is one. */
int ledger_note(void *ledger, const char *path, const void *data, size_t len);

void ledger_flush(struct ledger *l); /* waits for the disk */

#endif
