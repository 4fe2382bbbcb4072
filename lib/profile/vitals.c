/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/profile/vitals.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/wire/snapshot.h"

#define SYSTEM(n) OID_OF(0x2b, 6, 1, 2, 1, 1, n, 0)
#define HOST_UP   OID_OF(0x2b, 6, 1, 2, 1, 25, 1, 1, 0)
#define ENGINE(n) OID_OF(0x2b, 6, 1, 6, 3, 10, 2, 1, n, 0)
#define NET_SNMP  OID_OF(0x2b, 6, 1, 4, 1, 0xbf, 8)

/* RFC 3411, SnmpEngineID: enterprise 8072 with the first bit set. */
static const uint8_t net_snmp_engine[] = { 0x80, 0x00, 0x1f, 0x88 };

static int64_t
number(const struct snapshot *s, struct oid oid)
{
	struct varbind vb;

	return snapshot_get(s, oid, &vb) && value_is_number(&vb.value) &&
		vb.value.integer >= 0
	    ? vb.value.integer
	    : -1;
}

static char *
text(const struct snapshot *s, struct oid oid)
{
	struct buf out = { 0 };
	struct varbind vb;

	if (!snapshot_get(s, oid, &vb) || !value_is_real(&vb.value))
		return NULL;
	value_print(&vb.value, &out);
	return buf_take_str(&out);
}

static void
read_engine_id(const struct snapshot *s, struct vitals *out)
{
	struct varbind vb;

	if (!snapshot_get(s, ENGINE(1), &vb) || vb.value.type != VALUE_STRING ||
	    vb.value.len < 5 || vb.value.len > sizeof(out->engine_id))
		return;
	memcpy(out->engine_id, vb.value.data, vb.value.len);
	out->engine_id_len = vb.value.len;
}

/* Its sysUpTime is that of snmpd. */
static bool
is_net_snmp(const struct snapshot *s, const struct vitals *v)
{
	struct varbind vb;

	if (v->engine_id_len > 0 &&
	    memcmp(v->engine_id, net_snmp_engine, sizeof(net_snmp_engine)) == 0)
		return true;
	return snapshot_get(s, SYSTEM(2), &vb) && vb.value.type == VALUE_OID &&
	    oid_is_within(
		(struct oid){ vb.value.data, vb.value.len }, NET_SNMP);
}

void
vitals_read(const struct snapshot *s, int64_t at, struct vitals *out)
{
	*out = (struct vitals){
		.sys_object_id = text(s, SYSTEM(2)),
		.sys_name = text(s, SYSTEM(5)),
		.uptime = {
			.at = at,
			.agent_cs = number(s, SYSTEM(3)),
			.host_cs = number(s, HOST_UP),
			.engine_boots = number(s, ENGINE(2)),
			.engine_time_s = number(s, ENGINE(3)),
		},
	};
	read_engine_id(s, out);
	out->uptime.agent_is_system = !is_net_snmp(s, out);
}

void
vitals_free(struct vitals *v)
{
	free(v->sys_object_id);
	free(v->sys_name);
}
