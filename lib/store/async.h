/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_STORE_ASYNC_H
#define LIB_STORE_ASYNC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * One connection to the database for those who may not wait. It knows no event
 * loop: its owner watches async_socket for async_wants and calls async_step
 * when it is ready. The socket may be another after each step.
 *
 *	async_connect -> step ... ERR_OK -> async_send -> step ... ERR_OK -> ...
 */
struct async;
struct buf;

enum async_want { ASYNC_READ = 1, ASYNC_WRITE = 2 };

struct async *async_new(void);
void async_free(struct async *a); /* NULL is fine */

/* Begins to connect; an earlier connection is closed. ERR_AGAIN: at once
 * refused, logged. */
int async_connect(struct async *a, const char *conninfo);
void async_close(struct async *a);

int async_socket(const struct async *a); /* -1: not connected */
unsigned async_wants(const struct async *a);

/* Sends a statement, or several without arguments; its end comes by
 * async_step. */
int async_send(
    struct async *a, const char *sql, size_t count, const char *const *args);

/* One statement, with arguments as db_run takes them. */
struct db_arg;
int async_ask(
    struct async *a, const char *sql, size_t count, const struct db_arg *args);

/* The same for COPY ... FROM STDIN; data is borrowed until its end. */
int async_send_copy(struct async *a, const char *sql, const struct buf *data);

/*
 * What is possible now. ERR_AGAIN: nothing finished yet, wait; ERR_OK:
 * connected, to tables of our version, or the statement is done; ERR_RANGE: the
 * server refuses the data, ERR_EXISTS, ERR_DENIED; ERR_IO: the connection is
 * lost and closed, or the server asks to try again later. The latter are
 * logged, unless the same was logged just before.
 */
int async_step(struct async *a);

/* Of the statement that is done: its last rows. */
size_t async_count(const struct async *a);
size_t async_affected(const struct async *a);
const char *async_text(const struct async *a, size_t row, int col);
int64_t async_int(const struct async *a, size_t row, int col);

/* The same, the caller's from now on; NULL when there are none. */
struct db_rows *async_take(struct async *a);

/* After a step: a channel of LISTEN that something came in on, one for each
 * call; NULL: no more. Borrowed until the next. */
const char *async_note(struct async *a);

/* Why the last one failed, in the server's words; never NULL. */
const char *async_reason(const struct async *a);

#endif
