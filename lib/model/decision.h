/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_MODEL_DECISION_H
#define LIB_MODEL_DECISION_H

#include <stdint.h>

#include "lib/model/function.h"
#include "lib/model/policy.h"

/*
 * Who decides on an exception, for those who must be asked. That nobody else
 * does, the database sees to (lib/store/schema, exception_decider).
 *
 * A system owner decides on what is low or medium, for 90 days that are counted
 * from the first approval of all that it extends; everything else is for the
 * board, or who holds its mandate, who may decide on those as well.
 */
#define DECISION_OWNER_SPAN_S (90 * 86400LL)

/* span: from the first approval, or from now, to the end; microseconds. */
enum function decision_for(enum priority p, int64_t span);

#endif
