/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_MODEL_STABILITY_RINGS_H
#define LIB_MODEL_STABILITY_RINGS_H

#include <stddef.h>

/*
 * In which order devices get a patch, so that what it breaks is seen on a few:
 * a pilot, five in a hundred, twenty-five, the rest. Of each model by itself,
 * for it is models that patches break, and over as many sites as can be.
 */
enum ring {
	RING_PILOT, /* one of each model */
	RING_FEW,   /* 5 %, and five at least: fewer prove nothing together */
	RING_SOME,  /* 25 % */
	RING_REST,
	RINGS
};

struct ring_device {
	int model, site; /* numbers that are the same for those alike */
	enum ring ring;  /* filled in */
};

/* The same devices in the same order are given the same rings. */
void rings_propose(struct ring_device *d, size_t n);

const char *ring_name(enum ring r); /* "pilot", "few", "some", "rest" */

#endif
