/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REGISTER_DB_MIGRATE_H
#define REGISTER_DB_MIGRATE_H

struct db;
struct embedded;

/*
 * Brings the schema to the newest of list, each file in a transaction of its
 * own, one runner at a time. db is the owner's. ERR_CORRUPT when a file that
 * was applied has changed since, ERR_RANGE when the database is newer than we
 * are; nothing is done then. *applied counts.
 */
int migrate_run(struct db *db, const struct embedded *list, int *applied);

/* The same checks, without applying; ERR_AGAIN when some are to be done. */
int migrate_check(struct db *db, const struct embedded *list);

#endif
