/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_STORE_ALERT_DIGEST_STORE_H
#define LIB_STORE_ALERT_DIGEST_STORE_H

#include <stdint.h>

struct db;

/*
 * What stands open, daily or weekly, at 7 in the organisation's own time. It
 * also comes when nothing is new: that none comes is a message. One that was
 * missed is made up for by one, which tells of all since the last.
 */
int digest_make(struct db *db, int64_t now);

#endif
