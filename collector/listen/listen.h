/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_LISTEN_LISTEN_H
#define COLLECTOR_LISTEN_LISTEN_H

#include "collector/role.h"

/*
 * Syslog over UDP, TCP, TLS and RELP into the journal. Hostile bytes come in
 * here, so it has no key, no database, and no sockets but those it was handed.
 */
extern const struct role_ops listen_role;

#endif
