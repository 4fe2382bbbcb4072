/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_TRAP_TRAP_H
#define COLLECTOR_TRAP_TRAP_H

#include "collector/role.h"

/*
 * Traps and informs into the journal, believed only of devices that we know and
 * by secrets that we have. It opens credentials, so it is the system user of
 * poll; it has no sockets but those it was handed, and the database's. Runs
 * only when the configuration has a section trap.
 */
extern const struct role_ops trap_role;

#endif
