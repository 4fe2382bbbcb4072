/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/wire/trap.h"

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/wire/varbind.h"

#include "tests/unit/test.h"

#define CISCO      OID_OF(0x2b, 6, 1, 4, 1, 9)
#define SYS_UPTIME OID_OF(0x2b, 6, 1, 2, 1, 1, 3, 0)
#define TRAP_OID   OID_OF(0x2b, 6, 1, 6, 3, 1, 1, 4, 1, 0)
#define LINK_DOWN  OID_OF(0x2b, 6, 1, 6, 3, 1, 1, 5, 3)

static void
add_v1(struct buf *out, int generic, int64_t specific)
{
	static const uint8_t agent[] = { 192, 0, 2, 7 };
	size_t message = ber_begin(out, BER_SEQUENCE), pdu, list;
	struct varbind vb = { CISCO, value_of_int(VALUE_INTEGER, 4) };

	ber_add_int(out, BER_INTEGER, SNMP_V1);
	ber_add(out, BER_STRING, "public", 6);
	pdu = ber_begin(out, TRAP_PDU_V1);
	ber_add(out, BER_OID, CISCO.data, CISCO.len);
	ber_add(out, VALUE_IP, agent, sizeof(agent));
	ber_add_int(out, BER_INTEGER, generic);
	ber_add_int(out, BER_INTEGER, specific);
	ber_add_uint(out, VALUE_TICKS, 123456);
	list = ber_begin(out, BER_SEQUENCE);
	varbind_add(out, &vb);
	ber_end(out, list);
	ber_end(out, pdu);
	ber_end(out, message);
}

static const struct {
	int generic;
	int64_t specific;
	const char *name; /* NULL: refused */
} mappings[] = {
	{ 0, 0, "1.3.6.1.6.3.1.1.5.1" },
	{ 1, 0, "1.3.6.1.6.3.1.1.5.2" },
	{ 2, 0, "1.3.6.1.6.3.1.1.5.3" },
	{ 4, 9, "1.3.6.1.6.3.1.1.5.5" }, /* specific is not looked at */
	{ 5, 0, "1.3.6.1.6.3.1.1.5.6" },
	{ 6, 0, "1.3.6.1.4.1.9.0.0" },
	{ 6, 4711, "1.3.6.1.4.1.9.0.4711" },
	{ 6, INT32_MAX, "1.3.6.1.4.1.9.0.2147483647" },
	{ 6, -1, NULL },
	{ 6, (int64_t)INT32_MAX + 1, NULL },
	{ 7, 0, NULL },
	{ -1, 0, NULL },
};

static void
a_trap_of_v1_has_the_name_of_rfc_3584(void **state)
{
	char text[OID_TEXT_MAX];

	(void)state;
	for (size_t i = 0; i < sizeof(mappings) / sizeof(mappings[0]); i++) {
		struct buf out = { 0 };
		struct trap_message m;
		int rc;

		add_v1(&out, mappings[i].generic, mappings[i].specific);
		rc = trap_message_parse(out.data, out.len, &m);
		assert_int_equal(
		    mappings[i].name == NULL ? ERR_PARSE : ERR_OK, rc);
		if (rc == ERR_OK) {
			assert_string_equal(mappings[i].name,
			    oid_print(trap_name(&m.pdu), text));
			assert_true(m.pdu.is_v1);
			assert_int_equal(123456, m.pdu.uptime_cs);
			assert_int_equal(7, m.pdu.agent[3]);
			assert_int_equal(6, m.community_len);
			assert_true(oid_eq(CISCO, m.pdu.enterprise));
		}
		buf_free(&out);
	}
}

static void
add_v2(struct buf *out, enum snmp_version version, uint8_t pdu,
    const struct varbind *vb, size_t n)
{
	struct buf list = { 0 };
	struct snmp_message m = { .version = version,
		.community = (const uint8_t *)"secret",
		.community_len = 6,
		.pdu = pdu,
		.id = 77 };

	for (size_t i = 0; i < n; i++)
		varbind_add(&list, &vb[i]);
	m.varbinds = (struct ber){ list.data, list.len };
	snmp_message_build(&m, out, NULL);
	buf_free(&list);
}

static void
traps_and_informs_of_v2_name_themselves(void **state)
{
	const struct oid name = LINK_DOWN;
	const struct varbind both[] = {
		{ SYS_UPTIME, value_of_uint(VALUE_TICKS, 500) },
		{ TRAP_OID, value_of_data(VALUE_OID, name.data, name.len) },
		{ CISCO, value_of_int(VALUE_INTEGER, 1) },
	};
	struct buf out = { 0 };
	struct trap_message m;

	(void)state;
	add_v2(&out, SNMP_V2C, SNMP_TRAP, both, 3);
	assert_int_equal(ERR_OK, trap_message_parse(out.data, out.len, &m));
	assert_false(m.pdu.is_inform);
	assert_true(m.pdu.has_uptime);
	assert_int_equal(500, m.pdu.uptime_cs);
	assert_true(oid_eq(LINK_DOWN, trap_name(&m.pdu)));

	buf_clear(&out);
	add_v2(&out, SNMP_V2C, SNMP_INFORM, both + 1, 2);
	assert_int_equal(ERR_OK, trap_message_parse(out.data, out.len, &m));
	assert_true(m.pdu.is_inform);
	assert_false(m.pdu.has_uptime);
	assert_int_equal(77, m.pdu.id);
	buf_free(&out);
}

static void
what_is_no_notification_is_refused(void **state)
{
	const struct oid name = LINK_DOWN;
	const struct varbind only[] = {
		{ SYS_UPTIME, value_of_uint(VALUE_TICKS, 500) },
		{ CISCO, value_of_int(VALUE_INTEGER, 1) },
		{ TRAP_OID, value_of_data(VALUE_OID, name.data, name.len) },
	};
	struct buf out = { 0 };
	struct trap_message m;

	(void)state;
	add_v2(&out, SNMP_V2C, SNMP_TRAP, only, 1);
	assert_int_equal(ERR_PARSE, trap_message_parse(out.data, out.len, &m));
	buf_clear(&out);
	/* The name is one of the first two, or none. */
	add_v2(&out, SNMP_V2C, SNMP_TRAP, only, 3);
	assert_int_equal(ERR_PARSE, trap_message_parse(out.data, out.len, &m));
	buf_clear(&out);
	add_v2(&out, SNMP_V2C, SNMP_GET, only + 2, 1);
	assert_int_equal(ERR_RANGE, trap_message_parse(out.data, out.len, &m));
	buf_clear(&out);
	add_v2(&out, SNMP_V1, SNMP_TRAP, only + 2, 1);
	assert_int_equal(ERR_RANGE, trap_message_parse(out.data, out.len, &m));
	assert_int_equal(ERR_PARSE, trap_message_parse("\x30", 1, &m));
	assert_int_equal(ERR_PARSE, trap_message_parse("", 0, &m));
	buf_free(&out);
}

static void
a_list_that_is_broken_behind_the_name_is_refused(void **state)
{
	const struct oid name = LINK_DOWN;
	const struct varbind vb = { TRAP_OID,
		value_of_data(VALUE_OID, name.data, name.len) };
	struct trap_pdu pdu;
	struct buf list = { 0 };

	(void)state;
	varbind_add(&list, &vb);
	varbind_add(&list, &vb);
	assert_int_equal(ERR_OK,
	    trap_pdu_read(
		SNMP_INFORM, 1, (struct ber){ list.data, list.len }, &pdu));
	buf_add(&list, "\x30\x20\x06", 3);
	assert_int_equal(ERR_PARSE,
	    trap_pdu_read(
		SNMP_INFORM, 1, (struct ber){ list.data, list.len }, &pdu));
	buf_free(&list);
}

static void
a_torn_trap_is_never_read(void **state)
{
	struct buf out = { 0 };
	struct trap_message m;

	(void)state;
	add_v1(&out, 6, 1);
	for (size_t len = 0; len < out.len; len++)
		assert_int_equal(
		    ERR_PARSE, trap_message_parse(out.data, len, &m));
	buf_free(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_trap_of_v1_has_the_name_of_rfc_3584),
		cmocka_unit_test(traps_and_informs_of_v2_name_themselves),
		cmocka_unit_test(what_is_no_notification_is_refused),
		cmocka_unit_test(
		    a_list_that_is_broken_behind_the_name_is_refused),
		cmocka_unit_test(a_torn_trap_is_never_read),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
