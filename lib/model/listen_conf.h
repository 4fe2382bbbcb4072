/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_MODEL_LISTEN_CONF_H
#define LIB_MODEL_LISTEN_CONF_H

#include "lib/base/conf.h"

/*
 * What a section listen "NAME" { } of patchwacht.conf may hold: the daemon acts
 * on it, and log-test knows from it where to send.
 */
extern const struct conf_option listen_conf_options[];

#endif
