/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_JOURNAL_JOURNAL_H
#define LIB_JOURNAL_JOURNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * What devices said, kept on disk until the database has it, and some days
 * longer. One process writes a journal; any number may follow it.
 *
 * A journal is a folder of segments of up to 64 MiB or a day,
 * 0000000000000001.seg and up, whose numbers are never used twice:
 *
 *	header | checkpoint | record | record | ... | checkpoint | seal
 *
 * Records are added in groups: journal_append gathers in memory; a group is
 * written, synced and then published, which is how far readers may read. A loop
 * that must not wait for the disk lets a thread do that: it sends a group, goes
 * on gathering, and hears of it.
 * A crash can tear the end of the newest segment only; the next open cuts it.
 * A record that no longer matches its CRC below the published position is
 * damage: the segment is kept as it is, with a second name that ends in
 * ".damaged", a new one is begun, which says what is gone in a GAP for those
 * who verify and a LOSS for those who read.
 */

/* Where a reader stands: the next byte, and the number of the next record. */
struct journal_position {
	uint64_t segment; /* 0: before the first */
	uint64_t offset;
	uint64_t seq;
};

enum {
	JOURNAL_UUID_LEN = 16,
	JOURNAL_SEGMENT_MAX = 64 << 20,
	JOURNAL_PENDING_MAX = 64 << 20, /* a second of datagrams */
	JOURNAL_GROUP_LEN = 256 << 10,  /* flush at this, or after 5 ms */
};

/* How much may be kept. All zero: a segment at a time, until the disk is full.
 */
struct journal_limits {
	uint64_t segment_max; /* 0: JOURNAL_SEGMENT_MAX */
	uint64_t quota;       /* of all its segments; 0: none */
	uint64_t low;         /* less free on the disk is JOURNAL_LOW */
	uint64_t reserve;     /* kept free for what was taken; 0: none */
	bool is_ahead;        /* the next segment has its blocks already */
};

/* At JOURNAL_FULL only losses and marks are taken. Each change is a mark. */
enum journal_level { JOURNAL_ROOM, JOURNAL_LOW, JOURNAL_FULL };

struct journal;
struct observation;

/*
 * Opens the journal in dir for writing, makes it when it is not there, and cuts
 * a torn tail. ERR_AGAIN: another process writes it, or the disk is full.
 */
int journal_open(const char *dir, struct journal **out);
int journal_open_limited(
    const char *dir, const struct journal_limits *limits, struct journal **out);

/*
 * Flushes, and signs that it ended in order. What is not safe by then is lost.
 * NULL is fine.
 */
void journal_close(struct journal *j);

/*
 * Gathers obs, which is safe only when a flush has written it. ERR_AGAIN:
 * JOURNAL_PENDING_MAX bytes wait already, or the journal is full; ERR_RANGE:
 * past its limits.
 */
int journal_append(struct journal *j, const struct observation *obs);

/*
 * On ERR_OK all that was appended survives a crash. ERR_AGAIN: no room on the
 * disk; all is kept in memory and a later flush may succeed. ERR_IO: give up;
 * after an fdatasync that fails, what the kernel then still has is not known.
 *
 * Behind the group it writes a checkpoint, when one is due. To be called each
 * minute, also when nothing is heard: an idle minute is signed, too, so that
 * nobody can cut it out of a busy one.
 */
int journal_flush(struct journal *j);

/*
 * Writes a file, whole or not at all, when all that was appended before is
 * safe: what stands in it may rest on that. Without room, say, it is tried
 * again, until it is there or there is a newer one. Copies all.
 */
void journal_note(
    struct journal *j, const char *path, const void *data, size_t len);

/*
 * From now on a thread writes, and another waits for the disk. journal_send
 * gives the first what was gathered, or what it could not write before, and
 * does nothing while it is at work; of groups that are not safe it is one
 * ahead. Each time that journal_fd becomes readable, journal_settle tells what
 * has become of it: as journal_flush, and ERR_OK while it is still at work. All
 * functions are still of one thread; journal_flush waits.
 */
void journal_run(struct journal *j);
void journal_send(struct journal *j);
int journal_fd(const struct journal *j);
int journal_settle(struct journal *j);

/* What follows is as of the last journal_flush, journal_send or journal_settle.
 */
bool journal_is_writing(const struct journal *j);

/* Bytes in memory, that stand in no file yet; and those of them that nobody
 * writes yet. */
size_t journal_pending(const struct journal *j);
size_t journal_gathered(const struct journal *j);

/* How many were appended since it was opened, and how many of them, the first,
 * are safe. */
uint64_t journal_taken(const struct journal *j);
uint64_t journal_safe(const struct journal *j);

/* Whoever was refused flushes until there is room again. */
enum journal_level journal_level(const struct journal *j);

/* The published position: all before it is safe. */
void journal_position(const struct journal *j, struct journal_position *out);

/*
 * Removes segments that lie wholly before loaded and whose last record is
 * older than keep_since; never the newest, never a damaged one. *count is how
 * many went. Any process that may write the folder may call it.
 */
int journal_trim(const char *dir, const struct journal_position *loaded,
    int64_t keep_since, size_t *count);

/* The same, of any age, oldest first, until all that is left has most bytes. */
int journal_trim_to(const char *dir, const struct journal_position *loaded,
    uint64_t most, size_t *count);

#endif
