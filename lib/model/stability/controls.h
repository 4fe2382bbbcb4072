/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_MODEL_STABILITY_CONTROLS_H
#define LIB_MODEL_STABILITY_CONTROLS_H

#include <stddef.h>

struct subject;

/*
 * With whom a device is compared: those like it that are not patched yet. A
 * holiday, a storm or a heat wave is theirs as well. The nearest kind of which
 * there are enough is taken.
 */
enum rung {
	RUNG_ALIKE, /* profile, role and kind of site */
	RUNG_MODEL,
	RUNG_FAMILY,
	RUNG_ROLE,
	RUNG_OWN, /* none: with its own earlier weeks, which prove less */
	RUNGS
};

enum {
	CONTROLS_MIN = 5,
	CONTROLS_MAX = 200 /* more would say the same */
};

struct controls {
	enum rung rung;
	const struct subject *of[CONTROLS_MAX];
	size_t n;
};

/* Which there are, put in order once for a look at many devices. */
struct controls_index;
struct controls_index *controls_index_new(const struct subject *s, size_t n);
void controls_index_free(struct controls_index *c);

void controls_find(const struct controls_index *c, const struct subject *of,
    struct controls *out);

const char *rung_name(enum rung r); /* "alike", "model" ... "own" */

#endif
