/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_WIRE_NEIGHBOUR_H
#define LIB_WIRE_NEIGHBOUR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/model/address.h"

struct buf;
struct snapshot;

/*
 * Whom a device sees beside it: LLDP-MIB (IEEE 802.1AB-2005), CISCO-CDP-MIB,
 * and the addresses of IP-MIB (RFC 4293). All of it is what others told that
 * device: it says nothing of the device itself, and may be false.
 */

enum neighbour_protocol { NEIGHBOUR_LLDP, NEIGHBOUR_CDP, NEIGHBOUR_ARP };

/* What a neighbour says that it does. */
enum neighbour_role {
	NEIGHBOUR_BRIDGE = 1 << 0, /* switches too */
	NEIGHBOUR_ROUTER = 1 << 1,
	NEIGHBOUR_ACCESS_POINT = 1 << 2,
	NEIGHBOUR_PHONE = 1 << 3,
	NEIGHBOUR_REPEATER = 1 << 4,
	NEIGHBOUR_STATION = 1 << 5,
	NEIGHBOUR_OTHER = 1 << 6,
};

enum { MAC_LEN = 6, MAC_TEXT_MAX = 18 };

struct neighbour {
	enum neighbour_protocol protocol;
	uint8_t mac[MAC_LEN]; /* of its chassis, or of its address */
	bool has_mac;
	char *chassis, *name, *port, *description; /* never NULL */
	char *local;    /* the port of the device it is seen at, by name: never
			 * NULL, "" where it is not told */
	uint32_t index; /* that port's number: of LLDP an lldpRemLocalPortNum,
			 * of CDP an ifIndex; 0 of ARP */
	struct address address; /* family 0: not told */
	unsigned roles;
};

struct neighbours {
	struct neighbour *list;
	size_t count;
	bool cut; /* there were more than NEIGHBOURS_MAX */
};

enum { NEIGHBOURS_MAX = 4096 };

/* From a sorted snapshot; rows that are damaged are passed over. */
void neighbours_read(const struct snapshot *s, struct neighbours *out);
void neighbours_free(struct neighbours *n); /* a zeroed one is fine */

/*
 * By which hardware addresses the device itself is seen: of its chassis, of
 * its bridge and of its interfaces, each once. Returns how many, at most max.
 */
enum mac_source { MAC_CHASSIS, MAC_BRIDGE, MAC_INTERFACE };

struct own_mac {
	uint8_t mac[MAC_LEN];
	enum mac_source source; /* the first of the above that named it */
};

size_t neighbours_own_macs(
    const struct snapshot *s, struct own_mac *out, size_t max);

char *mac_format(const uint8_t mac[MAC_LEN], char *out); /* returns out */

const char *neighbour_protocol_name(enum neighbour_protocol p);
const char *mac_source_name(enum mac_source s);

/* "bridge, router"; appended, nothing for 0. */
void neighbour_print_roles(unsigned roles, struct buf *out);

#endif
