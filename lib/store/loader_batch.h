/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_STORE_LOADER_BATCH_H
#define LIB_STORE_LOADER_BATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/base/buf.h"
#include "lib/store/log/message_tally.h"
#include "lib/store/log/template_tally.h"

/*
 * Rows of one journal that are loaded together, table by table, as COPY takes
 * them. Who makes rows fills it; the loader, or a replay, loads it.
 */
struct loader_position {
	uint64_t segment, offset, seq; /* seq: the last one loaded */
};

enum loader_table {
	LOADER_READING,
	LOADER_MESSAGE,
	LOADER_LOSS,
	LOADER_TRAP,
	LOADER_QUARANTINE,
	LOADER_SAMPLE, /* of a device as a whole, */
	LOADER_INTERFACE_SAMPLE,
	LOADER_COMPONENT_SAMPLE,
	LOADER_TABLES
};

/* What of one journal is loaded together. */
struct loader_batch {
	char journal[37]; /* uuid */
	struct loader_position from, to;
	uint64_t behind; /* bytes of the journal that wait behind it */
	struct {
		struct buf rows; /* pgcopy's; begun and ended */
		size_t count;
		int64_t first, last; /* times of the rows, for partitions */
	} table[LOADER_TABLES];
	struct message_tally tally;      /* of the messages, */
	struct template_tally templates; /* and of those that are severe */
	int64_t notable;                 /* how many of them are */
	int64_t marked_by;               /* the rules; 0: not all by the same */
};

/* COPY ... FROM STDIN for the rows of a table, and its name; NULL: it has no
 * partitions. */
const char *loader_copy(enum loader_table t);
const char *loader_parent(enum loader_table t);

/* Begins and ends the rows of each table. */
void loader_batch_begin(struct loader_batch *b);
void loader_batch_end(struct loader_batch *b);
void loader_batch_free(struct loader_batch *b);

/* Begins a row of that time; its columns are to follow. */
struct buf *loader_batch_row(
    struct loader_batch *b, enum loader_table t, int columns, int64_t at);

/* Of each message: by which rules it was looked at (0: by none), and whether it
 * is notable. */
void loader_batch_mark(struct loader_batch *b, int64_t by, bool is_notable);

#endif
