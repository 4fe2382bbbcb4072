/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_STORE_LOG_STORE_H
#define LIB_STORE_LOG_STORE_H

#include <stddef.h>
#include <stdint.h>

/*
 * Messages as they were loaded, for who looks at them. Newest first and time by
 * time, so that what is asked for mostly, the last hour, reads no month.
 */
struct db;
struct db_rows;

/* NULL, 0 and LOG_SEVERITY_ANY: whatever it is. */
struct log_filter {
	const char *device, *site, *app, *event;
	const char *grep; /* a regular expression, whatever the case */
	int64_t since, until;
	int severity; /* that and worse */
};
enum { LOG_SEVERITY_ANY = 7 };

enum log_column {
	LOG_AT,
	LOG_DEVICE,
	LOG_HOST,
	LOG_SEVERITY,
	LOG_FACILITY,
	LOG_APP,
	LOG_PROCID,
	LOG_MSGID,
	LOG_TEXT,
	LOG_DEVICE_TIME,
	LOG_ZONED,
	LOG_SITE,
	LOG_TRANSPORT,
	LOG_PEER,
	LOG_CERTIFICATE,
	LOG_SD,
	LOG_FLAGS,
	LOG_JOURNAL,
	LOG_SEQ,
};

/*
 * A part of what the filter finds: the newest of those before *until, at most
 * most of them, newest first. *until goes back to where the next part begins;
 * all has been looked at when it is f->since.
 */
int log_store_before(struct db *db, int tenant, const struct log_filter *f,
    int64_t *until, int64_t *span, int64_t most, struct db_rows **out);

/* How long a first part is. */
#define LOG_SPAN_FIRST (10 * CLOCK_MINUTE)

/* How far each journal of messages has come: what is loaded later is new. */
enum { LOG_PLACES_MAX = 64 };
struct log_place {
	char journal[40];
	int64_t seq;
};
struct log_places {
	struct log_place place[LOG_PLACES_MAX];
	size_t count;
};
int log_store_places(struct db *db, struct log_places *out);

/* What came since, of the journal at place i; oldest first. Moves it on. */
int log_store_new(struct db *db, int tenant, const struct log_filter *f,
    struct log_place *place, struct db_rows **out);

/*
 * As it stood at a moment; 0: now. Messages of the hour that the moment is in
 * are counted as a whole, where they are counted.
 *
 * Devices in service of which nothing came since then: name, site, category,
 * last, and how many messages a day it sent in the 30 days before that. Those
 * that never sent come first.
 */
int log_store_silent(
    struct db *db, int tenant, int64_t at, int64_t since, struct db_rows **out);

/*
 * Of each device since then, most first, and a row without a name for unknown
 * ones: name, site, count, severe, protected, bytes, how many in its busiest
 * hour, which that is, first, last.
 */
int log_store_volume(
    struct db *db, int tenant, int64_t at, int64_t since, struct db_rows **out);

/*
 * How far the clock of each device stands from ours, by its last messages since
 * then: name, site, the median in ms (ahead is positive), the median distance
 * from that, how many messages, for how many ms of zone that they did not tell,
 * how many said that the clock is not set, the last. Furthest first.
 */
int log_store_clock(
    struct db *db, int tenant, int64_t at, int64_t since, struct db_rows **out);

#endif
