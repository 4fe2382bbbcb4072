/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/profile/alert_rules.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/model/deployment.h"
#include "lib/model/incident.h"
#include "tests/unit/test.h"

static char said[512];

static void
keep(const char *line)
{
	snprintf(said, sizeof(said), "%s", line);
}

static void
a_rule_says_who_is_told_when(void **state)
{
	static const char text[] =
	    "alert \"silent\" {\n"
	    "  severity = critical\n  group = site\n  gather = \"2 min\"\n"
	    "  flap_limit = 3\n  flap_settle = \"2 h\"\n"
	    "  mute_in_window = yes\n  copy = { \"board\" }\n"
	    "  step \"it_staff\" { }\n"
	    "  step \"system_owner\" { unacknowledged = \"4 h\" }\n"
	    "  step \"process_owner\" { deadline = 80 }\n}\n";
	struct alert_rules *r = NULL;
	const struct alert_plan *p;

	(void)state;
	assert_int_equal(ERR_OK, alert_rules_parse("x", text, &r));
	p = alert_rules_find(r, "silent");
	assert_int_equal(SEVERITY_CRITICAL, p->severity);
	assert_int_equal(GROUP_SITE, p->group);
	assert_true(p->gather == 2 * CLOCK_MINUTE);
	assert_int_equal(3, p->flap_limit);
	assert_true(p->mute_in_window);
	assert_int_equal(1U << FUNCTION_BOARD, p->copy);
	assert_int_equal(3, p->steps);
	assert_true(p->step[1].unacknowledged == 4 * CLOCK_HOUR);
	assert_int_equal(80, p->step[2].percent);
	/* A rule that nobody wrote is told all the same. */
	p = alert_rules_find(r, "of_tomorrow");
	assert_int_equal(1, p->steps);
	assert_int_equal(1U << FUNCTION_IT_STAFF, p->step[0].functions);
	alert_rules_free(r);
}

static void
what_does_not_hold_is_refused_with_its_line(void **state)
{
	static const struct {
		const char *text, *why;
	} rows[] = {
		{ "alert \"a\" {\n step \"board\" {}\n}", "severity" },
		{ "alert \"a\" {\n severity = bad\n step \"board\" {}\n}",
		    "x:2: alert a: severity: \"bad\" is none of notice, "
		    "warning, "
		    "critical" },
		{ "alert \"a\" { severity = notice }", "step" },
		{ "alert \"a\" { severity = notice\n step \"supplier\" {} }",
		    "x:2: alert a: step: \"supplier\" is none of board, "
		    "system_owner, it_staff, process_owner, ciso" },
		{ "alert \"A\" { severity = notice step \"ciso\" {} }",
		    "small letters" },
		{ "alert \"a\" { severity = notice group = sites\n"
		  "step \"ciso\" {} }",
		    "group: \"sites\" is none of alone, device, site, patch, "
		    "rule; did you mean \"site\"?" },
		{ "alert \"a\" { severity = notice step \"ciso\" {\n"
		  "deadline = 50 unacknowledged = \"1 h\" } }",
		    "not both" },
		{ "alert \"a\" { severity = notice step \"ciso\" {\n"
		  "unacknowledged = \"1 h\" } }",
		    "the first one cannot wait" },
		{ "alert \"a\" { severity = notice flap_limit = 3\n"
		  "step \"ciso\" {} }",
		    "flap_settle" },
		{ "alert \"a\" { severity = notice copy = { \"auditor\" }\n"
		  "step \"ciso\" {} }",
		    "copy: \"auditor\" is none of" },
	};
	struct alert_rules *r;

	(void)state;
	log_divert(keep);
	for (size_t i = 0; i < ROWS(rows); i++) {
		r = NULL;
		said[0] = '\0';
		assert_int_equal(
		    ERR_PARSE, alert_rules_parse("x", rows[i].text, &r));
		assert_null(r);
		if (strstr(said, rows[i].why) == NULL)
			fail_msg("row %zu: %s", i, said);
	}
	log_divert(NULL);
}

/* What verify finds is in the shipped file, with the same haste. */
static void
shipped_rules_cover_what_is_found(void **state)
{
	struct alert_rules *r = NULL;
	struct alert_rule_row row;
	size_t found = 0;

	(void)state;
	assert_int_equal(
	    ERR_OK, alert_rules_load_default(getenv("srcdir"), "/none", &r));
	for (size_t i = 0; i < alert_rules_count(r); i++) {
		alert_rules_at(r, i, &row);
		for (int a = 0; a < ALERT_RULES; a++) {
			enum alert_rule rule = (enum alert_rule)a;

			if (strcmp(row.title, alert_rule_name(rule)) != 0)
				continue;
			found++;
			assert_string_equal(alert_severity(rule),
			    alert_severity_name(row.plan->severity));
		}
	}
	assert_int_equal(ALERT_RULES, found);
	alert_rules_free(r);
}

static void
a_sites_own_take_the_place(void **state)
{
	struct alert_rules *r = NULL;
	char path[512];

	(void)state;
	snprintf(path, sizeof(path), "%s/tests/data/alerts.d",
	    getenv("srcdir") != NULL ? getenv("srcdir") : ".");
	assert_int_equal(
	    ERR_OK, alert_rules_load_default(getenv("srcdir"), path, &r));
	assert_int_equal(
	    GROUP_ALONE, alert_rules_find(r, "past_deadline")->group);
	/* Which has none of its own is as shipped. */
	assert_int_equal(GROUP_PATCH, alert_rules_find(r, "regressed")->group);
	alert_rules_free(r);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_rule_says_who_is_told_when),
		cmocka_unit_test(what_does_not_hold_is_refused_with_its_line),
		cmocka_unit_test(shipped_rules_cover_what_is_found),
		cmocka_unit_test(a_sites_own_take_the_place),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
