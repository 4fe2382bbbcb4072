/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_STORE_ROWS_H
#define COLLECTOR_STORE_ROWS_H

#include <stdint.h>

/*
 * One journal record becomes one row: of reading, message or loss. A mark is a
 * row of loss that counts nothing.
 */
struct bind;
struct journal_record;
struct loader_batch;

struct rows_context {
	const uint8_t *uuid; /* of the journal */
	const struct bind *bind;
};

/* Begins and ends the rows of each table of a batch. */
void rows_begin(struct loader_batch *b);
void rows_end(struct loader_batch *b);

/* A record that is no observation goes to quarantine. */
void rows_add(struct loader_batch *b, const struct rows_context *context,
    const struct journal_record *rec);

/* The record as it is, with the reason why no table takes it. */
void rows_add_quarantine(struct loader_batch *b,
    const struct rows_context *context, const struct journal_record *rec,
    const char *reason);

#endif
