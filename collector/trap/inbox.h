/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_TRAP_INBOX_H
#define COLLECTOR_TRAP_INBOX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * What was believed, into the journal, in groups (5 ms after the first, or 256
 * KiB) that a thread writes. An inform is acknowledged when it is on disk, and
 * never before. When the disk is full nothing is read.
 */
struct datagram_way;
struct datagrams;
struct event_base;
struct inbox;
struct journal_limits;
struct observation;

/* Asked to stop and to go on reading; data is the caller's own. */
typedef void (*inbox_pause_fn)(bool pause, void *data);

int inbox_open(const char *dir, const struct journal_limits *limits,
    struct event_base *base, struct inbox **out);
void inbox_close(struct inbox *in); /* writes what it has; NULL is fine */

void inbox_on_pause(struct inbox *in, inbox_pause_fn fn, void *data);
bool inbox_is_paused(const struct inbox *in);

/* False when there is no room: an inform comes again, a trap is lost. */
bool inbox_take(struct inbox *in, const struct observation *obs);

/* Sends answer once all that was taken so far is on disk. Copies it. */
void inbox_answer(struct inbox *in, struct datagrams *through,
    const struct datagram_way *way, const void *answer, size_t len);

/* Waits for the disk; before the sockets that answers go through are closed:
 * what is not on disk then is not acknowledged, and comes again. */
void inbox_flush(struct inbox *in);

/* Writes a file when what was taken so far is on disk. */
void inbox_note(
    struct inbox *in, const char *path, const void *data, size_t len);

/* A loss, or a mark with text, as the role knows it. */
bool inbox_loss(struct inbox *in, int32_t tenant, int32_t realm, int reason,
    uint64_t count, const char *what);
void inbox_mark(struct inbox *in, int kind, const char *text);

/* A file beside the journal; the caller's to free(). */
char *inbox_path(const struct inbox *in, const char *name);

#endif
