/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_MODEL_SEAL_CONF_H
#define LIB_MODEL_SEAL_CONF_H

#include "lib/base/conf.h"

/*
 * What a section seal { } of patchwacht.conf may hold: patchwacht-seal signs by
 * it, reports say whose seal they bear, and the daemon lets it stand.
 */
extern const struct conf_option seal_conf_options[];

#endif
