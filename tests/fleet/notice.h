/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_FLEET_NOTICE_H
#define TESTS_FLEET_NOTICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/base/buf.h"
#include "lib/model/address.h"
#include "lib/wire/oid.h"
#include "lib/wire/snmp.h"

struct agent;
struct usm_user;

/*
 * Notifications that agents send of themselves: traps, once; informs again and
 * again until they are acknowledged, at most NOTICE_TRIES times.
 */
struct notices;

enum { NOTICE_TRIES = 5 };

struct notice_order {
	struct address to;
	bool inform;
	enum snmp_version version;
	const char *community;       /* SNMPv1 and v2c */
	const struct usm_user *user; /* SNMPv3; borrowed */
	struct oid name;             /* snmpTrapOID */
	struct ber varbinds;         /* behind sysUpTime and the name */
};

struct notices *notices_new(void);
void notices_free(struct notices *n);

/* Copies what it needs; a leaves at the next notices_due. */
void notices_add(struct notices *n, struct agent *a,
    const struct notice_order *order, int64_t now);

typedef void notice_send(void *arg, const struct agent *from,
    const struct address *to, const void *data, size_t len);

void notices_due(struct notices *n, int64_t now, notice_send *send, void *arg);
int64_t notices_next(const struct notices *n); /* INT64_MAX: none waits */

/* A Response or Report to an agent; false when it is to none of these. */
bool notices_receive(struct notices *n, const struct agent *a, int64_t now,
    const void *data, size_t len);

/* "traps N informs N acknowledged N given-up N" */
void notices_count(const struct notices *n, struct buf *out);

#endif
