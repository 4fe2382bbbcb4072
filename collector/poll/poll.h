/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_POLL_POLL_H
#define COLLECTOR_POLL_POLL_H

#include "collector/role.h"

/*
 * Asks each device of the register, at its own moment, who it is and what it
 * runs, and writes what it says to the journal. The only role that can open
 * credentials.
 */
extern const struct role_ops poll_role;

#endif
