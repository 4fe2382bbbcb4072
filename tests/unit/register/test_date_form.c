/* SPDX-License-Identifier: Apache-2.0 */
#include "register/mapping/date_form.h"

#include "lib/base/err.h"

#include "tests/unit/test.h"

static const struct {
	const char *form, *text, *iso; /* NULL: not of that form */
} dates[] = {
	{ "DD-MM-YYYY", "24-11-2026", "2026-11-24" },
	{ "DD-MM-YYYY", "4-11-2026", NULL },
	{ "D-M-YYYY", "4-1-2026", "2026-01-04" },
	{ "D-M-YYYY", "24-11-2026", "2026-11-24" },
	{ "YYYYMMDD", "20261124", "2026-11-24" },
	{ "M/D/YYYY h:mm:ss AM", "1/4/2026 12:05:09 AM",
	    "2026-01-04T00:05:09" },
	{ "M/D/YYYY h:mm:ss AM", "1/4/2026 12:05:09 pm",
	    "2026-01-04T12:05:09" },
	{ "M/D/YYYY h:mm:ss AM", "1/4/2026 1:05:09 PM", "2026-01-04T13:05:09" },
	{ "M/D/YYYY h:mm:ss AM", "1/4/2026 1:05:09", NULL },
	{ "YYYY-MM-DDTHH:mm:ssZ", "2026-11-24T09:14:00Z",
	    "2026-11-24T09:14:00" },
	{ "YYYY-MM-DD HH:mm:ss.S", "2026-11-24 09:14:00.1234567",
	    "2026-11-24T09:14:00" },
	{ "DD-MM-YYYY HH:mm", "24-11-2026 09:14", "2026-11-24T09:14:00" },
	{ "DD-MM-YYYY", "24-11-2026 09:14", NULL },
	{ "DD-MM-YYYY HH:mm", "24-11-2026", NULL },
	{ "DD-MM-YYYY", "", NULL },
	{ "DD-MM-YYYY", "24-11-26", NULL },
};

static void
dates_are_read_in_their_form(void **state)
{
	char iso[DATE_TEXT_MAX];

	(void)state;
	for (size_t i = 0; i < sizeof(dates) / sizeof(dates[0]); i++) {
		assert_int_equal(ERR_OK, date_form_check(dates[i].form));
		if (dates[i].iso == NULL) {
			assert_int_equal(ERR_PARSE,
			    date_form_read(dates[i].form, dates[i].text, iso));
			continue;
		}
		assert_int_equal(
		    ERR_OK, date_form_read(dates[i].form, dates[i].text, iso));
		assert_string_equal(dates[i].iso, iso);
	}
}

static void
days_that_do_not_exist_are_another_fault(void **state)
{
	static const char *const none[] = { "29-02-2026 10:00",
		"31-04-2026 10:00", "01-13-2026 10:00", "00-01-2026 10:00",
		"01-00-2026 10:00", "01-01-2026 24:00", "01-01-2026 10:60" };
	char iso[DATE_TEXT_MAX];

	(void)state;
	for (size_t i = 0; i < sizeof(none) / sizeof(none[0]); i++)
		assert_int_equal(ERR_RANGE,
		    date_form_read("DD-MM-YYYY HH:mm", none[i], iso));
	assert_int_equal(ERR_OK,
	    date_form_read("DD-MM-YYYY HH:mm", "29-02-2028 23:59", iso));
	assert_int_equal(ERR_RANGE,
	    date_form_read("D-M-YYYY h:mm AM", "1-1-2026 13:00 AM", iso));
}

static void
forms_are_checked_before_use(void **state)
{
	static const char *const wrong[] = { "", "DD-MM", "DD-MM-YY",
		"DD-MM-YYYY DD", "YYYY-MM-DD hh:mm", "YYYY-MM-DD HH:mm AM",
		"YYYY-MM-DD mm", "%d-%m-%Y", "YYYY-MM-DD HH:ss", "D M YYYY uur",
		"MMM-DD-YYYY" };

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		assert_int_equal(ERR_PARSE, date_form_check(wrong[i]));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(dates_are_read_in_their_form),
		cmocka_unit_test(days_that_do_not_exist_are_another_fault),
		cmocka_unit_test(forms_are_checked_before_use),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
