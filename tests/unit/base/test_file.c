/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/base/file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/base/box.h"
#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/log.h"

#include "tests/unit/scratch.h"
#include "tests/unit/test.h"

static char folder[SCRATCH_MAX];

static void
mute(const char *line)
{
	(void)line;
}

static const char *
in_folder(const char *name)
{
	static char path[256];

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	return path;
}

static void
a_file_is_read_whole_or_refused(void **state)
{
	struct buf text = { 0 };

	(void)state;
	assert_int_equal(
	    ERR_OK, file_write(in_folder("one"), "hello", 5, 0640));
	assert_int_equal(ERR_OK, file_read(in_folder("one"), 5, &text));
	assert_string_equal("hello", buf_str(&text));
	assert_int_equal(ERR_RANGE, file_read(in_folder("one"), 4, &text));
	assert_int_equal(5, text.len);
	assert_int_equal(ERR_NOTFOUND, file_read(in_folder("two"), 9, &text));
	buf_free(&text);
}

static void
only_a_plain_file_is_replaced(void **state)
{
	(void)state;
	log_divert(mute);
	assert_int_equal(ERR_OK, file_make_dir(in_folder("folder"), 0700));
	assert_int_equal(
	    ERR_RANGE, file_write(in_folder("folder"), "", 0, 0600));
	assert_int_equal(ERR_RANGE, file_write("/dev/null", "", 0, 0600));
	log_divert(NULL);
}

static void
folders_are_made_with_those_above(void **state)
{
	struct stat st;

	(void)state;
	assert_int_equal(ERR_OK, file_make_dir(in_folder("a/b/c"), 0700));
	assert_int_equal(0, stat(in_folder("a/b/c"), &st));
	assert_int_equal(ERR_OK, file_make_dir(in_folder("a/b/c/"), 0700));
	assert_int_equal(ERR_OK, file_write(in_folder("plain"), "", 0, 0600));
	assert_true(file_make_dir(in_folder("plain/x"), 0700) < 0);
}

static void
a_lock_is_held_by_one(void **state)
{
	int one, two;

	(void)state;
	assert_int_equal(ERR_OK, file_lock(in_folder("lock"), false, &one));
	assert_int_equal(ERR_AGAIN, file_lock(in_folder("lock"), false, &two));
	close(one);
	assert_int_equal(ERR_OK, file_lock(in_folder("lock"), false, &two));
	close(two);
}

struct filling {
	int parts, rc;
};

static int
fill(int fd, void *of)
{
	const struct filling *f = of;

	for (int i = 0; i < f->parts; i++) {
		if (file_write_all(fd, "part ", 5) < 0)
			return ERR_IO;
	}
	return f->rc;
}

static void
a_file_of_parts_is_there_whole_or_not_at_all(void **state)
{
	struct filling whole = { 3, ERR_OK }, half = { 1, ERR_IO };
	struct buf text = { 0 };
	char path[256];

	(void)state;
	snprintf(path, sizeof(path), "%s", in_folder("parts"));
	assert_int_equal(ERR_OK, file_write_by(path, fill, &whole, 0600));
	assert_true(file_write_by(path, fill, &half, 0600) < 0);
	assert_int_equal(ERR_OK, file_read(path, 100, &text));
	assert_string_equal("part part part ", buf_str(&text));
	buf_free(&text);
}

static void
a_key_that_others_read_is_refused(void **state)
{
	(void)state;
	file_write(in_folder("key"), "x", 1, 0600);
	assert_int_equal(ERR_OK, file_check_private(in_folder("key")));
	file_write(in_folder("key"), "x", 1, 0644);
	assert_int_equal(ERR_DENIED, file_check_private(in_folder("key")));
	assert_int_equal(ERR_DENIED, file_check_private(folder));
}

static void
only_the_private_key_opens_a_box(void **state)
{
	struct buf box = { 0 }, text = { 0 };
	struct box_keys keys, back, other;
	char public[256];

	(void)state;
	box_new_keys(&keys);
	box_new_keys(&other);
	snprintf(public, sizeof(public), "%s", in_folder("box.pub"));
	assert_int_equal(
	    ERR_OK, box_save_keys(public, in_folder("box.key"), &keys));
	assert_int_equal(ERR_OK, box_load_keys(in_folder("box.key"), &back));
	assert_memory_equal(&keys, &back, sizeof(keys));
	assert_int_equal(ERR_OK, box_load_public(public, back.public));
	box_seal(back.public, "secret", 6, &box);
	assert_int_equal(ERR_OK, box_open(&keys, box.data, box.len, &text));
	assert_string_equal("secret", buf_str(&text));
	assert_int_equal(
	    ERR_DENIED, box_open(&other, box.data, box.len, &text));
	box.data[box.len - 1] ^= 1;
	assert_int_equal(ERR_DENIED, box_open(&keys, box.data, box.len, &text));
	assert_int_equal(ERR_DENIED, box_open(&keys, box.data, 3, &text));
	assert_int_equal(6, text.len);
	buf_free(&box);
	buf_free(&text);
}

static void
a_key_file_with_another_text_is_refused(void **state)
{
	struct box_keys keys;

	(void)state;
	file_write(in_folder("box.key"), "abc\n", 4, 0600);
	assert_int_equal(ERR_PARSE, box_load_keys(in_folder("box.key"), &keys));
}

static int
make_folder(void **state)
{
	(void)state;
	return mkdtemp(scratch_name(folder, "file")) == NULL;
}

static int
remove_folder(void **state)
{
	char command[256];

	(void)state;
	snprintf(command, sizeof(command), "rm -rf '%s'", folder);
	return system(command);
}

/* A service manager's umask is not a mode that was asked for. */
static void
a_folder_has_its_mode_whatever_the_umask(void **state)
{
	mode_t before = umask(077);
	struct stat st;

	(void)state;
	assert_int_equal(ERR_OK, file_make_dir(in_folder("u/v"), 0755));
	umask(before);
	assert_int_equal(0, stat(in_folder("u/v"), &st));
	assert_int_equal(st.st_mode & 07777, 0755);
	assert_int_equal(0, stat(in_folder("u"), &st));
	assert_int_equal(st.st_mode & 07777, 0755);
}

static void
a_folder_stays_of_its_parents_group(void **state)
{
	struct stat st;

	(void)state;
	assert_int_equal(0, mkdir(in_folder("g"), 0700));
	assert_int_equal(0, chmod(in_folder("g"), 02750));
	assert_int_equal(ERR_OK, file_make_dir(in_folder("g/h/i"), 0750));
	assert_int_equal(0, stat(in_folder("g/h"), &st));
	assert_int_equal(st.st_mode & 07777, 02750);
	assert_int_equal(0, stat(in_folder("g/h/i"), &st));
	assert_int_equal(st.st_mode & 07777, 02750);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_file_is_read_whole_or_refused),
		cmocka_unit_test(only_a_plain_file_is_replaced),
		cmocka_unit_test(folders_are_made_with_those_above),
		cmocka_unit_test(a_lock_is_held_by_one),
		cmocka_unit_test(a_file_of_parts_is_there_whole_or_not_at_all),
		cmocka_unit_test(a_key_that_others_read_is_refused),
		cmocka_unit_test(only_the_private_key_opens_a_box),
		cmocka_unit_test(a_key_file_with_another_text_is_refused),
		cmocka_unit_test(a_folder_has_its_mode_whatever_the_umask),
		cmocka_unit_test(a_folder_stays_of_its_parents_group),
	};

	log_divert(mute);
	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
