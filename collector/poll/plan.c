/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/poll/plan.h"

#include <stdlib.h>

#include "lib/base/mem.h"
#include "lib/profile/profile.h"

#define MIB_2 0x2b, 6, 1, 2, 1
#define NAME(...)                                            \
	{                                                    \
		(const uint8_t[]){ __VA_ARGS__ },            \
		    sizeof((const uint8_t[]){ __VA_ARGS__ }) \
	}
#define COUNT(a) (sizeof(a) / sizeof((a)[0]))
#define LIST(of, as_columns)                                               \
	{                                                                  \
		.names = (of), .count = COUNT(of), .columns = (as_columns) \
	}

/* No sysContact: it names a person, and nothing is concluded from it. */
static const struct oid contact[] = {
	NAME(MIB_2, 1, 1, 0),                   /* sysDescr */
	NAME(MIB_2, 1, 2, 0),                   /* sysObjectID */
	NAME(MIB_2, 1, 3, 0),                   /* sysUpTime */
	NAME(MIB_2, 1, 5, 0),                   /* sysName */
	NAME(MIB_2, 1, 6, 0),                   /* sysLocation */
	NAME(MIB_2, 25, 1, 1, 0),               /* hrSystemUptime */
	NAME(0x2b, 6, 1, 6, 3, 10, 2, 1, 1, 0), /* snmpEngineID */
	NAME(0x2b, 6, 1, 6, 3, 10, 2, 1, 2, 0), /* snmpEngineBoots */
	NAME(0x2b, 6, 1, 6, 3, 10, 2, 1, 3, 0), /* snmpEngineTime */
};

static const struct oid knock[] = {
	NAME(MIB_2, 1, 3, 0), /* sysUpTime */
};

/* What is counted of them is measured (metrics.h). */
static const struct oid interfaces[] = {
	NAME(MIB_2, 2, 2, 1, 2),      /* ifDescr */
	NAME(MIB_2, 2, 2, 1, 3),      /* ifType */
	NAME(MIB_2, 2, 2, 1, 6),      /* ifPhysAddress */
	NAME(MIB_2, 2, 2, 1, 7),      /* ifAdminStatus */
	NAME(MIB_2, 2, 2, 1, 8),      /* ifOperStatus */
	NAME(MIB_2, 31, 1, 1, 1, 1),  /* ifName */
	NAME(MIB_2, 31, 1, 1, 1, 15), /* ifHighSpeed */
	NAME(MIB_2, 31, 1, 1, 1, 18), /* ifAlias */
};

static const struct oid parts[] = {
	NAME(MIB_2, 47, 1, 1, 1, 1, 2),  /* entPhysicalDescr */
	NAME(MIB_2, 47, 1, 1, 1, 1, 4),  /* entPhysicalContainedIn */
	NAME(MIB_2, 47, 1, 1, 1, 1, 5),  /* entPhysicalClass */
	NAME(MIB_2, 47, 1, 1, 1, 1, 7),  /* entPhysicalName */
	NAME(MIB_2, 47, 1, 1, 1, 1, 8),  /* entPhysicalHardwareRev */
	NAME(MIB_2, 47, 1, 1, 1, 1, 9),  /* entPhysicalFirmwareRev */
	NAME(MIB_2, 47, 1, 1, 1, 1, 10), /* entPhysicalSoftwareRev */
	NAME(MIB_2, 47, 1, 1, 1, 1, 11), /* entPhysicalSerialNum */
	NAME(MIB_2, 47, 1, 1, 1, 1, 13), /* entPhysicalModelName */
};

/* Side by side: where there are none of these, that is one question. */
static const struct oid host[] = {
	NAME(MIB_2, 25, 2, 3, 1, 3), /* hrStorageDescr */
	NAME(MIB_2, 25, 6, 3, 1, 2), /* hrSWInstalledName */
	NAME(MIB_2, 25, 6, 3, 1, 5), /* hrSWInstalledDate */
};

#define LLDP 0x28, 0xc4, 0x62, 1, 1, 2, 1           /* 1.0.8802.1.1.2.1 */
#define CDP  0x2b, 6, 1, 4, 1, 9, 9, 23, 1, 2, 1, 1 /* cdpCacheEntry */

/*
 * Whom it sees, and by which addresses it is seen itself. Of several tables,
 * side by side: where there are none of them, that is one question. Read by
 * lib/wire/neighbour.
 */
static const struct oid neighbours[] = {
	NAME(LLDP, 3, 1),        /* lldpLocChassisIdSubtype */
	NAME(LLDP, 3, 2),        /* lldpLocChassisId */
	NAME(LLDP, 3, 7, 1, 2),  /* lldpLocPortIdSubtype */
	NAME(LLDP, 3, 7, 1, 3),  /* lldpLocPortId */
	NAME(LLDP, 3, 7, 1, 4),  /* lldpLocPortDesc */
	NAME(LLDP, 4, 1, 1, 4),  /* lldpRemChassisIdSubtype */
	NAME(LLDP, 4, 1, 1, 5),  /* lldpRemChassisId */
	NAME(LLDP, 4, 1, 1, 7),  /* lldpRemPortId */
	NAME(LLDP, 4, 1, 1, 9),  /* lldpRemSysName */
	NAME(LLDP, 4, 1, 1, 10), /* lldpRemSysDesc */
	NAME(LLDP, 4, 1, 1, 12), /* lldpRemSysCapEnabled */
	NAME(LLDP, 4, 2, 1, 3),  /* lldpRemManAddrIfSubtype */
	NAME(MIB_2, 17, 1, 1),   /* dot1dBaseBridgeAddress */
	NAME(CDP, 3),            /* cdpCacheAddressType */
	NAME(CDP, 4),            /* cdpCacheAddress */
	NAME(CDP, 5),            /* cdpCacheVersion */
	NAME(CDP, 6),            /* cdpCacheDeviceId */
	NAME(CDP, 7),            /* cdpCacheDevicePort */
	NAME(CDP, 8),            /* cdpCachePlatform */
	NAME(CDP, 9),            /* cdpCacheCapabilities */
};

static const struct oid addresses[] = {
	NAME(MIB_2, 4, 35, 1, 4), /* ipNetToPhysicalPhysAddress */
	NAME(MIB_2, 4, 35, 1, 6), /* ipNetToPhysicalType */
	NAME(MIB_2, 4, 22, 1, 2), /* ipNetToMediaPhysAddress */
	NAME(MIB_2, 4, 22, 1, 4), /* ipNetToMediaType */
};

static const struct oid stranger[] = {
	NAME(MIB_2, 16, 19, 2, 0),   /* probeSoftwareRev */
	NAME(MIB_2, 33, 1, 1, 1, 0), /* upsIdentManufacturer */
	NAME(MIB_2, 33, 1, 1, 2, 0), /* upsIdentModel */
	NAME(MIB_2, 33, 1, 1, 3, 0), /* upsIdentUPSSoftwareVersion */
	NAME(MIB_2, 33, 1, 1, 4, 0), /* upsIdentAgentSoftwareVersion */
	NAME(0x28, 0xc4, 0x62, 1, 1, 2, 1, 3, 4, 0), /* lldpLocSysDesc */
};

static const struct oid stranger_columns[] = {
	NAME(MIB_2, 25, 3, 2, 1, 3),  /* hrDeviceDescr */
	NAME(MIB_2, 43, 5, 1, 1, 17), /* prtGeneralSerialNumber */
};

static const struct walk_list tables[] = {
	LIST(interfaces, true),
	LIST(parts, true),
	LIST(neighbours, true),
	LIST(host, true),
};

struct plan {
	struct oid *names;   /* scalars of the profile */
	struct oid *columns; /* one list each: their rows have no relation */
	struct walk_list *lists;
	size_t count;
};

const struct walk_list *
plan_contact(void)
{
	static const struct walk_list list = LIST(contact, false);

	return &list;
}

const struct walk_list *
plan_addresses(void)
{
	static const struct walk_list list = {
		.names = addresses, .count = COUNT(addresses), .columns = true
	};

	return &list;
}

const struct walk_list *
plan_knock(void)
{
	static const struct walk_list list = LIST(knock, false);

	return &list;
}

/* Is it, or what is below it, in one of the lists that all are asked? */
static bool
is_covered(const struct profile_oid *o)
{
	for (size_t i = 0; i < COUNT(contact); i++) {
		if (oid_eq(contact[i], o->oid))
			return true;
	}
	for (size_t i = 0; i < COUNT(tables); i++) {
		for (size_t j = 0; j < tables[i].count; j++) {
			if (oid_is_within(o->oid, tables[i].names[j]) ||
			    (o->column &&
				oid_is_within(tables[i].names[j], o->oid)))
				return true;
		}
	}
	return false;
}

static void
add_list(struct plan *p, const struct oid *names, size_t count, bool columns)
{
	if (count == 0)
		return;
	p->lists = mem_grow(p->lists, p->count + 1, sizeof(*p->lists));
	p->lists[p->count++] = (struct walk_list){
		.names = names, .count = count, .columns = columns
	};
}

static void
add_wanted(struct plan *p, const struct profile_oid *wanted, size_t n)
{
	size_t names = 0, columns = 0;

	p->names = mem_new(n + 1, sizeof(*p->names));
	p->columns = mem_new(n + 1, sizeof(*p->columns));
	for (size_t i = 0; i < n; i++) {
		if (is_covered(&wanted[i]))
			continue;
		/* A "column" may be one instance, which a walk passes over. */
		p->names[names++] = wanted[i].oid;
		if (wanted[i].column)
			p->columns[columns++] = wanted[i].oid;
	}
	add_list(p, p->names, names, false);
	for (size_t i = 0; i < columns; i++)
		add_list(p, &p->columns[i], 1, true);
}

struct plan *
plan_new(const struct profile_oid *wanted, size_t n, bool is_stranger)
{
	struct plan *p = mem_new(1, sizeof(*p));

	/* What tells the version goes first: a device may fall silent. */
	add_wanted(p, wanted, n);
	if (is_stranger) {
		add_list(p, stranger, COUNT(stranger), false);
		for (size_t i = 0; i < COUNT(stranger_columns); i++)
			add_list(p, &stranger_columns[i], 1, true);
	}
	for (size_t i = 0; i < COUNT(tables); i++)
		add_list(p, tables[i].names, tables[i].count, true);
	return p;
}

void
plan_free(struct plan *p)
{
	if (p == NULL)
		return;
	free(p->names);
	free(p->columns);
	free(p->lists);
	free(p);
}

const struct walk_list *
plan_list(const struct plan *p, size_t i)
{
	return i < p->count ? &p->lists[i] : NULL;
}
