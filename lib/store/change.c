/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/change.h"

#include <stdbool.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/digest.h"
#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/store/change_hash.h"
#include "lib/store/db.h"

enum { PAGE = 1000 };

static void
add_field(struct digest *d, const char *text)
{
	uint32_t len = text == NULL ? UINT32_MAX : (uint32_t)strlen(text);
	uint8_t be[4] = { (uint8_t)(len >> 24), (uint8_t)(len >> 16),
		(uint8_t)(len >> 8), (uint8_t)len };

	digest_add(d, be, sizeof(be));
	if (text != NULL)
		digest_add(d, text, len);
}

static void
add_number(struct digest *d, int64_t v)
{
	uint8_t be[8];

	for (size_t i = 0; i < sizeof(be); i++)
		be[i] = (uint8_t)((uint64_t)v >> (56 - 8 * i));
	digest_add(d, be, sizeof(be));
}

void
change_hash(const struct change_row *row, const uint8_t prev[DIGEST_LEN],
    uint8_t out[DIGEST_LEN])
{
	struct digest *d = digest_new();

	digest_add(d, "patchwacht-change-1", strlen("patchwacht-change-1"));
	digest_add(d, prev, DIGEST_LEN);
	add_number(d, row->tenant);
	add_number(d, row->seq);
	add_number(d, row->at);
	add_field(d, row->actor);
	add_field(d, row->what.action);
	add_field(d, row->what.object);
	add_field(d, row->what.detail);
	add_field(d, row->what.reason);
	digest_finish(d, out);
}

/* The head of the chain, locked: one writer at a time. */
static int
lock_head(struct db *db, int tenant, struct db_rows **rows)
{
	static const uint8_t zero[DIGEST_LEN];

	return db_query(db, rows,
	    "INSERT INTO change_head AS h(tenant_id,seq,hash) VALUES($1,0,$2)"
	    " ON CONFLICT(tenant_id) DO UPDATE SET seq=h.seq"
	    " RETURNING seq, hash, session_user",
	    DB_INT(tenant), DB_BYTES(zero, sizeof(zero)));
}

static int
append(struct db *db, const struct change_row *row, const uint8_t *prev)
{
	const struct change *c = &row->what;
	uint8_t hash[DIGEST_LEN];
	int rc;

	change_hash(row, prev, hash);
	rc = db_query(db, NULL,
	    "INSERT INTO change(tenant_id,seq,at,actor,action,object,detail,"
	    "reason,prev,hash) VALUES($1,$2,$3,$4,$5,$6,$7,$8,$9,$10)",
	    DB_INT(row->tenant), DB_INT(row->seq), DB_TIME(row->at),
	    DB_TEXT(row->actor), DB_TEXT(c->action), DB_TEXT(c->object),
	    DB_TEXT(c->detail), DB_TEXT(c->reason), DB_BYTES(prev, DIGEST_LEN),
	    DB_BYTES(hash, sizeof(hash)));
	if (rc < 0)
		return rc;
	return db_query(db, NULL,
	    "UPDATE change_head SET seq=$2, hash=$3 WHERE tenant_id=$1",
	    DB_INT(row->tenant), DB_INT(row->seq),
	    DB_BYTES(hash, sizeof(hash)));
}

int
change_add(struct db *db, int tenant, const struct change *c)
{
	struct change_row row = { .tenant = tenant, .what = *c };
	struct db_rows *head = NULL;
	const uint8_t *prev;
	size_t len;
	int rc;

	rc = lock_head(db, tenant, &head);
	if (rc < 0)
		goto out;
	row.seq = db_int(head, 0, 0) + 1;
	row.at = clock_now();
	row.actor = db_text(head, 0, 2);
	prev = db_bytes(head, 0, 1, &len);
	rc = append(db, &row, prev);
out:
	db_rows_free(head);
	return rc;
}

/* Where a walk along a chain stands. */
struct walk {
	int tenant;
	int64_t seq;
	uint8_t hash[DIGEST_LEN];
};

static bool
is_hash(const struct db_rows *rows, size_t i, int col, const uint8_t *want)
{
	size_t len;
	const uint8_t *have = db_bytes(rows, i, col, &len);

	return len == DIGEST_LEN && memcmp(have, want, len) == 0;
}

static bool
step(struct walk *w, const struct db_rows *rows, size_t i)
{
	const struct change_row row = { .tenant = w->tenant,
		.seq = db_int(rows, i, 0),
		.at = db_time(rows, i, 1),
		.actor = db_text(rows, i, 2),
		.what = { .action = db_text(rows, i, 3),
		    .object = db_text(rows, i, 4),
		    .detail = db_text(rows, i, 5),
		    .reason = db_text(rows, i, 6) } };
	uint8_t hash[DIGEST_LEN];

	if (row.seq != w->seq + 1 || !is_hash(rows, i, 7, w->hash))
		return false;
	change_hash(&row, w->hash, hash);
	if (!is_hash(rows, i, 8, hash))
		return false;
	w->seq = row.seq;
	memcpy(w->hash, hash, sizeof(hash));
	return true;
}

static int
walk_page(struct db *db, struct walk *w, size_t *count)
{
	struct db_rows *rows = NULL;
	int rc;

	rc = db_query(db, &rows,
	    "SELECT seq,at,actor,action,object,detail,reason,prev,hash"
	    " FROM change WHERE tenant_id=$1 AND seq>$2 ORDER BY seq LIMIT $3",
	    DB_INT(w->tenant), DB_INT(w->seq), DB_INT(PAGE));
	if (rc < 0)
		return rc;
	*count = db_count(rows);
	for (size_t i = 0; i < *count && rc == ERR_OK; i++)
		if (!step(w, rows, i))
			rc = ERR_CORRUPT;
	db_rows_free(rows);
	return rc;
}

/* A tail that was cut off shows in the head alone. */
static int
check_head(struct db *db, const struct walk *w)
{
	struct db_rows *rows = NULL;
	int rc;

	rc = db_query(db, &rows,
	    "SELECT seq, hash FROM change_head WHERE tenant_id=$1",
	    DB_INT(w->tenant));
	if (rc < 0)
		return rc;
	if (db_count(rows) == 0)
		rc = w->seq == 0 ? ERR_OK : ERR_CORRUPT;
	else if (db_int(rows, 0, 0) != w->seq || !is_hash(rows, 0, 1, w->hash))
		rc = ERR_CORRUPT;
	db_rows_free(rows);
	return rc;
}

int
change_verify(struct db *db, int tenant, int64_t *rows, int64_t *bad_seq)
{
	struct walk w = { .tenant = tenant };
	size_t count = 0;
	int rc;

	*bad_seq = 0;
	do
		rc = walk_page(db, &w, &count);
	while (rc == ERR_OK && count == PAGE);
	if (rc == ERR_OK)
		rc = check_head(db, &w);
	*rows = w.seq;
	if (rc == ERR_CORRUPT) {
		*bad_seq = w.seq + 1;
		log_warnx("changes of tenant %d: row %lld does not fit the "
			  "chain",
		    tenant, (long long)*bad_seq);
	}
	return rc;
}
