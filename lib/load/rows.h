/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_LOAD_ROWS_H
#define LIB_LOAD_ROWS_H

#include <stdint.h>

/*
 * One journal record becomes one row: of reading, message, trap or loss. A
 * mark is a row of loss that counts nothing. A reading becomes rows of what it
 * measured as well; of one that did nothing else, the contact is kept as it
 * came, and the rest stands in the journal.
 */
struct bind;
struct event_rules;
struct journal_record;
struct loader_batch;
struct metric_set;
struct notable;
struct people;
struct sampler;

/* What rows are made with, besides the record. */
struct rows_source {
	const struct bind *bind;
	const struct metric_set *metrics; /* NULL: nothing is measured */
	/* What lines of accesses look like; NULL: facilities say it alone. */
	const struct event_rules *accesses;
	const struct notable *notable; /* NULL: no line is marked, */
	const struct people *people;   /* and no shape counted */
};

struct rows_context {
	const uint8_t *uuid; /* of the journal */
	const struct rows_source *source;
	struct sampler *sampler; /* of the journal */
};

/* A record that is no observation goes to quarantine. */
void rows_add(struct loader_batch *b, const struct rows_context *context,
    const struct journal_record *rec);

/* The record as it is, with the reason why no table takes it. */
void rows_add_quarantine(struct loader_batch *b,
    const struct rows_context *context, const struct journal_record *rec,
    const char *reason);

#endif
