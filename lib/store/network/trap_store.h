/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_STORE_TRAP_STORE_H
#define LIB_STORE_TRAP_STORE_H

#include <stdint.h>

struct db;
struct db_rows;

/* Notifications as they were loaded, and who was not believed. */

/* What is listed of them; device NULL: of all. */
struct trap_filter {
	const char *device;
	int64_t since, until;
	int64_t named; /* devices by their names then; 0: now */
	int64_t last;  /* the newest of them, at most; oldest first */
};

enum trap_column {
	TRAP_AT,
	TRAP_DEVICE,
	TRAP_OID_TEXT,
	TRAP_PROTOCOL,
	TRAP_LEVEL,
	TRAP_IS_INFORM,
	TRAP_UPTIME_CS,
	TRAP_PEER,
	TRAP_AGENT,
	TRAP_ENTERPRISE,
	TRAP_VARBINDS,
};
int trap_store_list(struct db *db, int tenant, const struct trap_filter *f,
    struct db_rows **out);

/* See the columns in verb_trap.c; the newest first. named: as above. */
int trap_store_senders(
    struct db *db, int tenant, int64_t at, int64_t named, struct db_rows **out);

/* Of the last day; seen: when the role last said that it runs, DB_NO_TIME:
 * never. */
struct trap_counts {
	int64_t believed, refused;
	int64_t seen;
};
int trap_store_counts(struct db *db, int tenant, struct trap_counts *out);

#endif
