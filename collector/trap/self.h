/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_TRAP_SELF_H
#define COLLECTOR_TRAP_SELF_H

#include <stddef.h>
#include <stdint.h>

/*
 * Ourselves as an SNMP engine: whoever sends us an inform of SNMPv3 goes by our
 * engine ID and our clock (RFC 3414, 2.2). The ID is drawn once, of format 5 of
 * RFC 3411; the boots grow at each start and are on disk before anybody hears
 * of them, so that what was signed for an earlier start is refused.
 */
struct self {
	uint8_t id[32];
	size_t len;
	int32_t boots;
	int64_t started; /* monotonic */
};

/*
 * Starts once more, by the file at path: one line, 0600. A file that cannot be
 * read as such is replaced, with another ID. An error: it cannot be written.
 */
int self_start(const char *path, struct self *out);

/* snmpEngineTime, in seconds. */
int32_t self_time(const struct self *s, int64_t now);

#endif
