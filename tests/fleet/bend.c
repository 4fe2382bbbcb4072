/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "lib/base/err.h"
#include "lib/wire/snmp.h"
#include "lib/wire/varbind.h"
#include "tests/fleet/agent.h"
#include "tests/fleet/pdu.h"

enum {
	CONSTRUCTED = 0x20,
	INDEFINITE = 0x80,
	FOUR_OCTETS = 0x84,
	FIVE_OCTETS = 0x85,
	CUT = 3,
	NOISE = 40,
};

static bool
is_unsigned(uint8_t tag)
{
	return tag == VALUE_COUNTER32 || tag == VALUE_GAUGE32 ||
	    tag == VALUE_TICKS || tag == VALUE_COUNTER64;
}

static void
add_long(struct buf *out, uint8_t tag, const struct buf *contents)
{
	buf_add_u8(out, tag);
	buf_add_u8(out, FOUR_OCTETS);
	buf_add_be32(out, (uint32_t)contents->len);
	buf_add(out, contents->data, contents->len);
}

/* The contents of one element in their unusual form. */
static void
bend_number(
    const struct faults_message *f, uint8_t tag, struct ber c, struct buf *out)
{
	bool number = tag == BER_INTEGER || is_unsigned(tag);

	/* X.690, 8.3.2, says that the first nine bits may not be alike. */
	if (f->long_form && number && c.len > 0 && c.len < sizeof(int64_t))
		buf_add_u8(out,
		    tag == BER_INTEGER && (c.data[0] & 0x80) != 0 ? 0xff : 0);
	else if (f->negative && is_unsigned(tag) && c.len == 5 &&
	    c.data[0] == 0)
		c = (struct ber){ c.data + 1, c.len - 1 };
	buf_add(out, c.data, c.len);
}

static void
bend(const struct faults_message *f, struct ber all, struct buf *out)
{
	struct buf inner = { 0 };
	struct ber contents;
	uint8_t tag;

	while (all.len > 0 && ber_take(&all, &tag, &contents) == ERR_OK) {
		buf_clear(&inner);
		if ((tag & CONSTRUCTED) != 0)
			bend(f, contents, &inner);
		else
			bend_number(f, tag, contents, &inner);
		if (f->long_form)
			add_long(out, tag, &inner);
		else
			ber_add(out, tag, inner.data, inner.len);
	}
	buf_free(&inner);
}

void
pdu_bend(const struct agent *a, struct buf *b, size_t from)
{
	const struct faults_message *f = &a->faults.message;
	struct buf bent = { 0 };

	if (f->wrong == WRONG_PDU)
		b->data[from] = SNMP_GET;
	if (!f->long_form && !f->negative)
		return;
	bend(f, (struct ber){ b->data + from, b->len - from }, &bent);
	b->len = from;
	buf_add(b, bent.data, bent.len);
	buf_free(&bent);
}

/* The same contents behind another way to say their length. */
static void
lengthen(struct buf *b, size_t from, uint8_t first)
{
	struct ber all = { b->data + from, b->len - from }, contents;
	struct buf again = { 0 };

	if (ber_take_tag(&all, BER_SEQUENCE, &contents) < 0)
		return;
	buf_add_u8(&again, BER_SEQUENCE);
	buf_add_u8(&again, first);
	if (first == FIVE_OCTETS) {
		buf_add_u8(&again, 0);
		buf_add_be32(&again, (uint32_t)contents.len);
	}
	buf_add(&again, contents.data, contents.len);
	if (first == INDEFINITE)
		buf_add_be16(&again, 0); /* end-of-contents */
	b->len = from;
	buf_add(b, again.data, again.len);
	buf_free(&again);
}

static void
overstate_list(struct buf *b, size_t from)
{
	struct snmp_message m;

	if (snmp_message_parse(b->data + from, b->len - from, &m) == ERR_OK)
		b->data[m.varbinds.data - b->data - 1]++;
}

void
pdu_spoil(const struct agent *a, struct buf *b, size_t from)
{
	switch (a->faults.message.malformed) {
	case MALFORMED_NOT:
		break;
	case MALFORMED_CUT:
		b->len -= b->len - from > CUT ? CUT : 0;
		break;
	case MALFORMED_INDEFINITE:
		lengthen(b, from, INDEFINITE);
		break;
	case MALFORMED_LENGTH:
		lengthen(b, from, FIVE_OCTETS);
		break;
	case MALFORMED_LIST:
		overstate_list(b, from);
		break;
	case MALFORMED_NOISE:
		b->len = from;
		memset(buf_extend(b, NOISE), 0xff, NOISE);
		break;
	}
}
