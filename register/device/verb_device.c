/* SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/store/db.h"
#include "lib/store/device/device_store.h"
#include "lib/store/network/request_store.h"
#include "lib/store/patch/deployment_store.h"
#include "register/audit/revision.h"
#include "register/command.h"
#include "register/device/device_input.h"
#include "register/device/verb_device.h"
#include "register/missing.h"
#include "register/network/request_wait.h"
#include "register/setup/check.h"
#include "register/verbs.h"
#include "register/work.h"

/* patchwacht device: what is watched. */

static const char *given[DEVICE_FIELDS];
static struct words tags;
static bool internet_facing, medical, any_source, make_sites;
static const char *reason, *date;
static long wait_s, rev;
static const char *asked; /* a kind of request */

#define TEXT_OPTIONS                                                        \
	{ "site", FLAG_TEXT, &given[DEVICE_SITE], "NAME",                   \
		"school or building" },                                     \
	    { "credential", FLAG_TEXT, &given[DEVICE_CREDENTIAL], "LABEL",  \
		    "with which it is read" },                              \
	    { "category", FLAG_TEXT, &given[DEVICE_CATEGORY], "WORD",       \
		    "server, workstation, network (default), peripheral, "  \
		    "application or cloud" },                               \
	    { "owner", FLAG_TEXT, &given[DEVICE_OWNER], "FUNCTION",         \
		    "whose system it is" },                                 \
	    { "supplier", FLAG_TEXT, &given[DEVICE_SUPPLIER], "NAME",       \
		    "who maintains it, when not ourselves" },               \
	    { "criticality", FLAG_TEXT, &given[DEVICE_CRITICALITY], "WORD", \
		    "high, medium or low" },                                \
	    { "port", FLAG_TEXT, &given[DEVICE_PORT], "N", "UDP (161)" },   \
	    { "poll", FLAG_TEXT, &given[DEVICE_POLL], "SPAN",               \
		    "between two readings (\"5 min\")" },                   \
	    { "in-service", FLAG_TEXT, &given[DEVICE_IN_SERVICE], "DATE",   \
		    "since when it is in use (now)" },                      \
	    { "log-zone", FLAG_TEXT, &given[DEVICE_LOG_ZONE], "ZONE",       \
		    "of the times in its log, when it does not say" },      \
	    { "tag", FLAG_LIST, &tags, "WORD", "may be repeated" },         \
	{                                                                   \
		"reason", FLAG_TEXT, &reason, "TEXT", "why"                 \
	}

static void
tell_option(void *arg, const char *field, const char *why)
{
	char option[64];
	size_t i;

	(void)arg;
	for (i = 0; field[i] != '\0' && i < sizeof(option) - 1; i++)
		option[i] = field[i] == '_' ? '-' : field[i];
	option[i] = '\0';
	if (strcmp(option, "name") == 0 || strcmp(option, "address") == 0)
		complain("%s: %s", option, why);
	else
		complain("--%s: %s",
		    strcmp(option, "tags") == 0 ? "tag" : option, why);
}

static void
take_options(struct device_input *in, struct buf *joined)
{
	for (size_t i = 0; i < DEVICE_FIELDS; i++)
		in->value[i] = given[i];
	for (size_t i = 0; i < tags.n; i++)
		buf_printf(joined, "%s ", tags.word[i]);
	if (tags.n > 0)
		in->value[DEVICE_TAGS] = buf_str(joined);
	if (internet_facing)
		in->value[DEVICE_INTERNET_FACING] = "yes";
	if (medical)
		in->value[DEVICE_MEDICAL] = "yes";
	if (any_source)
		in->value[DEVICE_ANY_SOURCE] = "yes";
	in->make_sites = make_sites;
	in->fault = tell_option;
}

/* What was typed and does not hold is a fault of the command line. */
static int
read_typed(struct context *c, struct device_input *in, struct device_row *row)
{
	int rc = device_input_read(c, in, row);

	return rc == ERR_RANGE ? ERR_PARSE : rc;
}

/* Where there is one credential only, it is the one that is meant. */
static void
choose_credential(struct context *c, struct device_row *row)
{
	if (row->credential == 0)
		(void)credential_only(c->db, c->tenant, &row->credential);
}

static void
tell_deployments(int64_t made)
{
	if (made > 0)
		say("Patches of the register that are for it: %" PRId64
		    " (`patchwacht deployment list`)",
		    made);
}

/* device add */

static int
add_device(struct context *c, const struct words *rest)
{
	struct device_input in = { 0 };
	struct device_row row;
	struct buf joined = { 0 };
	int64_t made = 0;
	int rc;

	take_options(&in, &joined);
	in.value[DEVICE_NAME] = rest->word[0];
	in.value[DEVICE_ADDRESS] = rest->word[1];
	device_input_start(&row);
	rc = read_typed(c, &in, &row);
	if (rc == ERR_OK) {
		choose_credential(c, &row);
		rc = device_store_add(c->db, c->tenant, &row, reason);
	}
	if (rc == ERR_OK)
		rc = deployment_match_of(c->db, c->tenant, 0, row.id, &made);
	if (rc == ERR_OK) {
		say("Device added: %s at %s port %d", row.name, row.address,
		    row.port);
		if (row.credential == 0)
			say("It is not read yet: give it a --credential with "
			    "`patchwacht device edit`");
		if (given[DEVICE_IN_SERVICE] == NULL)
			say("In service since now: terms begin no earlier; "
			    "--in-service DATE if it was in use before");
		tell_deployments(made);
	}
	device_input_free(&in);
	buf_free(&joined);
	return rc;
}

static int
add_verb(int argc, char **argv)
{
	static const struct flag flags[] = { TEXT_OPTIONS,
		{ "internet-facing", FLAG_YES, &internet_facing, NULL,
		    "the internet can reach it" },
		{ "medical", FLAG_YES, &medical, NULL, "medical technology" },
		{ "any-source", FLAG_YES, &any_source, NULL,
		    "it answers from another of its addresses" },
		{ "make-sites", FLAG_YES, &make_sites, NULL,
		    "make the site if it is missing" },
		{ 0 } };
	static const struct synopsis s = { "device add", "NAME ADDRESS", 2, 2,
		flags, NULL };

	return work_change(&s, argc, argv, add_device);
}

/* device edit */

static int
find_device(struct context *c, const char *name, int *id)
{
	int rc = device_store_find(c->db, c->tenant, name, id);

	if (rc == ERR_NOTFOUND)
		missing_tell(c, NULL, MISSING_DEVICE, name);
	return rc;
}

/* Nobody else edits it from here on, nor has since it was looked at. */
static int
hold_device(struct context *c, const char *name, int id)
{
	struct buf object = { 0 };
	int rc;

	buf_printf(&object, "device/%s", name);
	rc = revision_hold(c, buf_str(&object), rev, device_store_lock, id);
	buf_free(&object);
	return rc;
}

static bool
is_given(const struct device_input *in)
{
	for (size_t i = 0; i < DEVICE_FIELDS; i++)
		if (in->value[i] != NULL)
			return true;
	return false;
}

static int
edit_device(struct context *c, const struct words *rest)
{
	struct device_input in = { 0 };
	struct device_row row;
	struct db_rows *rows = NULL;
	struct buf joined = { 0 };
	int64_t made = 0;
	int id, rc = find_device(c, rest->word[0], &id);

	if (rc == ERR_OK)
		rc = hold_device(c, rest->word[0], id);
	if (rc == ERR_OK)
		rc = device_store_load(c->db, c->tenant, id, &row, &rows);
	if (rc < 0)
		goto out;
	take_options(&in, &joined);
	if (!is_given(&in)) {
		complain("nothing to change; `patchwacht device edit --help` "
			 "lists what can be");
		rc = ERR_PARSE;
		goto out;
	}
	rc = read_typed(c, &in, &row);
	if (rc == ERR_OK)
		rc = device_store_edit(c->db, c->tenant, &row, reason);
	if (rc == ERR_OK)
		rc = deployment_match_of(c->db, c->tenant, 0, row.id, &made);
	if (rc == ERR_OK) {
		say("Device changed: %s", row.name);
		tell_deployments(made);
	}
out:
	device_input_free(&in);
	buf_free(&joined);
	db_rows_free(rows);
	return rc;
}

static int
edit_verb(int argc, char **argv)
{
	static const struct flag flags[] = {
		{ "name", FLAG_TEXT, &given[DEVICE_NAME], "NAME", NULL },
		{ "address", FLAG_TEXT, &given[DEVICE_ADDRESS], "ADDRESS",
		    NULL },
		TEXT_OPTIONS,
		{ "internet-facing", FLAG_TEXT, &given[DEVICE_INTERNET_FACING],
		    "yes|no", "the internet can reach it" },
		{ "medical", FLAG_TEXT, &given[DEVICE_MEDICAL], "yes|no",
		    "medical technology" },
		{ "any-source", FLAG_TEXT, &given[DEVICE_ANY_SOURCE], "yes|no",
		    "it answers from another of its addresses" },
		{ "rev", FLAG_INT, &rev, "N",
		    "only if it is as `device show` printed it: its revision" },
		{ 0 }
	};
	static const struct synopsis s = { "device edit", "NAME", 1, 1, flags,
		"Changes what is given; --name and --address change those. "
		"Tags are replaced. \"\" takes\naway a site, credential, "
		"owner, supplier, criticality, tags or log-zone." };

	return work_change(&s, argc, argv, edit_device);
}

/* device retire */

static int
retire_device(struct context *c, const struct words *rest)
{
	struct buf why = { 0 };
	int64_t at = clock_now(), until;
	char text[CLOCK_TEXT_MAX];
	int id, rc = ERR_OK;

	if (date != NULL)
		rc = check_tell(check_time(date, &at, &why), "--date", &why);
	buf_free(&why);
	/* It is out of service at once: no longer polled, nor asked for. */
	if (rc == ERR_OK && at > clock_now()) {
		complain("--date: \"%s\" is yet to come", date);
		rc = ERR_PARSE;
	}
	if (rc == ERR_OK && reason == NULL) {
		complain("say why: --reason TEXT");
		rc = ERR_PARSE;
	}
	if (rc == ERR_OK)
		rc = find_device(c, rest->word[0], &id);
	if (rc == ERR_OK)
		rc =
		    device_store_in_service_until(c->db, c->tenant, id, &until);
	/* What was late would be late no more. */
	if (rc == ERR_OK && until != CLOCK_NONE && at < until) {
		complain("--date: it answered, or a deadline of its passed, "
			 "on %s: not before that",
		    clock_format(until, text));
		rc = ERR_RANGE;
	}
	if (rc == ERR_OK)
		rc = device_store_retire(c->db, c->tenant, id, at, reason);
	if (rc == ERR_OK)
		say("Device out of service: %s; what fell due before stays "
		    "counted",
		    rest->word[0]);
	return rc;
}

static int
retire_verb(int argc, char **argv)
{
	static const struct flag flags[] = {
		{ "date", FLAG_TEXT, &date, "DATE", "since when (now)" },
		{ "reason", FLAG_TEXT, &reason, "TEXT", "why (required)" },
		{ 0 },
	};
	static const struct synopsis s = { "device retire", "NAME", 1, 1, flags,
		NULL };

	return work_change(&s, argc, argv, retire_device);
}

/* device poll */

static int
wait_for_outcome(struct context *c, int64_t request, const char *name)
{
	struct db_rows *rows = NULL;
	int rc = request_wait(c, request, name, wait_s, &rows);

	if (rc < 0)
		return rc;
	rc = strcmp(db_text(rows, 0, REQUEST_OUTCOME), "answered") == 0
	    ? ERR_OK
	    : ERR_IO;
	if (rc == ERR_OK)
		say("%s: answered", name);
	else
		complain("%s: %s; `patchwacht snmp-test %s` says why", name,
		    db_text(rows, 0, REQUEST_OUTCOME), name);
	db_rows_free(rows);
	return rc;
}

static int
poll_device(struct context *c, const struct words *rest)
{
	int64_t request;
	int id, rc = find_device(c, rest->word[0], &id);

	if (rc == ERR_OK)
		rc = db_begin(c->db);
	if (rc < 0)
		return rc;
	rc = request_add(c->db, c->tenant, asked, id, NULL, &request);
	if (rc == ERR_OK)
		rc = db_commit(c->db);
	else
		db_rollback(c->db);
	if (rc == ERR_OK)
		rc = wait_for_outcome(c, request, rest->word[0]);
	return rc == ERR_AGAIN ? ERR_IO : rc;
}

static int
poll_verb(int argc, char **argv)
{
	static const struct flag flags[] = {
		{ "wait", FLAG_INT, &wait_s, "SECONDS", "at most (30)" },
		{ 0 },
	};
	static const struct synopsis s = { "device poll", "NAME", 1, 1, flags,
		"Asks the daemon to read a device now, and waits for the "
		"outcome." };

	wait_s = 30;
	asked = "poll";
	return work_read(&s, argc, argv, poll_device);
}

static int
snapshot_verb(int argc, char **argv)
{
	static const struct flag flags[] = {
		{ "wait", FLAG_INT, &wait_s, "SECONDS", "at most (60)" },
		{ 0 },
	};
	static const struct synopsis s = { "device snapshot", "NAME", 1, 1,
		flags,
		"Asks the daemon to read all of a device now, how it is "
		"connected too, and waits for the outcome." };

	wait_s = 60;
	asked = "snapshot";
	return work_read(&s, argc, argv, poll_device);
}

int
verb_device(int argc, char **argv)
{
	static const struct verb verbs[] = {
		{ "add", add_verb, "add one" },
		{ "import", verb_device_import, "add many from a CSV file" },
		{ "list", verb_device_list, "list them" },
		{ "show", verb_device_show, "show all that is known of one" },
		{ "history", verb_device_history, "what it ran, and when" },
		{ "samples", verb_device_samples, "what was measured of it" },
		{ "lost", verb_device_lost, "what it lost by a change" },
		{ "checks", verb_device_checks, "how it is set up" },
		{ "ports", verb_device_ports, "unused ones, and links anew" },
		{ "capacity", verb_device_capacity, "how long it was busy" },
		{ "edit", edit_verb, "change one" },
		{ "accept", verb_device_accept, "it was replaced" },
		{ "retire", retire_verb, "take one out of service" },
		{ "poll", poll_verb, "read one now" },
		{ "snapshot", snapshot_verb, "read all of one now" },
		{ 0 },
	};

	return verb_dispatch("device", verbs, argc, argv);
}
