/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/profile/metric.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/profile/metric_row.h"
#include "lib/wire/varbind.h"
#include "tests/unit/test.h"

static char said[1024];

static void
keep(const char *line)
{
	if (said[0] == '\0')
		snprintf(
		    said, sizeof(said), "%.*s", (int)strcspn(line, "\n"), line);
}

static int
parse(const char *text, struct metric_set **set)
{
	int rc;

	said[0] = '\0';
	log_divert(keep);
	rc = metric_set_parse("t", text, strlen(text), set);
	log_divert(NULL);
	return rc;
}

static struct metric_set *
shipped(void)
{
	const char *top = getenv("srcdir");
	struct metric_set *set = NULL;
	char mibs[4096];
	const char *dirs[] = { mibs, NULL };

	snprintf(mibs, sizeof(mibs), "%s/mibs", top == NULL ? "." : top);
	assert_int_equal(ERR_OK, metric_set_load(dirs, &set));
	return set;
}

static const struct metric_column *
find(const struct metric_set *set, const struct metric_column *after,
    const char *name, char *index)
{
	const struct metric_column *c;
	struct buf b = { 0 };
	struct oid rest;

	assert_int_equal(ERR_OK, oid_parse(name, &b));
	c = metric_find(set, after, (struct oid){ b.data, b.len }, &rest);
	index[0] = '\0';
	for (size_t i = 0; c != NULL && i < rest.len; i++)
		sprintf(index + strlen(index), ".%u", rest.data[i]);
	buf_free(&b);
	return c;
}

static void
an_object_is_found_by_its_column(void **state)
{
	struct metric_set *set = shipped();
	const struct metric_column *c, *first;
	char index[100];

	(void)state;
	c = find(set, NULL, "1.3.6.1.2.1.2.2.1.14.7", index);
	assert_non_null(c);
	assert_int_equal(METRIC_IN_ERRORS, c->field);
	assert_string_equal("interfaces", c->group->name);
	assert_string_equal(".7", index);
	first = find(set, c, "1.3.6.1.2.1.2.2.1.19.7", index);
	assert_ptr_equal(c + 1, first);
	first = find(set, c, "1.3.6.1.2.1.2.2.1.3.8", index);
	assert_ptr_equal(&c->group->column[0], first);
	c = find(set, first, "1.3.6.1.2.1.33.1.2.4.0", index);
	assert_int_equal(METRIC_VALUE, c->field);
	assert_int_equal(METRIC_BATTERY, c->group->kind);
	assert_string_equal("", index);
	assert_null(find(set, NULL, "1.3.6.1.2.1.1.3.0", index));
	assert_null(find(set, c, "1.3.6.1.2.1.2.2.1.2.7", index));
	metric_set_free(set);
}

/* The load that the poller is measured by. */
static void
interfaces_are_asked_in_fourteen_columns(void **state)
{
	struct metric_set *set = shipped();

	(void)state;
	assert_string_equal("interfaces", metric_set_at(set, 0)->name);
	assert_int_equal(14, metric_set_at(set, 0)->n_columns);
	metric_set_free(set);
}

static void
faults_are_told_with_their_line(void **state)
{
	static const struct {
		const char *text, *why;
	} bad[] = {
		{ "group \"a\" { kind = what\n column \"value\" { oid = 1.3.1 "
		  "} }",
		    "t:1: group a: no kind 'what'" },
		{ "group \"a\" {\n kind = cpu\n}",
		    "t:1: group a: a group has 1 to 16 columns" },
		{ "group \"a\" { kind = cpu\n\n column \"odd\" { oid = 1.3.1 } "
		  "}",
		    "t:3: group a: no field 'odd'" },
		{ "group \"a\" { kind = cpu\n column \"oper\" { oid = 1.3.1 } "
		  "}",
		    "t:2: group a: kind cpu has no field 'oper'" },
		{ "group \"a\" { kind = cpu\n column \"value\" { oid = 1.3.x } "
		  "}",
		    "t:2: group a: '1.3.x' is not an object" },
		{ "group \"a\" { kind = cpu\n"
		  " column \"value\" { oid = 1.3.1 }\n"
		  " column \"state\" { oid = 1.3.2.0 } }",
		    "t:3: group a: columns of a table and single objects do "
		    "not go together" },
		{ "group \"a\" { kind = cpu\n"
		  " column \"value\" { oid = 1.3.1\n good = { 1 } } }",
		    "t:2: group a: only a state has good, absent, bits, "
		    "words or means" },
		{ "group \"a\" { kind = cpu\n"
		  " column \"state\" { oid = 1.3.1\n bits = { 1 }"
		  " words = { \"ok\" } } }",
		    "t:2: group a: a state is in bits, in words or has a "
		    "meaning" },
		{ "group \"a\" { kind = psu\n"
		  " column \"state\" { oid = 1.3.1\n good = { x } } }",
		    "t:2: group a: good: 'x' is not such a number" },
		{ "group \"a\" { kind = sensor\n"
		  " column \"value\" { oid = 1.3.1 }\n case \"8\" { } }",
		    "t:1: group a: a case needs a column \"type\", or "
		    "by = index" },
		{ "group \"a\" { kind = cpu instead = \"b\"\n"
		  " column \"value\" { oid = 1.3.1 } }",
		    "t:1: group a: no group 'b' before it" },
		{ "group \"a\" { kind = cpu column \"value\" { oid = 1.3.1 } "
		  "}\n"
		  "group \"b\" { kind = psu\n"
		  " column \"value\" { oid = 1.3.1.5 } }",
		    "t:3: group b: the object of \"value\" stands in group a "
		    "too" },
		{ "group \"a\" { kind = cpu plan = daily\n"
		  " column \"value\" { oid = 1.3.1 } }",
		    "t:1: group a: plan: use stability or snapshot" },
	};
	struct metric_set *set;

	(void)state;
	for (size_t i = 0; i < ROWS(bad); i++) {
		assert_int_equal(ERR_PARSE, parse(bad[i].text, &set));
		assert_string_equal(bad[i].why, said + strlen("warning: "));
	}
}

static void
a_group_is_asked_of_its_devices_only(void **state)
{
	static const char text[] =
	    "group \"a\" { kind = cpu sysobjectid = { enterprises.9 }\n"
	    " column \"value\" { oid = 1.3.1 } }\n"
	    "group \"b\" { kind = cpu\n"
	    " column \"value\" { oid = 1.3.2 } }";
	const struct oid cisco = OID_OF(0x2b, 6, 1, 4, 1, 9, 1, 7);
	const struct oid other = OID_OF(0x2b, 6, 1, 4, 1, 11, 1);
	struct metric_set *set = NULL;

	(void)state;
	assert_int_equal(ERR_OK, parse(text, &set));
	assert_true(metric_is_for(metric_set_at(set, 0), cisco));
	assert_false(metric_is_for(metric_set_at(set, 0), other));
	assert_false(
	    metric_is_for(metric_set_at(set, 0), (struct oid){ NULL, 0 }));
	assert_true(metric_is_for(metric_set_at(set, 1), other));
	metric_set_free(set);
}

static void
add(struct metric_row *row, enum metric_field field, struct value v)
{
	const struct metric_group *g = row->group;

	for (size_t i = 0; i < g->n_columns; i++) {
		if (g->column[i].field == field)
			assert_true(metric_row_add(row, &g->column[i], &v));
	}
}

static struct metric_row
row_of(const struct metric_set *set, const char *name)
{
	struct metric_row row = { 0 };

	for (size_t i = 0; i < metric_set_count(set); i++) {
		if (strcmp(metric_set_at(set, i)->name, name) == 0)
			row.group = metric_set_at(set, i);
	}
	assert_non_null(row.group);
	return row;
}

#define NUMBER(n) value_of_int(VALUE_INTEGER, (n))
#define NO_INDEX  ((struct oid){ NULL, 0 })

static void
a_sensor_has_its_unit_and_scale(void **state)
{
	struct metric_set *set = shipped();
	struct metric_row row = row_of(set, "sensors");
	struct metric_result r;

	(void)state;
	add(&row, METRIC_TYPE, NUMBER(8));
	add(&row, METRIC_SCALE, NUMBER(8)); /* milli */
	add(&row, METRIC_PRECISION, NUMBER(1));
	add(&row, METRIC_VALUE, NUMBER(412500));
	add(&row, METRIC_STATE, NUMBER(1));
	assert_true(metric_row_settle(&row, NO_INDEX, &r));
	assert_int_equal(METRIC_SENSOR, r.kind);
	assert_string_equal("celsius", r.unit);
	assert_true(r.value > 41.2499 && r.value < 41.2501);
	assert_true(r.has_state && r.good);
	add(&row, METRIC_TYPE, NUMBER(1)); /* other */
	assert_false(metric_row_settle(&row, NO_INDEX, &r));
	metric_set_free(set);
}

static void
memory_and_volumes_are_told_apart(void **state)
{
	static const uint8_t ram[] = { 0x2b, 6, 1, 2, 1, 25, 2, 1, 2 };
	static const uint8_t tape[] = { 0x2b, 6, 1, 2, 1, 25, 2, 1, 7 };
	struct metric_set *set = shipped();
	struct metric_row row = row_of(set, "storage");
	struct metric_result r;

	(void)state;
	add(&row, METRIC_TYPE, value_of_data(VALUE_OID, ram, sizeof(ram)));
	add(&row, METRIC_BLOCK, NUMBER(4096));
	add(&row, METRIC_SIZE, NUMBER(1000));
	add(&row, METRIC_USED, NUMBER(250));
	assert_true(metric_row_settle(&row, NO_INDEX, &r));
	assert_int_equal(METRIC_MEMORY, r.kind);
	assert_int_equal(4096000, r.size);
	assert_int_equal(1024000, r.used);
	add(&row, METRIC_TYPE, value_of_data(VALUE_OID, tape, sizeof(tape)));
	assert_false(metric_row_settle(&row, NO_INDEX, &r));
	metric_set_free(set);
}

static void
a_printer_says_its_errors_in_bits(void **state)
{
	static const uint8_t low_toner[] = { 0x20 }, jammed[] = { 0x24, 0 };
	struct metric_set *set = shipped();
	struct metric_row row = row_of(set, "printer-errors");
	struct metric_result r;

	(void)state;
	add(&row, METRIC_STATE, value_of_data(VALUE_STRING, low_toner, 1));
	assert_true(metric_row_settle(&row, NO_INDEX, &r));
	assert_true(r.good);
	add(&row, METRIC_STATE, value_of_data(VALUE_STRING, jammed, 2));
	assert_true(metric_row_settle(&row, NO_INDEX, &r));
	assert_false(r.good);
	assert_int_equal(6, r.state);
	metric_set_free(set);
}

static void
a_state_may_be_told_in_words(void **state)
{
	static const struct {
		const char *text;
		int64_t state;
		bool good, absent;
	} told[] = {
		{ "ready", 1, true, false },
		{ " Ready \n", 1, true, false },
		{ "notPresent", 2, false, true },
		{ "readying", 0, false, false },
		{ "", 0, false, false },
	};
	struct metric_set *set = NULL;
	struct metric_row row = { 0 };
	struct metric_result r;

	(void)state;
	assert_int_equal(ERR_OK,
	    parse("group \"t\" { kind = member column \"state\" { oid = 1.3.1"
		  " words = { \"ready\", \"notPresent\" } good = { 1 }"
		  " absent = { 2 } } }",
		&set));
	row.group = metric_set_at(set, 0);
	assert_string_equal("notPresent", metric_state_name(row.group, 2));
	for (size_t i = 0; i < ROWS(told); i++) {
		add(&row, METRIC_STATE,
		    value_of_data(
			VALUE_STRING, told[i].text, strlen(told[i].text)));
		assert_true(metric_row_settle(&row, NO_INDEX, &r));
		assert_int_equal(told[i].state, r.state);
		assert_int_equal(told[i].good, r.good);
		assert_int_equal(told[i].absent, r.absent);
	}
	metric_set_free(set);
}

static void
a_state_is_called_as_its_mib_calls_it(void **state)
{
	struct metric_set *set = shipped();
	const struct metric_group *ups = metric_set_find(set, "ups-battery");

	(void)state;
	assert_string_equal("batteryLow", metric_state_name(ups, 3));
	assert_string_equal("", metric_state_name(ups, 0));
	assert_string_equal("", metric_state_name(ups, -1));
	assert_string_equal("", metric_state_name(ups, 5));
	assert_string_equal(
	    "", metric_state_name(metric_set_find(set, "processors"), 1));
	metric_set_free(set);
}

static void
what_is_left_of_a_supply_is_not_used(void **state)
{
	struct metric_set *set = shipped();
	struct metric_row row = row_of(set, "supplies");
	struct metric_result r;

	(void)state;
	add(&row, METRIC_SIZE, NUMBER(12000));
	add(&row, METRIC_LEFT, NUMBER(-3)); /* some, it does not know what */
	assert_true(metric_row_settle(&row, NO_INDEX, &r));
	assert_false(r.has_used);
	add(&row, METRIC_LEFT, NUMBER(3000));
	assert_true(metric_row_settle(&row, NO_INDEX, &r));
	assert_int_equal(9000, r.used);
	metric_set_free(set);
}

enum judgement { BAD, GOOD, ABSENT };

static const struct {
	const char *group;
	enum metric_kind kind;
	int64_t state;
	enum judgement is;
} states[] = {
	{ "aoscx-vsf", METRIC_MEMBER, 4, BAD }, /* another version */
	{ "aoscx-vsf2", METRIC_MEMBER, 1, GOOD },
	{ "apc-battery", METRIC_BATTERY, 2, GOOD },
	{ "apc-battery", METRIC_BATTERY, 3, BAD },
	{ "apc-battery", METRIC_BATTERY, 1, ABSENT },
	{ "apc-battery-age", METRIC_BATTERY, 2, BAD },
	{ "arista-bgp-peers", METRIC_PEER, 6, GOOD },
	{ "aruba-access-points", METRIC_ACCESS_POINT, 2, BAD },
	{ "checkpoint-tunnels", METRIC_TUNNEL, 3, GOOD },
	{ "checkpoint-tunnels", METRIC_TUNNEL, 131, BAD },
	{ "checkpoint-tunnels", METRIC_TUNNEL, 129, ABSENT },
	{ "cisco-access-points", METRIC_ACCESS_POINT, 1, GOOD },
	{ "cisco-access-points", METRIC_ACCESS_POINT, 3, BAD },
	{ "cisco-bgp-peers", METRIC_PEER, 1, BAD },
	{ "cisco-licences", METRIC_LICENCE, 3, GOOD },
	{ "cisco-licences", METRIC_LICENCE, 4, BAD }, /* used, but expired */
	{ "dell-arrays", METRIC_DISK, 4, BAD },
	{ "dell-units", METRIC_MEMBER, 3, BAD },
	{ "eaton-battery", METRIC_BATTERY, 4, GOOD },
	{ "eaton-battery", METRIC_BATTERY, 2, BAD }, /* it is used up now */
	{ "eaton-output", METRIC_UPS, 5, BAD },      /* from the battery */
	{ "extreme-stack", METRIC_MEMBER, 3, BAD },
	{ "fastpath-units", METRIC_MEMBER, 1, GOOD },
	{ "fortigate-access-points", METRIC_ACCESS_POINT, 2, GOOD },
	{ "fortigate-access-points", METRIC_ACCESS_POINT, 1, BAD },
	{ "fortigate-tunnels", METRIC_TUNNEL, 2, GOOD },
	{ "fortigate-tunnels", METRIC_TUNNEL, 1, BAD },
	{ "hpe-arrays", METRIC_DISK, 3, BAD },
	{ "hpe-disks", METRIC_DISK, 2, GOOD },
	{ "huawei-bgp-peers", METRIC_PEER, 6, GOOD },
	{ "instant-access-points", METRIC_ACCESS_POINT, 1, GOOD },
	{ "isis-adjacencies", METRIC_PEER, 3, GOOD },
	{ "isis-adjacencies", METRIC_PEER, 4, BAD },
	{ "juniper-bgp-peers", METRIC_PEER, 6, GOOD },
	{ "juniper-licences", METRIC_LICENCE, 0, GOOD },
	{ "juniper-licences", METRIC_LICENCE, 2, BAD }, /* two too few */
	{ "mge-battery", METRIC_BATTERY, 1, BAD },
	{ "mge-battery-age", METRIC_BATTERY, 2, GOOD },
	{ "mikrotik-poe-ports", METRIC_POE, 4, BAD }, /* too much of it */
	{ "mikrotik-poe-ports", METRIC_POE, 2, ABSENT },
	{ "ospf3-neighbours", METRIC_PEER, 8, GOOD },
	{ "ospf3-neighbours", METRIC_PEER, 5, BAD },
	{ "procurve-stack", METRIC_MEMBER, 1, BAD }, /* it is missing */
	{ "procurve-vsf", METRIC_MEMBER, 5, GOOD },
	{ "procurve-vsf", METRIC_MEMBER, 9, BAD }, /* another version */
	{ "procurve-vsf", METRIC_MEMBER, 2, ABSENT },
	{ "qnap-disks", METRIC_DISK, -9, BAD },
	{ "qnap-disks", METRIC_DISK, -5, ABSENT },
	{ "qnap-pools", METRIC_STORAGE, 0, GOOD },
	{ "sophos-licence", METRIC_LICENCE, 4, BAD },
	{ "sophos-licence-network", METRIC_LICENCE, 3, GOOD },
	{ "sophos-licence-web", METRIC_LICENCE, 1, GOOD },
	{ "sophos-licence-support", METRIC_LICENCE, 2, ABSENT },
	{ "synology-arrays", METRIC_STORAGE, 11, BAD },
	{ "synology-arrays", METRIC_STORAGE, 8, GOOD }, /* it looks them up */
	{ "zonedirector-access-points", METRIC_ACCESS_POINT, 0, BAD },
};

static void
what_a_vendor_calls_well_is_well(void **state)
{
	struct metric_set *set = shipped();

	(void)state;
	for (size_t i = 0; i < ROWS(states); i++) {
		struct metric_row row = row_of(set, states[i].group);
		struct metric_result r;

		add(&row, METRIC_STATE, NUMBER(states[i].state));
		assert_true(metric_row_settle(&row, NO_INDEX, &r));
		assert_int_equal(states[i].kind, r.kind);
		assert_int_equal(states[i].is == GOOD, r.good);
		assert_int_equal(states[i].is == ABSENT, r.absent);
	}
	metric_set_free(set);
}

/* Else it would be unwell for ever. */
static void
each_shipped_state_can_be_well(void **state)
{
	struct metric_set *set = shipped();

	(void)state;
	for (size_t i = 0; i < metric_set_count(set); i++) {
		const struct metric_group *g = metric_set_at(set, i);

		for (size_t k = 0; k < g->n_columns; k++)
			if (g->column[k].field == METRIC_STATE &&
			    g->column[k].good.n == 0)
				fail_msg("group %s: nothing is good", g->name);
	}
	metric_set_free(set);
}

static void
what_is_counted_has_its_unit(void **state)
{
	static const struct {
		const char *group;
		enum metric_kind kind;
		const char *unit;
		int64_t told;
		double value;
	} counted[] = {
		{ "apc-battery", METRIC_BATTERY, "percent", 97, 97 },
		{ "apc-runtime", METRIC_BATTERY, "minutes", 186000, 31 },
		{ "aruba-access-point-count", METRIC_ACCESS_POINT,
		    "access points", 41, 41 },
		{ "aruba-clients", METRIC_ACCESS_POINT, "clients", 600, 600 },
		{ "cisco-access-point-clients", METRIC_ACCESS_POINT, "clients",
		    12, 12 },
		{ "cisco-ike-tunnels", METRIC_TUNNEL, "tunnels", 3, 3 },
		{ "cisco-ipsec-tunnels", METRIC_TUNNEL, "tunnels", 6, 6 },
		{ "cisco-poe-ports", METRIC_POE, "watts", 6952, 6.952 },
		{ "eaton-runtime", METRIC_BATTERY, "minutes", 1260, 21 },
		{ "fastpath-poe-ports", METRIC_POE, "watts", 5500, 5.5 },
		{ "fortigate-members", METRIC_MEMBER, "percent", 7, 7 },
		{ "mge-runtime", METRIC_BATTERY, "minutes", 600, 10 },
		{ "netgear-poe-ports", METRIC_POE, "watts", 15400, 15.4 },
		{ "procurve-poe-ports", METRIC_POE, "watts", 2000, 2 },
		{ "qnap-disks", METRIC_DISK, "celsius", 38, 38 },
		{ "smartzone-access-points", METRIC_ACCESS_POINT, "clients", 9,
		    9 },
		{ "sophos-memory", METRIC_MEMORY, "percent", 60, 60 },
		{ "sophos-tunnels", METRIC_TUNNEL, "tunnels", 1, 1 },
		{ "ups-runtime", METRIC_BATTERY, "minutes", 42, 42 },
	};
	struct metric_set *set = shipped();

	(void)state;
	for (size_t i = 0; i < ROWS(counted); i++) {
		struct metric_row row = row_of(set, counted[i].group);
		struct metric_result r;

		add(&row, METRIC_VALUE, NUMBER(counted[i].told));
		assert_true(metric_row_settle(&row, NO_INDEX, &r));
		assert_int_equal(counted[i].kind, r.kind);
		assert_string_equal(counted[i].unit, r.unit);
		assert_true(r.value > counted[i].value - 1e-9 &&
		    r.value < counted[i].value + 1e-9);
	}
	metric_set_free(set);
}

static void
volumes_and_tunnels_tell_of_how_many(void **state)
{
	struct metric_set *set = shipped();
	struct metric_row volume = row_of(set, "qnap-volumes");
	struct metric_row tunnels = row_of(set, "paloalto-tunnels");
	struct metric_result r;

	(void)state;
	add(&volume, METRIC_SIZE, NUMBER(5991307411456));
	add(&volume, METRIC_LEFT, NUMBER(991307411456));
	assert_true(metric_row_settle(&volume, NO_INDEX, &r));
	assert_int_equal(5000000000000, r.used);
	add(&tunnels, METRIC_SIZE, NUMBER(1000));
	add(&tunnels, METRIC_USED, NUMBER(2));
	assert_true(metric_row_settle(&tunnels, NO_INDEX, &r));
	assert_int_equal(METRIC_TUNNEL, r.kind);
	assert_int_equal(1000, r.size);
	assert_int_equal(2, r.used);
	metric_set_free(set);
}

static void
printers_and_disks_are_told_apart(void **state)
{
	static const uint8_t printer[] = { 0x2b, 6, 1, 2, 1, 25, 3, 1, 5 };
	static const uint8_t network[] = { 0x2b, 6, 1, 2, 1, 25, 3, 1, 4 };
	struct metric_set *set = shipped();
	struct metric_row row = row_of(set, "devices");
	struct metric_result r;

	(void)state;
	add(&row, METRIC_TYPE,
	    value_of_data(VALUE_OID, printer, sizeof(printer)));
	add(&row, METRIC_STATE, NUMBER(5));
	assert_true(metric_row_settle(&row, NO_INDEX, &r));
	assert_int_equal(METRIC_PRINTER, r.kind);
	assert_false(r.good);
	add(&row, METRIC_TYPE,
	    value_of_data(VALUE_OID, network, sizeof(network)));
	assert_false(metric_row_settle(&row, NO_INDEX, &r));
	metric_set_free(set);
}

static void
texts_that_begin_with_a_number_are_numbers(void **state)
{
	static const struct {
		const char *text;
		bool is;
		double value;
	} texts[] = {
		{ "45 C/113 F", true, 45 },
		{ " -3.5 dBm", true, -3.5 },
		{ "0.52", true, 0.52 },
		{ "7", true, 7 },
		{ "", false, 0 },
		{ "-", false, 0 },
		{ "N/A", false, 0 },
		{ "99999999999999999999", false, 0 },
	};
	struct metric_set *set = NULL;
	struct metric_row row = { 0 };

	(void)state;
	assert_int_equal(ERR_OK,
	    parse("group \"t\" { kind = sensor column \"value\" "
		  "{ oid = 1.3.1 } }",
		&set));
	row.group = metric_set_at(set, 0);
	for (size_t i = 0; i < ROWS(texts); i++) {
		struct value v = value_of_data(
		    VALUE_STRING, texts[i].text, strlen(texts[i].text));

		assert_int_equal(texts[i].is,
		    metric_row_add(&row, &row.group->column[0], &v));
		if (texts[i].is)
			assert_true(row.value > texts[i].value - 1e-9 &&
			    row.value < texts[i].value + 1e-9);
	}
	metric_set_free(set);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_object_is_found_by_its_column),
		cmocka_unit_test(interfaces_are_asked_in_fourteen_columns),
		cmocka_unit_test(faults_are_told_with_their_line),
		cmocka_unit_test(a_group_is_asked_of_its_devices_only),
		cmocka_unit_test(a_sensor_has_its_unit_and_scale),
		cmocka_unit_test(memory_and_volumes_are_told_apart),
		cmocka_unit_test(a_printer_says_its_errors_in_bits),
		cmocka_unit_test(a_state_may_be_told_in_words),
		cmocka_unit_test(a_state_is_called_as_its_mib_calls_it),
		cmocka_unit_test(what_is_left_of_a_supply_is_not_used),
		cmocka_unit_test(what_a_vendor_calls_well_is_well),
		cmocka_unit_test(each_shipped_state_can_be_well),
		cmocka_unit_test(what_is_counted_has_its_unit),
		cmocka_unit_test(volumes_and_tunnels_tell_of_how_many),
		cmocka_unit_test(printers_and_disks_are_told_apart),
		cmocka_unit_test(texts_that_begin_with_a_number_are_numbers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
