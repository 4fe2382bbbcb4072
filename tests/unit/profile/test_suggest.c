/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/profile/suggest.h"

#include "lib/profile/extract.h"
#include "tests/unit/profile/given.h"

#define DESCR(text)       "1.3.6.1.2.1.1.1.0|4|" text "\n"
#define ENTITY(col, row)  "1.3.6.1.2.1.47.1.1.1.1." #col "." #row
#define CLASS(row, class) ENTITY(5, row) "|2|" #class "\n"
#define SOFTWARE(row, s)  ENTITY(10, row) "|4|" s "\n"
#define SERIAL(row, s)    ENTITY(11, row) "|4|" s "\n"
#define MODEL(row, s)     ENTITY(13, row) "|4|" s "\n"

static const struct {
	const char *lines, *version; /* NULL: nothing is guessed */
} versions[] = {
	{ DESCR("Acme OS, Software Version 4.2.1, rest"), "4.2.1" },
	{ DESCR("Acme OS, VERSION: v4.2(1)E7, rest"), "4.2(1)E7" },
	/* What names itself comes before what stands there alone. */
	{ DESCR("Acme 9.9 firmware 4.2.1"), "4.2.1" },
	{ DESCR("Acme v4.2.1"), "4.2.1" },
	{ DESCR("Acme 4.2.1"), "4.2.1" },
	/* A number in a word is the product's. */
	{ DESCR("Acme X4.2"), NULL },
	{ DESCR("Acme 4"), NULL },
	/* A kernel's version is nobody's firmware, */
	{ DESCR("Linux acme 5.10.4 #1 SMP PREEMPT"), NULL },
	{ DESCR("Acme, Linux version 5.10.4"), NULL },
	/* and another place may know. */
	{ DESCR("Linux acme 5.10.4") CLASS(1, 3) SOFTWARE(1, "7.1.2"),
	    "7.1.2" },
	/* Of the chassis, or else of a stack; not of a card. */
	{ CLASS(1, 9) SOFTWARE(1, "1.1.1") CLASS(2, 3) SOFTWARE(2, "7.1.2"),
	    "7.1.2" },
	{ CLASS(1, 9) SOFTWARE(1, "1.1.1"), NULL },
	{ CLASS(1, 11) SOFTWARE(1, "7.1.3"), "7.1.3" },
	{ "1.3.6.1.2.1.33.1.1.3.0|4|UPS 6.0\n"
	  "1.3.6.1.2.1.33.1.1.4.0|4|Agent 5.2\n",
	    "5.2" },
	/* What it says of a neighbour is not its own. */
	{ "1.0.8802.1.1.2.1.4.1.1.10.0.1.1|4|Acme OS Version 4.2.1\n", NULL },
	{ "", NULL },
};

static void
a_version_is_guessed_or_nothing_is_said(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(versions); i++) {
		struct snapshot *s = given_snapshot(versions[i].lines);
		struct found f = { 0 };
		bool any = suggest_version(s, &f);

		if (any != (versions[i].version != NULL))
			fail_msg("row %zu: %s", i, any ? f.text : "nothing");
		if (any)
			assert_string_equal(versions[i].version, f.text);
		found_free(&f);
		snapshot_free(s);
	}
}

static void
serial_and_model_are_the_chassis_own(void **state)
{
	struct snapshot *s = given_snapshot(CLASS(1, 9) CLASS(2, 3) SERIAL(1,
	    "CARD-1") SERIAL(2, "SN-2") MODEL(1, "LC-48") MODEL(2, "AC-6500"));
	struct found f = { 0 };

	(void)state;
	assert_true(suggest_serial(s, &f));
	assert_string_equal("SN-2", f.text);
	found_free(&f);
	f = (struct found){ 0 };
	assert_true(suggest_model(s, &f));
	assert_string_equal("AC-6500", f.text);
	found_free(&f);
	snapshot_free(s);
}

static void
a_printer_and_nobody_have_other_serials(void **state)
{
	struct snapshot *printer =
	    given_snapshot("1.3.6.1.2.1.43.5.1.1.17.1|4|PRT-9\n");
	struct snapshot *vague = given_snapshot(CLASS(1, 3) SERIAL(1, "N/A"));
	struct found f = { 0 };

	(void)state;
	assert_true(suggest_serial(printer, &f));
	assert_string_equal("PRT-9", f.text);
	found_free(&f);
	f = (struct found){ 0 };
	assert_false(suggest_serial(vague, &f));
	assert_false(suggest_model(printer, &f));
	found_free(&f);
	snapshot_free(printer);
	snapshot_free(vague);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_version_is_guessed_or_nothing_is_said),
		cmocka_unit_test(serial_and_model_are_the_chassis_own),
		cmocka_unit_test(a_printer_and_nobody_have_other_serials),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
