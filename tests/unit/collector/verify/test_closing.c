/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/verify/closing.h"

#include "collector/verify/context.h"
#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/model/deployment.h"
#include "lib/store/db.h"
#include "lib/store/patch/closing_store.h"

#include "tests/unit/store/made_rows.h"
#include "tests/unit/test.h"

/* What is to be closed, and opened: tenant, patch, name, close. */
static const char *const found[] = {
	"1", "10", "P-10", "t", /* */
	"2", "11", "P-11", "f", /* */
	"2", "12", "P-12", "t", /* */
};
enum { COLUMNS = 4, FOUND = 3 };

static size_t rows_now;
static int finds, find_rc, fails_at, done_at;
static struct buf told;
static struct verify v;

int
closing_find(struct db *db, struct db_rows **out)
{
	(void)db;
	finds++;
	if (find_rc == ERR_OK)
		*out = made_rows(COLUMNS, found, COLUMNS * rows_now);
	return find_rc;
}

int
closing_take(struct db *db, int tenant, int patch, bool close, int64_t at,
    int policy_version)
{
	(void)db;
	assert_int_equal(v.now, at);
	buf_printf(&told, "%d/%d %s by %d;", tenant, patch,
	    close ? "closed" : "open", policy_version);
	if (patch == done_at)
		return ERR_NOTFOUND;
	return patch == fails_at ? ERR_IO : ERR_OK;
}

/* Each organisation has its own. */
int
verify_policy_now(struct verify *of, int tenant, const struct policy **out)
{
	static struct policy policies[3];

	(void)of;
	policies[tenant].version = 100 + tenant;
	*out = &policies[tenant];
	return ERR_OK;
}

static void
say_nothing(const char *line)
{
	(void)line;
}

static int
begin(void **state)
{
	(void)state;
	v = (struct verify){ .now = CLOCK_DAY };
	rows_now = FOUND;
	finds = find_rc = fails_at = done_at = 0;
	buf_clear(&told);
	log_divert(say_nothing);
	return 0;
}

static void
each_is_taken_with_the_policy_of_its_organisation(void **state)
{
	(void)state;
	assert_int_equal(ERR_OK, closing_tick(&v));
	assert_string_equal("1/10 closed by 101;2/11 open by 102;"
			    "2/12 closed by 102;",
	    buf_str(&told));
}

static void
it_is_looked_for_every_five_seconds(void **state)
{
	(void)state;
	rows_now = 0;
	for (int i = 0; i < 60; i++) {
		assert_int_equal(ERR_OK, closing_tick(&v));
		v.now += CLOCK_SECOND;
	}
	assert_int_equal(12, finds);
	assert_int_equal(0, told.len);
}

static void
what_another_did_meanwhile_keeps_none_from_its_turn(void **state)
{
	(void)state;
	done_at = 11;
	assert_int_equal(ERR_OK, closing_tick(&v));
	assert_string_equal("1/10 closed by 101;2/11 open by 102;"
			    "2/12 closed by 102;",
	    buf_str(&told));
}

/* The tick's transaction is given up: nothing after it is tried in it. */
static void
what_fails_ends_the_tick(void **state)
{
	(void)state;
	fails_at = 11;
	assert_int_equal(ERR_IO, closing_tick(&v));
	assert_string_equal(
	    "1/10 closed by 101;2/11 open by 102;", buf_str(&told));
	v.now += CLOCK_MINUTE;
	find_rc = ERR_AGAIN;
	assert_int_equal(ERR_AGAIN, closing_tick(&v));
}

static int
end(void **state)
{
	(void)state;
	buf_free(&told);
	log_divert(NULL);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(
		    each_is_taken_with_the_policy_of_its_organisation, begin),
		cmocka_unit_test_setup(
		    it_is_looked_for_every_five_seconds, begin),
		cmocka_unit_test_setup(
		    what_another_did_meanwhile_keeps_none_from_its_turn, begin),
		cmocka_unit_test_setup(what_fails_ends_the_tick, begin),
	};
	return cmocka_run_group_tests(tests, NULL, end);
}
