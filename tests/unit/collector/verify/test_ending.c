/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/verify/ending.h"

#include <stdlib.h>
#include <string.h>

#include "collector/verify/context.h"
#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/store/db.h"
#include "lib/store/patch/alert.h"
#include "lib/store/patch/exception_store.h"

#include "tests/unit/store/made_rows.h"
#include "tests/unit/test.h"

/* As exception_ending gives them; of all devices of the patch, and of one. */
static const char *const ending[] = { "1", "10", "0", "7",
	"2026-12-10 12:00:00+00", "P-10", "OpenSSL", "high", NULL, "ICT",
	"Afgeschermd", "12", /* */
	"2", "11", "5", "8", "2026-12-11 12:00:00+00", "P-11", "IOS", "low",
	"sw1", "ICT", "Geen", "1" };
enum { COLUMNS = 12, ENDING = 2, OPEN_MAX = 4 };

static size_t rows_now, n_open;
static struct alert_subject open_now[OPEN_MAX];
static int find_rc, set_rc;
static struct buf told, detail;
static struct verify v;

int
exception_ending(
    struct db *db, int64_t now, int64_t until, struct db_rows **out)
{
	(void)db;
	assert_int_equal(v.now, now);
	assert_int_equal(v.now + 14 * CLOCK_DAY, until);
	if (find_rc == ERR_OK)
		*out = made_rows(COLUMNS, ending, COLUMNS * rows_now);
	return find_rc;
}

int
alert_set(struct db *db, const struct alert_subject *s, bool holds, int64_t at,
    const char *text, const int64_t *evidence, size_t n)
{
	(void)db;
	(void)evidence;
	assert_true(holds);
	assert_int_equal(v.now, at);
	assert_int_equal(0, n);
	buf_printf(&told, "%s of %d/%d/%d;", s->rule, s->tenant_id, s->patch_id,
	    s->device_id);
	buf_printf(&detail, "%s\n", text);
	return set_rc;
}

int
alert_change(struct db *db, const struct alert_subject *s, int64_t id,
    bool holds, int64_t at, const char *text, const int64_t *evidence, size_t n)
{
	(void)db;
	(void)text;
	(void)evidence;
	(void)n;
	assert_false(holds);
	assert_int_equal(v.now, at);
	buf_printf(&told, "%d of %d/%d/%d is over;", (int)id, s->tenant_id,
	    s->patch_id, s->device_id);
	return ERR_OK;
}

static bool
is_same(const struct alert_subject *a, const struct alert_subject *b)
{
	return strcmp(a->rule, b->rule) == 0 && a->tenant_id == b->tenant_id &&
	    a->patch_id == b->patch_id && a->device_id == b->device_id;
}

/* The number of an alert is 100 and its place. */
int64_t
alert_open_id(const struct alert_open *open, const struct alert_subject *s)
{
	(void)open;
	for (size_t i = 0; i < n_open; i++)
		if (is_same(&open_now[i], s))
			return 100 + (int64_t)i;
	return 0;
}

bool
alert_open_has(const struct alert_open *open, const struct alert_subject *s)
{
	return alert_open_id(open, s) != 0;
}

size_t
alert_open_count(const struct alert_open *open)
{
	(void)open;
	return n_open;
}

void
alert_open_at(
    const struct alert_open *open, size_t i, struct alert_subject *out)
{
	(void)open;
	*out = open_now[i];
}

static int
begin(void **state)
{
	(void)state;
	v = (struct verify){ .now = 20788 * CLOCK_DAY };
	rows_now = ENDING;
	n_open = 0;
	find_rc = set_rc = ERR_OK;
	buf_clear(&told);
	buf_clear(&detail);
	return 0;
}

static void
each_that_ends_is_told_once(void **state)
{
	(void)state;
	assert_int_equal(ERR_OK, ending_take(&v));
	assert_string_equal(
	    "exception_ends of 1/10/0;exception_ends of 2/11/5;",
	    buf_str(&told));
	/* It is open by now. */
	open_now[n_open++] = (struct alert_subject){ .tenant_id = 2,
		.rule = "exception_ends",
		.device_id = 5,
		.patch_id = 11 };
	buf_clear(&told);
	assert_int_equal(ERR_OK, ending_take(&v));
	assert_string_equal("exception_ends of 1/10/0;", buf_str(&told));
}

static void
what_is_told_has_all_that_a_mail_says(void **state)
{
	static const char *const parts[] = { "\"device\": \"*\"",
		"\"device\": \"sw1\"", "\"patch\": \"P-10\"",
		"\"title\": \"OpenSSL\"", "\"priority\": \"high\"",
		"\"exception\": 7", "\"valid_until\": \"2026-12-10T12:00:00",
		"\"owner\": \"ICT\"", "\"measure\": \"Afgeschermd\"",
		"\"covered\": 12" };

	(void)state;
	assert_int_equal(ERR_OK, ending_take(&v));
	for (size_t i = 0; i < ROWS(parts); i++)
		if (strstr(buf_str(&detail), parts[i]) == NULL)
			fail_msg("%s: not in %s", parts[i], buf_str(&detail));
}

/* It was extended, has ended, or nothing waits for it any more. */
static void
what_ends_no_more_is_over_and_other_alerts_stay(void **state)
{
	(void)state;
	rows_now = 1;
	open_now[n_open++] = (struct alert_subject){ .tenant_id = 1,
		.rule = "past_deadline",
		.device_id = 9,
		.patch_id = 10 };
	open_now[n_open++] = (struct alert_subject){
		.tenant_id = 1, .rule = "exception_ends", .patch_id = 10
	};
	/* The same patch and device of another organisation. */
	open_now[n_open++] = (struct alert_subject){
		.tenant_id = 3, .rule = "exception_ends", .patch_id = 10
	};
	assert_int_equal(ERR_OK, ending_take(&v));
	assert_string_equal("102 of 3/10/0 is over;", buf_str(&told));
}

static void
what_fails_ends_the_look(void **state)
{
	(void)state;
	set_rc = ERR_AGAIN;
	assert_int_equal(ERR_AGAIN, ending_take(&v));
	assert_string_equal("exception_ends of 1/10/0;", buf_str(&told));
	find_rc = ERR_IO;
	assert_int_equal(ERR_IO, ending_take(&v));
}

static int
end(void **state)
{
	(void)state;
	buf_free(&told);
	buf_free(&detail);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(each_that_ends_is_told_once, begin),
		cmocka_unit_test_setup(
		    what_is_told_has_all_that_a_mail_says, begin),
		cmocka_unit_test_setup(
		    what_ends_no_more_is_over_and_other_alerts_stay, begin),
		cmocka_unit_test_setup(what_fails_ends_the_look, begin),
	};

	return cmocka_run_group_tests(tests, NULL, end);
}
