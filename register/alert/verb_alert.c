/* SPDX-License-Identifier: Apache-2.0 */
#include "register/alert/verb_alert.h"

#include <inttypes.h>
#include <stdlib.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/number.h"
#include "lib/store/alert/alert_list.h"
#include "lib/store/alert/channel_store.h"
#include "lib/store/db.h"
#include "register/command.h"
#include "register/setup/check.h"
#include "register/show/as_of.h"
#include "register/show/list.h"
#include "register/show/table.h"
#include "register/verbs.h"
#include "register/work.h"

/* patchwacht alert: what somebody must know, and who takes it up. */

static const char *reason, *moment;
static struct alert_filter filter;
static long first = LIST_UNSAID;

int
verb_alert_id(const char *text, const char *what, int64_t *out)
{
	if (number_parse(text, 1, INT64_MAX, out) == ERR_OK)
		return ERR_OK;
	complain("\"%s\" is no number of %s", text, what);
	return ERR_PARSE;
}

int
verb_alert_reason(const char *text)
{
	struct buf why = { 0 };
	int rc;

	if (text == NULL) {
		complain("--reason is required: why, in the chain of changes");
		return ERR_PARSE;
	}
	rc = check_tell(check_prose(text, &why), "--reason", &why);
	buf_free(&why);
	return rc;
}

/* alert list */

#define INCIDENT_COLUMNS                                   \
	{ "incident", "ID", COLUMN_INT, 0 },               \
	    { "severity", "SEVERITY", COLUMN_TEXT, 0 },    \
	    { "rule", "WHAT", COLUMN_TEXT, 0 },            \
	    { "about", "ABOUT", COLUMN_TEXT, 0 },          \
	    { "holding", "HOLDING", COLUMN_INT, 0 },       \
	    { "total", "OF", COLUMN_INT, 0 },              \
	    { "opened", "SINCE", COLUMN_TIME, 0 },         \
	    { "recovered", NULL, COLUMN_TIME, 0 },         \
	    { "closed", "OVER", COLUMN_TIME, 0 },          \
	    { "state", "STATE", COLUMN_TEXT, 0 },          \
	    { "sent", "SENT", COLUMN_TEXT, 0 },            \
	{                                                  \
		"error", "ERROR", COLUMN_TEXT, COLUMN_WRAP \
	}

static const struct column list_columns[] = { INCIDENT_COLUMNS, { 0 } };

static int
list_alerts(struct context *c, const struct words *rest)
{
	struct list l;
	int rc = as_of(c, "{incident,site,device,patch}", moment, &filter.at);

	(void)rest;
	list_begin(&l, "alerts", list_columns, first);
	filter.first = list_asks(&l);
	if (rc == ERR_OK)
		rc = alert_each(c->db, c->tenant, &filter, list_take, &l);
	if (list_end(&l, rc) == 0 && rc == ERR_OK)
		say("No open alerts.");
	return rc;
}

static int
list_verb(int argc, char **argv)
{
	static const struct flag flags[] = {
		{ "all", FLAG_YES, &filter.all, NULL,
		    "those that are over as well" },
		FIRST_FLAG(first),
		AS_OF_FLAG(moment),
		{ 0 },
	};
	static const struct synopsis s = { "alert list", "", 0, 0, flags,
		"Alerts about one thing, a site or a patch, stand on one "
		"line." };

	return work_read(&s, argc, argv, list_alerts);
}

/* alert show */

static const struct column show_columns[] = {
	INCIDENT_COLUMNS,
	{ "returns", "CAME BACK", COLUMN_INT, 0 },
	{ "steps", "STEPS", COLUMN_INT, 0 },
	{ "functions", "TOLD TO", COLUMN_LIST, 0 },
	{ "first_told", "FIRST TOLD", COLUMN_TIME, 0 },
	{ "told", "LAST TOLD", COLUMN_TIME, 0 },
	{ "acknowledged", "ACKNOWLEDGED", COLUMN_TIME, 0 },
	{ "acknowledged_by", "BY", COLUMN_TEXT, 0 },
	{ "reason", "REASON", COLUMN_TEXT, COLUMN_WRAP },
	{ "deadline", "DEADLINE", COLUMN_TIME, 0 },
	{ "next_look", NULL, COLUMN_TIME, 0 },
	{ 0 },
};

static const struct column member_columns[] = {
	{ "alert_id", "ALERT", COLUMN_INT, 0 },
	{ "device", "DEVICE", COLUMN_TEXT, 0 },
	{ "patch", "PATCH", COLUMN_TEXT, 0 },
	{ "opened", "SINCE", COLUMN_TIME, 0 },
	{ "closed", "OVER", COLUMN_TIME, 0 },
	{ "evidence", "EVIDENCE", COLUMN_LIST, 0 },
	{ "detail", NULL, COLUMN_JSON, 0 },
	{ 0 },
};

static const struct column saying_columns[] = {
	{ "saying", "SAYING", COLUMN_INT, 0 },
	{ "at", "AT", COLUMN_TIME, 0 },
	{ "kind", "SAID", COLUMN_TEXT, 0 },
	{ "functions", "TO", COLUMN_LIST, 0 },
	{ "alerts", "ALERTS", COLUMN_INT, 0 },
	{ 0 },
};

static const struct column told_columns[] = {
	{ "saying", "SAYING", COLUMN_INT, 0 },
	{ "channel", "CHANNEL", COLUMN_TEXT, 0 },
	{ "means", "BY", COLUMN_TEXT, 0 },
	{ "function", "TO", COLUMN_TEXT, 0 },
	{ "sent", "SENT", COLUMN_TIME, 0 },
	{ "attempts", "ATTEMPTS", COLUMN_INT, 0 },
	{ "next_try", "NEXT TRY", COLUMN_TIME, 0 },
	{ "dropped", "DROPPED", COLUMN_TIME, 0 },
	{ "error", "ERROR", COLUMN_TEXT, COLUMN_WRAP },
	{ 0 },
};

static const struct {
	const char *name;
	const struct column *columns;
	int (*load)(
	    struct db *db, int tenant, int64_t id, struct db_rows **out);
} parts[] = {
	{ "incident", show_columns, alert_show },
	{ "alerts", member_columns, alert_members },
	{ "sayings", saying_columns, alert_sayings },
	{ "notifications", told_columns, alert_told },
};
enum { PARTS = sizeof(parts) / sizeof(parts[0]) };

static int
show_alert(struct context *c, const struct words *rest)
{
	struct table *t[PARTS] = { NULL };
	int64_t id;
	int rc = verb_alert_id(rest->word[0], "an incident", &id);

	for (size_t i = 0; i < PARTS; i++) {
		struct db_rows *rows = NULL;

		t[i] = table_new(parts[i].name, parts[i].columns);
		if (rc == ERR_OK)
			rc = parts[i].load(c->db, c->tenant, id, &rows);
		if (rc == ERR_OK && i == 0 && db_count(rows) == 0) {
			complain("there is no incident %" PRId64
				 "; `patchwacht alert list` has them",
			    id);
			rc = ERR_NOTFOUND;
		}
		if (rc == ERR_OK)
			table_add_rows(t[i], rows);
		db_rows_free(rows);
	}
	table_make_record(t[0]);
	if (rc == ERR_OK)
		tables_print(t, PARTS, stdout, command_form());
	for (size_t i = 0; i < PARTS; i++)
		table_free(t[i]);
	return rc;
}

static int
show_verb(int argc, char **argv)
{
	static const struct synopsis s = { "alert show", "ID", 1, 1, NULL,
		"Its alerts and their evidence, what was said of it, and where "
		"that went." };

	return work_read(&s, argc, argv, show_alert);
}

/* alert ack */

static int
ack_alert(struct context *c, const struct words *rest)
{
	int64_t id;
	int rc = verb_alert_id(rest->word[0], "an incident", &id);

	if (rc == ERR_OK)
		rc = verb_alert_reason(reason);
	if (rc == ERR_OK)
		rc = alert_ack(c->db, c->tenant, id, reason);
	if (rc == ERR_NOTFOUND)
		complain("there is no open incident %" PRId64
			 "; `patchwacht alert list` has them",
		    id);
	else if (rc == ERR_EXISTS)
		complain("somebody has taken it up already; `patchwacht alert "
			 "show %" PRId64 "` says who",
		    id);
	else if (rc == ERR_OK)
		say("Incident %" PRId64 " is taken up: no reminders and no "
		    "escalation for want of it. A deadline stays.",
		    id);
	return rc;
}

static int
ack_verb(int argc, char **argv)
{
	static const struct flag flags[] = {
		{ "reason", FLAG_TEXT, &reason, "TEXT",
		    "what is done about it (required)" },
		{ 0 },
	};
	static const struct synopsis s = { "alert ack", "ID", 1, 1, flags,
		"You take it up. It is told once more when it is over." };

	return work_change(&s, argc, argv, ack_alert);
}

/* alert test */

static int
test_alert(struct context *c, const struct words *rest)
{
	const char *name = rest->n > 0 ? rest->word[0] : NULL;
	int n, rc = channel_test(c->db, c->tenant, name, &n);

	if (rc == ERR_NOTFOUND)
		complain("there is no such channel; `patchwacht channel list` "
			 "has them");
	if (rc == ERR_OK)
		say("A test is on its way over %d channel%s; `patchwacht "
		    "channel list` says whether it arrived.",
		    n, n == 1 ? "" : "s");
	return rc;
}

static int
test_verb(int argc, char **argv)
{
	static const struct synopsis s = { "alert test", "[CHANNEL]", 0, 1,
		NULL, "Over one channel, or each." };

	return work_change(&s, argc, argv, test_alert);
}

int
verb_alert(int argc, char **argv)
{
	static const struct verb verbs[] = {
		{ "ack", ack_verb, "take one up" },
		{ "list", list_verb, "what somebody must know" },
		{ "mute", verb_alert_mute, "say nothing of it for a while" },
		{ "mutes", verb_alert_mutes, "of what nothing is said" },
		{ "show", show_verb, "one of them, whole" },
		{ "test", test_verb, "whether word arrives" },
		{ "unmute", verb_alert_unmute, "say it again" },
		{ 0 },
	};

	return verb_dispatch("alert", verbs, argc, argv);
}
