/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_MODEL_PAIR_H
#define LIB_MODEL_PAIR_H

#include <stdbool.h>

#include "lib/model/deployment.h"

/*
 * What one reading, and two of them far enough apart, prove. The old version
 * needs the same care as the new one: silence proves neither.
 */

/* E3: tested, fine enough, the same device, undisputed, with the fix. */
bool judgement_shows_fix(const struct judgement *r);

/* As good a reading, of a version below the fix set. */
bool judgement_is_old(const struct judgement *r);

/* Nothing that this device says can ever prove the fix. */
bool judgement_cannot_tell(const struct judgement *r);

/*
 * What the reading says was said before, confirm_gap ago or longer, and by one
 * more reading since the last boot.
 */
bool judgement_is_pair(
    const struct judgement *r, const struct deployment_facts *f);

#endif
