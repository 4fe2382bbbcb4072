/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/id_block.h"

#include <string.h>

#include "lib/base/err.h"
#include "lib/store/db.h"

enum { BLOCK_MAX = 512 };

static int
alloc_ids(
    struct db *db, int tenant, const char *kind, int64_t n, int64_t *first)
{
	struct db_rows *rows = NULL;
	int rc;

	rc = db_query(db, &rows,
	    "INSERT INTO id_alloc AS a(tenant_id,kind,next) VALUES($1,$2,$3+1)"
	    " ON CONFLICT(tenant_id,kind) DO UPDATE SET next=a.next+$3"
	    " RETURNING next-$3",
	    DB_INT(tenant), DB_TEXT(kind), DB_INT(n));
	if (rc == ERR_OK)
		*first = db_int(rows, 0, 0);
	db_rows_free(rows);
	return rc;
}

static struct id_block *
find_block(struct id_blocks *ids, int tenant, const char *kind)
{
	for (size_t i = 0; i < ids->count; i++) {
		struct id_block *b = &ids->block[i];

		if (b->tenant == tenant && strcmp(b->kind, kind) == 0)
			return b;
	}
	return NULL;
}

static struct id_block *
add_block(struct id_blocks *ids, struct db *db, int tenant, const char *kind)
{
	struct id_block *b;

	if (!db_in_transaction(db) || ids->count == ID_BLOCKS_MAX ||
	    strlen(kind) >= sizeof(b->kind))
		return NULL;
	b = &ids->block[ids->count++];
	*b = (struct id_block){ .tenant = tenant };
	memcpy(b->kind, kind, strlen(kind) + 1);
	return b;
}

int
id_blocks_next_ids(struct id_blocks *ids, struct db *db, int tenant,
    const char *kind, int64_t n, int64_t *first)
{
	struct id_block *b = find_block(ids, tenant, kind);
	int rc;

	if (b != NULL && b->end - b->next >= n) {
		*first = b->next;
		b->next += n;
		return ERR_OK;
	}
	/* What is left of the last ones lies right before those to come. */
	rc = alloc_ids(db, tenant, kind, n, first);
	if (rc == ERR_OK && b != NULL) {
		*first -= b->end - b->next;
		b->next = *first + n;
		b->end += n;
	}
	return rc;
}

int
id_blocks_next_id(struct id_blocks *ids, struct db *db, int tenant,
    const char *kind, int64_t *out)
{
	struct id_block *b = find_block(ids, tenant, kind);
	int rc;

	if (b == NULL)
		b = add_block(ids, db, tenant, kind);
	if (b == NULL)
		return alloc_ids(db, tenant, kind, 1, out);
	if (b->next == b->end) {
		b->size = b->size == 0 ? 1 : 4 * b->size;
		if (b->size > BLOCK_MAX)
			b->size = BLOCK_MAX;
		rc = alloc_ids(db, tenant, kind, b->size, &b->next);
		if (rc < 0) {
			b->next = b->end;
			return rc;
		}
		b->end = b->next + b->size;
	}
	*out = b->next++;
	return ERR_OK;
}

/*
 * Nobody else took any meanwhile: their row is ours until the end. A person's
 * ids only rise: what one did not use is never given out.
 */
int
id_blocks_give_back(struct id_blocks *ids, struct db *db)
{
	int rc = ERR_OK;

	for (size_t i = 0; rc == ERR_OK && i < ids->count; i++) {
		const struct id_block *b = &ids->block[i];

		if (b->next < b->end)
			rc = db_query(db, NULL,
			    "UPDATE id_alloc SET next=$3 WHERE tenant_id=$1"
			    " AND kind=$2 AND NOT is_person(session_user)",
			    DB_INT(b->tenant), DB_TEXT(b->kind),
			    DB_INT(b->next));
	}
	ids->count = 0;
	return rc;
}

void
id_blocks_forget(struct id_blocks *ids)
{
	ids->count = 0;
}
