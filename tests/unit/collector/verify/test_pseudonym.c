/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/verify/pseudonym.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/file.h"
#include "lib/base/log.h"
#include "lib/profile/people.h"

#include "tests/unit/scratch.h"
#include "tests/unit/test.h"

static char folder[SCRATCH_MAX];
static char path[256];

static int
make_folder(void **state)
{
	(void)state;
	if (mkdtemp(scratch_name(folder, "pseudonym")) == NULL)
		return -1;
	snprintf(path, sizeof(path), "%s/names.key", folder);
	return 0;
}

static int
remove_folder(void **state)
{
	(void)state;
	(void)unlink(path);
	return rmdir(folder);
}

static struct pseudonyms *
open_key(void)
{
	struct pseudonyms *p;

	assert_int_equal(ERR_OK, pseudonyms_open(path, &p));
	return p;
}

static void
a_person_is_the_same_after_a_restart_and_not_with_another_key(void **state)
{
	struct pseudonyms *p = open_key();
	char before[PSEUDONYM_MAX], after[PSEUDONYM_MAX], text[PSEUDONYM_MAX];
	struct stat st;

	(void)state;
	pseudonym_of(p, 1, "jan", 3, before);
	assert_int_equal(0, strncmp(before, "user-", 5));
	assert_int_equal(21, strlen(before));
	assert_string_equal(before, pseudonym_of(p, 1, "JAN", 3, text));
	assert_string_not_equal(before, pseudonym_of(p, 1, "jans", 4, text));
	pseudonyms_close(p);
	assert_int_equal(0, stat(path, &st));
	assert_int_equal(0600, st.st_mode & 0777);

	p = open_key();
	assert_string_equal(before, pseudonym_of(p, 1, "jan", 3, after));
	pseudonyms_close(p);
	assert_int_equal(0, unlink(path));
	p = open_key();
	assert_string_not_equal(before, pseudonym_of(p, 1, "jan", 3, after));
	pseudonyms_close(p);
}

static void
two_tenants_have_nobody_in_common(void **state)
{
	struct pseudonyms *p = open_key();
	char one[PSEUDONYM_MAX], two[PSEUDONYM_MAX];

	(void)state;
	assert_string_not_equal(pseudonym_of(p, 1, "jan", 3, one),
	    pseudonym_of(p, 2, "jan", 3, two));
	/* Nor does a name run into the number before it. */
	assert_string_not_equal(pseudonym_of(p, 1, "1jan", 4, one),
	    pseudonym_of(p, 11, "jan", 3, two));
	pseudonyms_close(p);
}

static unsigned told;

static void
count_line(const char *line)
{
	(void)line;
	told++;
}

static void
a_key_that_others_may_read_is_refused(void **state)
{
	struct pseudonyms *p = open_key();

	(void)state;
	pseudonyms_close(p);
	log_divert(count_line);
	told = 0;
	assert_int_equal(0, chmod(path, 0644));
	assert_int_equal(ERR_DENIED, pseudonyms_open(path, &p));
	assert_int_equal(1, told);
	assert_int_equal(ERR_OK, file_write(path, "no key", 6, 0600));
	assert_int_equal(ERR_PARSE, pseudonyms_open(path, &p));
	log_divert(NULL);
	assert_int_equal(0, unlink(path));
}

static const struct {
	const char *text, *wanted; /* A is jan, B jan.jansen */
} replaced[] = {
	{ "by jan on vty0", "by A on vty0" },
	{ "jan", "A" },
	{ "Jan, JAN.", "A, A." },
	{ "jan.jansen and jan", "B and A" },
	{ "jansen january 2jan jan_x", "jansen january 2jan jan_x" },
	{ "ssh-cmd:jan@192.0.2.7", "ssh-cmd:A@192.0.2.7" },
	{ "", "" },
};

static void
whole_words_are_replaced_wherever_they_stand(void **state)
{
	struct persons who = { { { "jan", 3 }, { "jan.jansen", 10 } }, 2 };
	struct pseudonyms *p = open_key();
	char a[PSEUDONYM_MAX], b[PSEUDONYM_MAX];

	(void)state;
	pseudonym_of(p, 1, "jan", 3, a);
	pseudonym_of(p, 1, "jan.jansen", 10, b);
	for (size_t i = 0; i < ROWS(replaced); i++) {
		struct buf out = { 0 }, wanted = { 0 };

		for (const char *c = replaced[i].wanted; *c != '\0'; c++) {
			if (*c == 'A')
				buf_add_str(&wanted, a);
			else if (*c == 'B')
				buf_add_str(&wanted, b);
			else
				buf_add_u8(&wanted, (uint8_t)*c);
		}
		pseudonyms_apply(p, 1, &who, replaced[i].text,
		    strlen(replaced[i].text), &out);
		assert_string_equal(buf_str(&wanted), buf_str(&out));
		buf_free(&out);
		buf_free(&wanted);
	}
	pseudonyms_close(p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    a_person_is_the_same_after_a_restart_and_not_with_another_key),
		cmocka_unit_test(two_tenants_have_nobody_in_common),
		cmocka_unit_test(a_key_that_others_may_read_is_refused),
		cmocka_unit_test(whole_words_are_replaced_wherever_they_stand),
	};
	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
