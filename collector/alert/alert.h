/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_ALERT_ALERT_H
#define COLLECTOR_ALERT_ALERT_H

#include "collector/role.h"

/* Sends what stands in the outbox: each mail once. */
extern const struct role_ops alert_role;

#endif
