/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/model/counter.h"

#include "lib/base/clock.h"

#include "tests/unit/test.h"

#define MINUTES(n) ((int64_t)(n)*60 * CLOCK_SECOND)
#define WRAP       ((uint64_t)1 << 32)

enum { GAP = -1 };

static const struct {
	const char *what;
	struct counter_span span;
	uint64_t before, now;
	int64_t mbps; /* of an interface that counts octets; 0: not told */
	int64_t is;
} spans[] = {
	{ "it counted on", { UPTIME_UP, false, MINUTES(5) }, 1000, 4000, 1000,
	    3000 },
	{ "nothing came", { UPTIME_UP, false, MINUTES(5) }, 1000, 1000, 1000,
	    0 },
	{ "it went round at 2^32", { UPTIME_UP, false, MINUTES(5) },
	    WRAP - 1000, 500, 1000, 1500 },
	{ "the same, when 497 days were over",
	    { UPTIME_WRAPPED, false, MINUTES(5) }, WRAP - 1000, 500, 1000,
	    1500 },
	{ "a Counter64 went past 2^32", { UPTIME_UP, false, MINUTES(5) },
	    WRAP - 1000, WRAP + 500, 1000, 1500 },
	{ "the system started again", { UPTIME_REBOOTED, false, MINUTES(5) },
	    5000, 9000, 1000, GAP },
	{ "and counted less since", { UPTIME_REBOOTED, false, MINUTES(5) },
	    5000, 700, 1000, GAP },
	{ "its agent did", { UPTIME_AGENT_RESTARTED, false, MINUTES(5) }, 5000,
	    700, 1000, GAP },
	{ "its interface did", { UPTIME_UP, true, MINUTES(5) }, 5000, 9000,
	    1000, GAP },
	{ "a Counter64 fell: nobody lives to see it go round",
	    { UPTIME_UP, false, MINUTES(5) }, WRAP + 9000, WRAP + 4000, 1000,
	    GAP },
	{ "and to less than 2^32", { UPTIME_UP, false, MINUTES(5) },
	    WRAP + 9000, 4000, 1000, GAP },
	{ "it was cleared: so much cannot have come",
	    { UPTIME_UP, false, MINUTES(5) }, 900000000, 1000, 10, GAP },
	{ "more than the wire carries", { UPTIME_UP, false, MINUTES(5) }, 0,
	    750000001, 10, GAP },
	{ "the most, twice: clocks are not one",
	    { UPTIME_UP, false, MINUTES(5) }, 0, 750000000, 10, 750000000 },
	{ "no speed, no limit", { UPTIME_UP, false, MINUTES(5) }, 0, 750000001,
	    0, 750000001 },
	{ "who does not say how long it is up is believed when it rises",
	    { UPTIME_UNKNOWN, false, MINUTES(5) }, 1000, 4000, 1000, 3000 },
	{ "and not when it falls", { UPTIME_UNKNOWN, false, MINUTES(5) },
	    WRAP - 1000, 500, 1000, GAP },
	{ "no time went by", { UPTIME_UP, false, 0 }, 1000, 4000, 1000, GAP },
};

static void
a_counter_tells_what_it_counted_or_nothing(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(spans); i++) {
		uint64_t delta = 0;
		bool told = counter_delta(&spans[i].span, spans[i].before,
		    spans[i].now, counter_most_octets(spans[i].mbps), &delta);

		if (told != (spans[i].is != GAP) ||
		    (told && delta != (uint64_t)spans[i].is))
			fail_msg("%s: %s %llu", spans[i].what,
			    told ? "told" : "a gap", (unsigned long long)delta);
	}
}

static void
a_wire_has_a_most(void **state)
{
	(void)state;
	assert_true(counter_most_octets(1000) == 125e6);
	/* IEEE 802.3: 1,488,095 frames a second on a gigabit. */
	assert_int_equal(1488095, (int)counter_most_frames(1000));
	assert_true(counter_most_octets(0) == 0);
	assert_true(counter_most_frames(-1) == 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_counter_tells_what_it_counted_or_nothing),
		cmocka_unit_test(a_wire_has_a_most),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
