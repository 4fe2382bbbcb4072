/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_STORE_SUPPLIER_CLAIM_H
#define LIB_STORE_SUPPLIER_CLAIM_H

#include <stdint.h>

#include "lib/store/row_batch.h"

/*
 * A supplier's list of work done, by the thousand (row_batch.h). What is of a
 * patch on a device of the register becomes a claim there as well
 * (claim_store.h); the same list again is not new.
 */
struct supplier_claim {
	int64_t supplier;
	const char *name; /* of the supplier */
	const char *patch, *device;
	int64_t at;
	const char *note; /* may be NULL */
};

enum supplier_claim_outcome { SUPPLIER_CLAIM_ADDED, SUPPLIER_CLAIM_KNOWN };
enum {
	SUPPLIER_LOOK_OUTCOME,
	SUPPLIER_LOOK_NAME,  /* of the device, as the supplier calls it */
	SUPPLIER_LOOK_PATCH, /* NULL: the register has no such deployment */
	SUPPLIER_LOOK_DEVICE,
	SUPPLIER_LOOK_AT,
	SUPPLIER_LOOK_FUNCTION,
	SUPPLIER_LOOK_NOTE
};

struct row_batch *supplier_claim_batch_new(int tenant);
int supplier_claim_batch_add(struct db *db, struct row_batch *b,
    const struct supplier_claim *c, unsigned line);

#endif
