/* SPDX-License-Identifier: Apache-2.0 */
#include <stdint.h>
#include <stdlib.h>

#include "lib/base/err.h"
#include "lib/wire/trap.h"
#include "lib/wire/varbind.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

/* What is read has a name and a list of bindings inside the datagram. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct trap_message m;
	struct varbind vb;
	struct ber list;
	int rc;

	if (trap_message_parse(data, len, &m) < 0)
		return 0;
	if (!oid_is_valid(trap_name(&m.pdu)) || m.pdu.varbinds.data < data ||
	    m.pdu.varbinds.data + m.pdu.varbinds.len > data + len ||
	    (m.pdu.is_v1 && (m.pdu.is_inform || !m.pdu.has_uptime)))
		abort();
	list = m.pdu.varbinds;
	do
		rc = varbind_take(&list, &vb);
	while (rc == ERR_OK);
	if (rc != ERR_NOTFOUND)
		abort();
	return 0;
}
