/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_MIB_MIB_H
#define LIB_MIB_MIB_H

#include <stdbool.h>
#include <stddef.h>

struct buf;
struct oid;

/*
 * Names of objects, as MIB modules (RFC 2578) give them. Modules are read by
 * net-snmp's parser, which keeps one tree for the whole program: it is for
 * commands and for start-up, in one thread.
 *
 * Folders are looked through in this order, and a module in a later one goes
 * before a module of the same name in an earlier one:
 *
 *	data/mibs/smi             names of the standard modules, shipped, and
 *	data/mibs/PATCHWACHT-MIB  our own
 *	/usr/share/snmp/mibs      what Debian and snmp-mibs-downloader put
 *	/var/lib/snmp/mibs/ietf   there
 *	/var/lib/snmp/mibs/iana
 *	SYSCONFDIR/mibs/smi       the administrator's, of vendors
 *	MIBDIRS                   of the environment, separated by colons
 */

/*
 * Where data is (NULL: lib/base/data.h finds it). Nothing is read before the
 * first question; then it is which modules there are.
 */
void mib_use(const char *data);
void mib_close(void); /* forgets all that was read */

/*
 * Appends the contents octets of a name: "ifInErrors.3", "IF-MIB::ifInErrors",
 * "1.3.6.1.2.1", "enterprises.9.9". A name with its module reads that one and
 * what it imports; one without reads every module that there is. ERR_NOTFOUND.
 */
int mib_parse(const char *name, struct buf *out);

/*
 * Appends "IF-MIB::ifInErrors.3" for an object; the numbers alone when not even
 * the start of it, below the well-known roots, has a name (ERR_NOTFOUND).
 */
int mib_print(struct oid oid, struct buf *out);

/* Calls found for every name that has text in it, in order of their OIDs. */
void mib_search(const char *text,
    void (*found)(
	void *arg, const char *module, const char *name, const char *oid),
    void *arg);

/* Faults in modules, and modules that are missing; log_debug tells of each. */
unsigned mib_faults(void);

#endif
