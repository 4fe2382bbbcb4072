/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REGISTER_DB_RETENTION_H
#define REGISTER_DB_RETENTION_H

#include <stdint.h>

struct db;

/*
 * Rows that are past their time, by the table retention: deleted, or a person
 * in them taken away. What a hold is open over stays. db is the owner's; what
 * was done stands in the trail of each organisation. *n is how many rows.
 */
int retention_keep(struct db *db, int64_t now, int64_t *n);

#endif
