/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/listen/tallies.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "collector/config.h"
#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/file.h"

#include "tests/unit/scratch.h"
#include "tests/unit/test.h"

struct page {
	struct buf text;
	bool is_full;
};

static bool
write_row(void *data, const struct tally *t)
{
	struct page *p = data;

	if (p->is_full)
		return false;
	buf_printf(&p->text, "%d/%d %s %d %llu %lld-%lld;", (int)t->tenant_id,
	    (int)t->realm_id, t->what, (int)t->reason,
	    (unsigned long long)t->count, (long long)t->first,
	    (long long)t->last);
	return true;
}

static void
each_is_counted_for_whose_it_was_and_why(void **state)
{
	const struct config_space one = { 1, 1 }, annex = { 1, 2 },
				  two = { 2, 1 };
	struct tallies t = { 0 };
	struct page p = { 0 };

	(void)state;
	tallies_add(&t, &one, LOSS_PRIVACY, "dhcp", 10);
	tallies_add(&t, &two, LOSS_PRIVACY, "dhcp", 11);
	tallies_add(&t, &annex, LOSS_PRIVACY, "dhcp", 12);
	tallies_add(&t, &one, LOSS_PRIVACY, "wifi", 13);
	tallies_add(&t, &one, LOSS_JOURNAL, "dhcp", 14);
	tallies_add(&t, &one, LOSS_PRIVACY, "dhcp", 15);
	tallies_write(&t, write_row, &p);
	assert_string_equal("1/1 dhcp 2 2 10-15;2/1 dhcp 2 1 11-11;"
			    "1/2 dhcp 2 1 12-12;1/1 wifi 2 1 13-13;"
			    "1/1 dhcp 3 1 14-14;",
	    buf_str(&p.text));
	buf_clear(&p.text);
	tallies_settle(&t);
	assert_false(tallies_write(&t, write_row, &p));
	assert_int_equal(0, p.text.len);
	tallies_free(&t);
	buf_free(&p.text);
}

/* The name may be gone by then: that of a rule before a reload. */
static void
what_could_not_be_written_is_kept(void **state)
{
	const struct config_space one = { 1, 1 };
	struct page p = { .is_full = true };
	struct tallies t = { 0 };
	char name[] = "dhcp";

	(void)state;
	tallies_add(&t, &one, LOSS_PRIVACY, name, 10);
	name[0] = 'X';
	tallies_write(&t, write_row, &p);
	tallies_add(&t, &one, LOSS_PRIVACY, "dhcp", 20);
	p.is_full = false;
	tallies_write(&t, write_row, &p);
	assert_string_equal("1/1 dhcp 2 2 10-20;", buf_str(&p.text));
	buf_clear(&p.text);
	tallies_settle(&t);
	tallies_add(&t, &one, LOSS_PRIVACY, "dhcp", 30);
	tallies_write(&t, write_row, &p);
	assert_string_equal("1/1 dhcp 2 1 30-30;", buf_str(&p.text));
	tallies_free(&t);
	buf_free(&p.text);
}

/* A kill: nothing is written or freed, the next process opens the file. */
static void
what_is_kept_in_a_file_outlives_its_process(void **state)
{
	const struct config_space one = { 1, 1 }, two = { 2, 1 };
	struct tallies before = { 0 }, t = { 0 };
	struct page p = { 0 };

	tallies_keep(&before, *state);
	tallies_add(&before, &one, LOSS_PRIVACY, "dhcp", 10);
	tallies_add(&before, &two, LOSS_JOURNAL, "room", 11);
	tallies_add(&before, &one, LOSS_PRIVACY, "dhcp", 12);
	tallies_keep(&t, *state);
	tallies_add(&t, &two, LOSS_JOURNAL, "room", 20);
	tallies_write(&t, write_row, &p);
	assert_string_equal(
	    "1/1 dhcp 2 2 10-12;2/1 room 3 2 11-20;", buf_str(&p.text));
	tallies_settle(&t);
	tallies_free(&t);
	tallies_free(&before);
	buf_clear(&p.text);
	tallies_keep(&t, *state);
	tallies_write(&t, write_row, &p);
	assert_int_equal(0, p.text.len);
	tallies_free(&t);
	buf_free(&p.text);
}

/* A kill between the two: what was written may be lost with its memory. */
static void
what_is_written_and_not_safe_outlives_its_process(void **state)
{
	const struct config_space one = { 1, 1 };
	struct tallies before = { 0 }, t = { 0 };
	struct page p = { 0 };

	tallies_keep(&before, *state);
	tallies_add(&before, &one, LOSS_PRIVACY, "dhcp", 10);
	assert_true(tallies_write(&before, write_row, &p));
	tallies_add(&before, &one, LOSS_PRIVACY, "dhcp", 11);
	assert_false(tallies_write(&before, write_row, &p));
	assert_string_equal("1/1 dhcp 2 1 10-10;", buf_str(&p.text));
	buf_clear(&p.text);
	tallies_keep(&t, *state);
	assert_true(tallies_write(&t, write_row, &p));
	assert_string_equal("1/1 dhcp 2 2 10-11;", buf_str(&p.text));
	tallies_free(&t);
	tallies_free(&before);
	buf_free(&p.text);
}

static void
what_comes_while_it_is_written_is_of_the_next(void **state)
{
	const struct config_space one = { 1, 1 };
	struct tallies t = { 0 };
	struct page p = { 0 };

	(void)state;
	tallies_add(&t, &one, LOSS_PRIVACY, "dhcp", 10);
	tallies_write(&t, write_row, &p);
	tallies_add(&t, &one, LOSS_PRIVACY, "dhcp", 20);
	tallies_add(&t, &one, LOSS_PRIVACY, "dhcp", 30);
	buf_clear(&p.text);
	tallies_settle(&t);
	assert_true(tallies_write(&t, write_row, &p));
	assert_string_equal("1/1 dhcp 2 2 20-30;", buf_str(&p.text));
	tallies_free(&t);
	buf_free(&p.text);
}

static void
a_file_of_something_else_counts_nothing(void **state)
{
	struct tallies t = { 0 };
	struct page p = { 0 };
	struct buf text = { 0 };

	memset(buf_extend(&text, 4096), 'x', 4096);
	assert_int_equal(ERR_OK, file_write(*state, text.data, text.len, 0600));
	tallies_keep(&t, *state);
	tallies_write(&t, write_row, &p);
	assert_int_equal(0, p.text.len);
	tallies_free(&t);
	buf_free(&text);
	buf_free(&p.text);
}

/* Past all bounds names are lost, and no count. */
static void
more_names_than_there_is_room_for_are_counted(void **state)
{
	const struct config_space one = { 1, 1 };
	struct tallies t = { 0 };
	struct page p = { 0 };
	char name[16];

	tallies_keep(&t, *state);
	for (int i = 0; i < TALLIES_KEPT_MAX + 2; i++) {
		snprintf(name, sizeof(name), "rule%d", i);
		tallies_add(&t, &one, LOSS_PRIVACY, name, 1);
	}
	tallies_write(&t, write_row, &p);
	assert_non_null(strstr(buf_str(&p.text), "rule4095 2 3 1-1;"));
	assert_null(strstr(buf_str(&p.text), "rule4096"));
	tallies_free(&t);
	buf_free(&p.text);
}

static char path[SCRATCH_MAX];

static int
make_file(void **state)
{
	int fd;

	fd = mkstemp(scratch_name(path, "tallies"));
	if (fd == -1)
		return -1;
	close(fd);
	*state = path;
	return 0;
}

static int
remove_file(void **state)
{
	return unlink(*state);
}

#define IN_A_FILE(test) \
	cmocka_unit_test_setup_teardown(test, make_file, remove_file)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_is_counted_for_whose_it_was_and_why),
		cmocka_unit_test(what_could_not_be_written_is_kept),
		cmocka_unit_test(what_comes_while_it_is_written_is_of_the_next),
		IN_A_FILE(what_is_written_and_not_safe_outlives_its_process),
		IN_A_FILE(what_is_kept_in_a_file_outlives_its_process),
		IN_A_FILE(a_file_of_something_else_counts_nothing),
		IN_A_FILE(more_names_than_there_is_room_for_are_counted),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
