/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/journal/notes.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/file.h"

#include "tests/unit/journal/fixture.h"
#include "tests/unit/test.h"

static char *
read_text(const char *name)
{
	struct buf text = { 0 };

	assert_int_equal(ERR_OK, file_read(fixture_path(name), 16, &text));
	return buf_take_str(&text);
}

static void
put(struct notes *n, const char *name, const char *text)
{
	notes_put(n, fixture_path(name), text, strlen(text));
}

static void
check_text(const char *want, const char *name)
{
	char *text = read_text(name);

	assert_string_equal(want, text);
	free(text);
}

static void
of_each_file_the_last_is_written(void **state)
{
	struct notes n;
	struct stat st;

	(void)state;
	notes_init(&n);
	put(&n, "a", "old");
	put(&n, "b", "other");
	put(&n, "a", "new");
	assert_int_equal(-1, stat(fixture_path("a"), &st));
	notes_write(&n, 0);
	check_text("new", "a");
	check_text("other", "b");
	assert_int_equal(0, stat(fixture_path("a"), &st));
	assert_int_equal(0600, st.st_mode & 07777);
	assert_true(STAILQ_EMPTY(&n));
}

static void
what_is_moved_is_written_after_what_was_there(void **state)
{
	struct notes from, to;

	(void)state;
	notes_init(&from);
	notes_init(&to);
	put(&to, "a", "first");
	put(&from, "a", "second");
	notes_move(&from, &to);
	assert_true(STAILQ_EMPTY(&from));
	notes_write(&to, 0);
	check_text("second", "a");
}

static void
one_that_cannot_be_written_is_tried_again(void **state)
{
	struct notes n;

	(void)state;
	notes_init(&n);
	put(&n, "folder/b", "x");
	put(&n, "a", "y");
	notes_write(&n, 1);
	check_text("y", "a");
	assert_false(STAILQ_EMPTY(&n));
	assert_int_equal(0, mkdir(fixture_path("folder"), 0700));
	notes_write(&n, NOTES_RETRY);
	assert_false(STAILQ_EMPTY(&n));
	notes_write(&n, 1 + NOTES_RETRY);
	check_text("x", "folder/b");
	assert_true(STAILQ_EMPTY(&n));
	put(&n, "a", "never");
	notes_free(&n);
	check_text("y", "a");
}

static void
one_that_waits_gives_way_to_a_newer(void **state)
{
	struct notes from, to;

	(void)state;
	notes_init(&from);
	notes_init(&to);
	put(&to, "folder/b", "old");
	notes_write(&to, 1);
	assert_int_equal(0, mkdir(fixture_path("folder"), 0700));
	put(&from, "folder/b", "new");
	notes_move(&from, &to);
	notes_write(&to, 2);
	check_text("new", "folder/b");
	notes_write(&to, 1 + NOTES_RETRY);
	check_text("new", "folder/b");
	assert_true(STAILQ_EMPTY(&to));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		IN_A_DIR(of_each_file_the_last_is_written),
		IN_A_DIR(what_is_moved_is_written_after_what_was_there),
		IN_A_DIR(one_that_cannot_be_written_is_tried_again),
		IN_A_DIR(one_that_waits_gives_way_to_a_newer),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
