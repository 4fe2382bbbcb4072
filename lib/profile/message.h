/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_PROFILE_MESSAGE_H
#define LIB_PROFILE_MESSAGE_H

#include <stddef.h>

#include "lib/profile/profile.h"

struct buf;

/*
 * What a log line tells of a device's version: MESSAGE_NONE for nearly all. A
 * version that it names is added to version (may be NULL).
 */
enum message_class profile_classify_message(
    const struct profile *p, const char *text, size_t len, struct buf *version);

#endif
