/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_JOURNAL_FRONT_H
#define LIB_JOURNAL_FRONT_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/journal/journal.h"

/*
 * The end of the newest segment's file: what is put behind it, synced and
 * published.
 *
 *	0 .. published   safe, and readers may read it
 *	published .. at  groups that are written, and synced while the next is
 *	at ..            what is put, and not taken yet
 *
 * Without a thread that syncs, published is at. After a write or an fdatasync
 * that failed nothing more is written: what the disk then has is not known.
 */
struct position_file;
struct sync_point;
struct syncer;

/* Told each time that more is safe: ERR_OK, or ERR_IO once. */
typedef void front_told_fn(void *arg, int rc, const struct sync_point *to);

struct front {
	char dir[PATH_MAX];
	int fd; /* -1: the segment is sealed, the next is not made yet */
	uint8_t uuid[JOURNAL_UUID_LEN];
	struct journal_position at;
	uint64_t given; /* records of groups, up to there */
	struct position_file *published;
	struct syncer *syncer; /* NULL: no thread */
	front_told_fn *told;
	void *arg;
	bool is_broken;
};

/*
 * All of data, at an offset from the end; or nothing, and what was put there
 * before goes, too. ERR_AGAIN: no room; ERR_IO is logged.
 */
int front_put(struct front *f, size_t from, const uint8_t *data, size_t len);

/* What was put and taken into at is synced, by the thread when there is one. */
int front_hand_over(struct front *f);

/* The same at once, for all that was written before, too; at stays. */
int front_write(struct front *f, const uint8_t *data, size_t len);

/* Until all that was handed over is safe. */
int front_settle(struct front *f);

/* What stands in the file, which is synced. */
void front_publish(const struct front *f);

/* Logs why nothing is written any more. */
int front_break(struct front *f, const char *what);

void front_run(struct front *f); /* from now on a thread syncs */
void front_rest(struct front *f);

/* For tests: a disk that is slow, or fails. */
void front_sync_with(int (*sync)(int fd));

#endif
