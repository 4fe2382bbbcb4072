/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_TRAP_SAID_H
#define COLLECTOR_TRAP_SAID_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "collector/trap/belief.h"
#include "lib/model/observation.h"
#include "lib/wire/ber.h"
#include "lib/wire/trap.h"

struct credential;
struct target;
struct usm_user;

/*
 * What one datagram turned out to be, on its way through hear.c and, of SNMPv3,
 * secure.c.
 */
enum { SAID_CREDENTIALS_MAX = 16 };

/* A device whose address it came from, and what it may prove itself by. */
struct said_by {
	const struct target *target;
	const struct credential *credentials[SAID_CREDENTIALS_MAX];
	const struct usm_user *users[SAID_CREDENTIALS_MAX]; /* or NULL */
	size_t count;
};

struct said {
	struct trap_pdu pdu;
	const struct target *target; /* whose; NULL: nobody's */
	uint8_t protocol;            /* 1, 2 or 3 */
	enum reading_level level;
	struct ber engine_id; /* of the sender, of SNMPv3; borrowed */
	bool again;           /* an inform that we have already */
};

#endif
