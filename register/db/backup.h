/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REGISTER_DB_BACKUP_H
#define REGISTER_DB_BACKUP_H

struct cluster;
struct db_target;

/*
 * Copies a running cluster to dir, which must not be there yet or be empty,
 * and checks the copy against its manifest. It belongs to whoever makes it.
 */
int backup_make(struct cluster *c, const char *dir);

/*
 * Checks such a copy, puts it in the place of the stopped cluster, and starts
 * it. What was there stays beside it, as 15.before-TIME. The chain of changes
 * goes on with a row that names the restore.
 */
int backup_restore(
    struct cluster *c, const struct db_target *t, const char *dir);

#endif
