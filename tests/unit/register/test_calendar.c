/* SPDX-License-Identifier: Apache-2.0 */
#include "register/plan/calendar.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/log.h"

#include "tests/unit/scratch.h"
#include "tests/unit/test.h"

static const char zone[] = "Europe/Amsterdam";

static int64_t
at(const char *text)
{
	int64_t out = 0;

	assert_int_equal(ERR_OK, clock_parse(text, &out));
	return out;
}

/* The files that come with the program: the holidays of each region are a
 * year's, in order, and five more that do not count. */
static void
shipped_calendars_are_read(void **state)
{
	static const char *const names[] = { "noord", "midden", "zuid" };

	(void)state;
	for (size_t i = 0; i < ROWS(names); i++) {
		struct calendar c;
		struct buf path = { 0 };

		buf_printf(&path, "%s/templates/calendars/nl-%s.calendar",
		    SRCDIR, names[i]);
		assert_int_equal(ERR_OK, calendar_read(buf_str(&path), &c));
		assert_int_equal(10, c.n);
		assert_int_equal(0, c.unverified);
		for (size_t k = 0; k < c.n; k++) {
			assert_int_equal(DAYS_HOLIDAY, c.range[k].kind);
			/* From a Saturday to a Sunday: whole weeks. */
			assert_int_equal(2, c.range[k].first / CLOCK_DAY % 7);
			assert_int_equal(3, c.range[k].last / CLOCK_DAY % 7);
			if (k > 0)
				assert_true(
				    c.range[k].first > c.range[k - 1].last);
		}
		calendar_free(&c);
		buf_free(&path);
	}
}

static char told[500];

static void
keep(const char *line)
{
	snprintf(told, sizeof(told), "%s", line);
}

static const struct {
	const char *text, *says;
} faults[] = {
	{ "source = \"b\"\nchecked = \"c\"\n", "name" },
	{ "name = \"a\"\nsource = \"b\"\nchecked = \"c\"\nperiod \"x\" {\n"
	  "\tfrom = \"19-12-2026\"\n\tto = \"2027-01-03\"\n}\n",
	    ":5: from" },
	{ "name = \"a\"\nsource = \"b\"\nchecked = \"c\"\nperiod \"x\" {\n"
	  "\tfrom = \"2026-12-19\"\n\tto = \"2026-01-03\"\n}\n",
	    ":6: to: before from" },
	{ "name = \"a\"\nsource = \"b\"\nchecked = \"c\"\nperiod \"x\" {\n"
	  "\tfrom = \"2026-02-30\"\n\tto = \"2026-03-03\"\n}\n",
	    ":5: from" },
};

static void
a_fault_is_told_with_its_line(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(faults); i++) {
		char path[SCRATCH_MAX];
		struct calendar c;
		int fd = mkstemp(scratch_name(path, "calendar"));

		assert_true(fd >= 0);
		assert_int_equal((ssize_t)strlen(faults[i].text),
		    write(fd, faults[i].text, strlen(faults[i].text)));
		close(fd);
		told[0] = '\0';
		log_divert(keep);
		assert_true(calendar_read(path, &c) < 0);
		log_divert(NULL);
		unlink(path);
		if (strstr(told, faults[i].says) == NULL)
			print_error("%s\n", told);
		assert_non_null(strstr(told, faults[i].says));
	}
}

static const struct {
	const char *rule, *after, *start, *end;
} windows[] = {
	{ "tue 22:00 4 h", "2026-12-01T12:00Z", "2026-12-01T21:00Z",
	    "2026-12-02T01:00Z" },
	{ "tue 22:00 4 h", "2026-12-01T21:00Z", "2026-12-01T21:00Z",
	    "2026-12-02T01:00Z" },
	{ "tue 22:00 4 h", "2026-12-01T21:00:01Z", "2026-12-08T21:00Z",
	    "2026-12-09T01:00Z" },
	{ "tue 22:00 4 h", "2027-07-05T12:00Z", "2027-07-06T20:00Z",
	    "2027-07-07T00:00Z" },
	/* The night in which the clocks go forward has an hour less, and the
	 * window is as long as it was said to be. */
	{ "last sun 00:30 4 h", "2027-03-20T12:00Z", "2027-03-27T23:30Z",
	    "2027-03-28T03:30Z" },
	{ "last sun 06:00 4 h", "2027-03-20T12:00Z", "2027-03-28T04:00Z",
	    "2027-03-28T08:00Z" },
	{ "last sun 06:00 4 h", "2027-10-20T12:00Z", "2027-10-31T05:00Z",
	    "2027-10-31T09:00Z" },
};

static void
windows_are_on_the_clocks_of_the_organisation(void **state)
{
	const struct calendar none = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(windows); i++) {
		struct recurrence r;
		struct buf why = { 0 };
		int64_t start = 0, end = 0;

		assert_int_equal(
		    ERR_OK, recurrence_parse(windows[i].rule, &r, &why));
		assert_int_equal(ERR_OK,
		    calendar_next(
			&none, &r, zone, at(windows[i].after), &start, &end));
		if (start != at(windows[i].start))
			print_error(
			    "%s after %s\n", windows[i].rule, windows[i].after);
		assert_int_equal(at(windows[i].start), start);
		assert_int_equal(at(windows[i].end), end);
		buf_free(&why);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(shipped_calendars_are_read),
		cmocka_unit_test(a_fault_is_told_with_its_line),
		cmocka_unit_test(windows_are_on_the_clocks_of_the_organisation),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
