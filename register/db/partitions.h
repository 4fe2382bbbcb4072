/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REGISTER_DB_PARTITIONS_H
#define REGISTER_DB_PARTITIONS_H

#include <stdint.h>

struct db;

/*
 * Partitions of time-ranged tables, by part_policy. db is the owner's, in no
 * transaction: detaching without locking readers out cannot run in one.
 */
struct partitions_done {
	int made;
	int retired;
	int completed; /* got the index that only those have */
	int searched;
};

/*
 * Makes those that now and the days ahead need, drops those past retention
 * unless a hold is open over their time, and makes what is asked of those that
 * are complete fast to find: texts, and what unknown senders said.
 */
int partitions_keep(struct db *db, int64_t now, struct partitions_done *done);

/* ERR_NOTFOUND, logged, when one that now or the days ahead need is missing. */
int partitions_check(struct db *db, int64_t now);

/* ERR_DENIED, logged, when another than the owner has a right on one. */
int partitions_check_rights(struct db *db);

#endif
