/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_STORE_PACKER_H
#define COLLECTOR_STORE_PACKER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct journal_position;

/*
 * Compresses segments that are loaded, and rechecks those that are sealed, in a
 * thread of its own: one takes half a second, and loading does not wait for it.
 * One thread for both, so that no segment is compressed while it is set aside.
 */
struct packer;

/* How long it rests after each segment that it rechecked, and how long a round
 * over all of them takes at least; microseconds. */
struct packer_pace {
	int64_t rest, round;
};

struct packer *packer_new(const struct packer_pace *pace);
void packer_free(
    struct packer *p); /* after the segment at hand; NULL is fine */

/* Rechecks the sealed segments of the journal in dir from now on, round after
 * round: lib/journal/recheck.h. The disk does it when it has nothing else. */
void packer_watch(struct packer *p, const char *dir);

/* A whole round: how many segments it went over, and when it ended. */
struct packer_round {
	size_t segments;
	int64_t at;
};

/* Whether a round over that journal ended since this was asked before. */
bool packer_rechecked(
    struct packer *p, const char *dir, struct packer_round *out);

/* Who was told may have lost it: the last rounds are told once more. */
void packer_tell_again(struct packer *p);

/* All segments of the journal in dir that lie wholly before loaded. */
void packer_want(
    struct packer *p, const char *dir, const struct journal_position *loaded);

#endif
