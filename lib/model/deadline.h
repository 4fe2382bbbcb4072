/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_MODEL_DEADLINE_H
#define LIB_MODEL_DEADLINE_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/model/policy.h"

/*
 * When an obligation o (one patch on one device) starts and ends.
 *
 *	a(o)	the later of: the earliest of vendor's release and CSIRT's
 *		advice; the device coming into service. Registration only
 *		where no other is known, so that registering late gains no time.
 *	d(o)	a(o) and the policy's term for the priority, in calendar hours;
 *		or the deadline that was set by hand.
 *	v(o)	the first reading of the pair that proved the fix.
 *
 * Times are CLOCK_NONE where they are not known.
 */

enum clock_basis {
	BASIS_RELEASED,
	BASIS_ADVISED,
	BASIS_IN_SERVICE,
	BASIS_REGISTERED
};

struct deadline_facts {
	enum priority priority;
	bool known_exploited; /* the policy's term for that, if shorter */
	int64_t released, advised, in_service;
	int64_t registered; /* always known */
	int64_t by_hand;    /* the patch's own deadline, if earlier */
};

struct deadline {
	int64_t start; /* a(o) */
	enum clock_basis basis;
	int64_t due; /* d(o) */
};

void deadline_of(const struct policy *p, const struct deadline_facts *f,
    struct deadline *out);

const char *basis_name(enum clock_basis b); /* as in the table deployment */

/* Depends on nothing else: not on who said what, nor on the state's name. */
bool deadline_is_overdue(
    int64_t due, int64_t now, bool fix_active, bool excepted);

/* Approved before d(o) and still valid; approved may be CLOCK_NONE. */
bool exception_counts(
    int64_t approved, int64_t valid_until, int64_t due, int64_t now);

enum met {
	MET_UNKNOWN, /* old before d(o), new after it: nobody saw when */
	MET_YES,     /* v(o) <= d(o) */
	MET_NO,      /* the old version still ran after d(o) */
};

/* last_old is the last reading below the fix set, or CLOCK_NONE. */
enum met deadline_met(int64_t due, int64_t v, int64_t last_old);

#endif
