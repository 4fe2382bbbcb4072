/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_DUE_H
#define COLLECTOR_DUE_H

#include <stddef.h>
#include <stdint.h>

/*
 * Devices that said something by which the poller should look at them: at once,
 * at most once a minute each; what is said meanwhile counts at the end of that
 * minute. Kept here until the database has it.
 */
struct due;
struct json;

enum { DUE_GAP_S = 60, DUE_MAX = 200000 };

struct due *due_new(void);
void due_free(struct due *d); /* NULL is fine */

/* reason: a literal. now is monotonic. */
void due_note(struct due *d, int32_t tenant, int32_t device, const char *reason,
    int64_t now);

/* When the next one is to be written; INT64_MAX: none. */
int64_t due_next(const struct due *d);

/* The rows of those that are due now, an array, the caller's; NULL: none. Then
 * one of the two below. */
struct json *due_rows(struct due *d, int64_t now);
void due_taken(struct due *d);
void due_not_taken(struct due *d);

/*
 * Writes those rows, in text. Who was asked for less than a minute ago is not
 * asked for again, whoever did; a device that is gone is nobody's.
 */
extern const char due_statement[];

#endif
