/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_STORE_LOOKUP_H
#define LIB_STORE_LOOKUP_H

#include <stdbool.h>

struct buf;

/*
 * The addresses of the database's hosts, looked up beside us: libpq would wait
 * for the name server, whatever else it does without waiting.
 */
struct lookup;

/* NULL when there is nothing to look up: a socket, or addresses are given. */
struct lookup *lookup_start(const char *conninfo);

bool lookup_is_done(struct lookup *l);

/*
 * Adds each host with each of its addresses to conninfo, in whose place they
 * stand. ERR_AGAIN: no host has any now; lookup_why says why.
 */
int lookup_add(const struct lookup *l, struct buf *conninfo);
const char *lookup_why(const struct lookup *l);

/* One that is not done is left to itself. NULL is fine. */
void lookup_free(struct lookup *l);

#endif
