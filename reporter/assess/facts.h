/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORTER_ASSESS_FACTS_H
#define REPORTER_ASSESS_FACTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/model/policy.h" /* enum priority */

struct json;

/*
 * The evidence of a report, read once into what assessing works with. Pure: no
 * clock, no database. Texts are borrowed from the evidence.
 */

/* How an obligation whose deadline fell in the period stands at the cut. */
enum timing {
	TIMING_ON_TIME, /* seen by the deadline, and never contradicted since */
	TIMING_LATE,    /* a reading shows that it was not there in time */
	TIMING_UNKNOWN, /* no reading tells; unknown_why says why */
	TIMING_EXCEPTED, /* not in time, by a decision made before the
			    deadline */
	TIMINGS
};

#define FACTS_NO_TIME INT64_MIN

/* One transition of an obligation, with the time it happened. */
struct step {
	int64_t patch_id, device_id, at;
	const char *to_state;
	const char *flag; /* NULL: a step of the state, not of a flag */
	const struct json *row;
};

/* A device x patch pair. doc/ARCHITECTURE.md says where its rules stand. */
struct obligation {
	const struct json *row;
	const struct step *steps; /* oldest first */
	size_t nsteps;
	struct device_fact *device; /* NULL: not in scope any more */
	const struct json *policy;  /* that it is under; NULL: none */
	int64_t patch_id, device_id;
	const char *state;
	enum priority priority;
	bool known_exploited, internet_facing;
	int64_t clock_start, created, deadline, claimed, last_old;
	int64_t seen, confirmed; /* as at the cut */

	bool already;   /* was there when it was registered */
	bool active;    /* proven to run at the cut */
	bool in_cohort; /* fell due in the period, or was registered too late */
	bool overdue;   /* past its deadline, not active, no valid exception */
	bool excepted;  /* a valid exception covers it at the cut */
	enum timing timing;
	const char
	    *unknown_why; /* a word: unread, silent, between, gap, claim */
};

struct device_fact {
	const struct json *row;
	int64_t device_id;
	const char *site;     /* "" when it has none */
	const char *category; /* network, peripheral, ... */
	bool measured;        /* we polled, it answered, and told its version */
	bool answered;        /* in the period */
	bool asked;           /* it was polled, whether it answered or not */
	bool retired;         /* out of scope at the cut: no longer asked for */
	bool only_claimed;    /* not measured, and somebody claimed a patch */
	bool sleeps;          /* of a class that is off at night */
	const struct json *polled; /* how it answered; NULL: not told apart */
	const struct json *reach;  /* how long it could be reached; or NULL */
};

struct facts {
	const struct json *evidence;
	int64_t from, to, cut, snapshot;
	bool interim;
	struct obligation *obligations;
	size_t nobligations;
	struct device_fact *devices; /* by name */
	struct device_fact **by_id;
	size_t ndevices;
	struct step *steps; /* by pair, then by time */
	size_t nsteps;
	const struct json *policy; /* in force at the cut; NULL: none */
	bool unexcepted;           /* as if no exception had been approved */
};

/* ERR_PARSE when the evidence lacks what it must have. */
int facts_read(const struct json *evidence, struct facts *out);

/*
 * How things stood in a part of the period, and at its end: of obligations and
 * what happened. Devices are as they were at the end of the whole.
 */
int facts_read_between(
    const struct json *evidence, int64_t from, int64_t to, struct facts *out);
void facts_free(struct facts *f);

/* A time of a row, or FACTS_NO_TIME. */
int64_t facts_time(const struct json *row, const char *key);

struct device_fact *facts_device(const struct facts *f, int64_t id);

/* Still to be installed, whether its deadline has passed or not. */
bool facts_is_open(const struct obligation *o);

/* It failed, was rolled back, or the device was worse for it. */
bool facts_is_broken(const struct obligation *o);

/* "" for a missing text, so that comparing needs no care. */
const char *facts_text(const struct json *row, const char *key);

#endif
