/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/model/expand.h"

#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/regex.h"

#include "tests/unit/test.h"

static const char pattern[] = "(?<major>\\d+)\\.(\\d+)(?<letter>[a-z])?";

static struct regex *
compiled(void)
{
	struct regex *re = NULL;
	struct regex_fault fault;

	assert_int_equal(ERR_OK, regex_compile(pattern, 0, &re, &fault));
	return re;
}

static const struct {
	const char *form, *subject, *filled;
} forms[] = {
	{ "${major}", "v12.5b", "12" },
	{ "${0}", "v12.5b", "12.5b" },
	{ "${1}/${2}", "v12.5b", "12/5" },
	{ "M ${major}, ${letter}.", "v12.5b", "M 12, b." },
	{ "[${letter}]", "12.5", "[]" }, /* it took no part */
	{ "${major}${major}", "12.5", "1212" },
	{ "", "12.5", "" },
	{ "plain", "12.5", "plain" },
	{ "$major $ {1}", "12.5", "$major $ {1}" }, /* no marks */
	{ "100%s", "12.5", "100%s" },
	/* What no group is called is nothing, and what it stood in goes on. */
	{ "<${other}>", "12.5", "<>" },
	{ "<${9}>", "12.5", "<>" },
	{ "<${100}>", "12.5", "<>" },
	{ "<${}>", "12.5", "<}>" },
	{ "<${major", "12.5", "<major" },
};

static void
a_form_is_filled_with_what_was_found(void **state)
{
	struct regex *re = compiled();

	(void)state;
	for (size_t i = 0; i < ROWS(forms); i++) {
		const char *subject = forms[i].subject;
		struct regex_match m;
		struct buf out = { 0 };

		assert_true(regex_match(re, subject, strlen(subject), &m));
		expand(forms[i].form, re, subject, &m, &out);
		assert_string_equal(forms[i].filled, buf_str(&out));
		buf_free(&out);
	}
	regex_free(re);
}

static const char *const valid[] = { "", "plain", "${major}.${2}", "${0}",
	"$5 {x}" };
static const char *const invalid[] = { "${other}", "${major}${other}", "${}",
	"${major", "${100}", "${-1}", "${ major}",
	"${a_name_that_is_longer_than_any_group_of_ours_may_be}" };

static void
a_form_that_names_no_group_is_refused(void **state)
{
	struct regex *re = compiled();

	(void)state;
	for (size_t i = 0; i < ROWS(valid); i++) {
		if (!expand_is_valid(valid[i], re))
			fail_msg("'%s' is refused", valid[i]);
	}
	for (size_t i = 0; i < ROWS(invalid); i++) {
		if (expand_is_valid(invalid[i], re))
			fail_msg("'%s' is taken", invalid[i]);
	}
	regex_free(re);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_form_is_filled_with_what_was_found),
		cmocka_unit_test(a_form_that_names_no_group_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
