/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_TRAP_SECURE_H
#define COLLECTOR_TRAP_SECURE_H

#include <stdbool.h>
#include <stddef.h>

#include "collector/trap/belief.h"

/*
 * Notifications of SNMPv3. Of a trap its sender is the authoritative engine: we
 * know its keys by its user, and its clock by what it signed. Of an inform we
 * are: whoever asks for our engine ID and our clock is told them by Reports
 * (RFC 3414, 3.2), if it is a device that we know, and not without end.
 */
struct buf;
struct datagram;
struct said;
struct said_by;
struct secure;
struct seen;
struct self;

/* clocks: the path of clocks.h. All are borrowed. */
struct secure *secure_new(
    const struct self *self, struct seen *seen, const char *clocks);
void secure_free(struct secure *s); /* NULL is fine */

/* The text of the file of clocks, for the next start; false: nothing is new. */
bool secure_print(struct secure *s, struct buf *out);

/*
 * by: the devices that it may be of. BELIEVED: out is filled, and borrows from
 * d and s until the next call. answer: what to send back, of an inform that is
 * believed once it is on disk, else a Report at once; empty: nothing. BELIEFS:
 * a question for our engine ID, neither believed nor refused.
 */
enum belief secure_take(struct secure *s, const struct datagram *d,
    const struct said_by *by, size_t n, struct said *out, struct buf *answer);

#endif
