/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_KEYS_KEYS_H
#define COLLECTOR_KEYS_KEYS_H

#include <stdint.h>

#include "lib/wire/usm.h"

/*
 * Passwords to keys (RFC 3414, A.2), by net-snmp's keytools. Each takes
 * milliseconds: once for a credential, never for a device.
 */

enum { KEYS_PASSWORD_MIN = 8 }; /* RFC 3414, 11.2 */

/*
 * out->name, context, auth and priv are set; fills auth_ku and priv_ku. A
 * password that its protocol does not need may be NULL. ERR_RANGE: one is too
 * short, or there is privacy without authentication. ERR_NOTFOUND: this machine
 * has no such digest. Neither is logged.
 */
int keys_make(
    struct usm_user *out, const char *auth_password, const char *priv_password);

/* How often a password went through, since the start. */
uint64_t keys_made(void);

#endif
