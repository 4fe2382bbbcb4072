/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/profile/vitals.h"

#include <string.h>

#include "lib/base/err.h"
#include "lib/wire/recording.h"
#include "lib/wire/snapshot.h"

#include "tests/unit/test.h"

#define SWITCH                                       \
	"1.3.6.1.2.1.1.2.0|6|1.3.6.1.4.1.9.1.1208\n" \
	"1.3.6.1.2.1.1.3.0|67|8640000\n"             \
	"1.3.6.1.2.1.1.5.0|4|sw1\n"

static void
take(const char *text, struct vitals *out)
{
	struct snapshot *s;

	assert_int_equal(
	    ERR_OK, recording_parse(text, strlen(text), NULL, NULL, &s));
	vitals_read(s, 1000, out);
	snapshot_free(s);
}

static void
an_agent_tells_of_itself(void **state)
{
	struct vitals v;

	(void)state;
	take(SWITCH "1.3.6.1.6.3.10.2.1.1.0|4x|80000009030012345678\n"
		    "1.3.6.1.6.3.10.2.1.2.0|2|7\n"
		    "1.3.6.1.6.3.10.2.1.3.0|2|86400\n",
	    &v);
	assert_string_equal("1.3.6.1.4.1.9.1.1208", v.sys_object_id);
	assert_string_equal("sw1", v.sys_name);
	assert_int_equal(1000, v.uptime.at);
	assert_int_equal(8640000, v.uptime.agent_cs);
	assert_int_equal(-1, v.uptime.host_cs);
	assert_int_equal(7, v.uptime.engine_boots);
	assert_int_equal(86400, v.uptime.engine_time_s);
	assert_int_equal(10, v.engine_id_len);
	assert_true(v.uptime.agent_is_system);
	vitals_free(&v);
}

static void
an_agent_may_say_nothing(void **state)
{
	struct vitals v;

	(void)state;
	take("1.3.6.1.2.1.1.1.0|4|something\n", &v);
	assert_null(v.sys_object_id);
	assert_null(v.sys_name);
	assert_int_equal(-1, v.uptime.agent_cs);
	assert_int_equal(0, v.engine_id_len);
	vitals_free(&v);
}

/* Values of the wrong type or size are as good as none. */
static void
nonsense_is_not_taken(void **state)
{
	struct vitals v;

	(void)state;
	take("1.3.6.1.2.1.1.3.0|4|yesterday\n"
	     "1.3.6.1.6.3.10.2.1.1.0|4x|8000\n"
	     "1.3.6.1.6.3.10.2.1.2.0|2|-5\n",
	    &v);
	assert_int_equal(-1, v.uptime.agent_cs);
	assert_int_equal(0, v.engine_id_len);
	assert_int_equal(-1, v.uptime.engine_boots);
	vitals_free(&v);
}

static void
the_uptime_of_net_snmp_is_its_own(void **state)
{
	struct vitals v;

	(void)state;
	take("1.3.6.1.2.1.1.2.0|6|1.3.6.1.4.1.8072.3.2.10\n", &v);
	assert_false(v.uptime.agent_is_system);
	vitals_free(&v);
	take(SWITCH "1.3.6.1.6.3.10.2.1.1.0|4x|80001f88801234567890\n", &v);
	assert_false(v.uptime.agent_is_system);
	vitals_free(&v);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_agent_tells_of_itself),
		cmocka_unit_test(an_agent_may_say_nothing),
		cmocka_unit_test(nonsense_is_not_taken),
		cmocka_unit_test(the_uptime_of_net_snmp_is_its_own),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
