/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_MODEL_RANGE_H
#define LIB_MODEL_RANGE_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/model/offer.h"
#include "lib/model/prefix.h"

/*
 * Where discovery may look: the blocks of one realm that the operator listed.
 * Of blocks inside each other the narrowest counts, so that a ward inside a
 * campus has terms of its own.
 */
struct range {
	int id;
	struct prefix block;
	int port, rate, site_id;
	bool medical, approved;
	int credential[OFFERS_MAX]; /* in the operator's order */
	size_t credentials;
};

/* Medical technology is left alone until somebody answers for it. */
bool range_is_open(const struct range *r);

/* The narrowest that holds the whole block, or NULL. */
const struct range *range_of_block(
    const struct range *list, size_t count, const struct prefix *block);
const struct range *range_of_address(
    const struct range *list, size_t count, const struct address *a);

/* The one that shares most with the block, or NULL: for what people mistype. */
const struct range *range_nearest(
    const struct range *list, size_t count, const struct prefix *block);

/* Addresses of the block that are r's: in no narrower range of the list. */
uint64_t range_share(const struct range *list, size_t count,
    const struct range *r, const struct prefix *block);

/* Addresses of the block that are those of ranges which are not open. */
uint64_t range_shut(
    const struct range *list, size_t count, const struct prefix *block);

#endif
