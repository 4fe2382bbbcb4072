/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_TRAP_PEERS_H
#define COLLECTOR_TRAP_PEERS_H

#include <stddef.h>
#include <stdint.h>

#include "lib/wire/usm.h"

/*
 * The engines that notifications of SNMPv3 were signed by: a user's keys there,
 * and its clock. One for each device, engine and user, made only after a
 * signature was right; of more than PEERS_MAX the one that was silent longest
 * goes.
 */
enum { PEERS_MAX = 50000 };

struct peers;

struct peer {
	int32_t device_id;
	uint8_t engine[SNMP3_ENGINE_MAX];
	size_t engine_len;
	struct usm_user user;
	struct usm_keys keys;
	struct usm_clock clock;
};

struct peers *peers_new(size_t max);
void peers_free(struct peers *p); /* NULL is fine; keys are wiped */
size_t peers_count(const struct peers *p);

/* NULL: not known, or by other passwords. Borrowed until the next keep. */
struct peer *peers_find(struct peers *p, int32_t device, struct ber engine,
    const struct usm_user *u);

/* Takes it over; of the same device, engine and name there is one. */
struct peer *peers_keep(struct peers *p, const struct peer *peer);

/* Each of them, who was silent longest first. */
void peers_each(
    struct peers *p, void (*fn)(void *arg, const struct peer *peer), void *arg);

#endif
