/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/model/deadline.h"

#include "lib/base/clock.h"

static void
start_clock(const struct deadline_facts *f, struct deadline *out)
{
	out->start = f->registered;
	out->basis = BASIS_REGISTERED;
	if (f->released != CLOCK_NONE) {
		out->start = f->released;
		out->basis = BASIS_RELEASED;
	}
	if (f->advised != CLOCK_NONE &&
	    (f->released == CLOCK_NONE || f->advised < f->released)) {
		out->start = f->advised;
		out->basis = BASIS_ADVISED;
	}
	if (f->in_service != CLOCK_NONE && f->in_service > out->start) {
		out->start = f->in_service;
		out->basis = BASIS_IN_SERVICE;
	}
}

void
deadline_of(const struct policy *p, const struct deadline_facts *f,
    struct deadline *out)
{
	int64_t term = p->term[f->priority];
	int64_t exploited = p->exploited_term != 0 ? p->exploited_term
						   : p->term[PRIORITY_CRITICAL];

	if (f->known_exploited && exploited < term)
		term = exploited;
	start_clock(f, out);
	out->due = out->start + term;
	if (f->by_hand != CLOCK_NONE && f->by_hand < out->due)
		out->due = f->by_hand;
}

const char *
basis_name(enum clock_basis b)
{
	static const char *const names[] = {
		[BASIS_RELEASED] = "released",
		[BASIS_ADVISED] = "advised",
		[BASIS_IN_SERVICE] = "in_service",
		[BASIS_REGISTERED] = "registered",
	};

	return names[b];
}

bool
deadline_is_overdue(int64_t due, int64_t now, bool fix_active, bool excepted)
{
	return now > due && !fix_active && !excepted;
}

bool
exception_counts(
    int64_t approved, int64_t valid_until, int64_t due, int64_t now)
{
	return approved != CLOCK_NONE && approved < due && approved <= now &&
	    now < valid_until;
}

enum met
deadline_met(int64_t due, int64_t v, int64_t last_old)
{
	if (v <= due)
		return MET_YES;
	return last_old != CLOCK_NONE && last_old > due ? MET_NO : MET_UNKNOWN;
}
