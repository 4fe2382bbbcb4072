/* SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/store/db.h"
#include "lib/store/device/device_store.h"
#include "lib/store/patch/exception_store.h"
#include "register/command.h"
#include "register/patch/verb_patch.h"
#include "register/setup/check.h"
#include "register/show/as_of.h"
#include "register/show/table.h"
#include "register/verbs.h"
#include "register/work.h"

/* patchwacht exception: decisions not to install in time. */

static const char *moment;
static const char *device, *reason, *measure, *owner, *until;

static int
need(const char *option, const char *text, struct buf *why)
{
	if (text == NULL) {
		complain("%s is missing", option);
		return ERR_PARSE;
	}
	return check_tell(check_prose(text, why), option, why);
}

static int
read_request(struct exception *e)
{
	struct buf why = { 0 };
	int rc = need("--reason", reason, &why);

	if (rc == ERR_OK)
		rc = need("--measure", measure, &why);
	if (rc == ERR_OK)
		rc = need("--owner", owner, &why);
	if (rc == ERR_OK)
		rc = need("--until", until, &why);
	if (rc == ERR_OK)
		rc = check_tell(
		    check_time(until, &e->valid_until, &why), "--until", &why);
	/* "Until 31 December" has that day in it. */
	if (rc == ERR_OK && strlen(until) == strlen("2026-12-31"))
		e->valid_until += CLOCK_DAY;
	if (rc == ERR_OK && e->valid_until <= clock_now()) {
		complain("--until: \"%s\" is past", until);
		rc = ERR_PARSE;
	}
	e->reason = reason;
	e->measure = measure;
	e->owner = owner;
	buf_free(&why);
	return rc;
}

static int
request(struct context *c, const struct words *rest)
{
	struct exception e = { 0 };
	int64_t id;
	int rc = read_request(&e);

	if (rc == ERR_OK)
		rc = verb_patch_find(c, rest->word[0], &e.patch);
	if (rc == ERR_OK && device != NULL) {
		rc = device_store_find(c->db, c->tenant, device, &e.device);
		if (rc == ERR_NOTFOUND)
			complain(
			    "there is no device \"%s\" in service", device);
	}
	if (rc == ERR_OK)
		rc = exception_request(c->db, c->tenant, &e, &id);
	if (rc == ERR_OK)
		say("Exception %" PRId64 " requested. It counts once somebody "
		    "else approves it, before the deadline: `patchwacht "
		    "exception approve %" PRId64 "`",
		    id, id);
	return rc;
}

static int
request_verb(int argc, char **argv)
{
	static const struct flag flags[] = {
		{ "device", FLAG_TEXT, &device, "NAME",
		    "only on that one (every device of the patch)" },
		{ "reason", FLAG_TEXT, &reason, "TEXT", "why (required)" },
		{ "measure", FLAG_TEXT, &measure, "TEXT",
		    "what is done meanwhile (required)" },
		{ "owner", FLAG_TEXT, &owner, "FUNCTION",
		    "who bears the risk (required)" },
		{ "until", FLAG_TEXT, &until, "DATE",
		    "how long it holds (required)" },
		{ 0 },
	};
	static const struct synopsis s = { "exception request", "PATCH", 1, 1,
		flags, NULL };

	return work_change(&s, argc, argv, request);
}

static int
approve(struct context *c, const struct words *rest)
{
	struct buf why = { 0 };
	long id;
	int rc = check_tell(
	    check_number(rest->word[0], 1, 2147483647, &id, &why), "ID", &why);

	buf_free(&why);
	if (rc < 0)
		return rc;
	rc = exception_approve(c->db, c->tenant, id, reason);
	if (rc == ERR_NOTFOUND)
		complain("there is no request %ld that %s may decide on; "
			 "nobody decides on their own",
		    id, c->actor);
	else if (rc == ERR_EXISTS)
		complain("exception %ld is approved already", id);
	else if (rc == ERR_OK)
		say("Exception %ld approved by %s. It counts where the "
		    "deadline had not passed.",
		    id, c->actor);
	return rc;
}

static int
approve_verb(int argc, char **argv)
{
	static const struct flag flags[] = {
		{ "reason", FLAG_TEXT, &reason, "TEXT", "why" },
		{ 0 },
	};
	static const struct synopsis s = { "exception approve", "ID", 1, 1,
		flags, "In your own name; not on your own request." };

	return work_change(&s, argc, argv, approve);
}

static const struct column columns[] = {
	{ "exception_id", "ID", COLUMN_INT, 0 },
	{ "patch", "PATCH", COLUMN_TEXT, 0 },
	{ "device", "DEVICE", COLUMN_TEXT, 0 },
	{ "status", "STATUS", COLUMN_TEXT, 0 },
	{ "valid_until", "UNTIL", COLUMN_TIME, 0 },
	{ "reason", "REASON", COLUMN_TEXT, COLUMN_WRAP },
	{ "measure", NULL, COLUMN_TEXT, 0 },
	{ "owner", "OWNER", COLUMN_TEXT, 0 },
	{ "requested", NULL, COLUMN_TIME, 0 },
	{ "requested_by", "REQUESTED BY", COLUMN_TEXT, 0 },
	{ "approved", NULL, COLUMN_TIME, 0 },
	{ "approved_by", "APPROVED BY", COLUMN_TEXT, 0 },
	{ 0 },
};

static int
list(struct context *c, const struct words *rest)
{
	struct table *t = table_new("exceptions", columns);
	struct db_rows *rows = NULL;
	int64_t at = 0;
	int rc = as_of(c, moment, &at);

	(void)rest;
	if (rc == ERR_OK)
		rc = exception_list(c->db, c->tenant, at, &rows);
	if (rc == ERR_OK) {
		table_add_rows(t, rows);
		table_print(t, stdout, command_form());
		if (table_rows(t) == 0)
			say("No exceptions.");
	}
	db_rows_free(rows);
	table_free(t);
	return rc;
}

static int
list_verb(int argc, char **argv)
{
	static const struct flag flags[] = { AS_OF_FLAG(moment), { 0 } };
	static const struct synopsis s = { "exception list", "", 0, 0, flags,
		NULL };

	return work_read(&s, argc, argv, list);
}

int
verb_exception(int argc, char **argv)
{
	static const struct verb verbs[] = {
		{ "request", request_verb, "ask for more time" },
		{ "approve", approve_verb, "grant it" },
		{ "list", list_verb, "list them" },
		{ 0 },
	};

	return verb_dispatch("exception", verbs, argc, argv);
}
