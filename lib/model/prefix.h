/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_MODEL_PREFIX_H
#define LIB_MODEL_PREFIX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/model/address.h"

/* A block of addresses, as people write it: 10.1.0.0/16, 2001:db8::/120. */
struct prefix {
	struct address address; /* the bits past the length are zero */
	uint8_t bits;
};

/*
 * A bare address is a block of one. ERR_PARSE for another shape, ERR_RANGE
 * when bits are set past the length: *out is then what was probably meant.
 */
int prefix_parse(const char *text, struct prefix *out);

/* out holds PREFIX_TEXT_MAX bytes; returns out. */
enum { PREFIX_TEXT_MAX = ADDRESS_TEXT_MAX + 4 };
char *prefix_format(const struct prefix *p, char *out);

bool prefix_holds(const struct prefix *p, const struct address *a);
bool prefix_within(const struct prefix *inner, const struct prefix *outer);

/* How many bits in front two blocks share; -1 for IPv4 beside IPv6. */
int prefix_common(const struct prefix *a, const struct prefix *b);

/*
 * The addresses that a device can have, by number: not the network's own nor
 * its broadcast address (IPv4 up to /30), not the routers' anycast address
 * (IPv6 up to /126; RFC 4291, 2.6.1). UINT64_MAX: too many to count.
 */
uint64_t prefix_hosts(const struct prefix *p);
/* Those of them that lie in inner, which lies within p. */
uint64_t prefix_hosts_in(const struct prefix *p, const struct prefix *inner);
void prefix_host(const struct prefix *p, uint64_t i, struct address *out);

#endif
