/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORTER_ASSESS_MEASURE_H
#define REPORTER_ASSESS_MEASURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct facts;

/*
 * A measurement: part of whole, and how many of the whole nobody can tell.
 * An outcome is about the measurement and its threshold, never about a control
 * or a norm; it uses the lower bound, part / whole.
 */
enum outcome {
	OUTCOME_NONE,  /* there is no threshold: a count */
	OUTCOME_EMPTY, /* nothing to measure: never 100 % */
	OUTCOME_WITHIN,
	OUTCOME_PARTLY,
	OUTCOME_BEYOND,
	OUTCOME_UNDETERMINED, /* reason says why */
};

/* Where a figure comes from: a device, the register, a person. */
enum provenance {
	PROVENANCE_MEASURED,
	PROVENANCE_REGISTERED,
	PROVENANCE_DECLARED
};

/* In percent; given: there are some. */
struct bounds {
	int64_t within, partly;
	bool given;
};

struct measurement {
	const char *id; /* "M-PAT-01" */
	enum provenance provenance;
	int64_t part, whole, unknown, excepted;
	bool apart; /* the unknown ones are no part of the whole */
	struct bounds own, general; /* of the policy: for it, and for all */
	struct bounds used;         /* by which it was judged */
	enum outcome outcome;
	const char *reason; /* a word, with OUTCOME_UNDETERMINED; or NULL */
};

/* What a figure says: words form.share ... */
enum measure_form {
	FORM_SHARE, /* part of whole, the more the better */
	FORM_WRONG, /* part of whole that should not be */
	FORM_COUNT, /* how many, without a norm */
};

/* The measurements there are, in the order of their ids. */
size_t measure_count(void);
const char *measure_id(size_t i);
enum measure_form measure_form(size_t i);
const char *measure_form_name(enum measure_form form);
void measure_take(const struct facts *f, size_t i, struct measurement *out);

/* The place of an id, or -1. */
long measure_find(const char *id);

/* "within" ...; the words files have outcome.within and provenance.measured */
const char *outcome_name(enum outcome o);
const char *provenance_name(enum provenance p);

/*
 * What the share is at least and at most, in percent, when all that is unknown
 * turns out one way or the other; -1 where there is nothing to share.
 */
double measure_low(const struct measurement *m);
double measure_high(const struct measurement *m);

/*
 * The outcome of a share with two bounds in percent, unless the policy has
 * others: m->own, or m->general in the place of MEASURE_WITHIN and
 * MEASURE_PARTLY. m->used has those that were taken; what is unknown counts
 * against it. Below MEASURE_SMALL no percentage is judged: none short is
 * within, one of at least five is partly, more is beyond; with none short and
 * some unknown nobody can tell. Where the bound of partly allows none at all,
 * one is beyond, as it is in a large number.
 */
enum outcome measure_judge(
    struct measurement *m, int64_t within, int64_t partly);

/* The same where part is what should not be: at most so many percent of it. */
enum outcome measure_judge_wrong(
    struct measurement *m, int64_t within, int64_t partly);
enum { MEASURE_WITHIN = 95, MEASURE_PARTLY = 80 };
enum { MEASURE_SMALL = 20, MEASURE_PARTLY_LEAST = 5 };

#endif
