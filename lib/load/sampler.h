/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_LOAD_SAMPLER_H
#define LIB_LOAD_SAMPLER_H

#include <stdbool.h>

#include "lib/base/buf.h"
#include "lib/model/observation.h"
#include "lib/profile/samples.h"

/*
 * The readings of one journal become rows of measurements: one of the device,
 * one for each interface and one for each component. A poll that stands in
 * several records is held back until it is whole, or the batch ends.
 */
struct loader_batch;

/* Ready for use when zeroed. */
struct sampler {
	struct samples samples;
	struct buf list; /* of the poll that is held back */
	struct observation held;
	bool is_holding;
};

/* What is held back is of a batch that was given up. */
void sampler_begin(struct sampler *s);

/*
 * Takes a reading in. Returns how many octets of its varbinds are the contact:
 * those before the first that is measured.
 */
size_t sampler_take(struct sampler *s, const struct metric_set *metrics,
    const struct observation *obs, struct loader_batch *b);

/* Before the batch ends. */
void sampler_end(struct sampler *s, const struct metric_set *metrics,
    struct loader_batch *b);
void sampler_free(struct sampler *s);

#endif
