/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/wire/neighbour.h"

#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/wire/recording.h"
#include "lib/wire/snapshot.h"
#include "tests/unit/test.h"

#define REM  "1.0.8802.1.1.2.1.4.1.1."
#define MAN  "1.0.8802.1.1.2.1.4.2.1.3."
#define CDP  "1.3.6.1.4.1.9.9.23.1.2.1.1."
#define PHYS "1.3.6.1.2.1.4.35.1."
#define ARP  "1.3.6.1.2.1.4.22.1."

static struct snapshot *
said(const char *text)
{
	struct snapshot *s;

	assert_int_equal(
	    ERR_OK, recording_parse(text, strlen(text), NULL, NULL, &s));
	return s;
}

static struct neighbours
read_from(const char *text)
{
	struct snapshot *s = said(text);
	struct neighbours n;

	neighbours_read(s, &n);
	snapshot_free(s);
	return n;
}

/* protocol chassis name port description address roles */
static void
is_line(const struct neighbour *n, const char *wanted)
{
	struct buf line = { 0 };
	char text[ADDRESS_TEXT_MAX];

	buf_printf(&line, "%s|%s|%s|%s|%s|%s|",
	    neighbour_protocol_name(n->protocol), n->chassis, n->name, n->port,
	    n->description,
	    n->address.family == 0 ? "" : address_format(&n->address, text));
	neighbour_print_roles(n->roles, &line);
	assert_string_equal(wanted, buf_str(&line));
	buf_free(&line);
}

static void
lldp_is_read(void **state)
{
	struct neighbours n = read_from(
	    /* by the hardware address of its chassis */
	    REM "4.100.7.1|2|4\n" REM "5.100.7.1|4x|00112233aabb\n" REM
		"7.100.7.1|4|Gi1/0/1\n" REM "9.100.7.1|4|core-2\n" REM
		"10.100.7.1|4|Example OS 4.2\n" REM "12.100.7.1|4x|2800\n" MAN
		"100.7.1.1.4.192.0.2.9|2|2\n"
	    /* by a name; its address is IPv6 */
	    REM "4.100.8.2|2|7\n" REM "5.100.8.2|4| hal \n" REM
		"12.100.8.2|4x|1400\n" MAN
		"100.8.2.2.16.32.1.13.184.0.0.0.0.0.0.0.0.0.0.0.5|2|1\n"
	    /* by a network address, and an agent that leaves lengths out */
	    REM "4.100.9.3|2|5\n" REM "5.100.9.3|4x|01c0000207\n" REM
		"4.100.9.4|2|7\n" REM "5.100.9.4|4|kort\n" MAN
		"100.9.4.1.192.0.2.12|2|2\n"
	    /* a hardware address is no management address of ours */
	    REM "4.100.9.5|2|7\n" REM "5.100.9.5|4|mac\n" MAN
		"100.9.5.6.6.100.157.153.16.5.236|2|1\n");

	(void)state;
	assert_int_equal(5, n.count);
	is_line(&n.list[0],
	    "lldp|00:11:22:33:aa:bb|core-2|Gi1/0/1|Example OS 4.2|192.0.2.9|"
	    "bridge, router");
	assert_true(n.list[0].has_mac);
	is_line(&n.list[1], "lldp|hal||||2001:db8::5|access point, phone");
	assert_false(n.list[1].has_mac);
	assert_int_equal(7, n.list[0].index);
	assert_int_equal(8, n.list[1].index);
	assert_string_equal("", n.list[1].local);
	assert_int_equal(4, n.list[2].address.family);
	assert_int_equal(7, n.list[2].address.bytes[3]);
	is_line(&n.list[3], "lldp|kort||||192.0.2.12|");
	is_line(&n.list[4], "lldp|mac|||||");
	neighbours_free(&n);
}

static void
cdp_is_read(void **state)
{
	struct neighbours n = read_from(
	    CDP "3.10103.1|2|1\n" CDP "4.10103.1|4x|c0000215\n" CDP
		"5.10103.1|4|Version 1.2\n" CDP "6.10103.1|4|ap-2\n" CDP
		"7.10103.1|4|Gi0\n" CDP "8.10103.1|4|example AP\n" CDP
		"9.10103.1|4x|00000026\n" CDP
		"6.10104.2|4|SEP001122334455\n" CDP "9.10104.2|4x|00000490\n");

	(void)state;
	assert_int_equal(2, n.count);
	is_line(&n.list[0],
	    "cdp||ap-2|Gi0|example AP; Version 1.2|192.0.2.21|bridge");
	is_line(&n.list[1], "cdp||SEP001122334455||||phone, station");
	assert_int_equal(10103, n.list[0].index);
	neighbours_free(&n);
}

static void
addresses_are_read_once(void **state)
{
	static const char both[] =
	    PHYS "4.12.1.4.192.0.2.1|4x|001122334455\n" PHYS
		 "6.12.1.4.192.0.2.1|2|3\n" PHYS
		 "4.12.1.4.192.0.2.2|4x|001122334466\n" PHYS
		 "6.12.1.4.192.0.2.2|2|2\n" PHYS
		 "4.12.1.4.192.0.2.3|4x|ffffffffffff\n" PHYS
		 "4.12.2.16.254.128.0.0.0.0.0.0.0.0.0.0.0.0.0.1|4x|001122334477"
		 "\n" PHYS
		 "4.12.2.16.32.1.13.184.0.0.0.0.0.0.0.0.0.0.0.5|4x|001122334488"
		 "\n" PHYS "4.12.1.4.192.0.2.9.9|4x|001122334499\n" ARP
		 "2.12.192.0.2.1|4x|001122334455\n";
	struct neighbours n = read_from(both);

	(void)state;
	/* Not: what is invalid, of a group, of a link, or misnamed. */
	assert_int_equal(2, n.count);
	is_line(&n.list[0], "arp|00:11:22:33:44:55||||192.0.2.1|");
	is_line(&n.list[1], "arp|00:11:22:33:44:88||||2001:db8::5|");
	neighbours_free(&n);

	n = read_from(ARP
	    "2.12.192.0.2.1|4x|001122334455\n" ARP "4.12.192.0.2.1|2|3\n" ARP
	    "2.12.192.0.2.4|4x|001122334466\n" ARP "4.12.192.0.2.4|2|2\n");
	assert_int_equal(1, n.count);
	is_line(&n.list[0], "arp|00:11:22:33:44:55||||192.0.2.1|");
	neighbours_free(&n);
}

static void
a_device_is_seen_by_its_own_addresses(void **state)
{
	struct snapshot *s = said("1.0.8802.1.1.2.1.3.1.0|2|4\n"
				  "1.0.8802.1.1.2.1.3.2.0|4x|001122334401\n"
				  "1.3.6.1.2.1.17.1.1.0|4x|001122334400\n"
				  "1.3.6.1.2.1.2.2.1.6.1|4x|001122334401\n"
				  "1.3.6.1.2.1.2.2.1.6.2|4x|001122334402\n"
				  "1.3.6.1.2.1.2.2.1.6.3|4x|000000000000\n"
				  "1.3.6.1.2.1.2.2.1.6.4|4|\n");
	struct own_mac own[4];
	char text[MAC_TEXT_MAX];

	(void)state;
	assert_int_equal(3, neighbours_own_macs(s, own, 4));
	assert_int_equal(MAC_CHASSIS, own[0].source);
	assert_string_equal("00:11:22:33:44:01", mac_format(own[0].mac, text));
	assert_int_equal(MAC_BRIDGE, own[1].source);
	assert_int_equal(MAC_INTERFACE, own[2].source);
	assert_int_equal(1, neighbours_own_macs(s, own, 1));
	snapshot_free(s);
}

static void
long_texts_and_many_rows_are_cut(void **state)
{
	struct buf text = { 0 };
	struct neighbours n;

	(void)state;
	buf_add_str(&text, CDP "6.1.1|4|");
	for (int i = 0; i < 200; i++)
		buf_add_str(&text, "\xc3\xa9"); /* two octets each */
	buf_add_str(&text, "\n");
	for (int i = 2; i < NEIGHBOURS_MAX + 10; i++)
		buf_printf(&text, CDP "6.1.%d|4|x\n", i);
	n = read_from(buf_str(&text));
	assert_int_equal(NEIGHBOURS_MAX, n.count);
	assert_true(n.cut);
	assert_int_equal(254, strlen(n.list[0].name));
	neighbours_free(&n);
	buf_free(&text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lldp_is_read),
		cmocka_unit_test(cdp_is_read),
		cmocka_unit_test(addresses_are_read_once),
		cmocka_unit_test(a_device_is_seen_by_its_own_addresses),
		cmocka_unit_test(long_texts_and_many_rows_are_cut),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
