/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_FLEET_ROWS_H
#define TESTS_FLEET_ROWS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/wire/oid.h"

struct snapshot;

/*
 * What an agent can say, in the order of its names, as bindings that are ready
 * to be sent: an answer is made by copying them. Unlike a snapshot it can hold
 * what no agent should say.
 */
struct rows;

struct row {
	struct oid oid;
	const uint8_t *data; /* the whole binding; borrowed, as is the oid */
	size_t len;
	uint8_t type; /* the tag of its value */
	bool moves;   /* an uptime, or another that goes on by itself */
};

struct rows *rows_new(void);
struct rows *rows_from(const struct snapshot *s);
void rows_free(struct rows *r); /* NULL is fine */

/* By position, 0 .. count - 1; find gives the first one not before oid. */
size_t rows_count(const struct rows *r);
size_t rows_find(const struct rows *r, struct oid oid);
void rows_at(const struct rows *r, size_t i, struct row *out);

bool rows_get(const struct rows *r, struct oid oid, struct row *out);

/* Adds or replaces a binding. ERR_PARSE when it has no name and value. */
int rows_set(struct rows *r, const void *binding, size_t len);

#endif
