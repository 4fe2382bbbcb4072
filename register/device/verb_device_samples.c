/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/store/db.h"
#include "lib/store/device/sample_store.h"
#include "register/command.h"
#include "register/device/device_named.h"
#include "register/device/port_rates.h"
#include "register/device/verb_device.h"
#include "register/setup/check.h"
#include "register/show/table.h"
#include "register/work.h"

/* patchwacht device samples: what was measured of it. */

static bool interfaces, components, rates;
static const char *since;

#define SAMPLE                                            \
	{ "uptime_s", "UP, S", COLUMN_INT, 0 },           \
	    { "cpu", "CPU %", COLUMN_JSON, 0 },           \
	    { "memory", "MEMORY %", COLUMN_JSON, 0 },     \
	    { "temperature", "CELSIUS", COLUMN_JSON, 0 }, \
	    { "ports", "PORTS", COLUMN_INT, 0 },          \
	    { "ports_up", "OF THEM UP", COLUMN_INT, 0 },  \
	    { "errors", "ERRORS", COLUMN_INT, 0 },        \
	    { "discards", "DISCARDS", COLUMN_INT, 0 },    \
	    { "rtt_us", "RTT, US", COLUMN_INT, 0 },       \
	{                                                 \
		"at", "MEASURED", COLUMN_TIME, 0          \
	}

const struct column sample_columns[] = {
	SAMPLE,
	{ 0 },
};

static const struct column device_columns[] = {
	SAMPLE,
	{ "skipped", NULL, COLUMN_INT, 0 },
	{ 0 },
};

static const struct column interface_columns[] = {
	{ "at", "AT", COLUMN_TIME, 0 },
	{ "if_index", "INTERFACE", COLUMN_INT, 0 },
	{ "type", NULL, COLUMN_INT, 0 },
	{ "admin", "WANTED", COLUMN_TEXT, 0 },
	{ "oper", "STATE", COLUMN_TEXT, 0 },
	{ "speed_mbps", "MBIT/S", COLUMN_INT, 0 },
	{ "duplex", "DUPLEX", COLUMN_TEXT, 0 },
	{ "in_octets", "OCTETS IN", COLUMN_INT, 0 },
	{ "out_octets", "OUT", COLUMN_INT, 0 },
	{ "in_packets", NULL, COLUMN_INT, 0 },
	{ "out_packets", NULL, COLUMN_INT, 0 },
	{ "in_errors", "ERRORS IN", COLUMN_INT, 0 },
	{ "out_errors", "OUT", COLUMN_INT, 0 },
	{ "in_discards", "DISCARDS IN", COLUMN_INT, 0 },
	{ "out_discards", "OUT", COLUMN_INT, 0 },
	{ "last_change_cs", NULL, COLUMN_INT, 0 },
	{ "discontinuity_cs", NULL, COLUMN_INT, 0 },
	{ 0 },
};

static const struct column component_columns[] = {
	{ "at", "AT", COLUMN_TIME, 0 },
	{ "kind", "KIND", COLUMN_TEXT, 0 },
	{ "source", "BY", COLUMN_TEXT, 0 },
	{ "component", "COMPONENT", COLUMN_TEXT, 0 },
	{ "good", "GOOD", COLUMN_BOOL, 0 },
	{ "state", "STATE", COLUMN_INT, 0 },
	{ "value", "VALUE", COLUMN_JSON, 0 },
	{ "unit", "UNIT", COLUMN_TEXT, 0 },
	{ "size", "SIZE", COLUMN_INT, 0 },
	{ "used", "USED", COLUMN_INT, 0 },
	{ 0 },
};

static int
query(struct context *c, int id, int64_t from, struct db_rows **rows)
{
	if (interfaces)
		return sample_store_interfaces(
		    c->db, c->tenant, id, from, since == NULL, rows);
	if (rates)
		return sample_store_pairs(
		    c->db, c->tenant, id, from, since == NULL, rows);
	if (components)
		return sample_store_components(
		    c->db, c->tenant, id, from, since == NULL, rows);
	return sample_store_list(c->db, c->tenant, id, from, rows);
}

static int
show_samples(struct context *c, const struct words *rest)
{
	const struct column *columns = interfaces ? interface_columns
	    : components                          ? component_columns
	    : rates                               ? rate_columns
						  : device_columns;
	struct db_rows *rows = NULL;
	struct table *t;
	int64_t from;
	int id, rc;

	if (interfaces + components + rates > 1) {
		complain("--interfaces, --rates or --components: one of them");
		return ERR_PARSE;
	}
	rc = check_since(since, SAMPLES_SINCE, clock_now(), &from);
	if (rc < 0)
		return rc;
	rc = device_named(c, rest->word[0], 0, &id);
	if (rc == ERR_OK)
		rc = query(c, id, from, &rows);
	if (rc < 0)
		return rc;
	t = table_new("samples", columns);
	if (rates)
		port_rates_add(t, rows);
	else
		table_add_rows(t, rows);
	table_print(t, stdout, command_form());
	if (table_rows(t) == 0)
		say("Nothing was measured since then.");
	table_free(t);
	db_rows_free(rows);
	return ERR_OK;
}

int
verb_device_samples(int argc, char **argv)
{
	static const struct flag flags[] = {
		{ "interfaces", FLAG_YES, &interfaces, NULL,
		    "of its interfaces" },
		{ "rates", FLAG_YES, &rates, NULL,
		    "what its interfaces counted from poll to poll" },
		{ "components", FLAG_YES, &components, NULL,
		    "of its parts: sensors, fans, processors ..." },
		{ "since", FLAG_TEXT, &since, "TIME|SPAN",
		    "from then on, or so long ago (3 h; of interfaces and "
		    "parts, the last poll)" },
		{ 0 },
	};
	static const struct synopsis s = { "device samples", "NAME", 1, 1,
		flags,
		"What was measured of it, newest first. Counters are as it "
		"told them, and wrap; --rates has what they counted, and "
		"nothing where that is not certain." };

	return work_read(&s, argc, argv, show_samples);
}
