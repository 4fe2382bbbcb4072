/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_MODEL_ADDRESS_H
#define LIB_MODEL_ADDRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Where a device speaks from. An IPv4 address that arrived inside IPv6
 * (::ffff:192.0.2.1) is IPv4, so that one device has one address.
 */
struct address {
	uint8_t family; /* 4, 6, or 0: not known */
	uint8_t bytes[16];
	uint16_t port; /* 0: none */
};

struct sockaddr;

/* Reads "192.0.2.1", "192.0.2.1:161", "2001:db8::1" or "[2001:db8::1]:161". */
int address_parse(const char *text, struct address *out);

/* Without the port, and with it; out holds ADDRESS_TEXT_MAX bytes. */
enum { ADDRESS_TEXT_MAX = 64 };
char *address_format(const struct address *a, char *out);
char *address_format_port(const struct address *a, char *out);

bool address_equal(const struct address *a, const struct address *b);

/* The host only: ports may differ. */
bool address_same_host(const struct address *a, const struct address *b);

/* Leaves family 0 for one that is neither IPv4 nor IPv6. */
void address_from_sockaddr(const struct sockaddr *sa, struct address *out);

/* The length to pass on with it, or 0 for family 0. */
struct sockaddr_storage;
size_t address_to_sockaddr(
    const struct address *a, struct sockaddr_storage *out);

#endif
