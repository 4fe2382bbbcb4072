/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/patch/states.h"

#include <stdio.h>
#include <string.h>

#include "lib/model/deployment.h"

#include "tests/unit/test.h"

static bool
has(const char *list, enum deployment_state s)
{
	char quoted[64];

	snprintf(quoted, sizeof(quoted), "'%s'", state_name(s));
	return strstr(list, quoted) != NULL;
}

static void
lists_are_what_the_model_says(void **state)
{
	(void)state;
	for (int i = 0; i < STATES; i++) {
		enum deployment_state s = (enum deployment_state)i;

		assert_int_equal(
		    deployment_is_active(s), has(STATES_ACTIVE, s));
		assert_int_equal(
		    deployment_is_active(s) && s != STATE_REGRESSED,
		    has(STATES_SOUND, s));
		assert_int_equal(s == STATE_STABLE || s == STATE_ALREADY_MET ||
			s == STATE_WITHDRAWN,
		    has(STATES_FINISHED, s));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lists_are_what_the_model_says),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
