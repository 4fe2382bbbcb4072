/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/profile/samples.h"

#include <stdio.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/profile/sample_sum.h"
#include "lib/wire/varbind.h"
#include "tests/unit/test.h"

#define IF(column, row) "1.3.6.1.2.1.2.2.1." #column "." #row

static const char metrics[] =
    "group \"interfaces\" {\n"
    "kind = interface\n"
    "column \"admin\" { oid = 1.3.6.1.2.1.2.2.1.7 }\n"
    "column \"oper\" { oid = 1.3.6.1.2.1.2.2.1.8 }\n"
    "column \"in_errors\" { oid = 1.3.6.1.2.1.2.2.1.14 }\n"
    "}\n"
    "group \"duplex\" {\n"
    "kind = interface\n"
    "column \"duplex\" { oid = 1.3.6.1.2.1.10.7.2.1.19 }\n"
    "}\n"
    "group \"processors\" {\n"
    "kind = cpu\n"
    "column \"value\" { oid = 1.3.6.1.2.1.25.3.3.1.2 }\n"
    "}\n"
    "group \"battery\" {\n"
    "kind = battery\n"
    "column \"value\" { oid = 1.3.6.1.2.1.33.1.2.4.0 }\n"
    "}\n";

struct told {
	const char *name;
	enum value_type type;
	int64_t number;
};

static struct metric_set *set;
static struct samples s;
static struct buf list;

static void
add(const char *name, struct value v)
{
	struct varbind vb = { .value = v };
	struct buf oid = { 0 };

	assert_int_equal(ERR_OK, oid_parse(name, &oid));
	vb.oid = (struct oid){ oid.data, oid.len };
	varbind_add(&list, &vb);
	buf_free(&oid);
}

static void
read_told(const struct told *told, size_t n)
{
	buf_clear(&list);
	for (size_t i = 0; i < n; i++)
		add(told[i].name,
		    told[i].type == VALUE_INTEGER
			? value_of_int(told[i].type, told[i].number)
			: value_of_uint(
			      told[i].type, (uint64_t)told[i].number));
	samples_read(&s, set, list.data, list.len);
}

#define READ(told) read_told((told), sizeof(told) / sizeof((told)[0]))

/* "interfaces 1: admin 1 oper 2; " */
static const char *
rows(void)
{
	static struct buf out;

	buf_clear(&out);
	for (size_t i = 0; i < s.n; i++) {
		const struct sample_row *r = &s.row[i];

		buf_printf(&out, "%s", r->said.group->name);
		for (size_t k = 0; k < r->index.len; k++)
			buf_printf(&out, ".%d", r->index.data[k]);
		for (int f = 0; f < METRIC_FIELDS; f++)
			if (metric_row_has(&r->said, (enum metric_field)f))
				buf_printf(&out, " %s %lld",
				    metric_field_name((enum metric_field)f),
				    (long long)r->said.number[f]);
		buf_add_str(&out, "; ");
	}
	return buf_str(&out);
}

static void
columns_side_by_side_are_rows(void **state)
{
	static const struct told told[] = {
		{ IF(7, 1), VALUE_INTEGER, 1 },
		{ IF(8, 1), VALUE_INTEGER, 2 },
		{ IF(14, 1), VALUE_COUNTER32, 70 },
		{ IF(7, 2), VALUE_INTEGER, 1 },
		{ IF(8, 2), VALUE_INTEGER, 1 },
		{ IF(14, 2), VALUE_COUNTER32, 4294967295 },
	};

	(void)state;
	READ(told);
	assert_string_equal(
	    "interfaces.1 admin 1 oper 2 in_errors 70; "
	    "interfaces.2 admin 1 oper 1 in_errors 4294967295; ",
	    rows());
	assert_int_equal(0, s.skipped);
}

static void
columns_one_after_the_other_are_the_same_rows(void **state)
{
	static const struct told told[] = {
		{ IF(7, 1), VALUE_INTEGER, 1 },
		{ IF(7, 2), VALUE_INTEGER, 2 },
		{ IF(8, 1), VALUE_INTEGER, 3 },
		{ IF(8, 2), VALUE_INTEGER, 4 },
	};

	(void)state;
	READ(told);
	assert_string_equal("interfaces.1 admin 1 oper 3; "
			    "interfaces.2 admin 2 oper 4; ",
	    rows());
}

static void
rows_that_a_column_lacks_do_not_shift_it(void **state)
{
	static const struct told told[] = {
		{ IF(7, 1), VALUE_INTEGER, 1 },
		{ IF(8, 3), VALUE_INTEGER, 33 },
		{ IF(7, 2), VALUE_INTEGER, 2 },
		{ IF(8, 4), VALUE_INTEGER, 44 },
		{ IF(7, 3), VALUE_INTEGER, 3 },
		{ IF(7, 4), VALUE_INTEGER, 4 },
	};

	(void)state;
	READ(told);
	assert_string_equal("interfaces.1 admin 1; "
			    "interfaces.3 admin 3 oper 33; "
			    "interfaces.2 admin 2; "
			    "interfaces.4 admin 4 oper 44; ",
	    rows());
}

static void
interface_groups_share_rows_and_others_do_not(void **state)
{
	static const struct told told[] = {
		{ IF(7, 1), VALUE_INTEGER, 1 },
		{ IF(7, 2), VALUE_INTEGER, 1 },
		{ "1.3.6.1.2.1.10.7.2.1.19.2", VALUE_INTEGER, 3 },
		{ "1.3.6.1.2.1.25.3.3.1.2.1", VALUE_INTEGER, 40 },
		{ "1.3.6.1.2.1.25.3.3.1.2.2", VALUE_INTEGER, 60 },
		{ "1.3.6.1.2.1.33.1.2.4.0", VALUE_INTEGER, 99 },
	};

	(void)state;
	READ(told);
	assert_string_equal("interfaces.1 admin 1; "
			    "interfaces.2 admin 1 duplex 3; "
			    "processors.1 value 40; processors.2 value 60; "
			    "battery value 99; ",
	    rows());
}

static void
what_is_not_measured_before_it_is_the_contact(void **state)
{
	static const struct told told[] = {
		{ "1.3.6.1.2.1.1.3.0", VALUE_TICKS, 4711 },
		{ IF(7, 1), VALUE_INTEGER, 1 },
		{ "1.3.6.1.2.1.1.7.0", VALUE_INTEGER, 72 },
	};
	static const struct told none[] = {
		{ "1.3.6.1.2.1.1.3.0", VALUE_TICKS, 4711 },
	};

	(void)state;
	READ(told);
	assert_int_equal(16, s.before);
	assert_int_equal(1, s.n);
	assert_int_equal(0, s.skipped);
	READ(none);
	assert_int_equal(list.len, s.before);
	assert_int_equal(0, s.n);
}

static void
a_bad_value_is_counted_and_its_row_stays(void **state)
{
	(void)state;
	buf_clear(&list);
	add(IF(7, 1), value_of_int(VALUE_INTEGER, 1));
	add(IF(8, 1), value_of_data(VALUE_STRING, "up", 2));
	add(IF(14, 1), value_of_data(VALUE_IP, "abcd", 4));
	samples_read(&s, set, list.data, list.len);
	assert_string_equal("interfaces.1 admin 1; ", rows());
	assert_int_equal(2, s.skipped);
}

static void
an_exception_is_no_fault(void **state)
{
	(void)state;
	buf_clear(&list);
	add(IF(7, 1), value_of_int(VALUE_INTEGER, 1));
	add(IF(8, 1), value_of_data(VALUE_NO_INSTANCE, NULL, 0));
	add("1.3.6.1.2.1.2.2.1.7", value_of_data(VALUE_END, NULL, 0));
	samples_read(&s, set, list.data, list.len);
	assert_string_equal("interfaces.1 admin 1; ", rows());
	assert_int_equal(0, s.skipped);
}

static void
bytes_that_are_no_binding_end_it(void **state)
{
	(void)state;
	buf_clear(&list);
	add(IF(7, 1), value_of_int(VALUE_INTEGER, 1));
	buf_add(&list, "\x30\x7f", 2);
	samples_read(&s, set, list.data, list.len);
	assert_string_equal("interfaces.1 admin 1; ", rows());
	assert_int_equal(1, s.skipped);
}

static void
many_rows_in_any_order_are_found_again(void **state)
{
	char name[80];

	(void)state;
	buf_clear(&list);
	for (int i = 0; i < 5000; i++) {
		snprintf(name, sizeof(name), "1.3.6.1.2.1.2.2.1.7.%d", i + 1);
		add(name, value_of_int(VALUE_INTEGER, i));
	}
	for (int i = 4999; i >= 0; i--) {
		snprintf(name, sizeof(name), "1.3.6.1.2.1.2.2.1.8.%d", i + 1);
		add(name, value_of_int(VALUE_INTEGER, i));
	}
	samples_read(&s, set, list.data, list.len);
	assert_int_equal(5000, s.n);
	for (size_t i = 0; i < s.n; i++) {
		assert_int_equal(i, s.row[i].said.number[METRIC_ADMIN]);
		assert_int_equal(i, s.row[i].said.number[METRIC_OPER]);
	}
}

static void
the_sum_tells_ports_and_errors(void **state)
{
	static const struct told told[] = {
		{ IF(7, 1), VALUE_INTEGER, 1 },
		{ IF(8, 1), VALUE_INTEGER, 1 },
		{ IF(14, 1), VALUE_COUNTER32, 3 },
		{ IF(7, 2), VALUE_INTEGER, 1 },
		{ IF(8, 2), VALUE_INTEGER, 2 },
		{ IF(14, 2), VALUE_COUNTER32, 4 },
		{ IF(7, 3), VALUE_INTEGER, 2 },
		{ IF(8, 3), VALUE_INTEGER, 2 },
	};
	struct sample_sum sum = { 0 };
	double per_cent;

	(void)state;
	READ(told);
	for (size_t i = 0; i < s.n; i++)
		sample_sum_interface(&sum, &s.row[i].said);
	assert_int_equal(3, sum.n_ports);
	assert_int_equal(2, sum.ports);
	assert_int_equal(1, sum.ports_up);
	assert_true(sum.has_errors);
	assert_int_equal(7, sum.errors);
	assert_false(sum.has_discards);
	assert_false(sample_sum_cpu(&sum, &per_cent));
}

static void
the_sum_tells_cpu_memory_and_heat(void **state)
{
	static const struct metric_result told[] = {
		{ .kind = METRIC_CPU, .has_value = true, .value = 20 },
		{ .kind = METRIC_CPU, .has_value = true, .value = 50 },
		{ .kind = METRIC_MEMORY,
		    .has_size = true,
		    .size = 1000,
		    .has_used = true,
		    .used = 250 },
		{ .kind = METRIC_STORAGE,
		    .has_size = true,
		    .size = 1000,
		    .has_used = true,
		    .used = 999 },
		{ .kind = METRIC_SENSOR,
		    .unit = "celsius",
		    .has_value = true,
		    .value = -4 },
		{ .kind = METRIC_SENSOR,
		    .unit = "celsius",
		    .has_value = true,
		    .value = 127,
		    .has_state = true },
		{ .kind = METRIC_SENSOR,
		    .unit = "rpm",
		    .has_value = true,
		    .value = 4000 },
	};
	struct sample_sum sum = { 0 };
	double per_cent;

	(void)state;
	for (size_t i = 0; i < sizeof(told) / sizeof(told[0]); i++)
		sample_sum_component(&sum, &told[i]);
	assert_true(sample_sum_cpu(&sum, &per_cent));
	assert_true(per_cent == 35);
	assert_true(sample_sum_memory(&sum, &per_cent));
	assert_true(per_cent == 25);
	assert_true(sum.has_temperature && sum.temperature == -4);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(columns_side_by_side_are_rows),
		cmocka_unit_test(columns_one_after_the_other_are_the_same_rows),
		cmocka_unit_test(rows_that_a_column_lacks_do_not_shift_it),
		cmocka_unit_test(interface_groups_share_rows_and_others_do_not),
		cmocka_unit_test(what_is_not_measured_before_it_is_the_contact),
		cmocka_unit_test(a_bad_value_is_counted_and_its_row_stays),
		cmocka_unit_test(an_exception_is_no_fault),
		cmocka_unit_test(bytes_that_are_no_binding_end_it),
		cmocka_unit_test(many_rows_in_any_order_are_found_again),
		cmocka_unit_test(the_sum_tells_ports_and_errors),
		cmocka_unit_test(the_sum_tells_cpu_memory_and_heat),
	};
	int failed;

	if (metric_set_parse("t", metrics, strlen(metrics), &set) < 0)
		return 1;
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	samples_free(&s);
	buf_free(&list);
	metric_set_free(set);
	return failed;
}
