/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/journal/segment.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/file.h"

#include "tests/unit/journal/fixture.h"
#include "tests/unit/test.h"

static const struct segment_header header = { .uuid = { 1, 2, 3 },
	.segment = 7,
	.first_seq = 4711,
	.created = 123456789,
	.chain = { 9, 8, 7 } };

static void
what_is_encoded_is_decoded(void **state)
{
	struct buf raw = { 0 };
	struct segment_header h = { 0 };

	(void)state;
	segment_encode_header(&header, &raw);
	assert_int_equal(SEGMENT_HEADER_LEN, raw.len);
	assert_int_equal(ERR_OK, segment_decode_header(raw.data, raw.len, &h));
	assert_int_equal(SEGMENT_VERSION, h.version);
	assert_memory_equal(header.uuid, h.uuid, JOURNAL_UUID_LEN);
	assert_int_equal(header.segment, h.segment);
	assert_int_equal(header.first_seq, h.first_seq);
	assert_int_equal(header.created, h.created);
	assert_memory_equal(header.chain, h.chain, DIGEST_LEN);
	buf_free(&raw);
}

/* Behind the CRC stand zeros, which nobody reads. */
static void
one_that_is_cut_or_flipped_is_none(void **state)
{
	enum { FIELDS = 56 + DIGEST_LEN + 4 };
	struct buf raw = { 0 };
	struct segment_header h;

	(void)state;
	segment_encode_header(&header, &raw);
	for (size_t len = 0; len < raw.len; len++)
		assert_int_equal(
		    ERR_CORRUPT, segment_decode_header(raw.data, len, &h));
	for (size_t bit = 0; bit < 8 * (size_t)FIELDS; bit++) {
		raw.data[bit / 8] ^= (uint8_t)(1 << bit % 8);
		assert_int_equal(
		    ERR_CORRUPT, segment_decode_header(raw.data, raw.len, &h));
		raw.data[bit / 8] ^= (uint8_t)(1 << bit % 8);
	}
	buf_free(&raw);
}

static void
seeds_differ_by_journal_and_by_number(void **state)
{
	struct segment_header other = header;

	(void)state;
	assert_int_equal(segment_seed(&header), segment_seed(&other));
	other.segment++;
	assert_int_not_equal(segment_seed(&header), segment_seed(&other));
	other = header;
	other.uuid[15]++;
	assert_int_not_equal(segment_seed(&header), segment_seed(&other));
}

static void
put_file(const char *name, const struct segment_header *h)
{
	struct buf raw = { 0 };

	if (h != NULL)
		segment_encode_header(h, &raw);
	assert_int_equal(
	    ERR_OK, file_write(fixture_path(name), raw.data, raw.len, 0600));
	buf_free(&raw);
}

/* Each once, in rising order, whatever else is there. */
static void
segments_are_listed_by_number(void **state)
{
	static const char *const names[] = { "0000000000000010.seg",
		"0000000000000002.seg", "0000000000000002.seg.zst",
		"0000000000000003.seg.zst", "0000000000000004.seg.damaged",
		"0000000000000005.seg.zst.tmp", "000000000000006.seg",
		"0000000000000000.seg", "000000000000000a.seg", "position",
		"00000000000000011.seg" };
	char path[PATH_MAX];
	uint64_t *list = NULL;
	size_t n = 0;

	(void)state;
	assert_int_equal(ERR_OK, segment_list(fixture_dir, &list, &n));
	assert_int_equal(0, n);
	free(list);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		put_file(names[i], NULL);
	assert_int_equal(ERR_OK, segment_list(fixture_dir, &list, &n));
	assert_int_equal(3, n);
	assert_int_equal(2, list[0]);
	assert_int_equal(3, list[1]);
	assert_int_equal(10, list[2]);
	free(list);
	assert_int_equal(1, segment_count_damaged(fixture_dir));
	assert_int_equal(
	    ERR_NOTFOUND, segment_list(fixture_path("none"), &list, &n));
	assert_int_equal(0, segment_count_damaged(fixture_path("none")));

	assert_int_equal(
	    ERR_OK, segment_find_file(fixture_dir, 2, path, sizeof(path)));
	assert_string_equal(fixture_path("0000000000000002.seg"), path);
	assert_int_equal(
	    ERR_OK, segment_find_file(fixture_dir, 3, path, sizeof(path)));
	assert_string_equal(fixture_path("0000000000000003.seg.zst"), path);
	assert_int_equal(ERR_NOTFOUND,
	    segment_find_file(fixture_dir, 4, path, sizeof(path)));
}

static void
one_that_bears_another_number_is_not_opened(void **state)
{
	struct segment_header h;
	int fd = -1;

	(void)state;
	put_file("0000000000000007.seg", &header);
	assert_int_equal(ERR_OK, segment_open(fixture_dir, 7, &h, &fd));
	assert_int_equal(header.first_seq, h.first_seq);
	close(fd);
	put_file("0000000000000008.seg", &header);
	assert_int_equal(ERR_CORRUPT, segment_open(fixture_dir, 8, &h, &fd));
	put_file("0000000000000009.seg", NULL);
	assert_int_equal(ERR_CORRUPT, segment_open(fixture_dir, 9, &h, &fd));
}

#define IN_A_FOLDER(test) \
	cmocka_unit_test_setup_teardown(test, fixture_make, fixture_remove)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_encoded_is_decoded),
		cmocka_unit_test(one_that_is_cut_or_flipped_is_none),
		cmocka_unit_test(seeds_differ_by_journal_and_by_number),
		IN_A_FOLDER(segments_are_listed_by_number),
		IN_A_FOLDER(one_that_bears_another_number_is_not_opened),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
