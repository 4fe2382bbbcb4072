/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_TRAP_SEEN_H
#define COLLECTOR_TRAP_SEEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * What was believed in the last minutes, by its digest: an inform that is sent
 * again because our answer was lost is not a second one, and inside of the time
 * window of SNMPv3 a signed trap that is played back is none at all. Bounded:
 * when more come, the oldest at a place is forgotten.
 */
struct seen;

enum { SEEN_SLOTS = 1 << 16, SEEN_S = 300 };

struct seen *seen_new(void);
void seen_free(struct seen *s); /* NULL is fine */

/* Notes it; true when it was there. at is monotonic. */
bool seen_before(
    struct seen *s, int32_t device, const void *data, size_t len, int64_t at);

#endif
