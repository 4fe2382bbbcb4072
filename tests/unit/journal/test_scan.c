/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/journal/scan.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "lib/base/err.h"
#include "lib/base/file.h"

#include "tests/unit/journal/fixture.h"
#include "tests/unit/test.h"

enum { SEED = 42, COUNT = 2000, BIG = 600000 };

static struct buf raw;
static uint64_t begins[COUNT + 1]; /* of each record, and the end */
static struct scan scan;

static void
add(uint64_t seq, size_t len)
{
	struct buf text = { 0 };
	struct record rec = { .type = RECORD_OBSERVATION, .seq = seq };
	size_t begin = raw.len;

	for (size_t i = 0; i < len; i++)
		buf_add_u8(&text, (uint8_t)(seq + i));
	rec.payload = text.data;
	rec.len = len;
	record_encode(&rec, &raw);
	record_sign(raw.data + begin, raw.len - begin, SEED);
	buf_free(&text);
}

/* Short ones, and two that are longer than what is read at once. */
static void
fill(void)
{
	for (uint64_t i = 0; i < COUNT; i++) {
		begins[i] = raw.len;
		add(i, i == 500 || i == 1500 ? BIG : i % 300);
	}
	begins[COUNT] = raw.len;
}

static void
start(uint64_t limit)
{
	buf_free(&scan.window);
	if (scan.fd > 0)
		close(scan.fd);
	assert_int_equal(
	    ERR_OK, file_write(fixture_path("file"), raw.data, raw.len, 0600));
	scan = (struct scan){ .fd = open(fixture_path("file"), O_RDONLY),
		.seed = SEED,
		.limit = limit };
	assert_true(scan.fd > 0);
}

/* How many follow, the next of which is first; *rc is why they end. */
static uint64_t
count_from(uint64_t first, int *rc)
{
	struct record rec;
	uint64_t n = 0;

	while ((*rc = scan_next(&scan, &rec)) == ERR_OK)
		assert_int_equal(first + n++, rec.seq);
	return n;
}

static void
all_records_come_in_order(void **state)
{
	int rc;

	(void)state;
	start(UINT64_MAX);
	assert_int_equal(COUNT, count_from(0, &rc));
	assert_int_equal(ERR_NOTFOUND, rc);
	assert_int_equal(raw.len, scan.offset);
}

static void
nothing_is_read_past_the_limit(void **state)
{
	int rc;

	(void)state;
	start(begins[700]);
	assert_int_equal(700, count_from(0, &rc));
	assert_int_equal(ERR_NOTFOUND, rc);
	start(begins[700] - 1);
	assert_int_equal(699, count_from(0, &rc));
	assert_int_equal(ERR_AGAIN, rc);
	assert_int_equal(begins[699], scan.offset);
	start(0);
	assert_int_equal(0, count_from(0, &rc));
	assert_int_equal(ERR_NOTFOUND, rc);
}

static void
a_torn_end_is_told_from_damage(void **state)
{
	int rc;

	(void)state;
	raw.len = (size_t)begins[501] - 8; /* within the long one */
	start(UINT64_MAX);
	assert_int_equal(500, count_from(0, &rc));
	assert_int_equal(ERR_AGAIN, rc);
	assert_int_equal(begins[500], scan.offset);
	raw.data[begins[301] + RECORD_HEADER_LEN] ^= 1;
	start(UINT64_MAX);
	assert_int_equal(301, count_from(0, &rc));
	assert_int_equal(ERR_CORRUPT, rc);
	assert_int_equal(begins[301], scan.offset);
}

/* Behind a page of zeros, too, and behind a record whose length is a lie. */
static void
behind_damage_the_next_whole_record_is_found(void **state)
{
	int rc;

	(void)state;
	for (uint64_t i = begins[1500] - 100; i < begins[1500] + 4096; i++)
		raw.data[i] = 0;
	raw.data[begins[300] + 5] = 0x0f;
	start(UINT64_MAX);
	assert_int_equal(300, count_from(0, &rc));
	assert_int_equal(ERR_CORRUPT, rc);
	assert_int_equal(ERR_OK, scan_resync(&scan));
	assert_int_equal(begins[301], scan.offset);
	assert_true(count_from(301, &rc) > 1000);
	assert_int_equal(ERR_OK, scan_resync(&scan));
	assert_int_equal(begins[1501], scan.offset);
	assert_int_equal(COUNT - 1501, count_from(1501, &rc));
	assert_int_equal(ERR_NOTFOUND, rc);
	assert_int_equal(ERR_NOTFOUND, scan_resync(&scan));
}

static void
of_another_segment_nothing_is_found(void **state)
{
	int rc;

	(void)state;
	start(UINT64_MAX);
	scan.seed++;
	assert_int_equal(0, count_from(0, &rc));
	assert_int_equal(ERR_CORRUPT, rc);
	assert_int_equal(ERR_NOTFOUND, scan_resync(&scan));
	assert_int_equal(raw.len, scan.offset);
}

static int
begin(void **state)
{
	fill();
	return fixture_make(state);
}

static int
end(void **state)
{
	buf_free(&raw);
	buf_free(&scan.window);
	close(scan.fd);
	scan = (struct scan){ 0 };
	return fixture_remove(state);
}

#define OF_A_FILE(test) cmocka_unit_test_setup_teardown(test, begin, end)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		OF_A_FILE(all_records_come_in_order),
		OF_A_FILE(nothing_is_read_past_the_limit),
		OF_A_FILE(a_torn_end_is_told_from_damage),
		OF_A_FILE(behind_damage_the_next_whole_record_is_found),
		OF_A_FILE(of_another_segment_nothing_is_found),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
