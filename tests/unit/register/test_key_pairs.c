/* SPDX-License-Identifier: Apache-2.0 */
#include "register/setup/key_pairs.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/file.h"
#include "lib/store/place.h"
#include "register/command.h"

#include "tests/unit/scratch.h"
#include "tests/unit/test.h"

static const char *const names[] = { "keys/box.pub", "keys/box.key",
	"keys/alert.pub", "keys/alert.key" };

enum { NAMES = sizeof(names) / sizeof(names[0]) };

static char home[SCRATCH_MAX];

static const char *
path_of(const char *below, char out[2 * SCRATCH_MAX])
{
	snprintf(out, 2 * SCRATCH_MAX, "%s/%s", home, below);
	return out;
}

static int
make(void)
{
	const struct place place = { .home = home };

	command.quiet = true;
	return key_pairs_make(&place);
}

static void
only_the_public_ones_can_be_read_by_all(void **state)
{
	char path[2 * SCRATCH_MAX];
	struct stat s;

	(void)state;
	assert_int_equal(ERR_OK, make());
	for (size_t i = 0; i < NAMES; i++) {
		assert_int_equal(0, stat(path_of(names[i], path), &s));
		assert_true(s.st_size > 0);
		assert_int_equal(strstr(names[i], ".key") != NULL ? 0600 : 0644,
		    s.st_mode & 0777);
	}
}

static void
those_that_are_there_stay(void **state)
{
	struct buf before = { 0 }, after = { 0 };
	char path[2 * SCRATCH_MAX];

	(void)state;
	path_of("keys/box.key", path);
	assert_int_equal(ERR_OK, file_read(path, 4096, &before));
	assert_int_equal(ERR_OK, make());
	assert_int_equal(ERR_OK, file_read(path, 4096, &after));
	assert_int_equal(before.len, after.len);
	assert_memory_equal(before.data, after.data, before.len);
	buf_free(&before);
	buf_free(&after);
}

static int
begin(void **state)
{
	(void)state;
	umask(022);
	scratch_folder(home, "pairs");
	return 0;
}

static int
end(void **state)
{
	char path[2 * SCRATCH_MAX];

	(void)state;
	for (size_t i = 0; i < NAMES; i++)
		unlink(path_of(names[i], path));
	rmdir(path_of("keys", path));
	return rmdir(home);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_the_public_ones_can_be_read_by_all),
		cmocka_unit_test(those_that_are_there_stay),
	};

	return cmocka_run_group_tests(tests, begin, end);
}
