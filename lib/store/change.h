/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_STORE_CHANGE_H
#define LIB_STORE_CHANGE_H

#include <stdint.h>

struct db;

/*
 * Every change of the register: who, when, what, why, in a chain. A row's hash
 * is SHA-256 over "patchwacht-change-1", the hash before it, tenant, seq and
 * time (each 8 bytes, big-endian), then actor, action, object, detail and
 * reason, each as a 4-byte length and its bytes (a missing reason has length
 * 0xffffffff). The first row's prev is 32 zero bytes.
 */
struct change {
	const char *action; /* "device.add" */
	const char *object; /* "device/core-sw1" */
	const char *detail; /* JSON: fields old and new */
	const char *reason; /* may be NULL */
};

/* Inside the transaction of the change itself; the actor is session_user. */
int change_add(struct db *db, int tenant, const struct change *c);

/*
 * Walks a tenant's chain; *bad_seq is the first row that does not fit, or 0.
 * ERR_CORRUPT when there is one.
 */
int change_verify(struct db *db, int tenant, int64_t *rows, int64_t *bad_seq);

#endif
