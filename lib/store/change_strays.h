/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_STORE_CHANGE_STRAYS_H
#define LIB_STORE_CHANGE_STRAYS_H

#include <stdint.h>

struct db;
struct db_rows;

/*
 * What stands in the register otherwise than the audit trail has it: verdicts
 * and evidence, devices, patches and exceptions, terms of the policy, how
 * installations stand and what was issued. Whoever owns the database can edit
 * these rows and leave the trail alone, which then fits and tells of something
 * else.
 *
 * Rows have what, its number, its object, and changed, missing or unknown (the
 * trail does not have it, and has had all since); those past most are left out.
 */
int change_strays(
    struct db *db, int tenant, int64_t most, struct db_rows **out);

#endif
