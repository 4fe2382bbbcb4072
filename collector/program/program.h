/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_PROGRAM_PROGRAM_H
#define COLLECTOR_PROGRAM_PROGRAM_H

#include "collector/role.h"

/*
 * Role program: runs what sections program { } name, and nothing else, when
 * alert asks for one by its name (control.h). It has neither the database nor
 * a key, and is not there where no program is configured. A few run at a time;
 * what waits for them waits in the socket. One that was asked for by an alert
 * that has ended since is not begun.
 */
extern const struct role_ops program_role;

#endif
