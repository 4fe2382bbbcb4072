/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_STORE_RULEBOOK_H
#define COLLECTOR_STORE_RULEBOOK_H

/*
 * The rules by which rows are made of records: what is measured, which lines
 * are about accesses, and which are worth a look. Any may be NULL: none could
 * be read.
 */
struct rulebook {
	struct metric_set *metrics;
	struct event_rules *accesses;
	struct marks *marks;
};

/* All from the folder of data. On failure nothing is held. */
int rulebook_load(struct rulebook *b, const char *data);

/* What can be read; of the rest the log says what comes of its lack. */
void rulebook_load_some(struct rulebook *b, const char *data);

void rulebook_free(struct rulebook *b); /* and is empty then */

#endif
