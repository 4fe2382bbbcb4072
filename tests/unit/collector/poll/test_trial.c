/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/poll/trial.h"

#include <string.h>

#include "tests/unit/collector/engine/fake.h"
#include "tests/unit/test.h"

#define SYSTEM                                      \
	"1.3.6.1.2.1.1.1.0|4|A box of ours\n"       \
	"1.3.6.1.2.1.1.2.0|6|1.3.6.1.4.1.99999.1\n" \
	"1.3.6.1.2.1.1.3.0|67|4200\n"               \
	"1.3.6.1.2.1.1.5.0|4|box\n"
#define INTERFACES                       \
	"1.3.6.1.2.1.2.2.1.1.1|2|1\n"    \
	"1.3.6.1.2.1.2.2.1.2.1|4|eth0\n" \
	"1.3.6.1.2.1.2.2.1.8.1|2|1\n"
#define PARTS "1.3.6.1.2.1.47.1.1.1.1.2.1|4|chassis\n"

struct run {
	struct fake fake;
	struct trial *trial;
	struct trial_result result;
	int ended;
};

static void
on_done(void *arg, const struct trial_result *result)
{
	struct run *r = arg;

	r->ended++;
	r->result = *result;
	trial_free(r->trial);
	r->trial = NULL;
}

static void
start(struct run *r, const char *recording, enum snmp_version version)
{
	struct trial_way way = {
		.version = version, .community = "public", .retries = 1
	};

	memset(r, 0, sizeof(*r));
	fake_start(&r->fake, recording, 8);
	way.address = r->fake.peer.address;
	r->trial = trial_start(r->fake.engine, &way, on_done, r);
	assert_non_null(r->trial);
}

static void
finish(struct run *r)
{
	fake_run(&r->fake);
	assert_int_equal(1, r->ended);
	fake_stop(&r->fake);
}

static uint64_t
faults(const struct run *r)
{
	uint64_t bits = 0;

	for (int f = 0; f < FINDINGS; f++) {
		if (finding_is_fault((enum finding)f) &&
		    trial_found(&r->result, (enum finding)f))
			bits |= UINT64_C(1) << f;
	}
	return bits;
}

static void
one_that_says_all_has_no_fault(void **state)
{
	struct run r;

	(void)state;
	start(&r, SYSTEM INTERFACES PARTS, SNMP_V2C);
	finish(&r);
	assert_true(r.result.answers);
	assert_int_equal(0, faults(&r));
	assert_false(trial_found(&r.result, FINDING_NO_ENTITY));
	assert_true(trial_found(&r.result, FINDING_WEAK));
	assert_string_equal("A box of ours", r.result.sys_descr);
	assert_string_equal("box", r.result.sys_name);
	start(&r, SYSTEM INTERFACES, SNMP_V1);
	finish(&r);
	assert_int_equal(0, faults(&r));
	assert_true(trial_found(&r.result, FINDING_NO_ENTITY));
}

static void
a_small_view_is_told(void **state)
{
	struct run r;

	(void)state;
	start(&r, INTERFACES, SNMP_V2C);
	finish(&r);
	assert_true(r.result.answers);
	assert_int_equal(UINT64_C(1) << FINDING_VIEW_SYSTEM, faults(&r));
	start(&r, SYSTEM, SNMP_V2C);
	finish(&r);
	assert_int_equal(UINT64_C(1) << FINDING_VIEW_INTERFACES, faults(&r));
}

static void
silence_is_told_as_silence(void **state)
{
	struct run r;

	(void)state;
	start(&r, SYSTEM, SNMP_V2C);
	r.fake.agent->faults.way.silent = true;
	finish(&r);
	assert_false(r.result.answers);
	assert_int_equal(UINT64_C(1) << FINDING_SILENT, faults(&r));
}

static void
a_closed_port_is_told(void **state)
{
	struct run r;

	(void)state;
	start(&r, SYSTEM, SNMP_V2C);
	r.fake.agent->faults.way.silent = true;
	engine_icmp(r.fake.engine, &r.fake.peer.address, ENGINE_PORT_CLOSED);
	finish(&r);
	assert_int_equal(UINT64_C(1) << FINDING_PORT_CLOSED, faults(&r));
}

/* No callback, and nothing is left behind. */
static void
one_that_is_given_up_is_quiet(void **state)
{
	struct run r;

	(void)state;
	start(&r, SYSTEM, SNMP_V2C);
	trial_free(r.trial);
	fake_run(&r.fake);
	assert_int_equal(0, r.ended);
	fake_stop(&r.fake);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_that_says_all_has_no_fault),
		cmocka_unit_test(a_small_view_is_told),
		cmocka_unit_test(silence_is_told_as_silence),
		cmocka_unit_test(a_closed_port_is_told),
		cmocka_unit_test(one_that_is_given_up_is_quiet),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
