/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/trap/self.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/file.h"
#include "lib/base/log.h"

#include "tests/unit/scratch.h"
#include "tests/unit/test.h"

static char folder[SCRATCH_MAX];
static char path[256];

static void
keep(const char *line)
{
	(void)line;
}

static void
write_text(const char *text)
{
	assert_int_equal(ERR_OK, file_write(path, text, strlen(text), 0600));
}

static void
the_id_stays_and_the_boots_grow(void **state)
{
	struct self first, second;
	struct stat st;

	(void)state;
	unlink(path);
	assert_int_equal(ERR_OK, self_start(path, &first));
	assert_int_equal(1, first.boots);
	assert_int_equal(0x80, first.id[0]);
	assert_int_equal(5, first.id[4]);
	assert_int_equal(0, stat(path, &st));
	assert_int_equal(0600, st.st_mode & 0777);
	assert_int_equal(ERR_OK, self_start(path, &second));
	assert_int_equal(2, second.boots);
	assert_int_equal(first.len, second.len);
	assert_memory_equal(first.id, second.id, first.len);
	assert_int_equal(
	    90, self_time(&second, second.started + 90 * CLOCK_SECOND));
}

static const char too_many_boots[] =
    "engine 80007ed90500112233445566778899aabbccddeeff boots 99999999999\n";

static void
a_file_that_is_not_ours_gives_another_id(void **state)
{
	static const char *const faulty[] = { "", "engine\n",
		"engine 80 boots 1\n",
		"engine 80007ed90500112233445566778899aabbccddeeff boots x\n",
		too_many_boots };
	struct self s;

	(void)state;
	log_divert(keep);
	for (size_t i = 0; i < sizeof(faulty) / sizeof(faulty[0]); i++) {
		write_text(faulty[i]);
		assert_int_equal(ERR_OK, self_start(path, &s));
		assert_int_equal(1, s.boots);
		assert_memory_not_equal("\x00\x11\x22\x33", s.id + 5, 4);
	}
	log_divert(NULL);
}

static void
at_the_end_of_its_boots_it_is_another_engine(void **state)
{
	struct self s;

	(void)state;
	write_text("engine 80007ed90500112233445566778899aabbccddeeff boots "
		   "2147483645\n");
	assert_int_equal(ERR_OK, self_start(path, &s));
	assert_int_equal(2147483646, s.boots);
	assert_memory_equal("\x00\x11\x22\x33", s.id + 5, 4);
	assert_int_equal(ERR_OK, self_start(path, &s));
	assert_int_equal(1, s.boots);
	assert_memory_not_equal("\x00\x11\x22\x33", s.id + 5, 4);
}

static void
without_a_place_to_write_there_is_no_start(void **state)
{
	struct self s;

	(void)state;
	log_divert(keep);
	assert_true(self_start("/nowhere/engine", &s) < 0);
	log_divert(NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_id_stays_and_the_boots_grow),
		cmocka_unit_test(a_file_that_is_not_ours_gives_another_id),
		cmocka_unit_test(at_the_end_of_its_boots_it_is_another_engine),
		cmocka_unit_test(without_a_place_to_write_there_is_no_start),
	};
	int rc;

	if (mkdtemp(scratch_name(folder, "self")) == NULL)
		return 1;
	snprintf(path, sizeof(path), "%s/engine", folder);
	rc = cmocka_run_group_tests(tests, NULL, NULL);
	unlink(path);
	rmdir(folder);
	return rc;
}
