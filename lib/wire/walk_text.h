/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_WIRE_WALK_TEXT_H
#define LIB_WIRE_WALK_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/wire/recording_value.h"

struct snapshot;

/*
 * What `snmpwalk -On` and `snmpbulkwalk -On` of net-snmp print (snmpcmd(1)):
 *
 *	.1.3.6.1.2.1.1.1.0 = STRING: "RouterOS RB750"
 *	.1.3.6.1.2.1.1.3.0 = Timeticks: (4711) 0:00:47.11
 *	.1.3.6.1.2.1.2.2.1.6.1 = Hex-STRING: 00 1B 2B 3C
 *	4D 5E
 *
 * A value runs on until the next line that begins with an OID. A name in words
 * is a fault: what it means depends on the MIBs of who walked.
 */

/* By its first line that is neither empty nor a comment. */
bool walk_text_is(const char *text, size_t len);

/*
 * Adds what can be read to out, unsorted; "No Such Object" adds nothing. The
 * others are told to on_fault (NULL is fine), and counted.
 */
unsigned walk_text_read(struct snapshot *out, const char *text, size_t len,
    recording_fault *on_fault, void *arg);

#endif
