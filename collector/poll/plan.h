/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_POLL_PLAN_H
#define COLLECTOR_POLL_PLAN_H

#include <stdbool.h>
#include <stddef.h>

#include "collector/engine/walk.h"

struct profile_oid;

/*
 * What is asked of a device, list by list: who it is and how long it is up;
 * then what its profile reads, its interfaces, its parts and its packages.
 * Plans are shared by all devices of one profile.
 */
struct plan;

/*
 * The first question of every poll, in one datagram: system group, engine and
 * uptimes, so that all its times are of one moment.
 */
const struct walk_list *plan_contact(void);

/* To a device that was silent: is it there? */
const struct walk_list *plan_knock(void);

/* The hardware addresses that it knows of others (ARP): a router has many. */
const struct walk_list *plan_addresses(void);

/*
 * wanted is borrowed, as is what stands in it, until plan_free; a stranger is
 * asked for some standard objects more, from which a version may be guessed.
 */
struct plan *plan_new(
    const struct profile_oid *wanted, size_t n, bool is_stranger);
void plan_free(struct plan *p); /* NULL is fine */

/* The lists after the contact; NULL past the last. None is empty. */
const struct walk_list *plan_list(const struct plan *p, size_t i);

#endif
