/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_WIRE_SYSLOG_REPEAT_H
#define LIB_WIRE_SYSLOG_REPEAT_H

#include "lib/wire/span.h"

/*
 * How often a line says that a message came again: 0 for nearly all. "last
 * message repeated 3 times" is about the line before it, and *inner is not
 * there; "message repeated 3 times: [ text]" carries it.
 */
unsigned syslog_repeats(const struct span *message, struct span *inner);

#endif
