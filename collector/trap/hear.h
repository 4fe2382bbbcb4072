/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_TRAP_HEAR_H
#define COLLECTOR_TRAP_HEAR_H

#include <stdbool.h>
#include <stdint.h>

/*
 * One datagram after the other: is it a notification, whose, and do we believe
 * it? What is believed goes to the inbox, and its device is due if its class
 * says so; an inform is answered. All else is counted.
 */
struct config_trap;
struct datagram;
struct datagrams;
struct hear;
struct due;
struct inbox;
struct peers;
struct seen;
struct self;
struct senders;
struct trap_link;
struct trap_rules;

/* What it works with; borrowed. */
struct hear_with {
	struct trap_link *link;
	struct inbox *inbox;
	struct due *due;
	struct senders *senders;
	const struct self *self;
	const struct trap_rules *rules;
	const char *clocks; /* where those of others are kept */
};

struct hear *hear_new(const struct hear_with *with);
void hear_free(struct hear *h); /* NULL is fine */

/* Keeps what was learnt for the next start. */
void hear_save(struct hear *h);

/* Other rules from now on; borrowed. */
void hear_use(struct hear *h, const struct trap_rules *rules);

/* Through which socket it came, of which section, the listener's number. */
struct hear_socket {
	struct datagrams *datagrams;
	const struct config_trap *section;
	uint16_t listener;

	/* The credentials of its section, as found by their labels; 0: none. */
	int32_t *credentials;
	unsigned version; /* of the link that they were found by */
	bool tells;       /* of labels that name none: one of a section does */
};

/* The register was read: what is named in the configuration is looked up. */
void hear_look(struct hear *h, struct hear_socket *socket);

void hear_datagram(
    struct hear *h, struct hear_socket *socket, const struct datagram *d);

#endif
