/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/collector/engine/authority.h"

#include <string.h>

#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/wire/varbind.h"

static struct ber
id_of(const struct authority *a)
{
	return (struct ber){ a->id, a->id_len };
}

static bool
is_same(struct ber a, const void *b, size_t len)
{
	return a.len == len && (len == 0 || memcmp(a.data, b, len) == 0);
}

static void
reply(const struct authority *a, const struct snmp3_message *question,
    uint8_t level, const struct snmp_message *m, const struct usm_keys *keys,
    struct buf *out)
{
	const struct snmp3_message head = { .id = question->id,
		.max_size = SNMP_MESSAGE_MAX,
		.flags = level,
		.engine_id = id_of(a),
		.boots = a->boots,
		.time = a->time,
		.user = question->user };
	const struct ber context = { (const uint8_t *)a->user.context,
		strlen(a->user.context) };
	struct buf pdu = { 0 }, scoped = { 0 };

	snmp_message_add_pdu(m, &pdu, NULL);
	snmp3_build_scoped(
	    id_of(a), context, (struct ber){ pdu.data, pdu.len }, &scoped);
	if (usm_build(&head, &a->user, keys, 0x123456789,
		(struct ber){ scoped.data, scoped.len }, out) < 0)
		fatalx("authority: build");
	buf_free(&pdu);
	buf_free(&scoped);
}

static void
report_to(const struct authority *a, const struct snmp3_message *question,
    enum usm_report report, const struct usm_keys *keys, struct buf *out)
{
	struct snmp_message m = { .pdu = SNMP_REPORT };
	struct buf list = { 0 };

	usm_report_add(report, 1, &list);
	m.varbinds = (struct ber){ list.data, list.len };
	reply(a, question, keys != NULL ? SNMP3_AUTH : 0, &m, keys, out);
	buf_free(&list);
}

void
authority_report(const struct authority *a, const struct buf *question,
    enum usm_report report, const struct usm_keys *keys, struct buf *out)
{
	struct snmp3_message q;

	if (snmp3_parse(question->data, question->len, &q) < 0)
		fatalx("authority: question");
	report_to(a, &q, report, keys, out);
}

static void
respond(const struct authority *a, const struct snmp3_message *q, int32_t id,
    const struct usm_keys *keys, struct buf *out)
{
	const struct varbind vb = { OID_OF(0x2b, 6, 1, 2, 1, 1, 5, 0),
		value_of_data(VALUE_STRING, "box", 3) };
	struct snmp_message m = { .pdu = SNMP_RESPONSE, .id = id };
	struct buf list = { 0 };

	varbind_add(&list, &vb);
	m.varbinds = (struct ber){ list.data, list.len };
	reply(a, q, q->flags & SNMP3_LEVEL, &m, keys, out);
	buf_free(&list);
}

/* RFC 3414, 3.2 */
static enum usm_report
check(const struct authority *a, const struct snmp3_message *q,
    const struct usm_keys *keys, struct buf *plain, struct snmp3_scoped *scoped)
{
	if (!is_same(q->engine_id, a->id, a->id_len))
		return USM_REPORT_ENGINE;
	if (!is_same(q->user, a->user.name, strlen(a->user.name)))
		return USM_REPORT_USER;
	if ((q->flags & SNMP3_LEVEL & ~usm_level(&a->user)) != 0)
		return USM_REPORT_LEVEL;
	if ((q->flags & SNMP3_AUTH) != 0) {
		if (usm_check(q, a->user.auth, keys) < 0)
			return USM_REPORT_DIGEST;
		if (!usm_is_timely(a->boots, a->time, q->boots, q->time))
			return USM_REPORT_WINDOW;
	}
	if (usm_read(q, a->user.priv, keys, plain, scoped) < 0)
		return USM_REPORT_DECRYPT;
	return USM_REPORT_NONE;
}

void
authority_answer(
    struct authority *a, const struct buf *question, struct buf *out)
{
	struct buf plain = { 0 };
	struct snmp3_scoped scoped;
	struct snmp3_message q;
	struct usm_keys keys;
	enum usm_report r;

	if (snmp3_parse(question->data, question->len, &q) < 0 ||
	    usm_localise(&a->user, id_of(a), &keys) < 0)
		fatalx("authority: question");
	a->asked++;
	a->probed += q.engine_id.len == 0;
	r = check(a, &q, &keys, &plain, &scoped);
	if (r == USM_REPORT_NONE)
		respond(a, &q, scoped.pdu.id, &keys, out);
	else
		report_to(a, &q, r, r == USM_REPORT_WINDOW ? &keys : NULL, out);
	buf_free(&plain);
}
