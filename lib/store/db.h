/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_STORE_DB_H
#define LIB_STORE_DB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * One connection to the database, for work that may wait: statements with
 * typed arguments, rows with typed columns. Roles of the daemon that may not
 * wait use loader.h.
 *
 *	rc = db_query(db, &rows, "SELECT name FROM device"
 *	    " WHERE tenant_id=$1 AND device_id=$2",
 *	    DB_INT(tenant), DB_INT(device));
 */

struct db;
struct db_rows;

/* Where the database is: a private cluster below home, or a DSN. */
struct db_target {
	const char *home;
	const char *database; /* "embedded", or "postgresql://..." */
};

/*
 * Connects as a database role ("patchwacht_verify"), or, with a NULL role, as
 * the operator that runs the program. PG* variables of the environment are not
 * believed; TCP is TLS with verify-full. ERR_AGAIN when the server is away or
 * starting, ERR_DENIED when it refuses us.
 */
int db_open(const struct db_target *t, const char *role, struct db **out);
void db_close(struct db *db); /* NULL is fine */

/*
 * For a program with a person at a terminal: asked when the server wants a
 * password of user and no passfile has it. Negative: there is none.
 */
void db_set_ask(int (*ask)(const char *user, char *out, size_t size));

/*
 * For a program that a person runs: told of the first that a statement may not
 * write, in place of the database's words, once statements work again: at once,
 * or when the transaction is over and nothing was kept. Of a statement that
 * wrote no row hides is asked whether a rule may have hidden it from this
 * person, who is then refused in the same way (ERR_DENIED).
 */
struct refused;
void db_set_refused(void (*tell)(struct db *db, const struct refused *r),
    bool (*hides)(struct db *db, const struct refused *r));

/* The same of a statement that changed fewer rows of a table than it should
 * have: ERR_DENIED. */
int db_refuse(struct db *db, const char *table);

/*
 * The password of a role, which leaves this process as a SCRAM-SHA-256 verifier
 * only (RFC 5802): neither the server nor its log sees it.
 */
int db_set_password(struct db *db, const char *role, const char *password);

/* libpq's connection string for the same, appended to out. */
struct buf;
int db_conninfo(const struct db_target *t, const char *role, struct buf *out);

enum db_type {
	DB_T_NULL,
	DB_T_TEXT,
	DB_T_INT,
	DB_T_REAL,
	DB_T_BOOL,
	DB_T_TIME,
	DB_T_BYTES
};

struct db_arg {
	enum db_type type;
	const char *text;
	int64_t integer; /* and bool, and time in microseconds */
	double real;
	const void *bytes;
	size_t len;
};

#define DB_NULL    ((struct db_arg){ .type = DB_T_NULL })
#define DB_TEXT(s) db_arg_text(s)
#define DB_ID(v)   db_arg_id(v)
#define DB_INT(v)  ((struct db_arg){ .type = DB_T_INT, .integer = (v) })
#define DB_REAL(v) ((struct db_arg){ .type = DB_T_REAL, .real = (v) })
#define DB_BOOL(v) ((struct db_arg){ .type = DB_T_BOOL, .integer = (v) })
#define DB_TIME(v) ((struct db_arg){ .type = DB_T_TIME, .integer = (v) })
#define DB_BYTES(p, n) \
	((struct db_arg){ .type = DB_T_BYTES, .bytes = (p), .len = (n) })

struct db_arg db_arg_text(const char *s); /* NULL is SQL's NULL */
struct db_arg db_arg_id(int64_t id);      /* 0 is SQL's NULL */
struct db_arg db_arg_time(int64_t at);    /* DB_NO_TIME is SQL's NULL */
#define DB_NO_TIME INT64_MIN

/*
 * Runs one statement. rows may be NULL for one that returns nothing of
 * interest. ERR_AGAIN: connection lost, or a serialization failure: begin the
 * transaction again. ERR_EXISTS: a unique key. ERR_DENIED: a privilege or a
 * policy. ERR_RANGE: a check or foreign key. All are logged but ERR_AGAIN.
 */

#define db_query(db, rows, sql, ...)                                    \
	db_run((db), (rows), (sql),                                     \
	    sizeof((const struct db_arg[]){ DB_NULL, ##__VA_ARGS__ }) / \
		    sizeof(struct db_arg) -                             \
		1,                                                      \
	    (const struct db_arg[]){ DB_NULL, ##__VA_ARGS__ } + 1)
int db_run(struct db *db, struct db_rows **rows, const char *sql, size_t count,
    const struct db_arg *args);

/*
 * The same of a statement with rows without number: each is shown once, alone,
 * and forgotten, and nothing else runs on this connection meanwhile. Some may
 * have been shown when it fails.
 */
typedef void db_take(void *arg, const struct db_rows *row);
int db_each(struct db *db, const char *sql, size_t count,
    const struct db_arg *args, db_take *take, void *arg);

/* COPY ... FROM STDIN (FORMAT binary), with rows of pgcopy.h; as db_run. */
int db_copy(struct db *db, const char *sql, const struct buf *rows);

/*
 * The same of a statement that is run often, planned once for a connection: sql
 * is a literal, which is its name. Where sql is put together each time, another
 * literal is its name: one name, one text.
 */
#define db_query_again(db, rows, sql, ...) \
	db_query_planned(db, rows, (sql), (sql), ##__VA_ARGS__)
#define db_run_again(db, rows, sql, count, args) \
	db_run_planned(db, rows, (sql), (sql), count, args)
#define db_query_planned(db, rows, name, sql, ...)                      \
	db_run_planned((db), (rows), (name), (sql),                     \
	    sizeof((const struct db_arg[]){ DB_NULL, ##__VA_ARGS__ }) / \
		    sizeof(struct db_arg) -                             \
		1,                                                      \
	    (const struct db_arg[]){ DB_NULL, ##__VA_ARGS__ } + 1)
int db_run_planned(struct db *db, struct db_rows **rows, const char *name,
    const char *sql, size_t count, const struct db_arg *args);

int db_begin(struct db *db);
int db_begin_snapshot(struct db *db); /* REPEATABLE READ, READ ONLY */
int db_commit(struct db *db);
void db_rollback(struct db *db);

/*
 * Work that is left for the end of a transaction, so that what it locks is
 * locked briefly: run before COMMIT, forgotten at ROLLBACK and by db_close;
 * after either it is set no more. One of each kind for each connection, in this
 * order: rows (slate.h) are noted in the trail (change.h).
 */
enum db_end { DB_END_ROWS, DB_END_TRAIL, DB_ENDS };
struct db_last {
	int (*run)(struct db *db, void *arg); /* negative: rolled back */
	void (*forget)(void *arg);            /* after run, too */
	void *arg;
};
void db_set_last(struct db *db, enum db_end end, const struct db_last *last);
void *db_last_arg(const struct db *db, enum db_end end); /* NULL: none is set */
bool db_in_transaction(const struct db *db);
bool db_has_failed(const struct db *db); /* its transaction: only rolled back */
bool db_is_lost(const struct db *db);    /* the connection: only closed */

/* Several statements without arguments: migrations. */
int db_script(struct db *db, const char *name, const char *sql);

size_t db_affected(const struct db_rows *rows);
size_t db_count(const struct db_rows *rows);
bool db_is_null(const struct db_rows *rows, size_t row, int col);
const char *db_text(const struct db_rows *rows, size_t row, int col);
int64_t db_int(const struct db_rows *rows, size_t row, int col); /* NULL: 0 */
double db_real(const struct db_rows *rows, size_t row, int col);
bool db_bool(const struct db_rows *rows, size_t row, int col);
int64_t db_time(const struct db_rows *rows, size_t row, int col); /* NULL:
	DB_NO_TIME */
const uint8_t *db_bytes(
    const struct db_rows *rows, size_t row, int col, size_t *len);
void db_rows_free(struct db_rows *rows); /* NULL is fine */

/* Of a query that came to rc, whether it found any; frees rows, returns rc. */
int db_has_rows(int rc, struct db_rows *rows, bool *out);

/* The next id of a kind, from id_alloc; inside a transaction. */
int db_next_id(struct db *db, int tenant, const char *kind, int64_t *out);

/* The first of n of them in a row. */
int db_next_ids(
    struct db *db, int tenant, const char *kind, int64_t n, int64_t *first);

/* LISTEN channel; then the socket to watch and whether one came in. */
int db_listen(struct db *db, const char *channel);
int db_socket(const struct db *db);
bool db_notified(struct db *db);

#endif
