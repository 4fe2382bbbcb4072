/* SPDX-License-Identifier: Apache-2.0 */
#include <stdint.h>
#include <stdlib.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/wire/snmp.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct snmp_message m, again;
	struct buf out = { 0 };

	if (snmp_message_parse(data, len, &m) < 0)
		return 0;
	snmp_message_build(&m, &out, NULL);
	if (snmp_message_parse(out.data, out.len, &again) < 0 ||
	    again.id != m.id || again.pdu != m.pdu ||
	    again.varbinds.len != m.varbinds.len)
		abort();
	buf_free(&out);
	return 0;
}
