/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_FLEET_SECURE_H
#define TESTS_FLEET_SECURE_H

#include <stddef.h>
#include <stdint.h>

#include "lib/wire/usm.h"

struct address;
struct agent;
struct buf;
struct rows;

/*
 * The SNMPv3 side of an agent, which is authoritative (RFC 3414, 3.2): its
 * engine, its users with the keys that they have there, and its contexts.
 */
struct secure;

/* Its engine ID is made of the address (RFC 3411, 5, SnmpEngineID). */
struct secure *secure_new(const struct address *address);
void secure_free(struct secure *s); /* NULL is fine */

/* Borrows the user; one of that name is replaced. */
void secure_add_user(struct secure *s, const struct usm_user *u);
void secure_drop_user(struct secure *s, const char *name);

/* Borrows rows; NULL: what the agent says anyway. */
void secure_add_context(
    struct secure *s, const char *name, const struct rows *rows);

/* From here on another engine; len 0: the one of its address. */
void secure_set_engine(struct secure *s, const void *id, size_t len);
struct ber secure_engine(const struct secure *s);

/* NULL when there is no such user, or its keys cannot be made. */
const struct usm_user *secure_find_user(
    const struct secure *s, const char *name);
const struct usm_keys *secure_keys(struct secure *s, const struct usm_user *u);
uint64_t secure_salt(struct secure *s);

/* As agent_answer. */
int secure_answer(struct agent *a, int64_t now, const void *request, size_t len,
    struct buf *out);

/* Appends an unsigned Report such as anyone could send. */
int secure_forge(struct agent *a, int64_t now, const void *request, size_t len,
    enum usm_report why, struct buf *out);

#endif
