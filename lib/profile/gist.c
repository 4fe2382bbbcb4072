/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/profile/gist.h"

#include "lib/base/buf.h"
#include "lib/profile/set.h"
#include "lib/wire/snapshot.h"

/* What goes on while nothing happens, or comes and goes with a cable or a
 * mount. */
static const struct oid passing[] = {
	OID_OF(0x2b, 6, 1, 2, 1, 1, 3),            /* sysUpTime */
	OID_OF(0x2b, 6, 1, 2, 1, 25, 1, 1),        /* hrSystemUptime */
	OID_OF(0x2b, 6, 1, 2, 1, 25, 2, 3, 1, 3),  /* hrStorageDescr */
	OID_OF(0x2b, 6, 1, 6, 3, 10, 2, 1, 3),     /* snmpEngineTime */
	OID_OF(0x2b, 6, 1, 2, 1, 2, 2, 1, 7),      /* ifAdminStatus */
	OID_OF(0x2b, 6, 1, 2, 1, 2, 2, 1, 8),      /* ifOperStatus */
	OID_OF(0x2b, 6, 1, 2, 1, 31, 1, 1, 1, 15), /* ifHighSpeed */
};

static bool
is_passing(struct oid name)
{
	for (size_t i = 0; i < sizeof(passing) / sizeof(passing[0]); i++)
		if (oid_is_within(name, passing[i]))
			return true;
	return false;
}

void
gist_of(const struct profile_set *set, const struct snapshot *s,
    uint8_t out[DIGEST_LEN])
{
	struct buf all = { 0 };
	struct varbind vb;

	buf_add(&all, profile_set_sha256(set), DIGEST_LEN);
	for (size_t i = 0; i < snapshot_count(s); i++) {
		snapshot_at(s, i, &vb);
		if (!is_passing(vb.oid))
			varbind_add(&all, &vb);
	}
	digest_of(all.data, all.len, out);
	buf_free(&all);
}
