/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/wire/syslog_repeat.h"

#include <stdint.h>

/* More than a million times in the minutes between two such lines is a sender's
 * invention; sums of what is believed stay far below INT_MAX. */
enum { TIMES_DIGITS = 6 };

static bool
take_inner(struct span *at, struct span *inner)
{
	if (!span_take_char(at, ':'))
		return false;
	(void)span_skip_blanks(at);
	if (!span_take_char(at, '[') || at->end == at->at || at->end[-1] != ']')
		return false;
	(void)span_skip_blanks(at);
	*inner = (struct span){ at->at, at->end - 1 };
	return inner->at <= inner->end;
}

unsigned
syslog_repeats(const struct span *message, struct span *inner)
{
	struct span at = *message;
	int64_t times;
	bool last;

	*inner = (struct span){ 0 };
	while (span_take_char(&at, '-') || span_take_char(&at, '(') ||
	    span_take_char(&at, ' '))
		continue;
	last = span_take_text(&at, "last ") || span_take_text(&at, "Last ");
	if (!span_take_text(&at, "message repeated ") ||
	    !span_take_number(&at, 1, TIMES_DIGITS, &times) ||
	    !span_take_text(&at, " time"))
		return 0;
	(void)span_take_char(&at, 's');
	if (!last && !take_inner(&at, inner))
		return 0;
	return (unsigned)times;
}
