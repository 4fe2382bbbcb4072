/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_BUNDLE_DRAWN_H
#define LIB_BUNDLE_DRAWN_H

#include <stddef.h>

#include "lib/base/digest.h"

/*
 * The audit sample drawn again, from the population as a file has it: a line
 * REFERENCE tab DEVICE for each installation, in the order of their bytes.
 * Those with the lowest SHA-256 of SEED tab LINE newline are drawn.
 */
struct drawn_line {
	const char *text; /* of the population, without its newline */
	size_t len;
	uint8_t rank[DIGEST_LEN];
};

/* *out is the caller's to free(): the first most of them, by rank. */
size_t drawn_again(const char *seed, const char *population, size_t len,
    size_t most, struct drawn_line **out);

#endif
