/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_FLEET_NAME_H
#define TESTS_FLEET_NAME_H

#include <stdbool.h>

#include "lib/wire/oid.h"

/* Objects that go on by themselves, from SNMPv2-MIB, HOST-RESOURCES-MIB and
 * SNMP-FRAMEWORK-MIB. */
#define NAME_SYS_UPTIME   OID_OF(0x2b, 6, 1, 2, 1, 1, 3, 0)
#define NAME_HOST_UPTIME  OID_OF(0x2b, 6, 1, 2, 1, 25, 1, 1, 0)
#define NAME_ENGINE_BOOTS OID_OF(0x2b, 6, 1, 6, 3, 10, 2, 1, 2, 0)
#define NAME_ENGINE_TIME  OID_OF(0x2b, 6, 1, 6, 3, 10, 2, 1, 3, 0)

/* SNMPv2-MIB */
#define NAME_TRAP_OID OID_OF(0x2b, 6, 1, 6, 3, 1, 1, 4, 1, 0)
#define NAME_TRAPS    OID_OF(0x2b, 6, 1, 6, 3, 1, 1, 5)

static inline bool
name_is_clock(struct oid oid)
{
	return oid_eq(oid, NAME_SYS_UPTIME) || oid_eq(oid, NAME_HOST_UPTIME) ||
	    oid_eq(oid, NAME_ENGINE_BOOTS) || oid_eq(oid, NAME_ENGINE_TIME);
}

#endif
