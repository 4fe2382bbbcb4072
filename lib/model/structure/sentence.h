/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_MODEL_STRUCTURE_SENTENCE_H
#define LIB_MODEL_STRUCTURE_SENTENCE_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/model/structure/difference.h"

struct buf;

/* A difference as it is kept (table difference); texts are never NULL. */
struct loss {
	enum difference_kind kind;
	enum structure_kind part;
	const char *source, *key, *label;
	const char *peer;  /* whom a port led to, where a neighbour was */
	const char *other; /* who or where instead */
	int64_t were, are;
	int64_t state; /* 0: none is told */
};

/* Adds it in words, without a full stop: "Te2/1/1 to core-2 was up and is
 * down". */
void loss_print(const struct loss *l, struct buf *out);

#endif
