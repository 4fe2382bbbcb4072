/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/base/pack.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "lib/base/err.h"

#include "tests/unit/test.h"

enum { LEN = 300000 };

static int
make_file(const void *data, size_t len)
{
	int fd = memfd_create("test", MFD_CLOEXEC);

	assert_true(fd != -1);
	assert_int_equal(len, write(fd, data, len));
	assert_int_equal(0, lseek(fd, 0, SEEK_SET));
	return fd;
}

static uint8_t *
make_text(void)
{
	uint8_t *text = malloc(LEN);

	assert_non_null(text);
	for (size_t i = 0; i < LEN; i++)
		text[i] = (uint8_t)("a line of a device\n"[i % 19] + i / 7919);
	return text;
}

static int
pack(const void *data, size_t len)
{
	int from = make_file(data, len), to = make_file("", 0);

	assert_int_equal(ERR_OK, pack_file(from, to));
	close(from);
	return to;
}

static int
unpack(int packed, uint64_t max, int *to)
{
	*to = make_file("", 0);
	assert_int_equal(0, lseek(packed, 0, SEEK_SET));
	return unpack_file(packed, *to, max);
}

static void
what_comes_back_is_what_went_in(void **state)
{
	static const size_t lengths[] = { 0, 1, 4096, LEN };
	uint8_t *text = make_text(), *back = malloc(LEN + 1);

	(void)state;
	for (size_t i = 0; i < ROWS(lengths); i++) {
		int packed = pack(text, lengths[i]), to;

		assert_int_equal(ERR_OK, unpack(packed, LEN, &to));
		assert_int_equal(lengths[i], pread(to, back, LEN + 1, 0));
		assert_memory_equal(text, back, lengths[i]);
		if (lengths[i] == LEN)
			assert_true(lseek(packed, 0, SEEK_END) < LEN / 4);
		close(packed);
		close(to);
	}
	free(text);
	free(back);
}

static void
cut_changed_or_too_long_is_refused(void **state)
{
	uint8_t *text = make_text(), byte;
	int packed = pack(text, LEN), to;
	off_t len = lseek(packed, 0, SEEK_END);

	(void)state;
	assert_int_equal(ERR_RANGE, unpack(packed, LEN - 1, &to));
	close(to);
	assert_int_equal(1, pread(packed, &byte, 1, len / 2));
	byte ^= 0x40;
	assert_int_equal(1, pwrite(packed, &byte, 1, len / 2));
	assert_int_equal(ERR_CORRUPT, unpack(packed, LEN, &to));
	close(to);
	byte ^= 0x40;
	assert_int_equal(1, pwrite(packed, &byte, 1, len / 2));
	assert_int_equal(0, ftruncate(packed, len - 3));
	assert_int_equal(ERR_CORRUPT, unpack(packed, LEN, &to));
	close(to);
	assert_int_equal(0, ftruncate(packed, 0));
	assert_int_equal(ERR_CORRUPT, unpack(packed, LEN, &to));
	close(to);
	close(packed);
	free(text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_comes_back_is_what_went_in),
		cmocka_unit_test(cut_changed_or_too_long_is_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
