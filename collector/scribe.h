/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_SCRIBE_H
#define COLLECTOR_SCRIBE_H

#include <stdbool.h>
#include <stddef.h>

/*
 * The journal of a role, written by a thread while the loop goes on. A group is
 * sent some milliseconds after the first was appended, at some length, or
 * when somebody waits for it, as soon as the one before it is safe. Without
 * room on the disk it is tried again. A checkpoint is written each minute, also
 * when nothing comes. A journal that cannot be written at all is the end of the
 * process: what the senders still hold is better off there.
 */
struct scribe;
struct event_base;
struct journal;
struct journal_limits;

struct scribe_start {
	const char *dir;
	const struct journal_limits *limits;
	int group_ms;
	size_t group_len; /* 0: JOURNAL_GROUP_LEN */
	/* The disk has taken more, or may have room again. */
	void (*told)(void *arg);
	void *arg;
};

int scribe_open(struct event_base *base, const struct scribe_start *how,
    struct scribe **out);

/* Writes what there is; tells nobody. NULL is fine. */
void scribe_close(struct scribe *s);

/* To append to and to ask; borrowed. After each append scribe_go_on. */
struct journal *scribe_journal(const struct scribe *s);
void scribe_go_on(struct scribe *s);

/* The same, and somebody waits for what was appended. */
void scribe_hurry(struct scribe *s);

/* Waits for the disk, then tells; false: it has no room now. */
bool scribe_flush(struct scribe *s);

#endif
