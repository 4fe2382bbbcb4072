/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/model/decision.h"

#include <stdbool.h>

#include "lib/base/clock.h"

enum function
decision_for(enum priority p, int64_t span)
{
	bool small = p == PRIORITY_MEDIUM || p == PRIORITY_LOW;

	return small && span <= DECISION_OWNER_SPAN_S * CLOCK_SECOND
	    ? FUNCTION_SYSTEM_OWNER
	    : FUNCTION_BOARD;
}
