/* SPDX-License-Identifier: Apache-2.0 */
#include "register/setup/answer.h"

#include <stdlib.h>

#include "lib/base/err.h"

#include "tests/unit/test.h"

static const struct {
	enum answer_kind kind;
	const char *text, *kept;
	int rc;
} said[] = {
	{ ANSWER_TEXT, "Bestuur", "Bestuur", ERR_OK },
	{ ANSWER_CLASS, "geheim", "geheim", ERR_OK },
	{ ANSWER_CLASS, "intern gebruik", "intern gebruik", ERR_OK },
	{ ANSWER_CLASS, "gehiem", NULL, ERR_PARSE },
	{ ANSWER_DATE, "2026-01-31", "2026-01-31", ERR_OK },
	{ ANSWER_DATE, "missing", "", ERR_OK },
	{ ANSWER_DATE, "", "", ERR_OK },
	{ ANSWER_DATE, "2026-02-30", NULL, ERR_PARSE },
	{ ANSWER_DATE, "2026-01-31T10:00:00Z", NULL, ERR_PARSE },
	{ ANSWER_DATE, "soon", NULL, ERR_PARSE },
};

static void
an_answer_is_kept_or_refused(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(said); i++) {
		const struct answer a = { .option = "x", .kind = said[i].kind };
		char *kept = NULL;

		assert_int_equal(
		    said[i].rc, answer_read(&a, said[i].text, &kept));
		if (said[i].kept != NULL)
			assert_string_equal(said[i].kept, kept);
		free(kept);
	}
}

static void
each_question_has_its_setting(void **state)
{
	(void)state;
	for (size_t i = 0; i < ANSWERS; i++) {
		assert_non_null(answers[i].key);
		assert_non_null(answers[i].option);
		assert_non_null(answers[i].question);
		assert_null(answers[i].given);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_answer_is_kept_or_refused),
		cmocka_unit_test(each_question_has_its_setting),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
