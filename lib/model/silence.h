/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_MODEL_SILENCE_H
#define LIB_MODEL_SILENCE_H

#include <stdint.h>

/* How a poll ended: a refusal tells that somebody is there, and nothing else.
 */
enum contact { CONTACT_NONE, CONTACT_REFUSED, CONTACT_ANSWERED };

/*
 * How long a device has not answered, counted in polls that we made. Where we
 * made none, the count begins anew: of our own gap nothing is concluded.
 */
struct silence {
	int64_t last_try, last_answer;
	int polls;     /* unanswered in a row */
	int64_t since; /* the first of them */
	int refused;   /* polls refused since the last answer */
	int64_t refused_since;
};

enum silence_change { SILENCE_SAME, SILENCE_BEGAN, SILENCE_ENDED };

/*
 * Takes in one poll. limit polls in a row are a silence; a distance between
 * polls past gap is a gap of our own.
 */
enum silence_change silence_note(
    struct silence *s, int64_t at, enum contact how, int limit, int64_t gap);

/* From when on it is unreachable, or CLOCK_NONE while it is not. */
int64_t silence_since(const struct silence *s, int limit);

#endif
