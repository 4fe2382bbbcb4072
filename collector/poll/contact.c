/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/poll/contact.h"

#include <string.h>

#include "lib/base/err.h"
#include "lib/profile/object.h"
#include "lib/wire/varbind.h"

#define IS(vb, ...) oid_eq((vb)->oid, OID_OF(0x2b, 6, 1, __VA_ARGS__))

static void
take_time(struct contact *c, const struct varbind *vb)
{
	if (!value_is_number(&vb->value))
		return;
	if (IS(vb, 2, 1, 1, 3, 0)) /* sysUpTime */
		c->uptime.agent_cs = vb->value.integer;
	else if (IS(vb, 2, 1, 25, 1, 1, 0)) /* hrSystemUptime */
		c->uptime.host_cs = vb->value.integer;
	else if (IS(vb, 6, 3, 10, 2, 1, 2, 0)) /* snmpEngineBoots */
		c->uptime.engine_boots = vb->value.integer;
	else if (IS(vb, 6, 3, 10, 2, 1, 3, 0)) /* snmpEngineTime */
		c->uptime.engine_time_s = vb->value.integer;
}

void
contact_read(struct ber list, int64_t at, struct contact *out)
{
	struct digest *d = digest_new();
	struct value descr = { 0 };
	struct varbind vb;

	*out = (struct contact){ .uptime = { .at = at,
				     .agent_cs = -1,
				     .host_cs = -1,
				     .engine_boots = -1,
				     .engine_time_s = -1 } };
	while (varbind_take(&list, &vb) == ERR_OK) {
		if (oid_eq(vb.oid, object_sys_descr))
			descr = vb.value;
		else if (oid_eq(vb.oid, object_sys_object_id) &&
		    vb.value.type == VALUE_OID)
			out->sys_object_id =
			    (struct oid){ vb.value.data, vb.value.len };
		else
			take_time(out, &vb);
	}
	digest_add(d, out->sys_object_id.data, out->sys_object_id.len);
	digest_add(d, "|", 1);
	digest_add(d, descr.data, descr.len);
	digest_finish(d, out->identity);
}
