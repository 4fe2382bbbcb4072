/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_TRAP_LINK_H
#define COLLECTOR_TRAP_LINK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * The trap role's side of the database: which devices there are and by which
 * secrets they are believed; and what it tells the others: who is due, who was
 * not believed, how many. Nothing waits for it: while the database is away,
 * what was last read holds.
 */
struct config;
struct event_base;
struct due;
struct keyring;
struct roll;
struct senders;
struct trap_link;

/* What link writes when it can; borrowed. */
struct trap_link_tells {
	struct due *due;
	struct senders *senders;
	void (*known)(void *arg); /* the register was read, or read again */
	void *arg;
};

/* c is borrowed for the call; base and tells until trap_link_free. */
struct trap_link *trap_link_new(struct event_base *base, const struct config *c,
    const struct trap_link_tells *tells);
void trap_link_free(struct trap_link *l); /* NULL is fine */

/* As of the last reading. */
const struct roll *trap_link_roll(const struct trap_link *l);
const struct keyring *trap_link_keys(const struct trap_link *l);

/* Grows when credentials were read again. */
unsigned trap_link_version(const struct trap_link *l);

/* 0: no credential of that label. */
int trap_link_label(const struct trap_link *l, int tenant, const char *label);

/* One more was believed. */
void trap_link_count(struct trap_link *l, int tenant);

/* Something may be due now. */
void trap_link_hurry(struct trap_link *l);

#endif
