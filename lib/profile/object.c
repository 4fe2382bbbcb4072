/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/profile/object.h"

#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"

#define MIB_2 0x2b, 6, 1, 2, 1
#define FIXED(name, ...)                                       \
	static const uint8_t name##_bytes[] = { __VA_ARGS__ }; \
	const struct oid name = { name##_bytes, sizeof(name##_bytes) }

FIXED(object_sys_descr, MIB_2, 1, 1, 0);
FIXED(object_sys_object_id, MIB_2, 1, 2, 0);
FIXED(object_entity, MIB_2, 47, 1, 1, 1, 1);
FIXED(object_installed_name, MIB_2, 25, 6, 3, 1, 2);

/* SNMPv2-MIB, ENTITY-MIB, HOST-RESOURCES-MIB, Printer-MIB, RMON2-MIB, ... */
static const struct {
	const char *name, *oid;
} names[] = {
	{ "enterprises", "1.3.6.1.4.1" },
	{ "mib-2", "1.3.6.1.2.1" },
	{ "sysDescr", "1.3.6.1.2.1.1.1" },
	{ "sysObjectID", "1.3.6.1.2.1.1.2" },
	{ "sysName", "1.3.6.1.2.1.1.5" },
	{ "entPhysicalDescr", "1.3.6.1.2.1.47.1.1.1.1.2" },
	{ "entPhysicalName", "1.3.6.1.2.1.47.1.1.1.1.7" },
	{ "entPhysicalHardwareRev", "1.3.6.1.2.1.47.1.1.1.1.8" },
	{ "entPhysicalFirmwareRev", "1.3.6.1.2.1.47.1.1.1.1.9" },
	{ "entPhysicalSoftwareRev", "1.3.6.1.2.1.47.1.1.1.1.10" },
	{ "entPhysicalSerialNum", "1.3.6.1.2.1.47.1.1.1.1.11" },
	{ "entPhysicalModelName", "1.3.6.1.2.1.47.1.1.1.1.13" },
	{ "hrDeviceDescr", "1.3.6.1.2.1.25.3.2.1.3" },
	{ "hrSWInstalledName", "1.3.6.1.2.1.25.6.3.1.2" },
	{ "prtGeneralSerialNumber", "1.3.6.1.2.1.43.5.1.1.17" },
	{ "probeSoftwareRev", "1.3.6.1.2.1.16.19.2" },
	{ "upsIdentManufacturer", "1.3.6.1.2.1.33.1.1.1" },
	{ "upsIdentModel", "1.3.6.1.2.1.33.1.1.2" },
	{ "upsIdentUPSSoftwareVersion", "1.3.6.1.2.1.33.1.1.3" },
	{ "upsIdentAgentSoftwareVersion", "1.3.6.1.2.1.33.1.1.4" },
	{ "lldpLocSysDesc", "1.0.8802.1.1.2.1.3.4" },
};

static object_resolver *resolve;

void
object_resolve_with(object_resolver *resolver)
{
	resolve = resolver;
}

static const char *
find_name(const char *text, size_t len)
{
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (strlen(names[i].name) == len &&
		    memcmp(names[i].name, text, len) == 0)
			return names[i].oid;
	}
	return NULL;
}

int
object_parse(const char *text, struct buf *out)
{
	size_t len = strcspn(text, ".");
	struct buf whole = { 0 };
	const char *oid;
	int rc;

	if (strspn(text, ".0123456789") == strlen(text))
		return oid_parse(text, out);
	oid = find_name(text, len);
	if (oid == NULL)
		return resolve != NULL ? resolve(text, out) : ERR_NOTFOUND;
	buf_printf(&whole, "%s%s", oid, text + len);
	rc = oid_parse(buf_str(&whole), out);
	buf_free(&whole);
	return rc;
}
