/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/row_batch.h"

#include <stdbool.h>
#include <stdlib.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "lib/store/array.h"
#include "lib/store/db.h"

enum { ROWS_MAX = 500, BYTES_MAX = 4 << 20 };

/* Its lines of each table, by columns: "{1,2", an array that is not ended. */
struct row {
	unsigned line;
	bool skip; /* look says so */
	struct buf value[ROW_TABLES_MAX][ROW_COLUMNS_MAX];
};

struct row_batch {
	const struct row_batch_kind *kind;
	int tenant;
	const char *reason;
	row_batch_told *told;
	void *arg;
	unsigned refused;
	unsigned written;                   /* how often */
	struct buf column[ROW_COLUMNS_MAX]; /* of the statement at hand */
	struct row row[ROWS_MAX];
	size_t n, bytes;
};

struct row_batch *
row_batch_new(const struct row_batch_kind *kind, int tenant, const char *reason)
{
	struct row_batch *b = mem_new(1, sizeof(*b));

	b->kind = kind;
	b->tenant = tenant;
	b->reason = reason;
	return b;
}

static void
empty(struct row_batch *b)
{
	for (size_t i = 0; i < b->n; i++)
		for (size_t t = 0; t < ROW_TABLES_MAX; t++)
			for (size_t k = 0; k < b->kind->table[t].columns; k++)
				buf_free(&b->row[i].value[t][k]);
	b->n = 0;
	b->bytes = 0;
}

void
row_batch_free(struct row_batch *b)
{
	if (b == NULL)
		return;
	empty(b);
	for (size_t k = 0; k < ROW_COLUMNS_MAX; k++)
		buf_free(&b->column[k]);
	free(b);
}

void
row_batch_tell(struct row_batch *b, row_batch_told *told, void *arg)
{
	b->told = told;
	b->arg = arg;
}

int
row_batch_tenant(const struct row_batch *b)
{
	return b->tenant;
}

const char *
row_batch_reason(const struct row_batch *b)
{
	return b->reason;
}

unsigned
row_batch_refused(const struct row_batch *b)
{
	return b->refused;
}

unsigned
row_batch_line(const struct row_batch *b, size_t row)
{
	return b->row[row].line;
}

void
row_batch_refuse(struct row_batch *b, unsigned line)
{
	b->refused = line;
}

/* The arrays of a table, of n rows from first on: how many lines. */
static size_t
gather(struct row_batch *b, size_t table, size_t first, size_t n, bool all)
{
	size_t columns = b->kind->table[table].columns, lines = 0;

	for (size_t k = 0; k < columns; k++)
		buf_clear(&b->column[k]);
	for (size_t i = first; i < first + n; i++) {
		struct row *r = &b->row[i];

		if ((r->skip && !all) || r->value[table][0].len == 0)
			continue;
		lines++;
		for (size_t k = 0; k < columns; k++) {
			struct buf *to = &b->column[k];
			const struct buf *v = &r->value[table][k];

			buf_add_u8(to, to->len == 0 ? '{' : ',');
			buf_add(to, v->data + 1, v->len - 1);
		}
	}
	return lines;
}

static int
run(struct db *db, struct row_batch *b, const char *sql, size_t columns,
    struct db_rows **rows)
{
	struct db_arg args[ROW_COLUMNS_MAX + 1] = { DB_INT(b->tenant) };

	for (size_t k = 0; k < columns; k++) {
		array_end(&b->column[k]);
		args[k + 1] = DB_TEXT(buf_str(&b->column[k]));
	}
	return db_run_again(db, rows, sql, columns + 1, args);
}

/* What becomes of each. */
static int
look(struct db *db, struct row_batch *b, struct db_rows **looked)
{
	int rc;

	if (b->kind->look == NULL || gather(b, 0, 0, b->n, true) == 0)
		return ERR_OK;
	rc = run(db, b, b->kind->look, b->kind->table[0].columns, looked);
	if (rc < 0)
		return rc;
	if (db_count(*looked) != b->n)
		fatalx("database: %zu rows were looked at, and not %zu",
		    db_count(*looked), b->n);
	for (size_t i = 0; i < b->n; i++)
		b->row[i].skip = db_int(*looked, i, 0) != ROW_WRITTEN;
	return ERR_OK;
}

static void
free_made(struct db_rows *made[ROW_TABLES_MAX])
{
	for (size_t t = 0; t < ROW_TABLES_MAX; t++) {
		db_rows_free(made[t]);
		made[t] = NULL;
	}
}

static int
insert(struct db *db, struct row_batch *b, size_t first, size_t n,
    struct db_rows *made[ROW_TABLES_MAX])
{
	int rc = ERR_OK;

	for (size_t t = 0; rc == ERR_OK && t < ROW_TABLES_MAX; t++) {
		const struct row_table *table = &b->kind->table[t];
		size_t lines, from = table->columns == 0 ? 0 : t;

		if (table->sql == NULL ||
		    (lines = gather(b, from, first, n, false)) == 0)
			continue;
		rc = run(
		    db, b, table->sql, b->kind->table[from].columns, &made[t]);
		if (rc == ERR_OK && table->changes != NULL &&
		    db_count(made[t]) < lines)
			rc = db_refuse(db, table->changes);
	}
	return rc;
}

/* One by one, from where nothing of them was written: which one was it. */
static int
find_refused(struct db *db, struct row_batch *b)
{
	struct db_rows *made[ROW_TABLES_MAX] = { NULL };
	int rc = db_query(db, NULL, "ROLLBACK TO SAVEPOINT rows");

	for (size_t i = 0; rc == ERR_OK && i < b->n; i++) {
		rc = insert(db, b, i, 1, made);
		free_made(made);
		if (rc < 0)
			b->refused = b->row[i].line;
	}
	return rc;
}

static bool
has_any(const struct row_batch *b)
{
	for (size_t i = 0; i < b->n; i++)
		if (!b->row[i].skip)
			return true;
	return false;
}

static int
write_all(struct db *db, struct row_batch *b,
    struct db_rows *made[ROW_TABLES_MAX], const struct db_rows *looked)
{
	int why, rc = db_query(db, NULL, "SAVEPOINT rows");

	if (rc < 0)
		return rc;
	rc = insert(db, b, 0, b->n, made);
	if (rc < 0 && rc != ERR_AGAIN) {
		why = find_refused(db, b);
		return why < 0 ? why : rc;
	}
	if (rc == ERR_OK && b->kind->note != NULL)
		rc = b->kind->note(db, b, made, looked);
	return rc == ERR_OK ? db_query(db, NULL, "RELEASE SAVEPOINT rows") : rc;
}

/*
 * Whether a row that others name is there was asked the first time when there
 * were none, by whatever index, and that plan is kept as long as we are
 * connected: each of thousands went through all that came before it. Plans are
 * made anew when there are twice as many.
 */
static int
plan_anew(struct db *db, struct row_batch *b)
{
	b->written++;
	return (b->written & (b->written - 1)) != 0
	    ? ERR_OK
	    : db_query(db, NULL, "DISCARD PLANS");
}

int
row_batch_write(struct db *db, struct row_batch *b)
{
	struct db_rows *made[ROW_TABLES_MAX] = { NULL }, *looked = NULL;
	int rc;

	if (b->n == 0)
		return ERR_OK;
	rc = look(db, b, &looked);
	if (rc == ERR_OK && has_any(b)) {
		rc = write_all(db, b, made, looked);
		if (rc == ERR_OK)
			rc = plan_anew(db, b);
	}
	for (size_t i = 0; rc == ERR_OK && i < b->n; i++)
		if (b->told != NULL)
			b->told(b->arg, b->row[i].line, looked, i);
	free_made(made);
	db_rows_free(looked);
	empty(b);
	return rc;
}

int
row_batch_begin(struct db *db, struct row_batch *b, unsigned line)
{
	int rc = ERR_OK;

	if (b->n == ROWS_MAX || b->bytes >= BYTES_MAX)
		rc = row_batch_write(db, b);
	if (rc == ERR_OK) {
		b->row[b->n].line = line;
		b->row[b->n++].skip = false;
	}
	return rc;
}

void
row_batch_add(struct row_batch *b, size_t table, const struct db_arg *values)
{
	struct row *r = &b->row[b->n - 1];

	for (size_t k = 0; k < b->kind->table[table].columns; k++) {
		size_t before = r->value[table][k].len;

		array_add(&r->value[table][k], &values[k]);
		b->bytes += r->value[table][k].len - before;
	}
}
