/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/reporter/measured.h"

#define OVER(id, protocol, level, auth, priv)                             \
	"{\"device_id\":" #id ",\"name\":\"d\",\"last_answer\":" ANSWERED \
	",\"protocol\":\"" protocol "\",\"security_level\":\"" level      \
	"\",\"auth\":" auth ",\"priv\":" priv "}"

#define TRIED(answered, public) \
	"{\"answered\":" answered ",\"public\":" public "}"
#define NO_ANSWER TRIED("false", "false")

static const struct measured spoken[] = {
	{ "encrypted, signed only, and neither",
	    "\"devices\":[" OVER(1, "v3", "priv", "\"SHA-256\"",
		"\"AES-128\"") "," OVER(2, "v3", "auth", "\"MD5\"",
		"null") "," OVER(3, "v2c", "none", "null", "null") "]",
	    measure_snmp_security, 1, 3, 0, OUTCOME_BEYOND },
	{ "SHA-2 with AES, SHA-1 with AES, SHA-2 with DES, and not known",
	    "\"devices\":[" OVER(
		1, "v3", "priv", "\"SHA-256\"", "\"AES-128\"") "," OVER(2, "v3",
		"priv", "\"SHA-1\"", "\"AES-128\"") "," OVER(3, "v3", "priv",
		"\"SHA-512\"", "\"DES\"") "," OVER(4, "v3", "priv", "null",
		"null") "," OVER(5, "v2c", "none", "null", "null") "]",
	    measure_snmp_algorithms, 1, 4, 1, OUTCOME_BEYOND },
	{ "tried on three, of which one answers what was configured",
	    "\"legacy\":[" TRIED("true", "false") "," TRIED(
		"false", "false") "," TRIED("false", "false") "]",
	    measure_snmp_legacy, 1, 3, 0, OUTCOME_BEYOND },
	{ "on five, of which one answers it, where none is to",
	    "\"legacy\":[" TRIED("true", "false") "," NO_ANSWER "," NO_ANSWER
						  "," NO_ANSWER "," NO_ANSWER
						  "]",
	    measure_snmp_legacy, 1, 5, 0, OUTCOME_BEYOND },
	{ "on five, of which one answers public",
	    "\"legacy\":[" TRIED("true", "true") "," NO_ANSWER "," NO_ANSWER
						 "," NO_ANSWER "," NO_ANSWER
						 "]",
	    measure_snmp_legacy, 1, 5, 0, OUTCOME_BEYOND },
	{ "tried nowhere", "\"legacy\":[]", measure_snmp_legacy, 0, 0, 0,
	    OUTCOME_EMPTY },
	{ "1 of 50 ports",
	    "\"ports\":[{\"ports\":24,\"unused\":1},"
	    "{\"ports\":26,\"unused\":0}]",
	    measure_ports, 1, 50, 0, OUTCOME_WITHIN },
	{ "6 of 50 ports", "\"ports\":[{\"ports\":50,\"unused\":6}]",
	    measure_ports, 6, 50, 0, OUTCOME_BEYOND },
	{ "nothing over SNMPv3",
	    "\"devices\":[" OVER(1, "v2c", "none", "null", "null") "]",
	    measure_snmp_algorithms, 0, 0, 0, OUTCOME_EMPTY },
};

static void
devices_are_read_over_what_they_can(void **state)
{
	(void)state;
	measured_check_all(spoken, ROWS(spoken));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(devices_are_read_over_what_they_can),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
