/* SPDX-License-Identifier: Apache-2.0 */
#include <stdint.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/store/db.h"
#include "lib/store/log/sender_store.h"
#include "lib/store/past.h"
#include "register/command.h"
#include "register/log/log_input.h"
#include "register/setup/check.h"
#include "register/show/as_of.h"
#include "register/show/table.h"
#include "register/verbs.h"
#include "register/work.h"

/* patchwacht senders: who sends syslog and is not in the register. */

static const char *since, *moment;

static const struct column columns[] = {
	{ "address", "ADDRESS", COLUMN_TEXT, 0 },
	{ "host", "CALLS ITSELF", COLUMN_TEXT, 0 },
	{ "certificate", "CERTIFICATE", COLUMN_TEXT, 0 },
	{ "relayed", NULL, COLUMN_BOOL, 0 },
	{ "transport", "BY", COLUMN_TEXT, 0 },
	{ "count", "COUNT", COLUMN_INT, 0 },
	{ "severe", "SEVERE", COLUMN_INT, 0 },
	{ "first", "FIRST", COLUMN_TIME, 0 },
	{ "last", "LAST", COLUMN_TIME, 0 },
	{ "realm", NULL, COLUMN_TEXT, 0 },
	{ 0 },
};

static int
list_senders(struct context *c, const struct words *rest)
{
	int64_t from, until;
	struct table *t = table_new("senders", columns);
	struct db_rows *rows = NULL;
	struct buf why = { 0 };
	int rc = as_of(c, "{}", moment, &until);

	(void)rest;
	until = past_moment(until);
	from = until - 7 * CLOCK_DAY;
	if (rc == ERR_OK)
		rc = check_tell(
		    log_input_since(since, &from, &why), "--since", &why);
	if (rc == ERR_OK)
		rc = sender_store_unknown(c->db, c->tenant, from, until, &rows);
	if (rc == ERR_OK) {
		table_add_rows(t, rows);
		table_print(t, stdout, command_form());
		if (table_rows(t) == 0)
			say("Whoever sent syslog since then is a device of the "
			    "register.");
	}
	db_rows_free(rows);
	table_free(t);
	buf_free(&why);
	return rc;
}

int
verb_senders(int argc, char **argv)
{
	static const struct flag flags[] = {
		{ "since", FLAG_TEXT, &since, "TIME",
		    "from then on, or \"2 h\" ago (seven days ago)" },
		AS_OF_FLAG(moment),
		{ 0 },
	};
	static const struct synopsis s = { "senders", "", 0, 0, flags,
		"Who sends syslog and is no device of the register, by address "
		"and certificate.\nTheir messages are kept; `patchwacht device "
		"add NAME ADDRESS` makes those that\ncome from then on a "
		"device's." };

	return work_read(&s, argc, argv, list_senders);
}
