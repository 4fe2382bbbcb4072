/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/slate.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "lib/store/array.h"
#include "lib/store/change.h"
#include "lib/store/db.h"

/* Of all kinds together; evidence has bytes of devices in it. */
enum { ROWS_MAX = 4000, BYTES_MAX = 8 << 20 };

struct noted {
	size_t place; /* among all rows */
	int tenant;
	int64_t id;
	char *action, *object, *reason;
	const char *detail; /* of the statement's rows */
};

struct batch {
	const struct slate_kind *kind; /* NULL: nothing of that rank */
	struct buf column[SLATE_COLUMNS_MAX];
	size_t rows;
	struct noted *noted;
	size_t n_noted, room;
	struct db_rows *made;
};

struct slate {
	struct batch batch[SLATE_RANKS];
	size_t rows, bytes, place;
};

/* Keeps the memory of columns: there is more to come, mostly. */
static void
wipe_batch(struct batch *b)
{
	for (size_t i = 0; i < SLATE_COLUMNS_MAX; i++)
		buf_clear(&b->column[i]);
	for (size_t i = 0; i < b->n_noted; i++) {
		free(b->noted[i].action);
		free(b->noted[i].object);
		free(b->noted[i].reason);
	}
	db_rows_free(b->made);
	b->made = NULL;
	b->n_noted = b->rows = 0;
}

static void
wipe(struct slate *s)
{
	for (size_t i = 0; i < SLATE_RANKS; i++)
		wipe_batch(&s->batch[i]);
	s->rows = s->bytes = 0;
}

static void
forget(void *arg)
{
	struct slate *s = arg;

	wipe(s);
	for (size_t i = 0; i < SLATE_RANKS; i++) {
		for (size_t k = 0; k < SLATE_COLUMNS_MAX; k++)
			buf_free(&s->batch[i].column[k]);
		free(s->batch[i].noted);
	}
	free(s);
}

static int
take_details(struct batch *b)
{
	if (db_count(b->made) != b->n_noted)
		return ERR_NOTFOUND;
	for (size_t i = 0; i < b->n_noted; i++) {
		if (db_int(b->made, i, 0) != b->noted[i].id)
			fatalx("database: rows come back in another order");
		b->noted[i].detail = db_text(b->made, i, 1);
	}
	return ERR_OK;
}

static int
write_batch(struct db *db, struct batch *b)
{
	struct db_arg args[SLATE_COLUMNS_MAX];
	int rc;

	if (b->rows == 0)
		return ERR_OK;
	for (size_t i = 0; i < b->kind->columns; i++) {
		array_end(&b->column[i]);
		args[i] = DB_TEXT(buf_str(&b->column[i]));
	}
	rc = db_run_again(db, &b->made, b->kind->sql, b->kind->columns, args);
	if (rc < 0)
		return rc;
	if (b->kind->all && db_affected(b->made) != b->rows)
		return ERR_NOTFOUND;
	return b->n_noted > 0 ? take_details(b) : ERR_OK;
}

static int
compare_place(const void *a, const void *b)
{
	const struct noted *const *x = a, *const *y = b;

	return (*x)->place < (*y)->place ? -1 : (*x)->place > (*y)->place;
}

/* In the order in which rows were added, whatever their kind. */
static int
note_all(struct db *db, const struct slate *s)
{
	struct noted **all = mem_new(s->rows + 1, sizeof(struct noted *));
	size_t n = 0;
	int rc = ERR_OK;

	for (size_t i = 0; i < SLATE_RANKS; i++)
		for (size_t k = 0; k < s->batch[i].n_noted; k++)
			all[n++] = &s->batch[i].noted[k];
	qsort(all, n, sizeof(struct noted *), compare_place);
	for (size_t i = 0; rc == ERR_OK && i < n; i++)
		rc = change_add(db, all[i]->tenant,
		    &(struct change){ all[i]->action, all[i]->object,
			all[i]->detail, all[i]->reason });
	free(all);
	return rc;
}

static int
write_slate(struct db *db, void *arg)
{
	struct slate *s = arg;
	int rc = ERR_OK;

	for (size_t i = 0; rc == ERR_OK && i < SLATE_RANKS; i++)
		rc = write_batch(db, &s->batch[i]);
	if (rc == ERR_OK)
		rc = note_all(db, s);
	wipe(s);
	return rc;
}

static void
add_note(struct slate *s, struct batch *b, const struct slate_note *note)
{
	if (b->n_noted == b->room) {
		b->room = b->room == 0 ? 64 : 2 * b->room;
		b->noted = mem_grow(b->noted, b->room, sizeof(*b->noted));
	}
	b->noted[b->n_noted++] = (struct noted){
		.place = s->place,
		.tenant = note->tenant,
		.id = note->id,
		.action = mem_dup_str(note->action),
		.object = mem_dup_str(note->object),
		.reason = mem_dup_str(note->reason),
	};
}

static void
add_row(struct slate *s, const struct slate_kind *kind,
    const struct db_arg *value, const struct slate_note *note)
{
	struct batch *b = &s->batch[kind->rank];

	b->kind = kind;
	for (size_t i = 0; i < kind->columns; i++) {
		size_t before = b->column[i].len;

		array_add(&b->column[i], &value[i]);
		s->bytes += b->column[i].len - before;
	}
	if (note != NULL)
		add_note(s, b, note);
	b->rows++;
	s->rows++;
	s->place++;
}

int
slate_add(struct db *db, const struct slate_kind *kind,
    const struct db_arg *value, const struct slate_note *note)
{
	struct slate *s = db_last_arg(db, DB_END_ROWS);

	if (!db_in_transaction(db))
		fatalx("a row is gathered outside of a transaction");
	if (s == NULL) {
		s = mem_new(1, sizeof(*s));
		db_set_last(db, DB_END_ROWS,
		    &(struct db_last){ write_slate, forget, s });
	}
	add_row(s, kind, value, note);
	if (s->rows < ROWS_MAX && s->bytes < BYTES_MAX)
		return ERR_OK;
	return write_slate(db, s);
}

int
slate_write(struct db *db)
{
	struct slate *s = db_last_arg(db, DB_END_ROWS);

	return s == NULL || s->rows == 0 ? ERR_OK : write_slate(db, s);
}
