/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/model/wake.h"

#include "lib/base/clock.h"
#include "lib/model/deployment.h"
#include "lib/model/pair.h"
#include "lib/model/policy.h"

int64_t
deployment_wake(const struct deployment *d, const struct deployment_facts *f)
{
	const struct policy *p = f->policy;
	const struct judgement *r = f->reading;
	bool is_open = !deployment_is_active(d->state);
	bool is_observed = d->state == STATE_OBSERVING;
	bool is_against = r->verdict == FIX_NOT_MET || r->verdict == FIX_APART;
	/* Each moment that a row of the table asks a reading's time for. */
	const struct {
		bool asked;
		int64_t from, term;
	} moments[] = {
		{ is_open, d->seen, p->confirm_gap },
		{ true, d->other_since, p->confirm_gap },
		{ d->state == STATE_REPORTED, d->entered, p->confirm_gap },
		{ is_against, r->since, p->confirm_gap },
		{ is_open, d->window_start, 0 },
		{ is_open, d->window_end, 0 },
		{ is_open, d->window_end, p->window_grace },
		{ is_observed, d->observe_until, 0 },
		{ is_observed, d->observe_from, p->observe_max },
	};
	int64_t next = INT64_MAX;

	/* For how long it was watched grows with each reading. */
	if (d->state == STATE_OBSERVING && r->at >= d->observe_until)
		return r->at;
	/* What undoes a fix asks for two; the next one has this one behind it,
	 * since the boot. */
	if (is_against && r->at - r->since >= p->confirm_gap &&
	    !judgement_is_pair(r, f))
		return r->at;
	for (size_t i = 0; i < sizeof(moments) / sizeof(moments[0]); i++) {
		int64_t at = moments[i].from;

		if (!moments[i].asked || at == CLOCK_NONE)
			continue;
		at += moments[i].term;
		if (at > r->at && at < next)
			next = at;
	}
	return next;
}
