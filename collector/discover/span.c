/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/discover/span.h"

#include <string.h>

#include "collector/discover/findings.h"

void
span_pass(struct span *s, struct sweep_run *r, uint64_t number, unsigned marks)
{
	uint8_t *first;

	r->done++;
	s->marks[number % SPAN] = (uint8_t)(marks | MARK_DONE);
	while ((*(first = &s->marks[r->passed % SPAN]) & MARK_DONE) != 0) {
		r->answered += (*first & MARK_ANSWERED) != 0;
		r->found += (*first & MARK_FOUND) != 0;
		r->skipped += (*first & MARK_SKIPPED) != 0;
		*first = 0;
		r->passed++;
	}
}

uint64_t
span_rewind(struct span *s, struct sweep_run *r)
{
	memset(s->marks, 0, sizeof(s->marks));
	r->done = r->passed;
	return r->passed;
}
