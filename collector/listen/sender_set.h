/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_LISTEN_SENDER_SET_H
#define COLLECTOR_LISTEN_SENDER_SET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/model/sender_term.h"

/*
 * Which certificates of senders run out soon, so that each is told once from
 * one look to the next, however often its sender comes in. Who is not seen for
 * two days is forgotten; of more than there is room for, the surplus is
 * counted.
 */
enum { SENDER_SET_MAX = 4096 };

enum sender_news { SENDER_NEWS, SENDER_KNOWN, SENDER_SURPLUS };

struct sender_set;

struct sender_set *sender_set_new(size_t most);
void sender_set_free(struct sender_set *s); /* NULL is fine */

/* From here on each is news again, and the surplus is none. */
void sender_set_look(struct sender_set *s, int64_t now);

/* who is a digest of whose it is. */
enum sender_news sender_set_add(struct sender_set *s,
    const uint8_t fingerprint[SENDER_PRINT_LEN],
    const uint8_t who[SENDER_PRINT_LEN], int64_t now);

/*
 * They show another one, that is good: the next of theirs that was told, once
 * in a look, since two who go by one name would take turns. False: none.
 */
bool sender_set_renew(struct sender_set *s, const uint8_t who[SENDER_PRINT_LEN],
    uint8_t fingerprint[SENDER_PRINT_LEN]);

/* Whether it was told, and is in use as far as anybody knows. */
bool sender_set_has(
    const struct sender_set *s, const uint8_t fingerprint[SENDER_PRINT_LEN]);

size_t sender_set_count(const struct sender_set *s);
uint32_t sender_set_surplus(const struct sender_set *s);

#endif
