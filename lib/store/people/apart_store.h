/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_STORE_APART_STORE_H
#define LIB_STORE_APART_STORE_H

struct buf;
struct db;

/*
 * Names the tables of an organisation's rows that every person who may come in
 * reads whole, in out: there are none where the roles are as they should be.
 */
int apart_store_open(struct db *db, struct buf *out);

/* What to do about it, for people who read no SQL. */
extern const char apart_store_advice[];

#endif
