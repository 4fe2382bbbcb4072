/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_WIRE_SYSLOG_HEADER_H
#define LIB_WIRE_SYSLOG_HEADER_H

#include "lib/wire/syslog.h"

/*
 * The header of RFC 3164 and what devices make of it: sequence numbers, a host
 * before the time, a year first, a slot, an uptime for a time, a relay's header
 * before the device's own.
 */

/* Takes time and host from in; false, and in as it was, without either. */
bool syslog_take_header(
    const struct syslog_context *context, struct span *in, struct syslog *out);

/* Takes "app[123]: " or "app: ", and notes Cisco's %FACILITY-6-MNEMONIC. */
void syslog_take_tag(struct span *in, struct syslog *out);

#endif
