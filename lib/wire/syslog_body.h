/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_WIRE_SYSLOG_BODY_H
#define LIB_WIRE_SYSLOG_BODY_H

#include "lib/wire/syslog.h"

/*
 * What the text itself says of time and host, for messages whose header does
 * not: key=value pairs (FortiOS, SFOS), CEF. Fills only what is missing.
 */
void syslog_read_body(const struct syslog_context *context, struct syslog *out);

#endif
