/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_MODEL_STABILITY_SUBJECT_H
#define LIB_MODEL_STABILITY_SUBJECT_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/model/stability/hours.h"

/*
 * A device as the mathematics sees it: in which hours of the frame it was
 * watched, in which something went wrong, and how its measures went.
 *
 * What is counted is hours with at least one of a thing, not things: messages
 * come in bursts, of which the number says little.
 */

enum count_metric {
	COUNT_CRITICAL,    /* messages of severity 0 to 2 */
	COUNT_ERROR,       /* 3 */
	COUNT_WARNING,     /* 4 */
	COUNT_UNREACHABLE, /* a time of silence began */
	COUNT_FLAPS,       /* an uplink went down or up */
	COUNT_FAULTS,      /* errors counted on an uplink */

	/* From here on, of what not every device has. */
	COUNT_UPS,     /* the output of a UPS was not normal */
	COUNT_VOLUMES, /* a volume was too full */
	COUNTS
};

enum series_metric {
	SERIES_RTT,      /* the median */
	SERIES_RTT_HIGH, /* the 95th percentile */
	SERIES_CPU,
	SERIES_MEMORY,
	SERIES_TEMPERATURE,
	SERIES_CLIENTS, /* of these fewer is worse: of access points, */
	SERIES_ACCESS_POINTS,
	SERIES_POWER,   /* part of what PoE may deliver, */
	SERIES_CHARGE,  /* of the emptiest battery, per cent, */
	SERIES_RUNTIME, /* and for how many minutes it would last */
	SERIES
};

enum { BLOCK_HOURS = 3, BLOCKS = HOURS / BLOCK_HOURS };

struct subject {
	int site; /* 0: none */

	/* Numbers that are the same for devices that are alike. */
	int profile, model, family, role, place;

	bool control;         /* not patched, and no other change to it */
	struct hours asked;   /* it was polled, and nothing excuses it */
	struct hours silent;  /* of those, it did not answer */
	struct hours watched; /* the rest */
	struct hours at[COUNTS];
	bool has[COUNTS]; /* such a part: from COUNT_UPS on */

	/* Medians of three hours; NAN where there is none. NULL: never. */
	const float *series[SERIES];
};

/*
 * A site of which half, and two or more, is silent in the same hour has one
 * outage, and not one for each device: those hours count for nobody there.
 * Then fills in watched and at[COUNT_UNREACHABLE]. changed, when not NULL,
 * becomes how many hours of how many sites that were.
 */
void subjects_mask_outages(struct subject *s, size_t n, size_t *changed);

/* Is it counted of this device? Who has no UPS has no power cut either. */
bool subject_counts(const struct subject *s, enum count_metric m);

const char *count_metric_name(enum count_metric m);   /* "hours_error" */
const char *series_metric_name(enum series_metric m); /* "cpu" */
bool series_fewer_is_worse(enum series_metric m);

#endif
