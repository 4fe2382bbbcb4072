/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/wire/snmp.h"

#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/wire/varbind.h"
#include "tests/unit/test.h"

static const uint8_t public[] = { 'p', 'u', 'b', 'l', 'i', 'c' };

/* GET of sysDescr.0, as RFC 1157's examples would be encoded by hand. */
static const uint8_t get[] = { 0x30, 0x29, 0x02, 0x01, 0x01, 0x04, 0x06, 'p',
	'u', 'b', 'l', 'i', 'c', 0xa0, 0x1c, 0x02, 0x04, 0x40, 0x00, 0x00, 0x01,
	0x02, 0x01, 0x00, 0x02, 0x01, 0x00, 0x30, 0x0e, 0x30, 0x0c, 0x06, 0x08,
	0x2b, 0x06, 0x01, 0x02, 0x01, 0x01, 0x01, 0x00, 0x05, 0x00 };

static void
a_request_is_what_the_standard_says(void **state)
{
	struct snmp_message m = { .version = SNMP_V2C,
		.community = public,
		.community_len = sizeof(public),
		.pdu = SNMP_GET,
		.id = 0x40000001 };
	struct buf list = { 0 }, out = { 0 };
	size_t id_at;

	(void)state;
	varbind_add_name(&list, OID_OF(0x2b, 6, 1, 2, 1, 1, 1, 0));
	m.varbinds = (struct ber){ list.data, list.len };
	snmp_message_build(&m, &out, &id_at);
	assert_int_equal(out.len, sizeof(get));
	assert_memory_equal(out.data, get, sizeof(get));

	snmp_message_set_id(out.data, id_at, 0x7fffffff);
	assert_int_equal(snmp_message_parse(out.data, out.len, &m), ERR_OK);
	assert_int_equal(m.id, 0x7fffffff);
	buf_free(&list);
	buf_free(&out);
}

static void
a_request_is_read(void **state)
{
	struct snmp_message m;
	struct varbind vb;

	(void)state;
	assert_int_equal(snmp_message_parse(get, sizeof(get), &m), ERR_OK);
	assert_int_equal(m.version, SNMP_V2C);
	assert_int_equal(m.community_len, 6);
	assert_int_equal(m.pdu, SNMP_GET);
	assert_int_equal(m.id, 0x40000001);
	assert_int_equal(varbind_take(&m.varbinds, &vb), ERR_OK);
	assert_int_equal(vb.value.type, VALUE_NULL);
	assert_int_equal(varbind_take(&m.varbinds, &vb), ERR_NOTFOUND);
}

static void
a_request_that_is_cut_off_is_refused(void **state)
{
	struct snmp_message m;

	(void)state;
	for (size_t len = 0; len < sizeof(get); len++)
		assert_int_equal(snmp_message_parse(get, len, &m), ERR_PARSE);
}

static void
one_changed_octet_is_refused_or_seen(void **state)
{
	static const struct {
		size_t at;
		uint8_t octet;
		int rc;
	} rows[] = {
		{ 0, 0x31, ERR_PARSE },  /* no SEQUENCE */
		{ 4, 0x03, ERR_RANGE },  /* SNMPv3 */
		{ 4, 0x7f, ERR_RANGE },  /* no version */
		{ 5, 0x05, ERR_PARSE },  /* community no STRING */
		{ 13, 0xa4, ERR_RANGE }, /* Trap-PDU */
		{ 13, 0xa9, ERR_RANGE }, /* no PDU */
		{ 14, 0x1d, ERR_PARSE }, /* PDU past the end */
		{ 27, 0x31, ERR_PARSE }, /* no list */
		{ 29, 0x31, ERR_PARSE }, /* no binding */
		{ 31, 0x04, ERR_PARSE }, /* name no OID */
	};
	uint8_t bytes[sizeof(get)];
	struct snmp_message m;

	(void)state;
	for (size_t i = 0; i < ROWS(rows); i++) {
		memcpy(bytes, get, sizeof(get));
		bytes[rows[i].at] = rows[i].octet;
		assert_int_equal(
		    snmp_message_parse(bytes, sizeof(bytes), &m), rows[i].rc);
	}
}

static void
the_id_stands_where_it_is_said_for_any_size(void **state)
{
	struct snmp_message m = {
		.version = SNMP_V1, .pdu = SNMP_GETBULK, .id = 0x01020304
	};
	struct buf list = { 0 }, out = { 0 };
	size_t id_at;

	(void)state;
	for (int i = 0; i < 300; i++) {
		m.varbinds = (struct ber){ list.data, list.len };
		m.error_index = i * 1000;
		buf_clear(&out);
		snmp_message_build(&m, &out, &id_at);
		assert_memory_equal(out.data + id_at, "\1\2\3\4", 4);
		varbind_add_name(&list, OID_OF(0x2b, 6, 1));
	}
	buf_free(&list);
	buf_free(&out);
}

static void
errors_have_names(void **state)
{
	(void)state;
	assert_string_equal(snmp_error_name(SNMP_TOO_BIG), "tooBig");
	assert_string_equal(
	    snmp_error_name(SNMP_AUTHORIZATION), "authorizationError");
	assert_string_equal(snmp_error_name(-1), "unknown error");
	assert_string_equal(snmp_error_name(19), "unknown error");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_request_is_what_the_standard_says),
		cmocka_unit_test(a_request_is_read),
		cmocka_unit_test(a_request_that_is_cut_off_is_refused),
		cmocka_unit_test(one_changed_octet_is_refused_or_seen),
		cmocka_unit_test(the_id_stands_where_it_is_said_for_any_size),
		cmocka_unit_test(errors_have_names),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
