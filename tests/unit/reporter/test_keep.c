/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/keep.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
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

/* A file there of two hours ago, or of two days. */
static void
put_old(const char *where, int hours)
{
	const struct timespec then[2] = { { time(NULL) - hours * 3600L, 0 },
		{ time(NULL) - hours * 3600L, 0 } };

	if (!keep_is_there(where))
		put(where, "left");
	assert_int_equal(0, utimensat(AT_FDCWD, where, then, 0));
}

static void
what_the_dead_left_is_swept_away(void **state)
{
	const int gone = (int)dead(), live = (int)getpid();

	(void)state;
	put_old(named("a.pdf.", gone, ".unfinished"), 2);
	put_old(named("a.pdf.", gone, ".unfinished.Ab3dEf"), 2);
	put_old(named("b.evidence.json.", gone, ".unfinished.000000"), 2);
	put_old(named("c.pdf.", gone, ".unfinished.unsealed"), 2);
	put_old(named("c.pdf.", gone, ".unfinished.unsealed.Ab3dEf"), 2);
	assert_int_equal(
	    0, mkdir(named("d.bundle.", gone, ".unfinished"), 0700));
	put(named("d.bundle.", gone, ".unfinished/manifest.json"), "left");
	put_old(named("d.bundle.", gone, ".unfinished"), 2);
	put_old(named("e.pdf.", live, ".unfinished"), 48);
	assert_int_equal(0, mkdir(named("schedule", 1, ""), 0700));
	put_old(named("schedule1/a.pdf.", gone, ".unfinished.Ab3dEf"), 2);
	keep_sweep(folder);
	assert_int_equal(0, rmdir(named("schedule", 1, "")));
	/* Nothing else is there. */
	assert_int_equal(0, rmdir(folder));
	assert_int_equal(0, mkdir(folder, 0700));
}

static void
what_a_run_begins_is_known_as_its_own(void **state)
{
	struct keep_file f = { 0 };

	(void)state;
	keep_start(&f, path);
	put_old(f.beside, 48);
	keep_sweep(folder);
	assert_false(keep_is_there(f.beside));
	put_old(f.beside, 2); /* at work */
	keep_sweep(folder);
	assert_true(keep_is_there(f.beside));
	keep_end(&f, false);
}

static void
what_others_put_there_stays(void **state)
{
	static const char *const after[] = { "", ".unsealed", ".Ab3dEf",
		"x.unfinished", ".unfinished.pdf", ".unfinished.Ab3d-f" };
	const int gone = (int)dead();

	(void)state;
	for (size_t i = 0; i < sizeof(after) / sizeof(after[0]); i++)
		put_old(named("q.pdf.", gone, after[i]), 48);
	put_old(named("unfinished", 1, ""), 48);
	assert_int_equal(0, mkdir(named("old.bundle.", 2026, ""), 0700));
	put_old(named("old.bundle.", 2026, "/mine"), 48);
	put_old(named("old.bundle.", 2026, ""), 48);
	/* Of a container whose processes are not seen from here. */
	put(named("a.pdf.", gone, ".unfinished"), "at work");
	keep_sweep(folder);
	for (size_t i = 0; i < sizeof(after) / sizeof(after[0]); i++)
		assert_int_equal(0, unlink(named("q.pdf.", gone, after[i])));
	assert_int_equal(0, unlink(named("unfinished", 1, "")));
	assert_int_equal(0, unlink(named("old.bundle.", 2026, "/mine")));
	assert_int_equal(0, rmdir(named("old.bundle.", 2026, "")));
	assert_int_equal(0, unlink(named("a.pdf.", gone, ".unfinished")));
}

static void
lay(char *at, const char *text)
{
	while (*text != '\0')
		*at++ = *text++;
}

/* Its manifest's name may stand half in one part that is read and half in the
 * next one, and after more than is ever read at once. */
static void
a_large_bundle_is_one_too(void **state)
{
	enum { PART = 64 << 10 };
	static char text[4 * PART];

	(void)state;
	memset(text, 'x', sizeof(text));
	lay(text, "%PDF-1.7");
	assert_int_equal(ERR_OK, file_write(path, text, sizeof(text), 0600));
	assert_false(keep_is_bundle(path));
	for (size_t at = 3 * PART - 20; at <= 3 * PART + 20; at++) {
		memset(text + 3 * PART - 40, 'x', 80);
		lay(text + at, "(manifest.json)");
		assert_int_equal(
		    ERR_OK, file_write(path, text, sizeof(text), 0600));
		assert_true(keep_is_bundle(path));
	}
	lay(text, "text");
	assert_int_equal(ERR_OK, file_write(path, text, sizeof(text), 0600));
	assert_false(keep_is_bundle(path));
	assert_int_equal(0, unlink(path));
	assert_false(keep_is_bundle(path));
	/* What cannot be read may be one. */
	assert_int_equal(0, mkdir(path, 0700));
	assert_true(keep_is_bundle(path));
	assert_int_equal(0, rmdir(path));
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
knows_a_file_by_its_bytes(void **state)
{
	uint8_t first[DIGEST_LEN], other[DIGEST_LEN];

	(void)state;
	digest_of("first", 5, first);
	digest_of("other", 5, other);
	assert_true(keep_has(path, first));
	assert_false(keep_has(path, other));
	assert_false(keep_has(named("none.pdf.", 1, ""), first));
	assert_int_equal(ERR_IO, keep_digest(folder, other));
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
		cmocka_unit_test(what_a_run_begins_is_known_as_its_own),
		cmocka_unit_test(what_others_put_there_stays),
		cmocka_unit_test(a_large_bundle_is_one_too),
		cmocka_unit_test(puts_a_file_in_its_place),
		cmocka_unit_test(knows_a_file_by_its_bytes),
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
