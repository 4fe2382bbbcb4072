/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_STORE_JUMP_STORE_H
#define LIB_STORE_JUMP_STORE_H

#include <stddef.h>
#include <stdint.h>

/* When our own clock was set, and by how much: table clock_jump. */
struct db;
struct db_rows;

/* The last ones, oldest first: before, after, by (microseconds). */
int jump_store_load(struct db *db, int most, struct db_rows **out);
/* What the verifier saw last, in a row or none: boot, shown, steady. */
int jump_store_seen(struct db *db, struct db_rows **out);
int jump_store_see(
    struct db *db, const char *boot, int64_t shown, int64_t steady);

int jump_store_add(struct db *db, int64_t before, int64_t after, int64_t by);

#endif
