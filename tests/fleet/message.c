/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "lib/base/err.h"
#include "lib/wire/snmp.h"
#include "tests/fleet/agent.h"
#include "tests/fleet/pdu.h"
#include "tests/fleet/secure.h"

enum { ROOM_FOR_HEAD = 64 };

static bool
may_ask(const struct agent *a, const struct snmp_message *m)
{
	size_t len = strlen(a->community);

	if (a->faults.message.v1_only && m->version != SNMP_V1)
		return false;
	return len == 0 ||
	    (len == m->community_len &&
		memcmp(a->community, m->community, len) == 0);
}

static size_t
room(const struct agent *a, const struct snmp_message *m)
{
	size_t max = a->faults.message_max, head;

	head = ROOM_FOR_HEAD + m->community_len;
	if (max == 0)
		max = SNMP_MESSAGE_MAX;
	return max > head ? max - head : 0;
}

static void
wrap(const struct agent *a, const struct snmp_message *m, const struct buf *pdu,
    struct buf *out)
{
	enum wrong wrong = a->faults.message.wrong;
	size_t from = out->len, message = ber_begin(out, BER_SEQUENCE);
	int version = m->version;

	if (wrong == WRONG_VERSION)
		version = version == SNMP_V1 ? SNMP_V2C : SNMP_V1;
	ber_add_int(out, BER_INTEGER, version);
	if (wrong == WRONG_COMMUNITY)
		ber_add(out, BER_STRING, "other", strlen("other"));
	else
		ber_add(out, BER_STRING, m->community, m->community_len);
	buf_add(out, pdu->data, pdu->len);
	ber_end(out, message);
	pdu_spoil(a, out, from);
}

static int
answer_community(const struct agent *a, int64_t now,
    const struct snmp_message *m, struct buf *out)
{
	struct buf pdu = { 0 };
	int rc;

	if (!may_ask(a, m))
		return ERR_NOTFOUND;
	rc = pdu_answer(a, now, m, room(a, m), &pdu);
	if (rc == ERR_OK)
		wrap(a, m, &pdu, out);
	buf_free(&pdu);
	return rc;
}

int
agent_answer(struct agent *a, int64_t now, const void *request, size_t len,
    struct buf *out)
{
	struct snmp_message m;

	if (a->faults.way.silent)
		return ERR_NOTFOUND;
	if (snmp_message_parse(request, len, &m) == ERR_OK)
		return answer_community(a, now, &m, out);
	if (a->faults.message.v1_only)
		return ERR_NOTFOUND;
	return secure_answer(a, now, request, len, out);
}
