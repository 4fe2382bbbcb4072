/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_LISTEN_INTAKE_H
#define COLLECTOR_LISTEN_INTAKE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/model/observation.h"

/*
 * From the sockets into the journal: rules of privacy, groups of messages (5 ms
 * after the first, or 256 KiB) that a thread writes, and a pause for the
 * senders when the disk is slow or full. A slow disk lets those wait that can;
 * datagrams are kept in memory up to the bound of a journal.
 */
struct intake;
struct event_base;
struct config_journal;
struct config_space;
struct privacy;

enum intake_pause { INTAKE_READS, INTAKE_STREAMS_WAIT, INTAKE_WAITS };

/* Called at each change; data is the caller's own. */
typedef void (*intake_pause_fn)(enum intake_pause pause, void *data);

/* Opens the journal in dir; takes rules. */
int intake_open(const char *dir, const struct config_journal *c,
    struct privacy *rules, struct event_base *base, struct intake **out);

/* Writes what it has, and a mark that it stopped. NULL is fine. */
void intake_close(struct intake *in);

void intake_on_pause(struct intake *in, intake_pause_fn fn, void *data);
enum intake_pause intake_pause(const struct intake *in);

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

/* About ourselves; the other about senders, of whose space they are. */
void intake_mark(struct intake *in, enum mark_kind kind, const char *what);
void intake_mark_of(struct intake *in, const struct config_space *space,
    enum mark_kind kind, const char *what);

/* Waits for the disk: all that can be is safe now. */
void intake_flush(struct intake *in);

/* Somebody waits until what was taken is safe: without the 5 ms. */
void intake_hurry(struct intake *in);

/* Writes a file when what was taken so far is safe. */
void intake_note(
    struct intake *in, const char *path, const void *data, size_t len);

/* A file beside the journal; the caller's to free(). */
char *intake_path(const struct intake *in, const char *name);

#endif
