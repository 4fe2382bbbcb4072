/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_PROFILE_OBJECT_H
#define LIB_PROFILE_OBJECT_H

#include "lib/wire/oid.h"

struct buf;

/*
 * Objects as an author writes them: 1.3.6.1.4.1.9.9, enterprises.9.9,
 * sysDescr.0, IF-MIB::ifName. A few names are known here, so that what is
 * shipped reads the same wherever it is read; others are asked of the resolver,
 * if there is one.
 */
int object_parse(const char *text, struct buf *out);

/* Appends the octets of a name, or ERR_NOTFOUND; lib/mib/mib.h has one. */
typedef int object_resolver(const char *name, struct buf *out);
void object_resolve_with(object_resolver *resolver);

/* Constants, for those who look at standard objects themselves. */
extern const struct oid object_sys_descr;      /* sysDescr.0 */
extern const struct oid object_sys_object_id;  /* sysObjectID.0 */
extern const struct oid object_entity;         /* entPhysicalEntry */
extern const struct oid object_installed_name; /* hrSWInstalledName */

#endif
