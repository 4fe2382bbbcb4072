/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_STORE_CHANGE_H
#define LIB_STORE_CHANGE_H

#include <stddef.h>
#include <stdint.h>

#include "lib/model/trail/row.h"

struct db;
struct db_rows;
struct trail_walk;

/*
 * The audit trail in the database: tables change and change_head. The chain and
 * its hashes are described in lib/model/trail/row.h.
 */

/*
 * SQL: the number of the last row about an object of a tenant; NULL for none.
 * Row security looks at no other condition that may leak before its own, and
 * joining texts may: the name is made first, so that the index finds it.
 */
#define CHANGE_LAST(tenant, object)                                 \
	"(SELECT max(h.seq) FROM (SELECT " object                   \
	" AS name OFFSET 0) o JOIN change h ON h.tenant_id=" tenant \
	" AND h.object=o.name)"

/*
 * Inside the transaction of the change itself; the actor is session_user. Rows
 * are kept aside and written when db_commit is called, so that who keeps a
 * transaction open keeps nobody else from writing: they stand in the order of
 * commits.
 */
int change_add(struct db *db, int tenant, const struct change *c);

/* How many rows the transaction at hand has so far. */
size_t change_pending(const struct db *db);

/*
 * Walks a tenant's chain; *bad_seq is the first row that does not fit, or 0.
 * ERR_CORRUPT when there is one. In a snapshot (db_begin_snapshot) when others
 * may write meanwhile, as what follows.
 */
int change_verify(struct db *db, int tenant, int64_t *rows, int64_t *bad_seq);

/*
 * The same for who wants to know all faults: w is started. Its end is held
 * against change_head.
 */
int change_walk(struct db *db, int tenant, struct trail_walk *w);

/* Each row of it, from the first; ends when take returns a negative. */
typedef int change_take(void *arg, const struct trail_row *row);
int change_each(struct db *db, int tenant, change_take *take, void *arg);

/* What the last row is, or seq 0; at is now. */
struct trail_point;
int change_point(struct db *db, int tenant, struct trail_point *out);

#endif
