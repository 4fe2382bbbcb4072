/* SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/store/alert/mute_store.h"
#include "lib/store/db.h"
#include "lib/store/device/device_store.h"
#include "register/alert/rule_known.h"
#include "register/alert/verb_alert.h"
#include "register/command.h"
#include "register/missing.h"
#include "register/setup/check.h"
#include "register/show/as_of.h"
#include "register/show/table.h"
#include "register/work.h"

/* patchwacht alert mute: maintenance, of which nothing is said. */

static const char *rule, *site, *device, *since, *until, *reason, *moment;
static bool all;

/* A moment, or how long from its beginning on. */
static int
read_until(struct mute *m, struct buf *why)
{
	int64_t span, now = clock_now();

	if (check_time(until, &m->until, why) == ERR_OK)
		return ERR_OK;
	if (until[strspn(until, "0123456789")] == '\0' ||
	    clock_parse_span(until, &span) < 0 || span > 366 * CLOCK_DAY)
		return ERR_PARSE;
	buf_clear(why);
	m->until = (m->since > now ? m->since : now) + span;
	return ERR_OK;
}

static int
read_times(struct mute *m)
{
	struct buf why = { 0 };
	int rc = ERR_OK;

	m->since = clock_now();
	if (until == NULL) {
		complain("--until is required: nothing is muted for ever");
		return ERR_PARSE;
	}
	if (since != NULL)
		rc = check_tell(
		    check_time(since, &m->since, &why), "--since", &why);
	if (rc == ERR_OK)
		rc = check_tell(read_until(m, &why), "--until", &why);
	buf_free(&why);
	if (rc == ERR_OK && (m->until <= m->since || m->until <= clock_now())) {
		complain("--until has passed, or is not after --since");
		rc = ERR_PARSE;
	}
	return rc;
}

static void
tell_no_device(struct context *c)
{
	int id;

	if (device_store_find_ever(c->db, c->tenant, device, &id) == ERR_OK)
		complain("--device: %s is out of service, and nothing is said "
			 "of it",
		    device);
	else
		missing_tell(c, "--device", MISSING_DEVICE, device);
}

static int
read_scope(struct context *c, struct mute *m)
{
	int rc = ERR_OK;

	m->rule = rule;
	if (rule != NULL)
		rc = rule_known(c, rule);
	if (rc == ERR_OK && site != NULL)
		rc = site_find(c->db, c->tenant, site, &m->site_id);
	if (rc == ERR_NOTFOUND)
		missing_tell(c, "--site", MISSING_SITE, site);
	if (rc == ERR_OK && device != NULL) {
		rc = device_store_find(c->db, c->tenant, device, &m->device_id);
		if (rc == ERR_NOTFOUND)
			tell_no_device(c);
	}
	return rc == ERR_NOTFOUND ? ERR_PARSE : rc;
}

static int
mute(struct context *c, const struct words *rest)
{
	struct mute m = { .reason = reason };
	int64_t id;
	int rc = read_times(&m);

	(void)rest;
	if (rc == ERR_OK)
		rc = verb_alert_reason(reason);
	if (rc == ERR_OK)
		rc = read_scope(c, &m);
	if (rc == ERR_OK)
		rc = mute_add(c->db, c->tenant, &m, &id);
	if (rc == ERR_OK)
		say("Mute %" PRId64 ": alerts are on record, and are said when "
		    "they outlast it.",
		    id);
	return rc;
}

int
verb_alert_mute(int argc, char **argv)
{
	static const struct flag flags[] = {
		{ "rule", FLAG_TEXT, &rule, "RULE",
		    "of this kind only, as `alert list` has it" },
		{ "site", FLAG_TEXT, &site, "SITE", "of its devices only" },
		{ "device", FLAG_TEXT, &device, "DEVICE", "of it only" },
		{ "since", FLAG_TEXT, &since, "TIME", "from then on (now)" },
		{ "until", FLAG_TEXT, &until, "TIME|SPAN",
		    "up to then, or so long (\"2 h\"; required)" },
		{ "reason", FLAG_TEXT, &reason, "TEXT", "why (required)" },
		{ 0 },
	};
	static const struct synopsis s = { "alert mute", "", 0, 0, flags,
		"What begins meanwhile is on record and not said; what still "
		"holds at the end is." };

	return work_change(&s, argc, argv, mute);
}

static int
unmute(struct context *c, const struct words *rest)
{
	int64_t id;
	int rc = verb_alert_id(rest->word[0], "a mute", &id);

	if (rc == ERR_OK)
		rc = verb_alert_reason(reason);
	if (rc == ERR_OK)
		rc = mute_end(c->db, c->tenant, id, reason);
	if (rc == ERR_NOTFOUND)
		complain("there is no mute %" PRId64
			 " that lasts; `patchwacht alert mutes` has them",
		    id);
	if (rc == ERR_OK)
		say("Mute %" PRId64 " has ended.", id);
	return rc;
}

int
verb_alert_unmute(int argc, char **argv)
{
	static const struct flag flags[] = {
		{ "reason", FLAG_TEXT, &reason, "TEXT", "why (required)" },
		{ 0 },
	};
	static const struct synopsis s = { "alert unmute", "ID", 1, 1, flags,
		"What it kept quiet and still holds is said within a "
		"minute." };

	return work_change(&s, argc, argv, unmute);
}

static const struct column columns[] = {
	{ "mute", "ID", COLUMN_INT, 0 },
	{ "rule", "WHAT", COLUMN_TEXT, 0 },
	{ "site", "SITE", COLUMN_TEXT, 0 },
	{ "device", "DEVICE", COLUMN_TEXT, 0 },
	{ "since", "SINCE", COLUMN_TIME, 0 },
	{ "until", "UNTIL", COLUMN_TIME, 0 },
	{ "reason", "REASON", COLUMN_TEXT, COLUMN_WRAP },
	{ "made_by", "BY", COLUMN_TEXT, 0 },
	{ "made", NULL, COLUMN_TIME, 0 },
	{ "ended", "ENDED", COLUMN_TIME, 0 },
	{ "ended_by", NULL, COLUMN_TEXT, 0 },
	{ 0 },
};

static int
list_mutes(struct context *c, const struct words *rest)
{
	struct table *t = table_new("mutes", columns);
	struct db_rows *rows = NULL;
	int64_t at;
	int rc = as_of(c, "{mute,site,device}", moment, &at);

	(void)rest;
	if (rc == ERR_OK)
		rc = mute_list(c->db, c->tenant, all, at, &rows);
	if (rc == ERR_OK) {
		table_add_rows(t, rows);
		table_print(t, stdout, command_form());
		if (table_rows(t) == 0)
			say("Nothing is muted.");
	}
	db_rows_free(rows);
	table_free(t);
	return rc;
}

int
verb_alert_mutes(int argc, char **argv)
{
	static const struct flag flags[] = {
		{ "all", FLAG_YES, &all, NULL, "those that have ended, too" },
		AS_OF_FLAG(moment),
		{ 0 },
	};
	static const struct synopsis s = { "alert mutes", "", 0, 0, flags,
		NULL };

	return work_read(&s, argc, argv, list_mutes);
}
