/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_PROFILE_OBJECT_H
#define LIB_PROFILE_OBJECT_H

#include "lib/wire/oid.h"

struct buf;

/*
 * Objects as an author writes them: 1.3.6.1.4.1.9.9, enterprises.9.9,
 * sysDescr.0. Only the few names that nearly every profile needs are known: a
 * profile must read the same where no MIB files are installed.
 */
int object_parse(const char *text, struct buf *out);

/* Constants, for those who look at standard objects themselves. */
extern const struct oid object_sys_descr;         /* sysDescr.0 */
extern const struct oid object_sys_object_id;     /* sysObjectID.0 */
extern const struct oid object_entity;            /* entPhysicalEntry */
extern const struct oid object_installed_name;    /* hrSWInstalledName */
extern const struct oid object_serial_of_printer; /* prtGeneralSerialNumber */

#endif
