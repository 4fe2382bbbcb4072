/* SPDX-License-Identifier: Apache-2.0 */
#include <stdint.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/store/db.h"
#include "lib/store/log/log_store.h"
#include "lib/store/past.h"
#include "register/command.h"
#include "register/log/log_input.h"
#include "register/log/verb_log.h"
#include "register/setup/check.h"
#include "register/show/as_of.h"
#include "register/show/table.h"
#include "register/work.h"

/* patchwacht log silent, volume, clock: what the log says of who writes it. */

static const char *since, *moment;

static const struct column silent_columns[] = {
	{ "device", "DEVICE", COLUMN_TEXT, 0 },
	{ "site", "SITE", COLUMN_TEXT, 0 },
	{ "category", "KIND", COLUMN_TEXT, 0 },
	{ "last", "LAST", COLUMN_TIME, 0 },
	{ "a_day", "A DAY BEFORE", COLUMN_INT, 0 },
	{ 0 },
};

static const struct column volume_columns[] = {
	{ "device", "DEVICE", COLUMN_TEXT, 0 },
	{ "site", "SITE", COLUMN_TEXT, 0 },
	{ "count", "MESSAGES", COLUMN_INT, 0 },
	{ "severe", "ERR AND WORSE", COLUMN_INT, 0 },
	{ "protected", "OVER TLS", COLUMN_INT, 0 },
	{ "bytes", "BYTES", COLUMN_INT, 0 },
	{ "busiest", "IN ONE HOUR", COLUMN_INT, 0 },
	{ "busiest_at", "FROM", COLUMN_TIME, 0 },
	{ "first", NULL, COLUMN_TIME, 0 },
	{ "last", "LAST", COLUMN_TIME, 0 },
	{ 0 },
};

static const struct column clock_columns[] = {
	{ "device", "DEVICE", COLUMN_TEXT, 0 },
	{ "site", "SITE", COLUMN_TEXT, 0 },
	{ "skew_ms", "AHEAD, MS", COLUMN_INT, 0 },
	{ "spread_ms", "GIVE OR TAKE", COLUMN_INT, 0 },
	{ "messages", "BY MESSAGES", COLUMN_INT, 0 },
	{ "assumed_zone_ms", "ZONE ASSUMED, MS", COLUMN_INT, 0 },
	{ "unset", "SAID UNSET", COLUMN_INT, 0 },
	{ "last", "LAST", COLUMN_TIME, 0 },
	{ 0 },
};

typedef int question(
    struct db *db, int tenant, int64_t at, int64_t since, struct db_rows **out);

static int
answer(struct context *c, question *ask, const struct column *columns,
    const char *name, const char *nothing)
{
	struct db_rows *rows = NULL;
	struct buf why = { 0 };
	struct table *t;
	int64_t at, from;
	int rc = as_of(c, "{device}", moment, &at);

	from = past_moment(at) - CLOCK_DAY;
	if (rc == ERR_OK)
		rc = check_tell(
		    log_input_since(since, &from, &why), "--since", &why);
	buf_free(&why);
	if (rc == ERR_OK)
		rc = ask(c->db, c->tenant, at, from, &rows);
	if (rc == ERR_OK) {
		t = table_new(name, columns);
		table_add_rows(t, rows);
		table_print(t, stdout, command_form());
		if (table_rows(t) == 0)
			say("%s", nothing);
		table_free(t);
	}
	db_rows_free(rows);
	return rc;
}

static int
show_silent(struct context *c, const struct words *rest)
{
	(void)rest;
	return answer(c, log_store_silent, silent_columns, "devices",
	    "Every device has written since then.");
}

static int
show_volume(struct context *c, const struct words *rest)
{
	(void)rest;
	return answer(c, log_store_volume, volume_columns, "devices",
	    "Nothing has come in since then.");
}

static int
show_clock(struct context *c, const struct words *rest)
{
	(void)rest;
	return answer(c, log_store_clock, clock_columns, "devices",
	    "No device has told its time since then.");
}

static const struct flag flags[] = {
	{ "since", FLAG_TEXT, &since, "TIME",
	    "from then on, or \"2 h\" ago (a day ago)" },
	AS_OF_FLAG(moment),
	{ 0 },
};

int
verb_log_silent(int argc, char **argv)
{
	static const struct synopsis s = { "log silent", "", 0, 0, flags,
		"Devices that have written nothing since then, and how much "
		"they did in the\n30 days before they fell silent." };

	return work_read(&s, argc, argv, show_silent);
}

int
verb_log_volume(int argc, char **argv)
{
	static const struct synopsis s = { "log volume", "", 0, 0, flags,
		"How much each device has written since that hour, most first. "
		"The row without\na name is of senders that stand in no "
		"register." };

	return work_read(&s, argc, argv, show_volume);
}

int
verb_log_clock(int argc, char **argv)
{
	static const struct synopsis s = { "log clock", "", 0, 0, flags,
		"How far the clock of each device stands from ours: the median "
		"over its last\nmessages, transit included. Of one that does "
		"not tell its zone, quarters of an\nhour are taken for that." };

	return work_read(&s, argc, argv, show_clock);
}
