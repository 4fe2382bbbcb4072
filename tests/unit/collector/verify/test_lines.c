/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/verify/lines.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "collector/verify/context.h"
#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/profile/event_rules.h"
#include "lib/profile/people.h"
#include "lib/store/follow.h"
#include "lib/store/log/line_store.h"
#include "lib/store/patch/evidence.h"

#include "tests/unit/source.h"
#include "tests/unit/test.h"

#define RULES                                                          \
	"event \"down\" { class = link_down words = { \"down\" } "     \
	"match = { '(?<port>\\S+) down' } source = \"x\" }"            \
	"event \"login\" { class = login_ok words = { \"login\" } "    \
	"match = { 'login (?<who>\\S+)' } source = \"x\" }"            \
	"event \"conf\" { class = configuration words = { \"conf\" } " \
	"match = { 'conf (?<who>\\S+)' } source = \"x\" }"

/* What the database would have been told, a line each. */
static struct buf told;
static int changes, flaps;

int
line_store_events(struct db *db, const struct device_event *list, size_t n)
{
	(void)db;
	buf_printf(&told, "tenant %d:", list[0].tenant_id);
	for (size_t i = 0; i < n; i++) {
		const struct device_event *e = &list[i];

		assert_int_equal(list[0].tenant_id, e->tenant_id);
		buf_printf(&told, " %d %s x%d%s%s%s%s", e->device_id, e->kind,
		    e->count, e->port != NULL ? " port " : "",
		    e->port != NULL ? e->port : "",
		    e->who != NULL ? " who " : "",
		    e->who != NULL ? e->who : "");
	}
	buf_add_u8(&told, '\n');
	return ERR_OK;
}

int
line_store_changes(struct db *db, int tenant, int device, const char *port,
    int64_t since, int64_t until, int *n, int *known)
{
	(void)db;
	(void)tenant;
	(void)device;
	(void)port;
	assert_true(until - since == 10 * CLOCK_MINUTE);
	*n = changes;
	*known = flaps;
	return ERR_OK;
}

int
device_event_add(struct db *db, const struct device_event *e)
{
	(void)db;
	buf_printf(&told, "%s %s\n", e->kind, e->detail);
	flaps++;
	return ERR_OK;
}

int
line_store_templates(struct db *db, const struct line_template *list, size_t n)
{
	(void)db;
	for (size_t i = 0; i < n; i++)
		buf_printf(&told, "%d shape %s x%d severity %d\n",
		    list[i].device_id, list[i].shape, (int)list[i].count,
		    list[i].severity);
	return ERR_OK;
}

struct setting {
	struct event_rules *rules;
	struct people *people;
	struct lines *lines;
	struct verify verify;
	int64_t seq;
};

static struct setting s;

static int
start(void **state)
{
	char path[SOURCE_MAX];

	(void)state;
	(void)source_path(path, "mibs/people.rules");
	s = (struct setting){ .lines = lines_new() };
	changes = flaps = 0;
	return event_rules_parse("x", RULES, &s.rules) == ERR_OK &&
		people_load(path, &s.people) == ERR_OK
	    ? 0
	    : -1;
}

static int
stop(void **state)
{
	(void)state;
	event_rules_free(s.rules);
	people_free(s.people);
	lines_free(s.lines);
	buf_free(&told);
	return 0;
}

static struct stored_message
line(int tenant, int device, int64_t at, const char *text)
{
	return (struct stored_message){ .tenant_id = tenant,
		.device_id = device,
		.journal = "j",
		.seq = ++s.seq,
		.rcvd = at,
		.text = text,
		.severity = 3 };
}

static size_t
add(int tenant, int device, int64_t at, const char *text)
{
	struct stored_message m = line(tenant, device, at, text);
	struct event_found found;

	assert_true(event_rules_find(s.rules, text, strlen(text), &found));
	return lines_add(s.lines, &m, &found, 1);
}

static void
add_unknown(int device, int64_t at, const char *text)
{
	struct stored_message m = line(1, device, at, text);

	lines_add_unknown(s.lines, s.people, &m, 1);
}

static void
lines_alike_within_a_minute_are_one(void **state)
{
	const int64_t noon = 12 * CLOCK_HOUR;
	size_t which;

	(void)state;
	which = add(1, 7, noon, "eth1 down");
	(void)add(1, 7, noon + CLOCK_SECOND, "eth1 down");
	(void)add(1, 7, noon + CLOCK_MINUTE, "eth1 down");
	(void)add(1, 7, noon, "eth2 down");
	(void)add(1, 8, noon, "eth1 down");
	lines_repeat(s.lines, which, 5);
	lines_repeat(s.lines, 99, 5);
	assert_int_equal(ERR_OK, lines_write(s.lines, &s.verify));
	assert_string_equal(
	    "tenant 1: 7 link_down x7 port eth1 7 link_down x1 port eth1 "
	    "7 link_down x1 port eth2 8 link_down x1 port eth1\n",
	    buf_str(&told));
}

static void
each_tenant_is_written_by_itself(void **state)
{
	(void)state;
	(void)add(2, 7, 0, "eth1 down");
	(void)add(1, 7, 0, "eth1 down");
	(void)add(2, 8, 0, "eth1 down");
	assert_int_equal(ERR_OK, lines_write(s.lines, &s.verify));
	assert_string_equal(
	    "tenant 1: 7 link_down x1 port eth1\n"
	    "tenant 2: 7 link_down x1 port eth1 8 link_down x1 port eth1\n",
	    buf_str(&told));
}

static void
who_logs_in_is_not_kept_and_who_changes_is(void **state)
{
	(void)state;
	(void)add(1, 7, 0, "login jan");
	(void)add(1, 7, 0, "login piet");
	(void)add(1, 7, 0, "conf jan");
	assert_int_equal(ERR_OK, lines_write(s.lines, &s.verify));
	assert_string_equal(
	    "tenant 1: 7 login_ok x2 7 configuration x1 who jan\n",
	    buf_str(&told));
}

static void
four_changes_of_a_port_are_a_flap_once(void **state)
{
	(void)state;
	changes = 4;
	(void)add(1, 7, 0, "eth1 down");
	(void)add(1, 7, CLOCK_MINUTE, "eth1 down");
	assert_int_equal(ERR_OK, lines_write(s.lines, &s.verify));
	assert_string_equal(
	    "tenant 1: 7 link_down x1 port eth1 7 link_down x1 port eth1\n"
	    "flap eth1: 4 changes within 10 minutes\n",
	    buf_str(&told));
}

static void
three_are_none(void **state)
{
	(void)state;
	changes = 3;
	(void)add(1, 7, 0, "eth1 down");
	assert_int_equal(ERR_OK, lines_write(s.lines, &s.verify));
	assert_null(strstr(buf_str(&told), "flap"));
}

/* A shape outlives its lines. */
static void
unknown_lines_have_a_shape_without_names(void **state)
{
	(void)state;
	add_unknown(7, 0, "asic 12 reset by user jan from 192.0.2.1, jan!");
	add_unknown(
	    7, CLOCK_MINUTE, "asic 3 reset by user piet from 192.0.2.9, piet!");
	add_unknown(
	    7, CLOCK_HOUR, "asic 3 reset by user piet from 192.0.2.9, piet!");
	assert_int_equal(ERR_OK, lines_write(s.lines, &s.verify));
	assert_null(strstr(buf_str(&told), "jan"));
	assert_null(strstr(buf_str(&told), "piet"));
	assert_non_null(strstr(buf_str(&told), "x2 severity 3\n"));
	assert_non_null(strstr(buf_str(&told), "x1 severity 3\n"));
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, start, stop)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(lines_alike_within_a_minute_are_one),
		TEST(each_tenant_is_written_by_itself),
		TEST(who_logs_in_is_not_kept_and_who_changes_is),
		TEST(four_changes_of_a_port_are_a_flap_once),
		TEST(three_are_none),
		TEST(unknown_lines_have_a_shape_without_names),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
