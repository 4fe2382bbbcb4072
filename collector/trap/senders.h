/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_TRAP_SENDERS_H
#define COLLECTOR_TRAP_SENDERS_H

#include <stdint.h>

#include "collector/trap/belief.h"

/*
 * Who sent what was not believed: counted by address and reason until it is
 * written to the database. Beyond SENDERS_MAX, all others are one.
 */
enum { SENDERS_MAX = 1024 };

struct address;
struct json;
struct senders;

struct senders *senders_new(void);
void senders_free(struct senders *s); /* NULL is fine */

/* device: whose address it is; 0: nobody's. */
void senders_count(struct senders *s, int32_t tenant, int32_t realm,
    const struct address *from, enum belief why, int32_t device, int64_t at);

/* How many were counted since senders_taken. */
uint64_t senders_total(const struct senders *s);

/*
 * The rows of trap_sender, an array, the caller's; NULL when there are none.
 * What is counted after it is apart until they are written (taken), or not.
 */
struct json *senders_rows(struct senders *s);
void senders_taken(struct senders *s);
void senders_not_taken(struct senders *s);

#endif
