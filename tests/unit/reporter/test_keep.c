/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/keep.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/unit/scratch.h"
#include "tests/unit/test.h" /* cmocka, with its includes in order */

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/file.h"

static char folder[SCRATCH_MAX];
static char path[256];

enum { PATH_LEN = 4200 };

static int
make_folder(void **state)
{
	(void)state;
	if (mkdtemp(scratch_name(folder, "keep")) == NULL)
		return -1;
	snprintf(path, sizeof(path), "%s/report.pdf", folder);
	return 0;
}

static int
remove_folder(void **state)
{
	(void)state;
	(void)unlink(path);
	return rmdir(folder); /* fails when something was left in it */
}

static void
put(const char *where, const char *text)
{
	assert_int_equal(ERR_OK, file_write(where, text, strlen(text), 0600));
}

static void
assert_is(const char *text)
{
	struct buf b = { 0 };

	assert_int_equal(ERR_OK, file_read(path, 64, &b));
	assert_string_equal(text, buf_str(&b));
	buf_free(&b);
}

/* A process that is gone, which no other has the number of yet. */
static pid_t
dead(void)
{
	pid_t pid = fork();

	if (pid == 0)
		_exit(0);
	assert_int_equal(pid, waitpid(pid, NULL, 0));
	return pid;
}

/* "a.pdf.1234", in the folder. */
static const char *
named(const char *before, int pid, const char *after)
{
	static char name[400];

	snprintf(name, sizeof(name), "%s/%s%d%s", folder, before, pid, after);
	return name;
}

static void
what_the_dead_left_is_swept_away(void **state)
{
	static const struct timespec long_ago[2] = { { 1000, 0 }, { 1000, 0 } };
	const int gone = (int)dead(), live = (int)getpid();

	(void)state;
	put(named("a.pdf.", gone, ""), "left");
	put(named("b.evidence.json.", gone, ""), "left");
	put(named("c.pdf.", gone, ".unsealed"), "left");
	assert_int_equal(0, mkdir(named("d.bundle.", gone, ""), 0700));
	put(named("d.bundle.", gone, "/manifest.json"), "left");
	put(named("e.pdf.", live, ""), "of another of that number");
	assert_int_equal(
	    0, utimensat(AT_FDCWD, named("e.pdf.", live, ""), long_ago, 0));
	put(named("a.pdf.", live, ""), "at work");
	put(named("notes.", gone, ""), "another's");
	put(named("a.pdf.", gone, "x"), "another's");
	put(named(".", gone, ""), "another's");
	keep_sweep(folder);
	assert_int_equal(0, unlink(named("a.pdf.", live, "")));
	assert_int_equal(0, unlink(named("notes.", gone, "")));
	assert_int_equal(0, unlink(named("a.pdf.", gone, "x")));
	assert_int_equal(0, unlink(named(".", gone, "")));
	/* Nothing else is there. */
	assert_int_equal(0, rmdir(folder));
	assert_int_equal(0, mkdir(folder, 0700));
}

static void
puts_a_file_in_its_place(void **state)
{
	struct keep_file f = { 0 };

	(void)state;
	keep_start(&f, path);
	assert_true(f.is_new);
	put(f.beside, "first");
	assert_false(keep_is_there(path));
	assert_int_equal(ERR_OK, keep_place(&f));
	assert_false(keep_is_there(f.beside));
	keep_end(&f, false);
	assert_is("first");
}

static void
replaces_what_was_there_before_it_began(void **state)
{
	struct keep_file f = { 0 };

	(void)state;
	keep_start(&f, path);
	assert_false(f.is_new);
	put(f.beside, "second");
	assert_int_equal(ERR_OK, keep_place(&f));
	keep_end(&f, true);
	assert_is("second"); /* there is no first to bring back */
}

static void
never_replaces_what_came_meanwhile(void **state)
{
	struct keep_file f = { 0 };

	(void)state;
	assert_int_equal(0, unlink(path));
	keep_start(&f, path);
	put(f.beside, "ours");
	put(path, "theirs");
	assert_int_equal(ERR_EXISTS, keep_place(&f));
	keep_end(&f, true);
	assert_is("theirs");
}

static void
takes_back_what_was_not_recorded(void **state)
{
	struct keep_file f = { 0 };

	(void)state;
	assert_int_equal(0, unlink(path));
	keep_start(&f, path);
	put(f.beside, "ours");
	assert_int_equal(ERR_OK, keep_place(&f));
	keep_end(&f, true);
	assert_false(keep_is_there(path));
}

/* FILE of a folder that is made beside its place. */
static void
put_in(const struct keep_file *f, char out[PATH_LEN])
{
	snprintf(out, PATH_LEN, "%s/a", f->beside);
	put(out, "ours");
}

static void
takes_back_a_folder_also_from_where_an_empty_one_was(void **state)
{
	struct keep_file f = { 0 };
	char one[PATH_LEN];

	(void)state;
	for (int there = 0; there <= 1; there++) {
		if (there)
			assert_int_equal(0, mkdir(path, 0700));
		assert_int_equal(ERR_OK, keep_start_folder(&f, path));
		put_in(&f, one);
		assert_int_equal(ERR_OK, keep_place(&f));
		assert_false(keep_is_there(one));
		keep_end(&f, true);
		snprintf(one, sizeof(one), "%s/a", path);
		assert_false(keep_is_there(one));
		(void)rmdir(path);
	}
}

static void
takes_no_files_of_a_run_that_was_killed(void **state)
{
	struct keep_file f = { 0 }, next = { 0 };
	char one[PATH_LEN];

	(void)state;
	assert_int_equal(ERR_OK, keep_start_folder(&f, path));
	put_in(&f, one);
	assert_int_equal(ERR_EXISTS, keep_start_folder(&next, path));
	keep_end(&next, true);
	assert_true(keep_is_there(one));
	keep_end(&f, true);
	assert_false(keep_is_there(f.beside));
}

static void
does_nothing_with_no_file(void **state)
{
	struct keep_file f = { 0 };

	(void)state;
	assert_int_equal(ERR_OK, keep_place(&f));
	assert_false(f.placed);
	keep_end(&f, true);
}

static void
finds_the_place_of_a_file_that_is_not_there_yet(void **state)
{
	char link[256], below[320], want[320], *real, *is;

	(void)state;
	snprintf(link, sizeof(link), "%s.link", folder);
	snprintf(below, sizeof(below), "%s/new.pdf", link);
	assert_int_equal(0, symlink(folder, link));
	real = realpath(folder, NULL);
	snprintf(want, sizeof(want), "%s/new.pdf", real);
	is = keep_real_path(below);
	assert_string_equal(want, is);
	free(is);
	free(real);
	assert_int_equal(0, unlink(link));
	is = keep_real_path("/new.pdf");
	assert_string_equal("/new.pdf", is);
	free(is);
	is = keep_real_path("/no/folder/new.pdf");
	assert_string_equal("/no/folder/new.pdf", is);
	free(is);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_the_dead_left_is_swept_away),
		cmocka_unit_test(puts_a_file_in_its_place),
		cmocka_unit_test(replaces_what_was_there_before_it_began),
		cmocka_unit_test(never_replaces_what_came_meanwhile),
		cmocka_unit_test(takes_back_what_was_not_recorded),
		cmocka_unit_test(
		    takes_back_a_folder_also_from_where_an_empty_one_was),
		cmocka_unit_test(takes_no_files_of_a_run_that_was_killed),
		cmocka_unit_test(does_nothing_with_no_file),
		cmocka_unit_test(
		    finds_the_place_of_a_file_that_is_not_there_yet),
	};

	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
