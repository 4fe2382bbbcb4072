/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_STORE_EVIDENCE_H
#define LIB_STORE_EVIDENCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * What a verdict rests on, copied whole in the transaction of the verdict, so
 * that it can be followed back when the reading itself is long gone.
 */

struct db;
struct db_rows;

struct evidence {
	int tenant_id;
	int device_id;       /* 0: of none */
	int64_t at;          /* of the observation */
	const char *kind;    /* reading, message, claim, clock, trap */
	const char *journal; /* NULL, or the record's */
	int64_t seq;
	const char *content; /* JSON */
	const void *bytes;   /* as observed */
	size_t len;
};

/*
 * The id of the new row, or of the one that holds this record already. Rows are
 * gathered (slate.h), as those of events.
 */
int evidence_keep(struct db *db, const struct evidence *e, int64_t *id);

/* The same for who knows that the record is not there. */
int evidence_add(struct db *db, const struct evidence *e, int64_t *id);

/* The copy of a record; ERR_NOTFOUND, unlogged, when it was never kept. */
int evidence_find(
    struct db *db, int tenant, const char *journal, int64_t seq, int64_t *id);

/* tenant, seq and evidence_id of those kept of a stretch of a journal; tenants
 * is an array of SQL. */
int evidence_find_span(struct db *db, const char *tenants, const char *journal,
    int64_t first, int64_t last, struct db_rows **rows);

/* The copy of the last claim of a deployment; ERR_NOTFOUND, unlogged. */
int evidence_find_claim(
    struct db *db, int tenant, int patch, int device, int64_t *id);

/* What happened to a device, as concluded (table event). */
struct device_event {
	int tenant_id, device_id;
	int64_t at;
	const char *kind;
	const char *source; /* snmp, syslog, clock, trap */
	bool expected;      /* inside a window of a deployment */
	const char *detail;
	int64_t evidence_id; /* 0: none */

	/* Of a log line: which record, by which rule, and what it names; NULL
	 * where it names none. Several alike within a minute are one. */
	const char *journal;
	int64_t seq;
	const char *rule, *version, *who, *port;
	int count; /* 0 is 1 */
};
int device_event_add(struct db *db, const struct device_event *e);

/* Whether the device has had one of that kind since then. */
int device_event_is_recent(struct db *db, int tenant, int device,
    const char *kind, int64_t since, bool *out);

/* Unexpected boots of a device since then. */
int device_event_count_boots(
    struct db *db, int tenant, int device, int64_t since, int *out);

#endif
