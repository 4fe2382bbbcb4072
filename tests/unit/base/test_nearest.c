/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/base/nearest.h"

#include <string.h>

#include "tests/unit/test.h"

static const char *const words[] = { "device", "deployment", "discover",
	"report", "range", "log", "status", "snmp-test" };

static const struct {
	const char *typed, *meant; /* meant NULL: nobody can tell */
} slips[] = {
	{ "device", "device" },
	{ "devcie", "device" },        /* two changed places */
	{ "devices", "device" },       /* one more */
	{ "deploment", "deployment" }, /* one less */
	{ "ststus", "status" },        /* another one */
	{ "snmptest", "snmp-test" },
	{ "lgo", "log" },
	{ "DEVICE", "device" },
	{ "Devcie", "device" },
	{ "lo", NULL }, /* a slip in two letters */
	{ "remort", "report" },
	{ "patch", NULL },
	{ "", NULL },
	{ "a-word-that-is-longer-than-any-verb-could-be", NULL },
};

static void
the_word_that_was_meant_is_found(void **state)
{
	char text[NEAREST_TEXT_MAX];

	(void)state;
	for (size_t i = 0; i < sizeof(slips) / sizeof(slips[0]); i++) {
		struct nearest n;

		nearest_start(&n, slips[i].typed, strlen(slips[i].typed));
		for (size_t k = 0; k < sizeof(words) / sizeof(words[0]); k++)
			nearest_offer(&n, words[k]);
		if (slips[i].meant == NULL) {
			assert_null(n.word);
			assert_string_equal("", nearest_text(&n, text));
			continue;
		}
		assert_non_null(n.word);
		assert_string_equal(slips[i].meant, n.word);
	}
}

static void
it_is_told_as_a_question(void **state)
{
	char text[NEAREST_TEXT_MAX];
	struct nearest n;

	(void)state;
	nearest_start(&n, "rnage=5", 5);
	nearest_offer(&n, "range");
	assert_string_equal(
	    "; did you mean \"range\"?", nearest_text(&n, text));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_word_that_was_meant_is_found),
		cmocka_unit_test(it_is_told_as_a_question),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
