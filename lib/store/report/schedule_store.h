/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_STORE_SCHEDULE_STORE_H
#define LIB_STORE_SCHEDULE_STORE_H

#include <stdbool.h>
#include <stdint.h>

struct db;
struct db_rows;

/*
 * Reports that an organisation gets by themselves. Lists are SQL's:
 * "{nl,en}". What writes belongs inside a transaction, and leaves its change
 * behind.
 */
struct schedule {
	const char *name, *kind; /* kind: of its template */
	const char *every;       /* month, quarter, year */
	const char *languages, *recipients;
	int days;               /* after a period's end until it is made */
	int site;               /* 0: the whole organisation, or each site */
	bool each_site, bundle; /* bundle: its evidence bundle as well */
	const char *folder;     /* below reports/; NULL: none of its own */
	const char *readers;    /* on the cover; NULL: as without a schedule */
	int64_t since; /* periods that end later; CLOCK_NONE: from now */
};

/* ERR_EXISTS, unlogged, when the name is taken. */
int schedule_add(struct db *db, int tenant, const struct schedule *s);

/* there: one of that name; same: with all that s says of it. */
int schedule_compare(struct db *db, int tenant, const struct schedule *s,
    bool *there, bool *same);

/* ERR_NOTFOUND, unlogged. */
int schedule_remove(
    struct db *db, int tenant, const char *name, const char *reason);

/* ERR_EXISTS, unlogged: it is so already. */
int schedule_pause(
    struct db *db, int tenant, const char *name, const char *reason);

/* catch_up: what came due meanwhile is made, too. */
int schedule_resume(struct db *db, int tenant, const char *name, bool catch_up,
    const char *reason);

/*
 * As they stood at a moment, 0: now: name, kind, every, languages (a JSON
 * list), days, site, each_site, recipients (a list), folder, bundle, readers,
 * since, next, last (when the last of it was made), paused, removed. name NULL:
 * all; is_all: those that were removed, too.
 */
int schedule_list(struct db *db, int tenant, const char *name, bool is_all,
    int64_t at, struct db_rows **out);

#endif
