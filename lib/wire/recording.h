/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_WIRE_RECORDING_H
#define LIB_WIRE_RECORDING_H

#include <stddef.h>

#include "lib/wire/recording_value.h"

struct snapshot;
struct varbind;

/*
 * A recording holds what an agent answered, one binding a line:
 *
 *	# a comment
 *	1.3.6.1.2.1.1.1.0|4|Cisco IOS Software, ...
 *	1.3.6.1.2.1.2.2.1.6.1|4x|001b2b3c4d5e
 *
 * TYPE is the tag in decimal: 2 INTEGER, 4 STRING, 5 NULL, 6 OID, 64 IpAddress,
 * 65 Counter32 (40 is read as such), 66 Gauge32, 67 TimeTicks, 68 Opaque,
 * 70 Counter64. x behind it: the value is in hexadecimal; e: with the escapes
 * of C. The form of snmpsim's .snmprec files, without its variation modules.
 * What `snmpbulkwalk -On` prints is read as well (walk_text.h).
 */

enum { RECORDING_FILE_MAX = 64 << 20 }; /* bytes */

/*
 * *out is the caller's, and sorted. ERR_PARSE when there were lines and none
 * could be read. on_fault may be NULL.
 */
int recording_parse(const char *text, size_t len, recording_fault *on_fault,
    void *arg, struct snapshot **out);

/* From a file; each fault is a warning "PATH:LINE: reason". */
int recording_load(const char *path, struct snapshot **out);

struct buf;

/* Appends a binding as one line with its end; exceptions add nothing. */
void recording_print(const struct varbind *vb, struct buf *out);

#endif
