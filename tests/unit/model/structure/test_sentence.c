/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/model/structure/sentence.h"

#include "lib/base/buf.h"
#include "tests/unit/test.h"

static void
each_kind_is_a_sentence(void **state)
{
	static const struct {
		struct loss loss;
		const char *want;
	} rows[] = {
		{ { DIFFERENCE_DOWN, STRUCTURE_PORT, "interfaces", "24",
		      "Gi1/0/24", "core-2", "", 0, 0, 2 },
		    "Gi1/0/24 to core-2 was up and is down" },
		{ { DIFFERENCE_OFF, STRUCTURE_PORT, "interfaces", "24", "", "",
		      "", 0, 0, 2 },
		    "24 was up and is switched off" },
		{ { DIFFERENCE_SLOWER, STRUCTURE_PORT, "interfaces", "24",
		      "Gi1/0/24", "core-2", "core-2", 1000, 100, 1 },
		    "Gi1/0/24 to core-2 had 1000 Mbit/s and has 100" },
		{ { DIFFERENCE_HALF, STRUCTURE_PORT, "interfaces", "24",
		      "Gi1/0/24", "core-2", "core-2", 0, 0, 1 },
		    "Gi1/0/24 to core-2 was full duplex and is half duplex" },
		{ { DIFFERENCE_OTHER, STRUCTURE_PORT, "interfaces", "24",
		      "Gi1/0/24", "core-2", "access-9", 0, 0, 1 },
		    "Gi1/0/24 to core-2 leads to access-9 now" },
		{ { DIFFERENCE_MOVED, STRUCTURE_NEIGHBOUR, "neighbours",
		      "core-2 Gi1/0/24", "core-2", "Gi1/0/24", "Gi1/0/23", 0, 0,
		      0 },
		    "neighbour core-2 was at Gi1/0/24 and is at Gi1/0/23" },
		{ { DIFFERENCE_GONE, STRUCTURE_NEIGHBOUR, "neighbours",
		      "core-2 Gi1/0/24", "core-2", "Gi1/0/24", "", 0, 0, 0 },
		    "neighbour core-2 was seen at Gi1/0/24 and is gone" },
		{ { DIFFERENCE_GONE, STRUCTURE_PORT, "interfaces", "24",
		      "Gi1/0/24", "core-2", "", 0, 0, 0 },
		    "Gi1/0/24 to core-2 was there and is gone" },
		{ { DIFFERENCE_GONE, STRUCTURE_PSU, "cisco-supply", "1", "", "",
		      "", 0, 0, 5 },
		    "power supply 1 was there and is gone" },
		{ { DIFFERENCE_FAULT, STRUCTURE_FAN, "cisco-fan", "1", "Fan 1",
		      "", "", 0, 0, 3 },
		    "fan Fan 1 was well and is not (state 3)" },
		{ { DIFFERENCE_FEWER, STRUCTURE_TUNNEL, "cisco-ike-tunnels",
		      "0", "", "", "", 8, 0, 0 },
		    "tunnels: there were 8 and there are 0" },
		{ { DIFFERENCE_FEWER, STRUCTURE_PORT, "interfaces", "1", "", "",
		      "", 40, 20, 0 },
		    "of 40 ports that are in use at this hour of the week 20 "
		    "are" },
		{ { DIFFERENCE_SMALLER, STRUCTURE_STORAGE, "storage", "31", "",
		      "", "", 4096, 1024, 0 },
		    "volume 31 had 4096 octets and has 1024 octets" },
		{ { DIFFERENCE_SMALLER, STRUCTURE_STORAGE, "storage", "31", "",
		      "", "", 4096000000, 409600000, 0 },
		    "volume 31 had 4096 MB and has 409 MB" },
		{ { DIFFERENCE_SMALLER, STRUCTURE_STORAGE, "storage", "31", "",
		      "", "", 2000000000000, 409600000, 0 },
		    "volume 31 had 2000 GB and has 409 MB" },
		{ { DIFFERENCE_FAULT, STRUCTURE_BATTERY, "ups-battery", "0", "",
		      "", "batteryLow", 0, 0, 3 },
		    "battery 0 was well and is not (batteryLow)" },
		{ { DIFFERENCE_SMALLER, STRUCTURE_POE, "poe-supply", "1", "",
		      "", "", 740, 370, 0 },
		    "PoE supply 1 had 740 watts and has 370" },
		{ { DIFFERENCE_UNTOLD, STRUCTURE_PEER, "bgp-peers", "10.0.0.1",
		      "", "", "", 3, 0, 0 },
		    "monitoring lost: the table \"bgp-peers\" told of 3 and "
		    "tells nothing" },
	};
	bool seen[DIFFERENCE_KINDS] = { false };

	(void)state;
	for (size_t i = 0; i < ROWS(rows); i++) {
		struct buf b = { 0 };

		loss_print(&rows[i].loss, &b);
		assert_string_equal(rows[i].want, buf_str(&b));
		buf_free(&b);
		seen[rows[i].loss.kind] = true;
	}
	for (int i = 0; i < DIFFERENCE_KINDS; i++)
		assert_true(seen[i]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_kind_is_a_sentence),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
