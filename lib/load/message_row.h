/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_LOAD_MESSAGE_ROW_H
#define LIB_LOAD_MESSAGE_ROW_H

#include <stdbool.h>
#include <stdint.h>

/*
 * A syslog message as a row: taken apart, bound to the device that sent it, and
 * counted for that device. Its bytes are kept as well: those before the text
 * when the text is the rest of them as they came, else all of them.
 */
struct loader_batch;
struct observation;
struct rows_context;
struct rows_source;

void message_row_add(struct loader_batch *b, const struct rows_context *context,
    uint64_t seq, const struct observation *obs);

/* Whose it is; 0: of none that we know. */
struct bind;
int32_t message_row_device(
    const struct bind *bind, const struct observation *obs);

/* Whether it is kept as long as what tells of accesses. */
bool message_row_is_security(
    const struct rows_source *source, const struct observation *obs);

#endif
