/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/model/silence.h"

#include <stdbool.h>

#include "lib/base/clock.h"

static void
note_refusal(struct silence *s, int64_t at, enum contact how)
{
	if (how == CONTACT_ANSWERED) {
		s->last_answer = at;
		s->refused = 0;
		s->refused_since = CLOCK_NONE;
	} else if (how == CONTACT_REFUSED && s->refused++ == 0) {
		s->refused_since = at;
	}
}

enum silence_change
silence_note(
    struct silence *s, int64_t at, enum contact how, int limit, int64_t gap)
{
	bool was_silent = s->polls >= limit;
	bool was_gap = s->last_try != CLOCK_NONE && at - s->last_try > gap;

	s->last_try = at;
	note_refusal(s, at, how);
	if (how != CONTACT_NONE) {
		s->polls = 0;
		s->since = CLOCK_NONE;
		return was_silent ? SILENCE_ENDED : SILENCE_SAME;
	}
	/* A silence that was told stays told: only an answer ends it. */
	if (s->polls == 0 || (was_gap && !was_silent)) {
		s->polls = 0;
		s->since = at;
	}
	s->polls++;
	return !was_silent && s->polls >= limit ? SILENCE_BEGAN : SILENCE_SAME;
}

int64_t
silence_since(const struct silence *s, int limit)
{
	return s->polls >= limit ? s->since : CLOCK_NONE;
}
