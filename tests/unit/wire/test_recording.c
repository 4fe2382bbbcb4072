/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/wire/recording.h"

#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/wire/snapshot.h"
#include "tests/unit/test.h"

struct faults {
	unsigned count, line;
	const char *reason;
};

static void
on_fault(void *arg, unsigned line, const char *reason)
{
	struct faults *f = arg;

	f->count++;
	f->line = line;
	f->reason = reason;
}

static int
parse(const char *text, struct faults *faults, struct snapshot **out)
{
	*faults = (struct faults){ 0 };
	return recording_parse(text, strlen(text), on_fault, faults, out);
}

static void
a_line_of_each_type_is_read(void **state)
{
	static const struct {
		const char *line;
		enum value_type type;
		const char *text;
	} rows[] = {
		{ "1.3.6.1.1|2|-5", VALUE_INTEGER, "-5" },
		{ "1.3.6.1.1|2|4294967295", VALUE_INTEGER, "-1" },
		{ "1.3.6.1.1|4|Alpha | beta", VALUE_STRING, "Alpha | beta" },
		{ "1.3.6.1.1|4|", VALUE_STRING, "" },
		{ "1.3.6.1.1|4x|001B2c", VALUE_STRING, "0x00 1b 2c" },
		{ "1.3.6.1.1|4xx|41 42", VALUE_STRING, "AB" },
		{ "1.3.6.1.1|4e|a\\nb\\x43\\\\", VALUE_STRING, "a\nbC\\" },
		{ "1.3.6.1.1|5|", VALUE_NULL, "NULL" },
		{ "1.3.6.1.1|6|.1.3.6.1.4.1.9.1.1 ", VALUE_OID,
		    "1.3.6.1.4.1.9.1.1" },
		{ "1.3.6.1.1|40|7", VALUE_COUNTER32, "7" },
		{ "1.3.6.1.1|64|10.0.0.1", VALUE_IP, "10.0.0.1" },
		{ "1.3.6.1.1|64x|0A000001", VALUE_IP, "10.0.0.1" },
		{ "1.3.6.1.1|65|4294967297", VALUE_COUNTER32, "1" },
		{ "1.3.6.1.1|66| 12\r", VALUE_GAUGE32, "12" },
		{ "1.3.6.1.1|67|123456", VALUE_TICKS, "123456" },
		{ "1.3.6.1.1|68x|9f78043fc00000", VALUE_OPAQUE, "1.5" },
		{ "1.3.6.1.1|70|18446744073709551615", VALUE_COUNTER64,
		    "18446744073709551615" },
		{ ".1.3.6.1.1|4|dot in front", VALUE_STRING, "dot in front" },
	};
	struct buf text = { 0 };
	struct snapshot *s;
	struct faults f;
	struct varbind vb;

	(void)state;
	for (size_t i = 0; i < ROWS(rows); i++) {
		assert_int_equal(parse(rows[i].line, &f, &s), ERR_OK);
		assert_int_equal(f.count, 0);
		assert_int_equal(snapshot_count(s), 1);
		snapshot_at(s, 0, &vb);
		assert_int_equal(vb.value.type, rows[i].type);
		buf_clear(&text);
		value_print(&vb.value, &text);
		assert_string_equal(buf_str(&text), rows[i].text);
		snapshot_free(s);
	}
	buf_free(&text);
}

static void
a_bad_line_is_told_by_its_number(void **state)
{
	static const struct {
		const char *line, *reason;
	} rows[] = {
		{ "no bars at all", "not OID|TYPE|VALUE" },
		{ "1.3.6|4", "not OID|TYPE|VALUE" },
		{ "1.3.x|4|a", "not an OID" },
		{ "1.3.6.1||a", "not a type" },
		{ "1.3.6.1|4:writecache|a", "not OID|TYPE|VALUE" },
		{ "1.3.6.1|4:m|a", "not a type" },
		{ "1.3.6.1|77|a", "unknown type" },
		{ "1.3.6.1|2|abc", "not an integer of 32 bits" },
		{ "1.3.6.1|2|", "not an integer of 32 bits" },
		{ "1.3.6.1|2|99999999999", "not an integer of 32 bits" },
		{ "1.3.6.1|65|abc", "not a number" },
		{ "1.3.6.1|70|-1", "not a number of 64 bits" },
		{ "1.3.6.1|70|18446744073709551616",
		    "not a number of 64 bits" },
		{ "1.3.6.1|4x|abc", "not hexadecimal, or too long" },
		{ "1.3.6.1|4x|zz", "not hexadecimal, or too long" },
		{ "1.3.6.1|6|SNMPv2-SMI::mib-2", "not an OID" },
		{ "1.3.6.1|64|10.0.0", "not an IPv4 address" },
	};
	struct buf text = { 0 };
	struct snapshot *s;
	struct faults f;

	(void)state;
	for (size_t i = 0; i < ROWS(rows); i++) {
		buf_clear(&text);
		buf_printf(&text, "# ours\n\n1.3.6.1|4|ok\n%s\n", rows[i].line);
		assert_int_equal(parse(buf_str(&text), &f, &s), ERR_OK);
		assert_int_equal(f.count, 1);
		assert_int_equal(f.line, 4);
		assert_string_equal(f.reason, rows[i].reason);
		assert_int_equal(snapshot_count(s), 1);
		snapshot_free(s);
	}
	buf_free(&text);
}

static void
nothing_readable_is_refused_and_nothing_is_empty(void **state)
{
	struct snapshot *s;
	struct faults f;

	(void)state;
	assert_int_equal(parse("<html>\n</html>\n", &f, &s), ERR_PARSE);
	assert_int_equal(parse("", &f, &s), ERR_OK);
	assert_int_equal(snapshot_count(s), 0);
	snapshot_free(s);
}

static void
lines_are_printed_as_they_are_read(void **state)
{
	static const char text[] = "1.3.6.1.2.1.1.1.0|4|A box, 1.2.3\n"
				   "1.3.6.1.2.1.1.2.0|6|1.3.6.1.4.1.9.1.1\n"
				   "1.3.6.1.2.1.1.3.0|67|4242\n"
				   "1.3.6.1.2.1.1.5.0|4x|00ff\n"
				   "1.3.6.1.2.1.1.7.0|2|-7\n"
				   "1.3.6.1.2.1.4.1|64|127.0.0.1\n"
				   "1.3.6.1.2.1.4.2|70|9\n";
	struct buf out = { 0 };
	struct snapshot *s;
	struct faults f;
	struct varbind vb;

	(void)state;
	assert_int_equal(parse(text, &f, &s), ERR_OK);
	for (size_t i = 0; i < snapshot_count(s); i++) {
		snapshot_at(s, i, &vb);
		recording_print(&vb, &out);
	}
	assert_string_equal(buf_str(&out), text);
	snapshot_free(s);
	buf_free(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_line_of_each_type_is_read),
		cmocka_unit_test(a_bad_line_is_told_by_its_number),
		cmocka_unit_test(
		    nothing_readable_is_refused_and_nothing_is_empty),
		cmocka_unit_test(lines_are_printed_as_they_are_read),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
