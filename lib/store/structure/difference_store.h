/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_STORE_DIFFERENCE_STORE_H
#define LIB_STORE_DIFFERENCE_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/model/structure/sentence.h"

/* What devices have lost (table difference). */
struct db;
struct db_rows;
struct difference;

/*
 * What is open of a device: kind, source, key, seen, told; and the three that
 * change it. at is that of the reading.
 */
int difference_open(
    struct db *db, int tenant, int device, struct db_rows **out);
int difference_add(struct db *db, int tenant, int device, int64_t since,
    const struct difference *d, int64_t at);
int difference_tell(struct db *db, int tenant, int device, const char *kind,
    const char *source, const char *key, int64_t at, int64_t evidence);

/* It is over; what was not told was none. */
int difference_over(struct db *db, int tenant, int device, const char *kind,
    const char *source, const char *key, int64_t at);

/*
 * What was told of a device (0: of all) since then, the oldest first, as it
 * stood at a moment; 0: now.
 */
int difference_list(struct db *db, int tenant, int device, int64_t since,
    bool only_open, int64_t at, struct db_rows **out);

/* Row i of them; the texts live as long as the rows. */
struct loss_row {
	const char *device;
	struct loss loss;
	bool is_sure;
	int64_t seen, told, over; /* over: DB_NO_TIME while it is not */
};
void difference_row(const struct db_rows *rows, size_t i, struct loss_row *out);

/* Of row i, from column col on: kind, part, source, key, label, peer, other,
 * were, are, state. */
void difference_loss(
    const struct db_rows *rows, size_t i, int col, struct loss *out);

#endif
