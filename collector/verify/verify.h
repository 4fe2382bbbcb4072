/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_VERIFY_VERIFY_H
#define COLLECTOR_VERIFY_VERIFY_H

#include "collector/role.h"

/* Concludes, from what store has loaded, what runs and what is late. */
extern const struct role_ops verify_role;

#endif
