/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/profile/part_names.h"

#include <string.h>

#include "lib/base/err.h"
#include "lib/wire/recording.h"
#include "lib/wire/snapshot.h"
#include "tests/unit/test.h"

#define IF   "1.3.6.1.2.1.2.2.1.2."
#define NAME "1.3.6.1.2.1.31.1.1.1.1."
#define ENT  "1.3.6.1.2.1.47.1.1.1.1."
#define LOC  "1.0.8802.1.1.2.1.3.7.1."
#define REM  "1.0.8802.1.1.2.1.4.1.1."
#define CDP  "1.3.6.1.4.1.9.9.23.1.2.1.1."

static struct part_names *
read_from(const char *text)
{
	struct snapshot *s;
	struct part_names *n;

	assert_int_equal(
	    ERR_OK, recording_parse(text, strlen(text), NULL, NULL, &s));
	part_names_read(s, &n);
	snapshot_free(s);
	return n;
}

static void
ports_have_the_names_that_people_use(void **state)
{
	struct part_names *n = read_from(
	    IF "9|4|GigabitEthernet1/0/9\n" IF
	       "10124|4|TenGigabitEthernet1/1/1\n" NAME "9|4|Gi1/0/9\n");

	(void)state;
	assert_string_equal("Gi1/0/9", part_names_port(n, 9));
	assert_string_equal(
	    "TenGigabitEthernet1/1/1", part_names_port(n, 10124));
	assert_string_equal("", part_names_port(n, 10));
	assert_string_equal("", part_names_peer(n, 9));
	assert_string_equal("", part_names_entity(n, 9));
	part_names_free(n);
}

static void
volumes_are_called_by_their_mounts(void **state)
{
	struct part_names *n =
	    read_from("1.3.6.1.2.1.25.2.3.1.3.1|4|Physical memory\n"
		      "1.3.6.1.2.1.25.2.3.1.3.31|4|/var\n");

	(void)state;
	assert_string_equal("/var", part_names_volume(n, 31));
	assert_string_equal("Physical memory", part_names_volume(n, 1));
	assert_string_equal("", part_names_volume(n, 3));
	part_names_free(n);
}

static void
what_a_host_makes_by_itself_is_no_port(void **state)
{
	struct part_names *n = read_from(IF "1|4|lo\n" IF "2|4|eth0\n"
					    "1.3.6.1.2.1.2.2.1.3.1|2|24\n"
					    "1.3.6.1.2.1.2.2.1.3.2|2|6\n");

	(void)state;
	assert_int_equal(2, part_names_count(n));
	assert_int_equal(2, part_names_index(n, 1));
	assert_false(part_names_is_port(part_names_type(n, 0)));
	assert_true(part_names_is_port(part_names_type(n, 1)));
	assert_false(part_names_is_port(0));
	part_names_free(n);
}

/* LLDP counts ports as it likes, and CDP as IF-MIB does. */
static void
ports_lead_to_network_devices(void **state)
{
	struct part_names *n = read_from(
	    IF "9|4|Gi1/0/9\n" IF "24|4|Te1/1/1\n" IF "25|4|Te1/1/2\n" IF
	       "26|4|Gi1/0/26\n" LOC "2.501|2|5\n" LOC "3.501|4|Te1/1/1\n" LOC
	       "2.9|2|3\n" LOC "4.9|4|Gi1/0/9\n" REM "4.0.501.1|2|7\n" REM
	       "5.0.501.1|4|x\n" REM "9.0.501.1|4|core-1\n" REM
	       "12.0.501.1|4x|2800\n"
	    /* a telephone with a switch in it */
	    REM "4.0.9.2|2|7\n" REM "5.0.9.2|4|t\n" REM "9.0.9.2|4|phone\n" REM
	       "12.0.9.2|4x|2400\n"
	    /* no name of its port: the number will do */
	    REM "4.0.26.3|2|7\n" REM "5.0.26.3|4|ap-4\n" REM
	       "12.0.26.3|4x|1000\n" CDP "6.24.1|4|core-1\n" CDP
	       "9.24.1|4x|00000008\n" CDP "6.25.7|4|core-2\n" CDP
	       "9.25.7|4x|00000008\n");
	struct structure s = { 0 };

	(void)state;
	assert_string_equal("core-1", part_names_peer(n, 24));
	assert_string_equal("core-2", part_names_peer(n, 25));
	assert_string_equal("", part_names_peer(n, 9));
	assert_string_equal("ap-4", part_names_peer(n, 26));
	part_names_add(n, &s);
	assert_int_equal(3, s.n);
	assert_string_equal("ap-4", s.part[0].label);
	assert_string_equal("core-1", s.part[1].label);
	assert_string_equal("Te1/1/1", s.part[1].peer);
	assert_string_equal("core-2 Te1/1/2", s.part[2].key);
	structure_free(&s);
	part_names_free(n);
}

static void
parts_stand_in_parts(void **state)
{
	struct part_names *n = read_from(
	    ENT "4.1|2|0\n" ENT "4.2|2|1\n" ENT "4.3|2|2\n" ENT "4.4|2|1\n" ENT
		"4.5|2|3\n" ENT "5.1|2|3\n" ENT "5.2|2|5\n" ENT "5.3|2|9\n" ENT
		"5.4|2|6\n" ENT "5.5|2|8\n" ENT "7.1|4|Switch 1\n" ENT
		"7.3|4|\n" ENT "2.3|4|Uplinks\n" ENT "7.4|4|Supply A\n" ENT
		"7.5|4|Inlet\n");
	struct structure s = { 0 };

	(void)state;
	part_names_add(n, &s);
	assert_int_equal(3, s.n);
	assert_int_equal(STRUCTURE_CHASSIS, s.part[0].kind);
	assert_string_equal("0", s.part[0].within);
	assert_string_equal("Uplinks", s.part[1].label);
	assert_string_equal("1", s.part[1].within); /* past the slot */
	assert_int_equal(STRUCTURE_PSU, s.part[2].kind);
	assert_int_equal(
	    STRUCTURE_PSU, part_names_kind(n, 4, STRUCTURE_MODULE));
	assert_int_equal(
	    STRUCTURE_MODULE, part_names_kind(n, 2, STRUCTURE_MODULE));
	assert_string_equal("Inlet", part_names_entity(n, 5));
	structure_free(&s);
	part_names_free(n);
}

/* A part within itself, an index of two numbers, a class that is none. */
static void
nonsense_is_passed_over(void **state)
{
	struct part_names *n = read_from(ENT
	    "4.1|2|1\n" ENT "4.2|2|3\n" ENT "4.3|2|2\n" ENT "5.1|2|9\n" ENT
	    "5.2|2|5\n" ENT "5.3|2|5\n" ENT "5.7|4|nine\n" ENT "5.8.1|2|9\n" ENT
	    "4.9|2|2\n" ENT "5.9|2|6\n" IF "3.1|4|x\n" NAME "7|4|nobody\n");
	struct structure s = { 0 };

	(void)state;
	part_names_add(n, &s);
	assert_int_equal(2, s.n);
	assert_string_equal("1", s.part[0].within);
	assert_string_equal("0", s.part[1].within); /* slots in a circle */
	assert_string_equal("", s.part[1].label);
	assert_string_equal("", part_names_port(n, 7));
	structure_free(&s);
	part_names_free(n);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_a_host_makes_by_itself_is_no_port),
		cmocka_unit_test(volumes_are_called_by_their_mounts),
		cmocka_unit_test(ports_have_the_names_that_people_use),
		cmocka_unit_test(ports_lead_to_network_devices),
		cmocka_unit_test(parts_stand_in_parts),
		cmocka_unit_test(nonsense_is_passed_over),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
