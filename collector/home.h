/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_HOME_H
#define COLLECTOR_HOME_H

#include "collector/config.h"

/* The installation's folder, as the supervisor makes it ready for its roles. */

/* Makes run/ and journal/, the latter belonging to the roles that write it. */
int home_prepare(const struct config *c);

/*
 * run/patchwachtd.pid, locked by the daemon that uses this home; *fd holds the
 * lock. ERR_EXISTS, logged, when another daemon runs here.
 */
int home_lock(const struct config *c, int *fd);
void home_unlock(const struct config *c, int fd);

#endif
