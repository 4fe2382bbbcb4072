/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_STORE_LOG_REDACTION_STORE_H
#define LIB_STORE_LOG_REDACTION_STORE_H

#include <stddef.h>
#include <stdint.h>

/*
 * Takes the text out of what the database made of journal records, wherever it
 * stands; what is counted by stays: when, whose, how severe. As the owner of
 * the tables.
 */
struct db;
struct db_rows;

/* Messages of a tenant that may be redacted; NULL, 0 and UINT64_MAX: any. */
struct redaction_filter {
	const char *journal; /* uuid */
	const char *device, *grep;
	uint64_t from, to;
	int64_t since, until; /* until: not included; DB_NO_TIME: any */
};

/* journal, seq, rcvd, device, text; by journal and number. */
int redaction_store_find(struct db *db, int tenant,
    const struct redaction_filter *f, struct db_rows **out);

struct redaction_done {
	int64_t rows; /* messages, traps, what was set aside */
	int64_t evidence, events;
	int64_t shapes;
	int64_t loaded; /* the last record that is loaded */
};

/* What the database has of messages still: tenant, app, code, text. */
int redaction_store_texts(struct db *db, const char *journal, const char *seqs,
    int64_t first, int64_t last, struct db_rows **out);

/* The shape of a line, by its number (lib/model/shape.h): what was counted by
 * it stays. Adds to *done. */
int redaction_store_shape(
    struct db *db, int tenant, int64_t id, struct redaction_done *done);

/* seqs: "{1,2,3}"; first and last are the times of the records. Adds to *done.
 */
int redaction_store_apply(struct db *db, const char *journal, const char *seqs,
    int64_t first, int64_t last, struct redaction_done *done);

#endif
