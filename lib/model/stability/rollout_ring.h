/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_MODEL_STABILITY_ROLLOUT_RING_H
#define LIB_MODEL_STABILITY_ROLLOUT_RING_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/model/stability/rollout.h"

/*
 * A ring as a whole: its devices' changes rank among those of the controls.
 * What is too little to accuse one device shows in twenty. By Mann and Whitney,
 * one-sided; three looks share the 1 % of false ones that is put up with.
 */
struct ring_change {
	const char *metric;
	bool is_first; /* what is looked at before the others */
	size_t devices, controls;
	double ratio; /* worse so many times, controls taken off */
	double part;  /* of pairs in which the device is worse; .5 is none */
	double p;
	double adjusted; /* for the other measures */
};

struct ring_result {
	enum rollout_outcome outcome;
	enum rollout_why why;
	struct ring_change change[CHANGES];
	size_t n, worst;
};

/* Below five devices, or controls, a ring says nothing as a whole. */
void rollout_ring(const struct rollout *r, const struct rollout_case *c,
    size_t n, struct ring_result *out);

#endif
