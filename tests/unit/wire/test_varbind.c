/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/wire/varbind.h"

#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "tests/unit/test.h"

/* 1.3.6.1 with a value: the pair's length is filled in by make. */
struct row {
	uint8_t value[16];
	size_t len;
	enum value_type type;
	const char *text;
};

#define VALUE(...) { __VA_ARGS__ }, sizeof((const uint8_t[]){ __VA_ARGS__ })

static const struct row rows[] = {
	{ VALUE(0x02, 1, 0xff), VALUE_INTEGER, "-1" },
	{ VALUE(0x02, 5, 0, 0xff, 0xff, 0xff, 0xff), VALUE_INTEGER, "-1" },
	{ VALUE(0x02, 9, 0, 0, 0, 0, 0, 0, 0, 0, 1), VALUE_BAD, NULL },
	{ VALUE(0x02, 0), VALUE_BAD, NULL },
	{ VALUE(0x04, 2, 'o', 'k'), VALUE_STRING, "ok" },
	{ VALUE(0x04, 3, 'o', 'k', 0), VALUE_STRING, "ok" },
	{ VALUE(0x04, 3, 0xe2, 0x82, 0xac), VALUE_STRING, "\xe2\x82\xac" },
	{ VALUE(0x04, 3, 0x00, 0x1b, 0x2c), VALUE_STRING, "0x00 1b 2c" },
	{ VALUE(0x04, 0), VALUE_STRING, "" },
	{ VALUE(0x05, 0), VALUE_NULL, "NULL" },
	{ VALUE(0x06, 2, 0x2b, 6), VALUE_OID, "1.3.6" },
	{ VALUE(0x06, 2, 0x2b, 0x86), VALUE_BAD, NULL },
	{ VALUE(0x40, 4, 127, 0, 0, 1), VALUE_IP, "127.0.0.1" },
	{ VALUE(0x40, 3, 127, 0, 0), VALUE_BAD, NULL },
	{ VALUE(0x41, 5, 0, 0xff, 0xff, 0xff, 0xff), VALUE_COUNTER32,
	    "4294967295" },
	/* an agent that forgot the leading zero */
	{ VALUE(0x41, 4, 0xff, 0xff, 0xff, 0xff), VALUE_COUNTER32,
	    "4294967295" },
	{ VALUE(0x42, 1, 7), VALUE_GAUGE32, "7" },
	{ VALUE(0x43, 2, 1, 0), VALUE_TICKS, "256" },
	{ VALUE(0x44, 7, 0x9f, 0x78, 4, 0x3f, 0xc0, 0, 0), VALUE_OPAQUE,
	    "1.5" },
	{ VALUE(0x44, 2, 1, 2), VALUE_OPAQUE, "0x01 02" },
	{ VALUE(0x46, 9, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff),
	    VALUE_COUNTER64, "18446744073709551615" },
	{ VALUE(0x46, 1, 0x80), VALUE_COUNTER64, "128" },
	{ VALUE(0x46, 8, 0xff, 0, 0, 0, 0, 0, 0, 1), VALUE_COUNTER64,
	    "18374686479671623681" },
	{ VALUE(0x46, 9, 1, 0, 0, 0, 0, 0, 0, 0, 0), VALUE_BAD, NULL },
	{ VALUE(0x46, 0), VALUE_BAD, NULL },
	{ VALUE(0x80, 0), VALUE_NO_OBJECT, "noSuchObject" },
	{ VALUE(0x81, 0), VALUE_NO_INSTANCE, "noSuchInstance" },
	{ VALUE(0x82, 0), VALUE_END, "endOfMibView" },
	{ VALUE(0x45, 1, 0), VALUE_BAD, NULL },
};

static struct ber
make(const struct row *row, uint8_t *room)
{
	static const uint8_t name[] = { 0x06, 3, 0x2b, 6, 1 };

	room[0] = BER_SEQUENCE;
	room[1] = (uint8_t)(sizeof(name) + row->len);
	memcpy(room + 2, name, sizeof(name));
	memcpy(room + 2 + sizeof(name), row->value, row->len);
	return (struct ber){ room, 2 + sizeof(name) + row->len };
}

static void
values_are_read_and_printed(void **state)
{
	struct buf text = { 0 };
	struct varbind vb;
	uint8_t room[64];
	struct ber list;

	(void)state;
	for (size_t i = 0; i < ROWS(rows); i++) {
		list = make(&rows[i], room);
		assert_int_equal(varbind_take(&list, &vb), ERR_OK);
		assert_int_equal(vb.value.type, rows[i].type);
		assert_int_equal(varbind_take(&list, &vb), ERR_NOTFOUND);
		if (rows[i].text == NULL)
			continue;
		buf_clear(&text);
		value_print(&vb.value, &text);
		assert_string_equal(buf_str(&text), rows[i].text);
	}
	buf_free(&text);
}

static void
what_is_written_reads_the_same(void **state)
{
	struct buf once = { 0 }, twice = { 0 };
	struct varbind vb;
	uint8_t room[64];
	struct ber list;

	(void)state;
	for (size_t i = 0; i < ROWS(rows); i++) {
		list = make(&rows[i], room);
		assert_int_equal(varbind_take(&list, &vb), ERR_OK);
		buf_clear(&once);
		varbind_add(&once, &vb);
		list = (struct ber){ once.data, once.len };
		assert_int_equal(varbind_take(&list, &vb), ERR_OK);
		buf_clear(&twice);
		varbind_add(&twice, &vb);
		assert_int_equal(once.len, twice.len);
		assert_memory_equal(once.data, twice.data, once.len);
	}
	buf_free(&once);
	buf_free(&twice);
}

static void
what_is_no_binding_is_refused(void **state)
{
	static const uint8_t broken[][12] = {
		{ 0x04, 0 },                            /* not a pair */
		{ 0x30, 0 },                            /* no name */
		{ 0x30, 4, 0x06, 2, 0x2b, 6 },          /* no value */
		{ 0x30, 6, 0x04, 2, 0x2b, 6, 0x05, 0 }, /* name no OID */
		{ 0x30, 4, 0x06, 0, 0x05, 0 },          /* empty name */
		{ 0x30, 8, 0x06, 2, 0x2b, 6, 0x05, 0, 0x05, 0 }, /* third */
		{ 0x30, 0x7f, 0x06, 2, 0x2b, 6, 0x05, 0 },       /* cut off */
	};
	struct varbind vb;
	struct ber list;

	(void)state;
	for (size_t i = 0; i < ROWS(broken); i++) {
		list = (struct ber){ broken[i], sizeof(broken[i]) };
		assert_false(varbind_is_list(list));
		assert_int_equal(varbind_take(&list, &vb), ERR_PARSE);
	}
}

static void
a_list_is_nothing_but_bindings(void **state)
{
	/* A name cut off, behind a binding as short as they come. */
	static const uint8_t list[] = { 0x30, 6, 0x06, 1, 0x2b, 0x02, 1, 0xfe,
		0x30, 5, 0x06, 1, 0x86, 0x05, 0 };
	struct ber left = { list, sizeof(list) };
	struct varbind vb;

	(void)state;
	for (size_t len = 0; len <= sizeof(list); len++)
		assert_int_equal(varbind_is_list((struct ber){ list, len }),
		    len == 0 || len == 8 || len == sizeof(list));
	assert_int_equal(varbind_take(&left, &vb), ERR_OK);
	assert_int_equal(vb.value.integer, -2);
	assert_int_equal(varbind_take(&left, &vb), ERR_RANGE);
	assert_int_equal(varbind_take(&left, &vb), ERR_NOTFOUND);
	/* Whatever its name is. */
	left = (struct ber){ list + 8, sizeof(list) - 8 };
	assert_int_equal(varbind_take_any(&left, &vb), ERR_OK);
	assert_int_equal(vb.oid.len, 1);
	assert_int_equal(vb.value.type, VALUE_NULL);
	assert_int_equal(varbind_take_any(&left, &vb), ERR_NOTFOUND);
	left = (struct ber){ list, 4 };
	assert_int_equal(varbind_take_any(&left, &vb), ERR_PARSE);
}

static void
exceptions_are_not_real(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(rows); i++) {
		const struct value v = { .type = rows[i].type };
		bool odd = v.type == VALUE_BAD || v.type == VALUE_NULL ||
		    v.type == VALUE_NO_OBJECT || v.type == VALUE_NO_INSTANCE ||
		    v.type == VALUE_END;

		assert_int_equal(value_is_real(&v), !odd);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(values_are_read_and_printed),
		cmocka_unit_test(what_is_written_reads_the_same),
		cmocka_unit_test(what_is_no_binding_is_refused),
		cmocka_unit_test(a_list_is_nothing_but_bindings),
		cmocka_unit_test(exceptions_are_not_real),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
