/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_MODEL_PROGRAM_CONF_H
#define LIB_MODEL_PROGRAM_CONF_H

#include "lib/base/conf.h"

/*
 * What a section program "NAME" { } of patchwacht.conf may hold: the daemon
 * runs it, and a channel is only given one that stands there.
 */
extern const struct conf_option program_conf_options[];

#endif
