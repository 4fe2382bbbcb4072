/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_WIRE_SYSLOG_SD_H
#define LIB_WIRE_SYSLOG_SD_H

#include <stdbool.h>

#include "lib/wire/span.h"

/* RFC 5424, 6.3: elements without a blank between them. */

/* Takes all elements at the start of in; false when there is no whole one. */
bool syslog_take_sd(struct span *in, struct span *out);

/* Takes "[id" of an element: name is the id. */
bool syslog_take_sd_element(struct span *in, struct span *name);

/* Takes a parameter; value is as written, with its backslashes. False at the
 * element's end, which is taken. */
bool syslog_take_sd_param(
    struct span *in, struct span *name, struct span *value);

#endif
