/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORTER_PDF_BIDI_H
#define REPORTER_PDF_BIDI_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Which way letters go on a line that begins at the left: UAX #9 without its
 * controls, which no text of ours has any more. Pure.
 */

/* Whether UTF-8 has a letter that goes to the left; without one all is 0. */
bool bidi_is_needed(const char *text, size_t len);

/* Of each character: 0 to the right, 1 to the left, 2 a number within that. */
void bidi_levels(const uint32_t *c, size_t n, uint8_t *level);

/* order[i] is which of n stretches stands at place i from the left. */
void bidi_order(const uint8_t *level, size_t n, size_t *order);

#endif
