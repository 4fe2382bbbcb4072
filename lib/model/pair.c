/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/model/pair.h"

#include "lib/base/clock.h"

static bool
is_good(const struct judgement *r)
{
	return r->tested && !r->suggestion && r->fine && r->agreed;
}

bool
judgement_shows_fix(const struct judgement *r)
{
	return r->verdict == FIX_MET && is_good(r) && r->same;
}

/* Another device in its place that runs the old version is no better. */
bool
judgement_is_old(const struct judgement *r)
{
	return r->verdict == FIX_NOT_MET && is_good(r);
}

bool
judgement_cannot_tell(const struct judgement *r)
{
	return r->verdict == FIX_UNREADABLE || r->verdict == FIX_APART ||
	    r->suggestion || !r->fine;
}

bool
judgement_is_pair(const struct judgement *r, const struct deployment_facts *f)
{
	return r->before != CLOCK_NONE && r->before < r->at &&
	    r->at - r->since >= f->policy->confirm_gap &&
	    (f->boot_at == CLOCK_NONE || r->before >= f->boot_at);
}
