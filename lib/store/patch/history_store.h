/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_STORE_HISTORY_STORE_H
#define LIB_STORE_HISTORY_STORE_H

struct db;
struct db_rows;

/*
 * The life of a patch in words, oldest first: at, step, what, actor, evidence.
 * What happened to several devices in one minute is one line.
 */
int history_of_patch(
    struct db *db, int tenant, int patch, struct db_rows **out);

#endif
