/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_VERIFY_LINES_H
#define COLLECTOR_VERIFY_LINES_H

#include <stddef.h>

#include "lib/model/event_class.h"

/*
 * What the log lines of one look tell, gathered and written at once: lines come
 * by the thousand, and those alike within a minute are one event with a count.
 */
struct event_found;
struct lines;
struct people;
struct stored_message;
struct verify;

struct lines *lines_new(void);
void lines_free(struct lines *l); /* NULL is fine */

/* Returns which one it became part of, for lines_repeat. */
size_t lines_add(struct lines *l, const struct stored_message *m,
    const struct event_found *found, unsigned count);

/* The line that became part of it came so many times more. */
void lines_repeat(struct lines *l, size_t which, unsigned count);

/* A line that no rule knows: its shape, in which nobody is named. */
void lines_add_unknown(struct lines *l, const struct people *people,
    const struct stored_message *m, unsigned count);

/* Inside the transaction of the look. */
int lines_write(struct lines *l, struct verify *v);

#endif
