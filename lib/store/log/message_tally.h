/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_STORE_MESSAGE_TALLY_H
#define LIB_STORE_MESSAGE_TALLY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/base/buf.h"

/*
 * How many messages each device sent in each hour: counted over a batch, and
 * added to the table message_tally in the transaction that loads it.
 */
struct message_count {
	int32_t tenant_id, device_id; /* device 0: unknown */
	int64_t hour;
	int64_t count, severe, protected, bytes;
	int64_t cut;      /* longer than we take: the head was kept */
	int64_t broken;   /* the connection ended inside them */
	int64_t formless; /* of no form that we know: no priority */
	int64_t first, last;
};

/* Ready for use when zeroed. */
struct message_tally {
	struct message_count *counts;
	size_t count, room;
	uint32_t *slots; /* 1 + the place in counts, by hash */
	size_t slot_count;
	size_t last; /* place of the count that was added to last */
};

struct message_seen {
	int32_t tenant_id, device_id;
	int64_t at;
	bool is_severe, is_protected, is_cut, is_broken, is_formless;
	size_t bytes;
};

void message_tally_add(struct message_tally *t, const struct message_seen *m);
int64_t message_tally_known(const struct message_tally *t); /* of a device */
void message_tally_clear(struct message_tally *t);
void message_tally_free(struct message_tally *t);

/* The statement that adds a tally to the table, and its arguments in text. */
enum { MESSAGE_TALLY_ARGS = 12 };
extern const char message_tally_sql[];
void message_tally_args(
    const struct message_tally *t, struct buf args[MESSAGE_TALLY_ARGS]);

#endif
