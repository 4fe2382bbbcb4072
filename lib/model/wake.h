/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_MODEL_WAKE_H
#define LIB_MODEL_WAKE_H

#include <stdint.h>

struct deployment;
struct deployment_facts;

/*
 * Most readings say what the one before said. After one that left a deployment
 * as it was, only the time of another one like it can make a difference: that a
 * pair is far enough apart, that a window opens, that something was watched for
 * long enough.
 *
 * The first moment at which such a reading may move d, INT64_MAX when none
 * does; f holds the reading that moved nothing but last_old. What the clock
 * moves, and people, is not meant: that is seen without a reading.
 */
int64_t deployment_wake(
    const struct deployment *d, const struct deployment_facts *f);

#endif
