/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/change.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/digest.h"
#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "lib/model/trail/walk.h"
#include "lib/store/array.h"
#include "lib/store/db.h"

/* Written in one statement; read in one page. */
enum { BATCH = 1000, PAGE = 1000 };

/* What a transaction did so far. */
struct pending_row {
	int tenant;
	size_t place;
	char *text; /* the four fields, one after the other */
	struct change what;
};

struct pending {
	struct pending_row *row;
	size_t n, room;
};

static void
forget(void *arg)
{
	struct pending *p = arg;

	for (size_t i = 0; i < p->n; i++)
		free(p->row[i].text);
	free(p->row);
	free(p);
}

static const char *
keep_field(char **to, const char *text)
{
	char *start = *to;
	size_t len;

	if (text == NULL)
		return NULL;
	len = strlen(text) + 1;
	memcpy(start, text, len);
	*to += len;
	return start;
}

static size_t
room_for(const char *text)
{
	return text == NULL ? 0 : strlen(text) + 1;
}

static void
keep(struct pending *p, int tenant, const struct change *c)
{
	struct pending_row *r;
	char *to;

	if (p->n == p->room) {
		p->room = p->room == 0 ? 8 : 2 * p->room;
		p->row = mem_grow(p->row, p->room, sizeof(*p->row));
	}
	r = &p->row[p->n];
	r->place = p->n++;
	r->tenant = tenant;
	r->text = to = mem_new(1,
	    room_for(c->action) + room_for(c->object) + room_for(c->detail) +
		room_for(c->reason));
	r->what.action = keep_field(&to, c->action);
	r->what.object = keep_field(&to, c->object);
	r->what.detail = keep_field(&to, c->detail);
	r->what.reason = keep_field(&to, c->reason);
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

/* Columns of rows that are to be written, each an array of SQL. */
enum { ACTION, OBJECT, DETAIL, REASON, PREV, HASH, COLUMNS };

static void
add_text(struct buf *array, const char *text)
{
	struct db_arg value = DB_TEXT(text);

	array_add(array, &value);
}

static void
add_row(struct buf column[COLUMNS], const struct trail_row *row)
{
	char hex[DIGEST_HEX_MAX];

	add_text(&column[ACTION], row->what.action);
	add_text(&column[OBJECT], row->what.object);
	add_text(&column[DETAIL], row->what.detail);
	add_text(&column[REASON], row->what.reason);
	add_text(&column[PREV], digest_hex(row->prev, DIGEST_LEN, hex));
	add_text(&column[HASH], digest_hex(row->hash, DIGEST_LEN, hex));
}

/* row is that before the first, and becomes the last. */
static int
write_batch(
    struct db *db, struct trail_row *row, const struct pending_row *p, size_t n)
{
	struct buf column[COLUMNS] = { 0 };
	int64_t before = row->seq;
	int rc;

	for (size_t i = 0; i < n; i++) {
		row->seq++;
		row->what = p[i].what;
		memcpy(row->prev, row->hash, DIGEST_LEN);
		trail_row_hash(row, row->prev, row->hash);
		add_row(column, row);
	}
	for (size_t i = 0; i < COLUMNS; i++)
		array_end(&column[i]);
	rc = db_query(db, NULL,
	    "INSERT INTO change(tenant_id,seq,at,actor,action,object,detail,"
	    "reason,prev,hash)"
	    " SELECT $1,$2+n,$3,$4,a,o,d,r,decode(p,'hex'),decode(h,'hex')"
	    " FROM unnest($5::text[],$6::text[],$7::text[],$8::text[],"
	    "$9::text[],$10::text[]) WITH ORDINALITY AS x(a,o,d,r,p,h,n)",
	    DB_INT(row->tenant), DB_INT(before), DB_TIME(row->at),
	    DB_TEXT(row->actor), DB_TEXT(buf_str(&column[ACTION])),
	    DB_TEXT(buf_str(&column[OBJECT])),
	    DB_TEXT(buf_str(&column[DETAIL])),
	    DB_TEXT(buf_str(&column[REASON])), DB_TEXT(buf_str(&column[PREV])),
	    DB_TEXT(buf_str(&column[HASH])));
	for (size_t i = 0; i < COLUMNS; i++)
		buf_free(&column[i]);
	return rc;
}

/* Rows of one tenant, behind those that are there by now. */
static int
write_tenant(struct db *db, const struct pending_row *p, size_t n)
{
	struct trail_row row = { .tenant = p->tenant };
	struct db_rows *head = NULL;
	size_t len, part;
	int rc = lock_head(db, p->tenant, &head);

	if (rc < 0)
		return rc;
	row.seq = db_int(head, 0, 0);
	row.at = clock_now();
	row.actor = db_text(head, 0, 2);
	memcpy(row.hash, db_bytes(head, 0, 1, &len), DIGEST_LEN);
	for (size_t i = 0; rc == ERR_OK && i < n; i += part) {
		part = n - i < BATCH ? n - i : BATCH;
		rc = write_batch(db, &row, p + i, part);
	}
	if (rc == ERR_OK)
		rc = db_query(db, NULL,
		    "UPDATE change_head SET seq=$2, hash=$3 WHERE tenant_id=$1",
		    DB_INT(row.tenant), DB_INT(row.seq),
		    DB_BYTES(row.hash, DIGEST_LEN));
	db_rows_free(head);
	return rc;
}

/* qsort does not keep the order of equals: their place decides. */
static int
compare_rows(const void *a, const void *b)
{
	const struct pending_row *x = a, *y = b;

	if (x->tenant != y->tenant)
		return x->tenant < y->tenant ? -1 : 1;
	return x->place < y->place ? -1 : x->place > y->place;
}

/* Tenants in one order: two writers of several never wait for each other. */
static int
write_pending(struct db *db, void *arg)
{
	struct pending *p = arg;
	size_t first = 0, n;
	int rc = ERR_OK;

	qsort(p->row, p->n, sizeof(*p->row), compare_rows);
	for (; rc == ERR_OK && first < p->n; first += n) {
		for (n = 1; first + n < p->n &&
		     p->row[first + n].tenant == p->row[first].tenant;)
			n++;
		rc = write_tenant(db, p->row + first, n);
	}
	return rc;
}

int
change_add(struct db *db, int tenant, const struct change *c)
{
	struct pending *p = db_last_arg(db, DB_END_TRAIL);

	if (!db_in_transaction(db))
		fatalx("change %s: outside of a transaction", c->action);
	if (p == NULL) {
		p = mem_new(1, sizeof(*p));
		db_set_last(db, DB_END_TRAIL,
		    &(struct db_last){ write_pending, forget, p });
	}
	keep(p, tenant, c);
	return ERR_OK;
}

size_t
change_pending(const struct db *db)
{
	const struct pending *p = db_last_arg(db, DB_END_TRAIL);

	return p == NULL ? 0 : p->n;
}

/* Reading it. */

static void
take_hash(
    const struct db_rows *rows, size_t i, int col, uint8_t out[DIGEST_LEN])
{
	size_t len;
	const uint8_t *have = db_bytes(rows, i, col, &len);

	/* The table's own checks hold the length. */
	memcpy(out, have, len < DIGEST_LEN ? len : DIGEST_LEN);
}

static void
take_row(const struct db_rows *rows, size_t i, struct trail_row *row)
{
	row->seq = db_int(rows, i, 0);
	row->at = db_time(rows, i, 1);
	row->actor = db_text(rows, i, 2);
	row->what = (struct change){ .action = db_text(rows, i, 3),
		.object = db_text(rows, i, 4),
		.detail = db_text(rows, i, 5),
		.reason = db_is_null(rows, i, 6) ? NULL : db_text(rows, i, 6) };
	take_hash(rows, i, 7, row->prev);
	take_hash(rows, i, 8, row->hash);
}

int
change_each(struct db *db, int tenant, change_take *take, void *arg)
{
	struct trail_row row = { .tenant = tenant };
	size_t count;
	int rc;

	do {
		struct db_rows *rows = NULL;

		rc = db_query(db, &rows,
		    "SELECT seq,at,actor,action,object,detail,reason,prev,hash"
		    " FROM change WHERE tenant_id=$1 AND seq>$2"
		    " ORDER BY seq LIMIT $3",
		    DB_INT(tenant), DB_INT(row.seq), DB_INT(PAGE));
		if (rc < 0)
			return rc;
		count = db_count(rows);
		for (size_t i = 0; rc == ERR_OK && i < count; i++) {
			take_row(rows, i, &row);
			rc = take(arg, &row);
		}
		db_rows_free(rows);
	} while (rc == ERR_OK && count == PAGE);
	return rc;
}

int
change_point(struct db *db, int tenant, struct trail_point *out)
{
	struct db_rows *rows = NULL;
	int rc;

	*out = (struct trail_point){ .tenant = tenant, .at = clock_now() };
	rc = db_query(db, &rows,
	    "SELECT seq, hash FROM change_head WHERE tenant_id=$1",
	    DB_INT(tenant));
	if (rc == ERR_OK && db_count(rows) > 0) {
		out->seq = db_int(rows, 0, 0);
		take_hash(rows, 0, 1, out->hash);
	}
	db_rows_free(rows);
	return rc;
}

static int
walk_row(void *arg, const struct trail_row *row)
{
	trail_walk_row(arg, row);
	return ERR_OK;
}

int
change_walk(struct db *db, int tenant, struct trail_walk *w)
{
	struct trail_point head;
	int rc = change_point(db, tenant, &head);

	if (rc == ERR_OK)
		rc = change_each(db, tenant, walk_row, w);
	if (rc == ERR_OK)
		trail_walk_end(w, &head);
	return rc;
}

int
change_verify(struct db *db, int tenant, int64_t *rows, int64_t *bad_seq)
{
	struct trail_walk w;
	int rc;

	*bad_seq = 0;
	trail_walk_start(&w, tenant, NULL, 0);
	rc = change_walk(db, tenant, &w);
	*rows = w.rows;
	if (rc < 0 || w.faults == 0)
		return rc;
	*bad_seq = w.fault[0].first;
	log_warnx("changes of tenant %d: row %lld does not fit the chain: %s",
	    tenant, (long long)*bad_seq, w.fault[0].why);
	return ERR_CORRUPT;
}
