/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_STORE_ID_BLOCK_H
#define LIB_STORE_ID_BLOCK_H

#include <stddef.h>
#include <stdint.h>

/*
 * Ids of id_alloc, for one connection (db_next_id). A row that one transaction
 * changes many times has as many versions to pass: who takes one id after the
 * other gets them in growing blocks, and gives back what was not used.
 */
struct db;

/* Ids of a kind that this transaction took and has not given out. */
struct id_block {
	int tenant;
	char kind[32];
	int64_t next, end, size;
};

enum { ID_BLOCKS_MAX = 8 };
struct id_blocks {
	struct id_block block[ID_BLOCKS_MAX];
	size_t count;
};

int id_blocks_next_id(struct id_blocks *ids, struct db *db, int tenant,
    const char *kind, int64_t *out);
int id_blocks_next_ids(struct id_blocks *ids, struct db *db, int tenant,
    const char *kind, int64_t n, int64_t *first);

/* Before COMMIT; and at ROLLBACK, which gives them back itself. */
int id_blocks_give_back(struct id_blocks *ids, struct db *db);
void id_blocks_forget(struct id_blocks *ids);

#endif
