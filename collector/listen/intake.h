/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_LISTEN_INTAKE_H
#define COLLECTOR_LISTEN_INTAKE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/model/observation.h"

/*
 * From the sockets into the journal: rules of privacy, one flush for a group of
 * messages (5 ms after the first, or 256 KiB), and a pause for the senders when
 * the disk is full.
 */
struct intake;
struct event_base;
struct config_journal;
struct config_space;
struct privacy;

/* Asked to stop and to go on reading; data is the caller's own. */
typedef void (*intake_pause_fn)(bool pause, void *data);

/* Opens the journal in dir; takes rules. */
int intake_open(const char *dir, const struct config_journal *c,
    struct privacy *rules, struct event_base *base, struct intake **out);

/* Writes what it has, and a mark that it stopped. NULL is fine. */
void intake_close(struct intake *in);

void intake_on_pause(struct intake *in, intake_pause_fn fn, void *data);
bool intake_is_paused(const struct intake *in);

/* Takes rules in place of those before; what they counted is written. */
void intake_use(struct intake *in, struct privacy *rules);

/*
 * A message of that space, received now. False when there is no room: the
 * caller keeps it, or it is lost and counted.
 */
bool intake_message(struct intake *in, const struct config_space *space,
    const struct message *m, int64_t at);

/* Something was lost, at the listener what; written with the next flush. False
 * when there is no room: the caller tells it later. */
bool intake_loss(struct intake *in, const struct config_space *space,
    enum loss_reason reason, uint64_t count, const char *what);

/*
 * How many observations were taken since the start, and how many of them
 * survive a crash: those taken first. Told when the latter has grown.
 */
typedef void (*intake_safe_fn)(void *data);
uint64_t intake_taken(const struct intake *in);
uint64_t intake_safe(const struct intake *in);
void intake_on_safe(struct intake *in, intake_safe_fn fn, void *data);

void intake_mark(struct intake *in, enum mark_kind kind, const char *what);

/* All that can be is safe now; else once 5 ms or 256 KiB have gone by. */
void intake_flush(struct intake *in);

/* A file beside the journal; the caller's to free(). */
char *intake_path(const struct intake *in, const char *name);

#endif
