/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_MODEL_STABILITY_ROLLOUT_H
#define LIB_MODEL_STABILITY_ROLLOUT_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/model/stability/count.h"

/*
 * The look at a rollout: after one, three and seven days each device that was
 * patched is held against its own four weeks before and against those that are
 * not patched yet.
 *
 * Healthy devices are not to be accused. Within one device the measures are
 * adjusted by Holm, so that one finding accuses it; over the devices of a patch
 * by Benjamini and Hochberg, so that of those accused at most 5 % are healthy.
 * Too little to go by is no pass: it is undecided, and says why.
 */

enum rollout_outcome { ROLLOUT_UNDECIDED, ROLLOUT_PASSED, ROLLOUT_FAILED };

enum rollout_why {
	WHY_NOTHING,          /* it passed or failed */
	WHY_NO_BASELINE,      /* watched too little before */
	WHY_HARDLY_WATCHED,   /* and after */
	WHY_WITHOUT_CONTROLS, /* worse, with nobody to compare: a notice */
	WHY_NOT_SURE,         /* worse, but one of many may be so by chance */
	WHY_FEW               /* a ring of less than five */
};

enum { CHANGES = COUNTS + SERIES };

/* One device and its hours in the frame. */
struct rollout_case {
	const struct subject *subject;
	long changed; /* the window began: from here nothing is before */
	long from;    /* it had settled */
	long until;   /* the look; not included */
};

struct rollout_result {
	enum rollout_outcome outcome;
	enum rollout_why why;
	struct change change[CHANGES]; /* counts, then series */
	size_t controls;               /* there are to compare it with */
	size_t worst;                  /* of change: the least p */
	double p;                      /* of that, adjusted within the device */
	double adjusted;               /* over the devices */
};

/*
 * earlier are the p of devices of this patch that had the same look before.
 * Those of subjects that are controls are compared with.
 */
struct rollout {
	const struct frame *frame;
	const struct subject *subject;
	size_t subjects;
	const double *earlier;
	size_t n_earlier;
};

/* out has room for n. */
void rollout_look(const struct rollout *r, const struct rollout_case *c,
    size_t n, struct rollout_result *out);

const char *change_name(size_t i); /* of the changes: "hours_error" */
const char *rollout_outcome_name(enum rollout_outcome o); /* "passed" */
const char *rollout_why_name(enum rollout_why w); /* "no baseline"; "" */

#endif
