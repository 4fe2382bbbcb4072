/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/papers.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "collector/config.h"
#include "lib/base/err.h"
#include "lib/base/file.h"
#include "lib/base/log.h"

#include "tests/unit/scratch.h"
#include "tests/unit/test.h"

static char last[4096], dir[SCRATCH_MAX];

static void
keep(const char *line)
{
	size_t len = strlen(last);

	snprintf(last + len, sizeof(last) - len, "%s\n", line);
}

static void
write_file(const char *name, const char *text, mode_t mode)
{
	char path[256];

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	assert_int_equal(ERR_OK, file_write(path, text, strlen(text), mode));
	assert_int_equal(0, chmod(path, mode));
}

static struct config *
a_config(void)
{
	struct config *c = NULL;
	char text[1024];

	snprintf(text, sizeof(text),
	    "listen a { tls = \"127.0.0.1:6514\" certificate_file = \"%s/c\" "
	    "key_file = \"%s/k\" } listen b { udp = \"127.0.0.1:514\" }",
	    dir, dir);
	assert_int_equal(
	    ERR_OK, config_parse("x", text, strlen(text), NULL, &c));
	return c;
}

static void
a_pair_is_read_for_each_section_that_has_one(void **state)
{
	struct papers p = { 0 };
	struct config *c = a_config();
	const struct buf *text;

	(void)state;
	write_file("c", "certificate", 0644);
	write_file("k", "key", 0600);
	assert_int_equal(ERR_OK, papers_read(&p, c));
	assert_int_equal(1, p.count);
	text = papers_find(&p, "a");
	assert_int_equal(15, text->len);
	assert_memory_equal("certificate\nkey", text->data, 15);
	assert_null(papers_find(&p, "b"));
	papers_wipe(&p);
	config_free(c);
}

static void
a_key_that_others_may_read_is_refused(void **state)
{
	static const mode_t modes[] = { 0644, 0604, 0660, 0666, 0602 };
	struct papers p = { 0 };
	struct config *c = a_config();

	(void)state;
	for (size_t i = 0; i < sizeof(modes) / sizeof(modes[0]); i++) {
		write_file("k", "key", modes[i]);
		last[0] = '\0';
		assert_int_equal(ERR_DENIED, papers_read(&p, c));
		assert_non_null(strstr(last, "lets others in, refused"));
		assert_non_null(strstr(last, "listen \"a\": "));
		assert_int_equal(0, p.count);
	}
	write_file("k", "key", 0640);
	assert_int_equal(ERR_OK, papers_read(&p, c));
	papers_wipe(&p);
	config_free(c);
}

/* Nobody else falls silent for it. */
static void
a_pair_that_cannot_be_read_leaves_the_others(void **state)
{
	struct papers p = { 0 };
	struct config *c = NULL;
	char text[1024];

	(void)state;
	write_file("c", "certificate", 0644);
	write_file("k", "key", 0600);
	snprintf(text, sizeof(text),
	    "listen a { tls = \"127.0.0.1:6514\" certificate_file = \"%s/c\" "
	    "key_file = \"%s/none\" } listen b { tls = \"127.0.0.1:6515\" "
	    "certificate_file = \"%s/c\" key_file = \"%s/k\" }",
	    dir, dir, dir, dir);
	assert_int_equal(
	    ERR_OK, config_parse("x", text, strlen(text), NULL, &c));
	last[0] = '\0';
	assert_true(papers_read(&p, c) < 0);
	assert_non_null(strstr(last, "/none"));
	assert_null(papers_find(&p, "a"));
	assert_non_null(papers_find(&p, "b"));
	papers_wipe(&p);
	config_free(c);
}

static void
a_message_brings_a_paper_across(void **state)
{
	struct papers p = { 0 }, other = { 0 };
	struct buf message = { 0 };

	(void)state;
	papers_put(&p, "a", "one", 3);
	papers_put(&p, "a", "other", 5);
	assert_int_equal(1, p.count);
	papers_add_message(&p.all[0], &message);
	assert_int_equal(ERR_OK, papers_put_message(&other, &message));
	assert_memory_equal("other", papers_find(&other, "a")->data, 5);
	papers_wipe_buf(&message);
	buf_add(&message, "no end", 6);
	assert_int_equal(ERR_PARSE, papers_put_message(&other, &message));
	buf_free(&message);
	papers_wipe(&p);
	papers_wipe(&other);
}

static int
set_up(void **state)
{
	(void)state;
	log_divert(keep);
	return mkdtemp(scratch_name(dir, "papers")) == NULL ? -1 : 0;
}

static int
tear_down(void **state)
{
	char path[256];

	(void)state;
	for (const char *p = "ck"; *p != '\0'; p++) {
		snprintf(path, sizeof(path), "%s/%c", dir, *p);
		(void)unlink(path);
	}
	return rmdir(dir);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_pair_is_read_for_each_section_that_has_one),
		cmocka_unit_test(a_key_that_others_may_read_is_refused),
		cmocka_unit_test(a_pair_that_cannot_be_read_leaves_the_others),
		cmocka_unit_test(a_message_brings_a_paper_across),
	};
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
