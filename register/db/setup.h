/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REGISTER_DB_SETUP_H
#define REGISTER_DB_SETUP_H

#include "lib/store/db.h"

struct cluster;

/*
 * From a server to a database that Patchwacht can use: roles, the database,
 * the schema, its partitions. All of it may run again, and by several at
 * once. cluster is NULL for a server of somebody else's.
 */
int setup_all(const struct cluster *c, const struct db_target *t);
int setup_migrate(const struct db_target *t);
int setup_partitions(const struct db_target *t);

/* Lets somebody in, under that name; what they may do is setup_holder's. */
/* On a server of somebody else's: what they come in with. */
int setup_password(
    const struct db_target *t, const char *name, const char *password);

int setup_operator(
    const struct cluster *c, const struct db_target *t, const char *name);

/* Gives the first function, before a process owner could; needs a tenant. */
struct holder;
int setup_holder(const struct db_target *t, int tenant, const struct holder *h);

/* Connects as the owner of the schema. */
int setup_open_owner(const struct db_target *t, struct db **out);

/*
 * Chain of changes, migrations, partitions and rights: each fault is logged.
 * *changes counts the rows of the chains.
 */
int setup_verify(const struct db_target *t, int64_t *changes);

#endif
