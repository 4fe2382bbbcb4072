/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/evidence/sections.h"

#include <stdbool.h>
#include <string.h>

#include "tests/unit/test.h" /* cmocka, with its includes in order */

/*
 * What is of the organisation or of the instrument as a whole, and of no site:
 * nothing in it tells of another school.
 */
static const char *const of_all[] = { "tenant.sql", "settings.sql",
	"policies.sql", "retention.sql", "losses.sql", "quarantine.sql",
	"runs.sql", "anchors.sql", "chain.sql", "journals.sql",
	"exploited_list.sql", "framework_choices.sql", "framework_controls.sql",
	"applicability.sql", "sleepers.sql", "expiring.sql", "papers.sql",
	"sender_papers.sql" };

static bool
is_of_all(const char *name)
{
	for (size_t i = 0; i < ROWS(of_all); i++) {
		if (strcmp(of_all[i], name) == 0)
			return true;
	}
	return false;
}

static void
each_section_asks_whose_site_it_is(void **state)
{
	size_t n = 0;

	(void)state;
	for (const struct embedded *s = evidence_sections; s->name; s++) {
		bool asks = strstr(s->text, "$5") != NULL;

		if (asks == is_of_all(s->name))
			fail_msg("%s: %s", s->name,
			    asks ? "asks, and is of all"
				 : "is of a site, and has no $5");
		n += !asks;
	}
	assert_int_equal(ROWS(of_all), n);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_section_asks_whose_site_it_is),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
