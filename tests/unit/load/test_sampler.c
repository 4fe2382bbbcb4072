/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/load/sampler.h"

#include <endian.h>
#include <stdio.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/profile/metric.h"
#include "lib/store/loader_batch.h"
#include "lib/wire/varbind.h"

#include "tests/unit/test.h"

#define NOON            (INT64_C(1780228800) * CLOCK_SECOND)

#define IF(column, row) "1.3.6.1.2.1.2.2.1." #column "." #row
#define CPU(row)        "1.3.6.1.2.1.25.3.3.1.2." #row
#define UPTIME          "1.3.6.1.2.1.1.3.0"

static const char metrics[] =
    "group \"interfaces\" {\n"
    "kind = interface\n"
    "column \"type\" { oid = 1.3.6.1.2.1.2.2.1.3 }\n"
    "column \"oper\" { oid = 1.3.6.1.2.1.2.2.1.8 }\n"
    "column \"in_errors\" { oid = 1.3.6.1.2.1.2.2.1.14 }\n"
    "}\n"
    "group \"processors\" {\n"
    "kind = cpu\n"
    "column \"value\" { oid = 1.3.6.1.2.1.25.3.3.1.2 }\n"
    "}\n";

static struct metric_set *set;
static struct sampler s;
static struct loader_batch batch;
static struct buf list;

static void
add(const char *name, enum value_type type, int64_t number)
{
	struct varbind vb = { .value = type == VALUE_INTEGER
		    ? value_of_int(type, number)
		    : value_of_uint(type, (uint64_t)number) };
	struct buf oid = { 0 };

	assert_int_equal(ERR_OK, oid_parse(name, &oid));
	vb.oid = (struct oid){ oid.data, oid.len };
	varbind_add(&list, &vb);
	buf_free(&oid);
}

static struct observation
reading(int device, int64_t poll, enum reading_outcome outcome)
{
	return (struct observation){ .kind = OBSERVATION_READING,
		.tenant_id = 1,
		.realm_id = 1,
		.at = NOON,
		.reading = { .device_id = device,
		    .poll_id = (uint64_t)poll,
		    .outcome = outcome,
		    .rtt_us = 1500,
		    .varbinds = list.data,
		    .varbinds_len = list.len } };
}

static size_t
take(int device, int64_t poll, enum reading_outcome outcome)
{
	struct observation obs = reading(device, poll, outcome);

	return sampler_take(&s, set, &obs, &batch);
}

static int
begin(void **state)
{
	(void)state;
	buf_clear(&list);
	loader_batch_begin(&batch);
	sampler_begin(&s);
	return 0;
}

/* "1 2 3": rows of the device, of interfaces and of components. */
static void
check_rows(size_t devices, size_t interfaces, size_t components)
{
	assert_int_equal(devices, batch.table[LOADER_SAMPLE].count);
	assert_int_equal(
	    interfaces, batch.table[LOADER_INTERFACE_SAMPLE].count);
	assert_int_equal(
	    components, batch.table[LOADER_COMPONENT_SAMPLE].count);
}

/* Column n of a row, both from 0, as COPY has it; *len -1: NULL. */
static int64_t
column(enum loader_table t, size_t row, int n, int32_t *len)
{
	const struct buf *b = &batch.table[t].rows;
	size_t at = 0;
	uint16_t columns;
	uint32_t be;
	int64_t v = 0;

	/* COPY's own header comes first, when there is one. */
	if (b->len > 19 && memcmp(b->data, "PGCOPY\n", 7) == 0)
		at = 19;
	for (size_t i = 0;; i++) {
		memcpy(&columns, b->data + at, sizeof(columns));
		at += sizeof(columns);
		for (int k = 0; k < be16toh(columns); k++) {
			memcpy(&be, b->data + at, sizeof(be));
			*len = (int32_t)be32toh(be);
			at += sizeof(be);
			if (i == row && k == n)
				break;
			at += *len > 0 ? (size_t)*len : 0;
		}
		if (i == row)
			break;
	}
	assert_true(at <= b->len);
	if (*len > 0 && *len <= 8 && b->data[at] & 0x80)
		v = -1;
	for (int32_t i = 0; i < *len && *len <= 8; i++)
		v = (int64_t)((uint64_t)v << 8 | b->data[at + (size_t)i]);
	return v;
}

enum { INDEX = 3, TYPE = 5, OPER = 7, IN_ERRORS = 13 };
enum { DEVICE_RTT = 5, DEVICE_UPTIME = 6, DEVICE_SKIPPED = 12 };

static void
a_poll_is_a_row_of_each_that_it_measured(void **state)
{
	int32_t len;
	size_t contact;

	(void)state;
	add(UPTIME, VALUE_TICKS, 12345600);
	contact = list.len;
	add(IF(3, 1), VALUE_INTEGER, 6);
	add(IF(8, 1), VALUE_INTEGER, 1);
	add(IF(14, 1), VALUE_COUNTER32, 4294967295);
	add(IF(3, 300), VALUE_INTEGER, 53);
	add(CPU(1), VALUE_INTEGER, 20);
	add(CPU(2), VALUE_INTEGER, 40);
	add(CPU(3), VALUE_INTEGER, 60);
	assert_int_equal(contact, take(7, 1, READING_ANSWERED));
	check_rows(1, 2, 3);
	assert_int_equal(1, column(LOADER_INTERFACE_SAMPLE, 0, INDEX, &len));
	assert_int_equal(4, len);
	assert_int_equal(6, column(LOADER_INTERFACE_SAMPLE, 0, TYPE, &len));
	assert_int_equal(2, len);
	assert_int_equal(1, column(LOADER_INTERFACE_SAMPLE, 0, OPER, &len));
	assert_int_equal(
	    4294967295, column(LOADER_INTERFACE_SAMPLE, 0, IN_ERRORS, &len));
	assert_int_equal(8, len);
	assert_int_equal(300, column(LOADER_INTERFACE_SAMPLE, 1, INDEX, &len));
	(void)column(LOADER_INTERFACE_SAMPLE, 1, OPER, &len);
	assert_int_equal(-1, len);
	assert_int_equal(1500, column(LOADER_SAMPLE, 0, DEVICE_RTT, &len));
	assert_int_equal(0, column(LOADER_SAMPLE, 0, DEVICE_SKIPPED, &len));
	assert_int_equal(123456, column(LOADER_SAMPLE, 0, DEVICE_UPTIME, &len));
}

/* What no column holds is NULL and counted; what is no index, no row. */
static void
what_does_not_fit_is_skipped_and_counted(void **state)
{
	int32_t len;

	(void)state;
	add(IF(3, 1), VALUE_INTEGER, 40000);
	add(IF(8, 1), VALUE_INTEGER, -2);
	add(IF(8, 1.2), VALUE_INTEGER, 1);
	add(IF(8, 0), VALUE_INTEGER, 1);
	assert_int_equal(0, take(7, 1, READING_ANSWERED));
	check_rows(1, 1, 0);
	(void)column(LOADER_INTERFACE_SAMPLE, 0, TYPE, &len);
	assert_int_equal(-1, len);
	assert_int_equal(-2, column(LOADER_INTERFACE_SAMPLE, 0, OPER, &len));
	assert_int_equal(3, column(LOADER_SAMPLE, 0, DEVICE_SKIPPED, &len));
	(void)column(LOADER_SAMPLE, 0, DEVICE_UPTIME, &len);
	assert_int_equal(-1, len);
}

static void
who_did_not_answer_was_not_measured(void **state)
{
	static const struct {
		enum reading_outcome outcome;
		size_t rows;
	} outcomes[] = {
		{ READING_ANSWERED, 1 },
		{ READING_PARTIAL, 1 },
		{ READING_SILENT, 0 },
	};

	for (size_t i = 0; i < ROWS(outcomes); i++) {
		begin(state);
		add(IF(8, 1), VALUE_INTEGER, 1);
		(void)take(7, 1, outcomes[i].outcome);
		sampler_end(&s, set, &batch);
		check_rows(outcomes[i].rows, outcomes[i].rows, 0);
		loader_batch_end(&batch);
	}
	begin(state);
}

/* So many that the poll may have been cut into records. */
static void
fill_half(int first)
{
	char name[64];

	buf_clear(&list);
	for (int i = first; list.len <= OBSERVATION_BODY_MAX / 2; i++) {
		snprintf(name, sizeof(name), "1.3.6.1.2.1.2.2.1.8.%d", i);
		add(name, VALUE_INTEGER, 1);
	}
}

static void
a_poll_in_parts_is_one(void **state)
{
	size_t whole;

	(void)state;
	fill_half(1);
	assert_int_equal(0, take(7, 1, READING_ANSWERED));
	check_rows(0, 0, 0);
	buf_clear(&list);
	add(IF(14, 1), VALUE_COUNTER32, 5);
	add(IF(14, 2000000), VALUE_COUNTER32, 5);
	assert_int_equal(0, take(7, 1, READING_ANSWERED));
	check_rows(0, 0, 0);
	/* Another poll ends it. */
	buf_clear(&list);
	add(CPU(1), VALUE_INTEGER, 20);
	(void)take(8, 1, READING_ANSWERED);
	whole = batch.table[LOADER_INTERFACE_SAMPLE].count;
	assert_true(whole > 1000);
	check_rows(2, whole, 1);
	sampler_end(&s, set, &batch);
	check_rows(2, whole, 1);
}

static void
the_end_of_a_batch_releases_what_is_held(void **state)
{
	(void)state;
	fill_half(1);
	(void)take(7, 1, READING_ANSWERED);
	check_rows(0, 0, 0);
	sampler_end(&s, set, &batch);
	assert_int_equal(1, batch.table[LOADER_SAMPLE].count);
	sampler_end(&s, set, &batch);
	assert_int_equal(1, batch.table[LOADER_SAMPLE].count);
}

/* It comes again from the journal, with the batch that is made anew. */
static void
what_is_held_of_a_batch_given_up_is_forgotten(void **state)
{
	(void)state;
	fill_half(1);
	(void)take(7, 1, READING_ANSWERED);
	sampler_begin(&s);
	sampler_end(&s, set, &batch);
	check_rows(0, 0, 0);
}

static int
finish(void **state)
{
	(void)state;
	loader_batch_end(&batch);
	return 0;
}

static int
load_set(void **state)
{
	(void)state;
	return metric_set_parse("test", metrics, strlen(metrics), &set);
}

static int
free_all(void **state)
{
	(void)state;
	metric_set_free(set);
	sampler_free(&s);
	loader_batch_free(&batch);
	buf_free(&list);
	return 0;
}

#define IN_A_BATCH(test) cmocka_unit_test_setup_teardown(test, begin, finish)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		IN_A_BATCH(a_poll_is_a_row_of_each_that_it_measured),
		IN_A_BATCH(what_does_not_fit_is_skipped_and_counted),
		IN_A_BATCH(who_did_not_answer_was_not_measured),
		IN_A_BATCH(a_poll_in_parts_is_one),
		IN_A_BATCH(the_end_of_a_batch_releases_what_is_held),
		IN_A_BATCH(what_is_held_of_a_batch_given_up_is_forgotten),
	};
	return cmocka_run_group_tests(tests, load_set, free_all);
}
