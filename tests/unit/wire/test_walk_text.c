/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/wire/walk_text.h"

#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/wire/recording.h"
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

static struct snapshot *
read_walk(const char *text, struct faults *faults)
{
	struct snapshot *s = snapshot_new();
	unsigned count;

	*faults = (struct faults){ 0 };
	assert_true(walk_text_is(text, strlen(text)));
	count = walk_text_read(s, text, strlen(text), on_fault, faults);
	assert_int_equal(count, faults->count);
	snapshot_sort(s);
	return s;
}

static void
a_value_of_each_type_is_read(void **state)
{
	static const struct {
		const char *value;
		enum value_type type;
		const char *text;
	} rows[] = {
		{ "STRING: \"RouterOS RB750\"", VALUE_STRING,
		    "RouterOS RB750" },
		{ "STRING: bare words", VALUE_STRING, "bare words" },
		{ "STRING: \"a \\\"b\\\" \\\\ c\"", VALUE_STRING,
		    "a \"b\" \\ c" },
		{ "STRING: \"two\r\nlines\"", VALUE_STRING, "two\r\nlines" },
		{ "STRING: ", VALUE_STRING, "" },
		{ "\"\"", VALUE_STRING, "" },
		{ "Hex-STRING: 00 1B 2C \n4D ", VALUE_STRING, "0x00 1b 2c 4d" },
		{ "INTEGER: -5", VALUE_INTEGER, "-5" },
		{ "INTEGER: up(1)", VALUE_INTEGER, "1" },
		{ "INTEGER: 40 degrees", VALUE_INTEGER, "40" },
		{ "Counter32: 7", VALUE_COUNTER32, "7" },
		{ "Gauge32: 1000 bits/s", VALUE_GAUGE32, "1000" },
		{ "Counter64: 18446744073709551615", VALUE_COUNTER64,
		    "18446744073709551615" },
		{ "Timeticks: (4711) 0:00:47.11", VALUE_TICKS, "4711" },
		{ "Timeticks: 4711", VALUE_TICKS, "4711" },
		{ "OID: .1.3.6.1.4.1.9.1.1", VALUE_OID, "1.3.6.1.4.1.9.1.1" },
		{ "OID: iso.3.6.1.4.1.9.1.1", VALUE_OID, "1.3.6.1.4.1.9.1.1" },
		{ "IpAddress: 10.0.0.1", VALUE_IP, "10.0.0.1" },
		{ "BITS: 80 40 first(0) ninth(9) ", VALUE_STRING, "0x80 40" },
		{ "NULL", VALUE_NULL, "NULL" },
		{ "Wrong Type (should be INTEGER): STRING: \"x\"", VALUE_STRING,
		    "x" },
	};

	(void)state;
	for (size_t i = 0; i < ROWS(rows); i++) {
		struct buf line = { 0 }, text = { 0 };
		struct snapshot *s;
		struct varbind vb;
		struct faults f;

		print_message("# %s\n", rows[i].value);
		buf_printf(&line, ".1.3.6.1.1 = %s\n.1.3.6.1.2 = INTEGER: 1\n",
		    rows[i].value);
		s = read_walk(buf_str(&line), &f);
		assert_int_equal(0, f.count);
		assert_int_equal(2, snapshot_count(s));
		snapshot_at(s, 0, &vb);
		assert_int_equal(rows[i].type, vb.value.type);
		value_print(&vb.value, &text);
		assert_string_equal(rows[i].text, buf_str(&text));
		snapshot_free(s);
		buf_free(&text);
		buf_free(&line);
	}
}

static void
what_cannot_be_read_is_told_by_its_line(void **state)
{
	static const struct {
		const char *text;
		unsigned line, count;
		const char *reason;
	} rows[] = {
		{ ".1.3.1 = INTEGER: 1\nSNMPv2-MIB::sysDescr.0 = STRING: x\n",
		    2, 1, "a name where a number is needed: walk with -On" },
		{ ".1.3.1 = INTEGER: 1\n\n.1.3.2 = hello", 3, 1,
		    "not of a known type: walk with -On, without -Oq" },
		{ ".1.3.1 = INTEGER: 1\n.1.3.2 = INTEGER: 23.5 C\n", 2, 1,
		    "not an integer of 32 bits" },
		{ ".1.3.1 = INTEGER: 1\n.1..2 = INTEGER: 2\n", 2, 1,
		    "not an OID" },
		{ ".1.3.1 = INTEGER: 1\n.1.3.2 = OID: SNMPv2-MIB::x\n", 2, 1,
		    "not an OID" },
		{ ".1.3.1 = INTEGER: 1\n.1.3.2 = Opaque: Float: 1.5\n", 2, 1,
		    "not of a known type: walk with -On, without -Oq" },
		{ ".1.3.1 = INTEGER: 1\n.1.3.2 = No Such Object available on "
		  "this agent at this OID\n.1.3.3 = No more variables left in "
		  "this MIB View (It is past the end of the MIB tree)\n",
		    0, 0, NULL },
	};

	(void)state;
	for (size_t i = 0; i < ROWS(rows); i++) {
		struct faults f;
		struct snapshot *s = read_walk(rows[i].text, &f);

		print_message("# %s\n", rows[i].text);
		assert_int_equal(rows[i].count, f.count);
		assert_int_equal(rows[i].line, f.line);
		if (rows[i].reason != NULL)
			assert_string_equal(rows[i].reason, f.reason);
		assert_int_equal(1, snapshot_count(s));
		snapshot_free(s);
	}
}

static void
either_form_is_recognised(void **state)
{
	static const struct {
		const char *text;
		bool is_walk;
	} rows[] = {
		{ "# a comment\n\n.1.3.6.1 = INTEGER: 1\n", true },
		{ "iso.3.6.1 = INTEGER: 1\n", true },
		{ "SNMPv2-MIB::sysDescr.0 = STRING: x\n", true },
		{ "1.3.6.1.2|4|a = b\n", false },
		{ "<html>\n", false },
		{ "", false },
	};
	struct snapshot *s;

	(void)state;
	for (size_t i = 0; i < ROWS(rows); i++)
		assert_int_equal(rows[i].is_walk,
		    walk_text_is(rows[i].text, strlen(rows[i].text)));
	assert_int_equal(ERR_OK,
	    recording_parse(
		rows[0].text, strlen(rows[0].text), NULL, NULL, &s));
	assert_int_equal(1, snapshot_count(s));
	snapshot_free(s);
	assert_int_equal(ERR_PARSE,
	    recording_parse(
		rows[2].text, strlen(rows[2].text), NULL, NULL, &s));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_value_of_each_type_is_read),
		cmocka_unit_test(what_cannot_be_read_is_told_by_its_line),
		cmocka_unit_test(either_form_is_recognised),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
