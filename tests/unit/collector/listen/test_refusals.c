/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/listen/refusals.h"

#include <stdio.h>
#include <string.h>

#include <event2/event.h>

#include "collector/config.h"
#include "collector/listen/intake.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/model/address.h"

#include "tests/unit/test.h"

/* What would be written into the journal, by reason. */
static struct {
	char what[64];
	int tenant, realm;
	uint64_t count;
} written[64];
static size_t rows, logged;

bool
intake_loss(struct intake *in, const struct config_space *space,
    enum loss_reason reason, uint64_t count, const char *what)
{
	(void)in;
	assert_int_equal(LOSS_REFUSED, reason);
	assert_true(rows < ROWS(written));
	snprintf(written[rows].what, sizeof(written[0].what), "%s", what);
	written[rows].tenant = space->tenant_id;
	written[rows].realm = space->realm_id;
	written[rows++].count = count;
	return true;
}

static void
count_line(const char *line)
{
	assert_non_null(strstr(line, "test: "));
	logged++;
}

static struct address
from(const char *text)
{
	struct address a;

	assert_int_equal(ERR_OK, address_parse(text, &a));
	return a;
}

static void
each_reason_is_one_row_however_often_it_came(void **state)
{
	static const char full[] = "too many connections", odd[] = "bytes";
	const struct config_space here = { 1, 1 }, there = { 2, 1 };
	struct event_base *base = event_base_new();
	struct refusals *r = refusals_new("test", NULL, base);
	struct address a = from("192.0.2.1"), b = from("192.0.2.2:99");

	(void)state;
	rows = logged = 0;
	log_divert(count_line);
	for (int i = 0; i < 1000; i++) {
		refusals_note(r, &here, &a, full, NULL);
		refusals_note(r, &here, &b, full, "x");
		refusals_note(r, &there, &a, full, NULL);
		if (i % 10 == 0)
			refusals_note(r, &here, &a, odd, NULL);
	}
	assert_int_equal(0, rows);
	refusals_free(r);
	log_divert(NULL);
	assert_int_equal(3, rows);
	assert_string_equal(full, written[0].what);
	assert_int_equal(2000, written[0].count);
	assert_int_equal(1, written[0].tenant);
	assert_int_equal(1000, written[1].count);
	assert_int_equal(2, written[1].tenant);
	assert_string_equal(odd, written[2].what);
	assert_int_equal(100, written[2].count);
	/* Of each source and reason, once an hour. */
	assert_int_equal(3, logged);
	event_base_free(base);
}

static void
the_log_is_told_again_after_an_hour(void **state)
{
	static const char full[] = "full";
	const struct config_space here = { 1, 1 };
	struct event_base *base = event_base_new();
	struct refusals *r = refusals_new("test", NULL, base);
	struct address a = from("192.0.2.1");

	(void)state;
	rows = logged = 0;
	log_divert(count_line);
	clock_freeze(CLOCK_HOUR);
	refusals_note(r, &here, &a, full, NULL);
	clock_freeze(2 * CLOCK_HOUR - 1);
	refusals_note(r, &here, &a, full, NULL);
	assert_int_equal(1, logged);
	clock_freeze(2 * CLOCK_HOUR);
	refusals_note(r, &here, &a, full, NULL);
	assert_int_equal(2, logged);
	refusals_free(r);
	clock_thaw();
	log_divert(NULL);
	event_base_free(base);
}

/* Who knocks from everywhere is forgotten, not counted less. */
static void
more_sources_than_there_is_room_for_are_counted(void **state)
{
	static const char full[] = "full";
	const struct config_space here = { 1, 1 };
	struct event_base *base = event_base_new();
	struct refusals *r = refusals_new("test", NULL, base);
	char text[32];

	(void)state;
	rows = logged = 0;
	log_divert(count_line);
	for (int i = 0; i < 5000; i++) {
		struct address a;

		snprintf(text, sizeof(text), "10.1.%d.%d", i / 250, i % 250);
		a = from(text);
		refusals_note(r, &here, &a, full, NULL);
	}
	refusals_free(r);
	log_divert(NULL);
	assert_int_equal(1, rows);
	assert_int_equal(5000, written[0].count);
	event_base_free(base);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_reason_is_one_row_however_often_it_came),
		cmocka_unit_test(the_log_is_told_again_after_an_hour),
		cmocka_unit_test(
		    more_sources_than_there_is_room_for_are_counted),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
