/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_WIRE_RECORDING_VALUE_H
#define LIB_WIRE_RECORDING_VALUE_H

#include <stddef.h>

struct buf;
struct varbind;

/* A line that cannot be read is left out and told, counted from 1. */
typedef void recording_fault(void *arg, unsigned line, const char *reason);

enum { RECORDING_VALUE_MAX = 65535 }; /* octets */

/*
 * One binding from TYPE and VALUE texts, as they stand in a line; its name,
 * and its data, are kept in scratch. *reason says what is wrong on ERR_PARSE.
 */
int recording_value(const char *oid, const char *type, const char *value,
    size_t value_len, struct buf *scratch, struct varbind *out,
    const char **reason);

#endif
