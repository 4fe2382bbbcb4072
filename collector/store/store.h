/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_STORE_STORE_H
#define COLLECTOR_STORE_STORE_H

#include "collector/role.h"

/*
 * From the journals of poll and listen into the database. The database may be
 * away for as long as the disk holds: what is in a journal stays there.
 */
extern const struct role_ops store_role;

#endif
