/* SPDX-License-Identifier: Apache-2.0 */

/*
 * Messages of SNMPv3: what can be read is written again and says the same;
 * none is signed by our key unless it was, and whatever comes of decrypting
 * is read without harm.
 *
 *	byte 0    priv of the user, and (from bit 4) auth
 *	message
 */

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/wire/usm.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static void
write_again(const struct snmp3_message *m)
{
	struct snmp3_message again;
	struct buf out = { 0 };
	size_t mac_at;

	snmp3_build(m, &out, &mac_at);
	if (snmp3_parse(out.data, out.len, &again) < 0 || again.id != m->id ||
	    again.flags != m->flags || again.boots != m->boots ||
	    again.time != m->time || again.mac.len != m->mac.len ||
	    again.mac.data != out.data + mac_at ||
	    again.engine_id.len != m->engine_id.len ||
	    again.data.len != m->data.len || again.whole.len != out.len)
		abort();
	buf_free(&out);
}

static void
read_scoped(const struct snmp3_message *m, enum usm_priv priv,
    const struct usm_keys *keys)
{
	struct buf plain = { 0 };
	struct snmp3_scoped scoped;

	if (usm_read(m, priv, keys, &plain, &scoped) == ERR_OK) {
		if (scoped.pdu.pdu == SNMP_REPORT &&
		    usm_report_of(scoped.pdu.varbinds) >= USM_REPORTS)
			abort();
	}
	buf_free(&plain);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct usm_keys keys;
	struct snmp3_message m;
	enum usm_auth auth;
	enum usm_priv priv;

	if (len == 0)
		return 0;
	priv = (enum usm_priv)((data[0] & 15) % USM_PRIVS);
	auth = (enum usm_auth)((data[0] >> 4) % USM_AUTHS);
	memset(&keys, 0x5a, sizeof(keys));
	if (snmp3_parse(data + 1, len - 1, &m) < 0)
		return 0;
	write_again(&m);
	(void)usm_check(&m, auth, &keys);
	read_scoped(&m, priv, &keys);
	return 0;
}
