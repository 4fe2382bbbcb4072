/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/model/assessment.h"

#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/model/deadline.h"

#include "tests/unit/test.h"

static const struct {
	struct assessment_facts facts;
	enum priority proposed;
	const char *why;
} usual[] = {
	{ { 98, false, false, false }, PRIORITY_CRITICAL,
	    "score 9.8: critical" },
	{ { 90, false, false, false }, PRIORITY_CRITICAL,
	    "score 9.0: critical" },
	{ { 89, false, false, false }, PRIORITY_HIGH, "score 8.9: high" },
	{ { 69, false, false, false }, PRIORITY_MEDIUM, "score 6.9: medium" },
	{ { 39, false, false, false }, PRIORITY_LOW, "score 3.9: low" },
	{ { 0, false, false, false }, PRIORITY_LOW, "score 0.0: low" },
	{ { SCORE_UNKNOWN, false, false, false }, PRIORITY_HIGH,
	    "no score: high" },
	{ { 50, false, true, false }, PRIORITY_HIGH,
	    "score 5.0: medium; faces the internet: 1 class higher" },
	{ { 95, false, true, false }, PRIORITY_CRITICAL,
	    "score 9.5: critical; faces the internet: 1 class higher" },
	{ { 10, false, false, true }, PRIORITY_HIGH,
	    "score 1.0: low; patient safety: at least high" },
	{ { 95, false, false, true }, PRIORITY_CRITICAL,
	    "score 9.5: critical; patient safety: at least high" },
	{ { 10, true, false, false }, PRIORITY_CRITICAL,
	    "score 1.0: low; known to be exploited: at least critical" },
};

static void
the_usual_policy_proposes_a_class(void **state)
{
	struct policy p;

	(void)state;
	policy_default(&p);
	for (size_t i = 0; i < ROWS(usual); i++) {
		struct buf why = { 0 };

		assert_int_equal(usual[i].proposed,
		    assessment_propose(&p, &usual[i].facts, &why));
		assert_string_equal(usual[i].why, buf_str(&why));
		buf_free(&why);
	}
}

static enum priority
propose(const struct policy *p, struct assessment_facts f)
{
	struct buf why = { 0 };
	enum priority class = assessment_propose(p, &f, &why);

	buf_free(&why);
	return class;
}

static void
an_organisation_has_its_own_rule(void **state)
{
	struct policy p;

	(void)state;
	policy_default(&p);
	p.score[PRIORITY_CRITICAL] = 80;
	p.unknown = PRIORITY_CRITICAL;
	p.internet_raises = 0;
	p.exploited = PRIORITY_HIGH;
	assert_int_equal(PRIORITY_CRITICAL,
	    propose(&p, (struct assessment_facts){ .score = 80 }));
	assert_int_equal(PRIORITY_CRITICAL,
	    propose(&p, (struct assessment_facts){ .score = SCORE_UNKNOWN }));
	assert_int_equal(PRIORITY_MEDIUM,
	    propose(&p,
		(struct assessment_facts){
		    .score = 50, .internet_facing = true }));
	assert_int_equal(PRIORITY_HIGH,
	    propose(&p,
		(struct assessment_facts){
		    .score = 10, .known_exploited = true }));
	p.internet_raises = 3;
	assert_int_equal(PRIORITY_CRITICAL,
	    propose(&p,
		(struct assessment_facts){
		    .score = 10, .internet_facing = true }));
}

/* Nothing that makes a hole worse ever makes its class lower. */
static void
worse_is_never_less_urgent(void **state)
{
	struct policy p;

	(void)state;
	policy_default(&p);
	for (int score = SCORE_UNKNOWN; score <= SCORE_MAX; score++) {
		for (unsigned set = 0; set < 8; set++) {
			struct assessment_facts f = { score, (set & 1) != 0,
				(set & 2) != 0, (set & 4) != 0 };
			enum priority class = propose(&p, f);

			for (unsigned more = 1; more < 8; more <<= 1) {
				struct assessment_facts g = { score,
					((set | more) & 1) != 0,
					((set | more) & 2) != 0,
					((set | more) & 4) != 0 };

				assert_true(propose(&p, g) <= class);
			}
			if (score >= 0 && score < SCORE_MAX) {
				f.score = score + 1;
				assert_true(propose(&p, f) <= class);
			}
		}
	}
}

static void
less_than_before_is_lower(void **state)
{
	(void)state;
	assert_false(
	    assessment_lowers(PRIORITY_HIGH, false, PRIORITY_HIGH, false));
	assert_false(
	    assessment_lowers(PRIORITY_HIGH, false, PRIORITY_CRITICAL, true));
	assert_true(
	    assessment_lowers(PRIORITY_HIGH, false, PRIORITY_MEDIUM, false));
	/* Its own term goes, whatever the class. */
	assert_true(
	    assessment_lowers(PRIORITY_HIGH, true, PRIORITY_CRITICAL, false));
}

static void
scores_are_read(void **state)
{
	static const char *const wrong[] = { "", ".5", "9.", "9.85", "10.1",
		"11", "100", "-1", "9,8", "9.8 ", "zeven" };
	int score = -2;

	(void)state;
	assert_int_equal(ERR_OK, score_parse("9.8", &score));
	assert_int_equal(98, score);
	assert_int_equal(ERR_OK, score_parse("10", &score));
	assert_int_equal(100, score);
	assert_int_equal(ERR_OK, score_parse("0.0", &score));
	assert_int_equal(0, score);
	for (size_t i = 0; i < ROWS(wrong); i++)
		assert_int_equal(ERR_PARSE, score_parse(wrong[i], &score));
	assert_int_equal(0, score);
}

static void
the_exploited_have_a_term_of_their_own(void **state)
{
	const struct deadline_facts f = { .priority = PRIORITY_LOW,
		.known_exploited = true,
		.released = 10 * CLOCK_DAY,
		.advised = CLOCK_NONE,
		.in_service = CLOCK_NONE,
		.registered = 11 * CLOCK_DAY,
		.by_hand = CLOCK_NONE };
	struct deadline d;
	struct policy p;

	(void)state;
	policy_default(&p);
	p.exploited_term = 5 * CLOCK_DAY;
	deadline_of(&p, &f, &d);
	assert_int_equal(15 * CLOCK_DAY, d.due);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_usual_policy_proposes_a_class),
		cmocka_unit_test(an_organisation_has_its_own_rule),
		cmocka_unit_test(worse_is_never_less_urgent),
		cmocka_unit_test(less_than_before_is_lower),
		cmocka_unit_test(scores_are_read),
		cmocka_unit_test(the_exploited_have_a_term_of_their_own),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
