/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/profile/people.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/file.h"
#include "lib/base/log.h"

#include "tests/unit/scratch.h"
#include "tests/unit/source.h"
#include "tests/unit/test.h"

/* The rules as they are shipped. */
static struct people *people;

static int
load(void **state)
{
	char path[SOURCE_MAX];

	(void)state;
	return people_load(source_path(path, "mibs/people.rules"), &people);
}

static int
unload(void **state)
{
	(void)state;
	people_free(people);
	return 0;
}

static const struct {
	const char *line, *names; /* with blanks between, "" for nobody */
} lines[] = {
	{ "%SYS-5-RELOAD: Reload requested by jan on vty0 (192.0.2.7). Reload "
	  "Reason: Reload Command.",
	    "jan" },
	{ "%SYS-5-CONFIG_I: Configured from console by jan.de-vries on vty0",
	    "jan.de-vries" },
	{ "system,info router rebooted by ssh-cmd:jan@192.0.2.7", "jan" },
	{ "user=\"jan\" ui=\"GUI(192.0.2.7)\" msg=\"User jan restored the "
	  "image\"",
	    "jan" },
	{ "user_name=jan.b log_type=Event", "jan.b" },
	{ "suser=SCHOOL\\jan act=login", "SCHOOL\\jan" },
	{ "UI_COMMIT: User 'jan' requested 'commit' operation", "jan" },
	{ "Login denied from 192.0.2.7/3456 to inside for user \"jan\"",
	    "jan" },
	{ "sshd[1]: Accepted publickey for jan from 192.0.2.7 port 1", "jan" },
	{ "sshd[1]: Failed password for invalid user piet from 192.0.2.7",
	    "piet" },
	{ "Login Success [user: jan] [Source: 192.0.2.7]", "jan" },
	{ "has initiated the restart of computer SRV2 on behalf of user "
	  "SCHOOL\\jan for the following reason: x",
	    "SCHOOL\\jan" },
	{ "on behalf of user NT AUTHORITY\\SYSTEM for the following reason: x",
	    "" },
	{ "MSWinEventLog\t1\tSystem\t2\tTue Nov 24 10:00:00 2026\t19\tx\tjan\t"
	  "User\tInformation\tsrv2",
	    "jan" },
	{ "MSWinEventLog\t1\tSystem\t2\tTue Nov 24 10:00:00 2026\t19\tx\t"
	  "SYSTEM\tUser\tInformation\tsrv2",
	    "" },
	{ "mail to jan.jansen+x@example.org failed", "jan.jansen+x" },
	{ "upgraded by Jos\xc3\xa9 at noon", "Jos\xc3\xa9" },
	{ "{\"user\": \"jan\", \"x\": 1}", "jan" },
	{ "user jan logged in, user piet logged out", "jan piet" },
	{ "user=jan user=JAN", "jan" },

	{ "%SYS-5-RESTART: System restarted --\nCisco IOS Software, Version "
	  "15.2(7)E7, Compiled Tue 29-Sep-15 03:58 by prod_rel_team",
	    "" },
	{ "kernel: Linux version 6.1.0 (debian-kernel@lists.debian.org) (gcc)",
	    "" },
	{ "System returned to ROM by power-on", "" },
	{ "System restarted by reload at 10:00", "" },
	{ "session opened for user root(uid=0) by (uid=0)", "" },
	{ "[Originator@6876 sub=Vimsvc] user=root", "" },
	{ "Interface Gi1/0/1, changed state to up", "" },
};

static void
those_who_are_named_are_found_and_nothing_else(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(lines); i++) {
		struct persons found = { 0 };
		struct buf got = { 0 };

		assert_int_equal(ERR_OK,
		    people_find(
			people, lines[i].line, strlen(lines[i].line), &found));
		for (size_t k = 0; k < found.count; k++) {
			if (k > 0)
				buf_add_u8(&got, ' ');
			buf_add(&got, found.list[k].name, found.list[k].len);
		}
		if (strcmp(lines[i].names, buf_str(&got)) != 0)
			fail_msg("%s: \"%s\"", lines[i].line, buf_str(&got));
		buf_free(&got);
	}
}

/* Each place on the edge of a window, and some behind it. */
static void
a_name_far_into_a_text_is_found(void **state)
{
	static const char named[] = "user=\"jan\"";
	char text[12000];

	(void)state;
	for (size_t at = 4000; at < sizeof(text) - 100;
	     at += at < 4150 ? 1 : 997) {
		struct persons found = { 0 };

		memset(text, ' ', sizeof(text));
		memcpy(text + at, named, sizeof(named) - 1);
		assert_int_equal(
		    ERR_OK, people_find(people, text, sizeof(text), &found));
		assert_int_equal(1, found.count);
		assert_memory_equal("jan", found.list[0].name, 3);
	}
}

static void
more_than_there_is_room_for_are_not_left_out_in_silence(void **state)
{
	struct persons found = { 0 };
	struct buf text = { 0 };

	(void)state;
	for (int i = 0; i < PEOPLE_MAX + 1; i++)
		buf_printf(&text, "user=jan%d ", i);
	assert_int_equal(
	    ERR_RANGE, people_find(people, buf_str(&text), text.len, &found));
	buf_free(&text);
}

static int
load_text(const char *text, struct people **out)
{
	char path[SCRATCH_MAX];
	int fd = mkstemp(scratch_name(path, "people")), rc;

	assert_true(fd != -1);
	assert_int_equal(ERR_OK, file_write(path, text, strlen(text), 0600));
	rc = people_load(path, out);
	unlink(path);
	close(fd);
	return rc;
}

static void
a_pattern_that_gives_up_is_told(void **state)
{
	const char *line = "user xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx jan";
	struct persons found = { 0 };
	struct people *slow;

	(void)state;
	assert_int_equal(ERR_OK,
	    load_text("person \"slow\" { words = { \"user\" } "
		      "match = { '(?:x+x+)+y(?<who>jan)' } }",
		&slow));
	assert_int_equal(
	    ERR_RANGE, people_find(slow, line, strlen(line), &found));
	people_free(slow);
}

static void
say_nothing(const char *line)
{
	(void)line;
}

static void
faulty_rules_are_refused(void **state)
{
	static const char *const bad[] = {
		"person \"x\" { words = { \"a\" } match = { '(?<who>a)' } }",
		"person \"x\" { words = { \"ab\" } match = { '(a)' } }",
		"person \"x\" { words = { \"ab\" } match = { '(?<who>' } }",
		"person \"x\" { words = { \"ab\" } }",
		"person { match = { '(?<who>a)' } }",
		"colour = red",
	};
	struct people *p = NULL;

	(void)state;
	log_divert(say_nothing);
	for (size_t i = 0; i < ROWS(bad); i++)
		assert_true(load_text(bad[i], &p) < 0);
	log_divert(NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    those_who_are_named_are_found_and_nothing_else),
		cmocka_unit_test(a_name_far_into_a_text_is_found),
		cmocka_unit_test(
		    more_than_there_is_room_for_are_not_left_out_in_silence),
		cmocka_unit_test(a_pattern_that_gives_up_is_told),
		cmocka_unit_test(faulty_rules_are_refused),
	};
	return cmocka_run_group_tests(tests, load, unload);
}
