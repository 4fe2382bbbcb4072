/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_MODEL_POLICY_H
#define LIB_MODEL_POLICY_H

#include <stdint.h>

/*
 * An organisation's own terms: one row of the table policy, whose columns have
 * the same names. All spans are microseconds, though the columns are seconds.
 */

enum priority {
	PRIORITY_CRITICAL,
	PRIORITY_HIGH,
	PRIORITY_MEDIUM,
	PRIORITY_LOW,
	PRIORITIES
};

struct policy {
	int version;
	int64_t term[PRIORITIES];  /* from the start of the clock to its end */
	int64_t confirm_gap;       /* between the two readings of a proof */
	int64_t reported;          /* said to be installed, and not seen */
	int64_t reported_critical; /* the same for a critical one */
	int64_t window_grace;      /* after the window, before it has failed */
	int64_t return_after;      /* silent after the window */
	int silent_polls;          /* unanswered in a row: unreachable */
	int64_t settle;            /* after a boot, before observation */
	int64_t observe;
	int64_t observe_active; /* of which the device was watched */
	int64_t observe_max;
	int64_t reboot_window;
	int reboot_limit; /* unexpected ones in that window */
	int gap_percent;  /* our own gap over this part of a term: unknown */
	int within_percent;
	int partly_percent;

	/* Ports and how busy a device may be. */
	int unused_days; /* measured without a link: an unused port */
	int uplink_percent, cpu_percent, memory_percent, volume_percent;
	int busy_percent; /* of the hours above one of those: too busy */

	/* What a report takes as in time, and as good enough. */
	int64_t follow_critical; /* to take note of what is critical, ... */
	int64_t follow;          /* ... and of the rest */
	int64_t decide;          /* on an advisory, from when it was known */
	int64_t assess;          /* a patch, from when it was known */
	int64_t report;          /* after the period, to make its report */
	int64_t skew;            /* of a device's clock from ours */
	int64_t log_silence;     /* of what is to log */
	int answered_percent;    /* of the times a device was asked */

	/* Assessment: from which score (CVSS, in tenths) a class begins, ... */
	int score[PRIORITY_LOW];
	enum priority unknown;   /* ... the class of what has no score, ... */
	int internet_raises;     /* ... by how many classes facing it does, */
	enum priority patient;   /* and at least which class it then has */
	enum priority exploited; /* where it is known to be exploited */
	int64_t exploited_term;  /* the longest for that; 0: the critical one */
	int64_t mitigate;        /* a measure counts as in time until then */
	int64_t afterwards;      /* after an emergency, to approve it */

	/* Of measurements, by id: lib/framework/threshold.h. */
	char thresholds[2001];
};

/* The defaults of the table, as version 0. */
void policy_default(struct policy *p);

const char *priority_name(enum priority p);               /* "critical" */
int priority_parse(const char *name, enum priority *out); /* ERR_PARSE */

#endif
