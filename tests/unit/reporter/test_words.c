/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/template/words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/file.h"

#include "tests/unit/scratch.h"
#include "tests/unit/test.h"

static struct buf logged;

static void
keep(const char *line)
{
	buf_add_str(&logged, line);
}

/* The outcome of loading a file with that text. */
static int
load(const char *text, struct words **out)
{
	char path[SCRATCH_MAX];
	int fd = mkstemp(scratch_name(path, "words")), rc;

	assert_true(fd >= 0);
	assert_int_equal(ERR_OK, file_write_all(fd, text, strlen(text)));
	close(fd);
	buf_clear(&logged);
	log_divert(keep);
	rc = words_open(path, out);
	log_divert(NULL);
	unlink(path);
	return rc;
}

static void
words_are_found_by_key(void **state)
{
	struct words *w;

	(void)state;
	assert_int_equal(ERR_OK,
	    load(
		"# remark\n\nb.two:  twee: met dubbele punt \r\na: \xc3\xa9\xc3"
		"\xa9n\nleeg:\n",
		&w));
	assert_string_equal("\xc3\xa9\xc3\xa9n", words_get(w, "a"));
	assert_string_equal("twee: met dubbele punt", words_get(w, "b.two"));
	assert_string_equal("", words_get(w, "leeg"));
	assert_null(words_get(w, "b"));
	assert_null(words_get(NULL, "a"));
	words_close(w);
}

static const struct {
	const char *text, *reason;
} faults[] = {
	{ "a: b\nno colon here\n", ":2: expected \"key: text\"" },
	{ ": text\n", ":1: expected \"key: text\"" },
	{ "a: \xff\n", ":1: expected \"key: text\"" },
	{ "a: b\nc: d\na: e\n", ": a stands there twice" },
};

static void
faults_name_their_line(void **state)
{
	struct words *w;

	(void)state;
	for (size_t i = 0; i < ROWS(faults); i++) {
		assert_int_equal(ERR_PARSE, load(faults[i].text, &w));
		assert_non_null(strstr(buf_str(&logged), faults[i].reason));
	}
	buf_free(&logged);
}

static const char *
source_dir(void)
{
	const char *dir = getenv("srcdir");

	return dir != NULL ? dir : ".";
}

/* On a page stands what was found, not the name of a check. */
static void
each_shipped_check_has_words_in_each_language(void **state)
{
	static const char *const languages[] = { "nl", "en" };
	char path[512], key[128];
	struct buf checks = { 0 };

	(void)state;
	snprintf(path, sizeof(path), "%s/mibs/baseline.checks", source_dir());
	assert_int_equal(ERR_OK, file_read(path, 1 << 20, &checks));
	for (size_t i = 0; i < ROWS(languages); i++) {
		struct words *w = NULL;
		const char *at = buf_str(&checks);

		snprintf(path, sizeof(path), "%s/templates/words.%s",
		    source_dir(), languages[i]);
		assert_int_equal(ERR_OK, words_open(path, &w));
		while ((at = strstr(at, "\ncheck \"")) != NULL) {
			at += strlen("\ncheck \"");
			snprintf(key, sizeof(key), "check_failed.%.*s",
			    (int)strcspn(at, "\""), at);
			if (words_get(w, key) == NULL)
				fail_msg("words.%s: no %s", languages[i], key);
		}
		words_close(w);
	}
	buf_free(&checks);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_are_found_by_key),
		cmocka_unit_test(faults_name_their_line),
		cmocka_unit_test(each_shipped_check_has_words_in_each_language),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
