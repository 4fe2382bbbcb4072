/* SPDX-License-Identifier: Apache-2.0 */
#include <stdbool.h>

#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/store/db.h"
#include "lib/store/device/port_store.h"
#include "lib/store/past.h"
#include "register/command.h"
#include "register/device/device_named.h"
#include "register/device/verb_device.h"
#include "register/setup/check.h"
#include "register/show/as_of.h"
#include "register/show/table.h"
#include "register/work.h"

/* patchwacht device ports, patchwacht device capacity. */

#define SINCE_DAYS (30 * CLOCK_DAY)

typedef int list_fn(struct db *db, int tenant, int device, int64_t since,
    int64_t at, bool is_then, struct db_rows **out);

static const char *since, *moment;

static const struct column port_columns[] = {
	{ "device", "DEVICE", COLUMN_TEXT, 0 },
	{ "port", "PORT", COLUMN_TEXT, 0 },
	{ "what", "WHAT", COLUMN_TEXT, 0 },
	{ "enabled", "ENABLED", COLUMN_BOOL, 0 },
	{ "dark_since", "NO LINK SINCE", COLUMN_TIME, 0 },
	{ "dark_days", "DAYS MEASURED", COLUMN_INT, 0 },
	{ "linked", "LINK CAME", COLUMN_TIME, 0 },
	{ "if_index", NULL, COLUMN_INT, 0 },
	{ 0 },
};

static const struct column capacity_columns[] = {
	{ "device", "DEVICE", COLUMN_TEXT, 0 },
	{ "what", "WHAT", COLUMN_TEXT, 0 },
	{ "hours", "HOURS MEASURED", COLUMN_INT, 0 },
	{ "over", "ABOVE", COLUMN_INT, 0 },
	{ "percent", "ABOVE, %", COLUMN_JSON, 0 },
	{ "high", "HIGHEST, %", COLUMN_JSON, 0 },
	{ "threshold", "THRESHOLD, %", COLUMN_INT, 0 },
	{ "too_long", "TOO LONG", COLUMN_BOOL, 0 },
	{ 0 },
};

static int
show(struct context *c, const struct words *rest, list_fn *list,
    struct table *t, const char *none)
{
	struct db_rows *rows = NULL;
	int64_t at = 0, from = 0, begins = 0;
	int id = 0, rc = as_of(c, "{}", moment, &at);
	bool is_then = false;

	/* What was measured is known from before, and names are not. */
	if (rc == ERR_OK && at != 0)
		is_then = past_check(c->db, c->tenant, "{device}", at,
			      &begins) == ERR_OK;
	if (at == 0)
		at = clock_now();
	if (rc == ERR_OK)
		rc = check_since(since, SINCE_DAYS, at, &from);
	if (rc == ERR_OK)
		rc = device_named_any(c, rest, is_then ? at : 0, &id);
	if (rc == ERR_OK)
		rc = list(c->db, c->tenant, id, from, at, is_then, &rows);
	if (rc == ERR_OK) {
		table_add_rows(t, rows);
		table_print(t, stdout, command_form());
		if (table_rows(t) == 0)
			say("%s", none);
	}
	db_rows_free(rows);
	table_free(t);
	return rc;
}

static int
show_ports(struct context *c, const struct words *rest)
{
	return show(c, rest, port_list, table_new("ports", port_columns),
	    "No port is unused, and none that was has a link since then.");
}

static int
show_capacity(struct context *c, const struct words *rest)
{
	return show(c, rest, capacity_list,
	    table_new("capacity", capacity_columns),
	    "Nothing was measured on a whole day since then.");
}

int
verb_device_ports(int argc, char **argv)
{
	static const struct flag flags[] = {
		{ "since", FLAG_TEXT, &since, "TIME|SPAN",
		    "links that came from then on, or so long ago (30 d)" },
		AS_OF_FLAG(moment),
		{ 0 },
	};
	static const struct synopsis s = { "device ports", "[NAME]", 0, 1,
		flags,
		"Ports that are enabled and had no link for longer than the "
		"policy allows, and\nlinks that came where there had been "
		"none for 28 days." };

	return work_read(&s, argc, argv, show_ports);
}

int
verb_device_capacity(int argc, char **argv)
{
	static const struct flag flags[] = {
		{ "since", FLAG_TEXT, &since, "TIME|SPAN",
		    "days from then on, or so long ago (30 d)" },
		AS_OF_FLAG(moment),
		{ 0 },
	};
	static const struct synopsis s = { "device capacity", "[NAME]", 0, 1,
		flags,
		"In how many hours links to the network, processors, memory "
		"and volumes were\nbusier than the policy wants." };

	return work_read(&s, argc, argv, show_capacity);
}
