/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_STORE_FOLLOW_H
#define LIB_STORE_FOLLOW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/base/clock.h"

/*
 * Reads what store has loaded, in the order of the journals, each row once: a
 * reader's place is written in the transaction of what it concluded.
 *
 *	0 .. after     concluded from
 *	after .. upto  loaded, not yet looked at
 */

struct buf;
struct db;
struct db_rows;

enum follow_kind { FOLLOW_READINGS, FOLLOW_MESSAGES, FOLLOW_TRAPS };

struct follow_span {
	char journal[40];
	enum follow_kind kind;
	int64_t after, upto;
	/* Messages that were marked by these rules need no look at those that
	 * are not notable (lib/profile/notable.h); 0: all are looked at. */
	int64_t marked_by;
};

/* Where there is more; *n of at most max. */
int follow_pending(struct db *db, const char *reader, struct follow_span *spans,
    size_t max, size_t *n);

/* One poll of one device, as loaded; texts live as long as their rows. */
struct stored_reading {
	int tenant_id, device_id;
	const char *journal;
	int64_t seq;
	int64_t at, started, poll_id;
	int64_t rtt_us;      /* below 0: none */
	const char *outcome; /* answered, partial, silent, refused */
	const char *plan;    /* identity, stability, snapshot */
	const char *protocol, *level, *address, *profile;
	const uint8_t *varbinds;
	size_t varbinds_len;
};

struct stored_message {
	int tenant_id;
	int device_id; /* 0: of an unknown device */
	const char *journal;
	int64_t seq;
	int64_t rcvd;
	const char *transport, *peer, *text;
	int peer_port;
	const char *app, *msgid; /* NULL: it names none */
	int severity;            /* below 0: none */
	bool has_pri;
	bool is_counted; /* its shape was as it was stored, if it is severe */
};

struct stored_trap {
	int tenant_id, device_id;
	const char *journal;
	int64_t seq;
	int64_t at;
	const char *protocol, *level, *peer, *oid;
	const uint8_t *varbinds;
	size_t varbinds_len;
};

/*
 * The next rows of a span, a few or many; when there is none, or *rows is NULL,
 * up to *covered there is nothing to take. Then row i of them.
 */
int follow_take(struct db *db, const struct follow_span *s,
    struct db_rows **rows, int64_t *covered);
void follow_reading(
    const struct db_rows *rows, size_t i, struct stored_reading *out);
void follow_message(
    const struct db_rows *rows, size_t i, struct stored_message *out);

void follow_trap(const struct db_rows *rows, size_t i, struct stored_trap *out);

/* What the same sender said within this time, on the same connection, after m.
 */
#define FOLLOW_LINES_SPAN (2 * CLOCK_SECOND)
int follow_next_lines(struct db *db, const struct stored_message *m, int max,
    struct db_rows **rows);

/* Whether the same device said nothing between record before and m, in the same
 * journal. */
int follow_is_next(struct db *db, const struct stored_message *m,
    int64_t before, int64_t since, bool *out);

/* The bytes of a message, added to out. */
int follow_raw(struct db *db, const struct stored_message *m, struct buf *out);

/*
 * A poll too long for one record stands in several, one after the other. Adds
 * the lists of those after r to out; *complete is false when the last of them
 * is so long that more may come.
 */
int follow_parts(struct db *db, const struct stored_reading *r, struct buf *out,
    bool *complete);

/* The reading of a device at one moment; *rows is NULL when it is gone. */
int follow_find_reading(
    struct db *db, int tenant, int device, int64_t at, struct db_rows **rows);

/* When it last answered what it runs before that moment; or CLOCK_NONE. */
int follow_answer_before(
    struct db *db, int tenant, int device, int64_t before, int64_t *at);

/* The record that row i stands for. */
int64_t follow_seq(const struct db_rows *rows, size_t i);

/*
 * First in a transaction: nobody else moves the reader's place until it ends.
 * ERR_AGAIN when somebody has since the span was made, such as the server on
 * behalf of a reader that was killed while it committed: s->after is then where
 * the place is, and rows up to there are concluded from.
 */
int follow_hold(struct db *db, const char *reader, struct follow_span *s);

/* Inside the transaction of what was concluded up to seq. */
int follow_done(
    struct db *db, const char *reader, const char *journal, int64_t seq);

#endif
