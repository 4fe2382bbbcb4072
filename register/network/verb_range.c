/* SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>
#include <stdlib.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/zone.h"
#include "lib/model/range.h"
#include "lib/store/db.h"
#include "lib/store/device/device_store.h"
#include "lib/store/network/discovery_store.h"
#include "lib/store/network/range_store.h"
#include "register/command.h"
#include "register/missing.h"
#include "register/network/block.h"
#include "register/network/range_check.h"
#include "register/setup/check.h"
#include "register/show/as_of.h"
#include "register/show/table.h"
#include "register/verbs.h"
#include "register/work.h"

/* patchwacht range: where discovery may look, and what it may offer there. */

static struct words credentials, tags;
static const char *realm, *site, *label, *reason;
static bool medical;
static long rate, port;

/* range add */

static int
take_credentials(struct context *c, struct range *r)
{
	int rc = ERR_OK;

	if (credentials.n == 0) {
		complain("say what may be offered there: --credential LABEL, "
			 "as often as there are");
		return ERR_PARSE;
	}
	if (credentials.n > OFFERS_MAX) {
		complain("--credential: at most %d of them", OFFERS_MAX);
		return ERR_PARSE;
	}
	for (size_t i = 0; rc == ERR_OK && i < credentials.n; i++) {
		rc = credential_find(c->db, c->tenant, credentials.word[i],
		    &r->credential[r->credentials++]);
		if (rc == ERR_NOTFOUND)
			missing_tell(c, "--credential", MISSING_CREDENTIAL,
			    credentials.word[i]);
		for (size_t k = 0; rc == ERR_OK && k < i; k++) {
			if (r->credential[k] != r->credential[i])
				continue;
			complain("--credential: \"%s\" is given twice",
			    credentials.word[i]);
			rc = ERR_PARSE;
		}
	}
	return rc;
}

static int
take_site(struct context *c, struct range *r)
{
	int rc = ERR_OK;

	if (site != NULL)
		rc = site_find(c->db, c->tenant, site, &r->site_id);
	if (rc == ERR_NOTFOUND)
		missing_tell(c, "--site", MISSING_SITE, site);
	return rc;
}

static int
take_number(long value, long most, const char *option, int *out)
{
	if (value < 1 || value > most) {
		complain("--%s: 1 to %ld", option, most);
		return ERR_PARSE;
	}
	*out = (int)value;
	return ERR_OK;
}

static int
check_reason(bool needed)
{
	struct buf why = { 0 };
	int rc = ERR_OK;

	if (reason == NULL && needed) {
		complain("say why: --reason TEXT");
		return ERR_PARSE;
	}
	if (reason != NULL)
		rc = check_tell(check_prose(reason, &why), "--reason", &why);
	buf_free(&why);
	return rc;
}

static int
take_words(struct range_words *words, struct buf *list)
{
	struct buf given = { 0 }, why = { 0 };
	int rc = check_reason(false);

	words->label = label;
	words->reason = reason;
	if (rc == ERR_OK && label != NULL)
		rc = check_tell(check_name(label, &why), "--label", &why);
	for (size_t i = 0; i < tags.n; i++)
		buf_printf(&given, "%s ", tags.word[i]);
	if (rc == ERR_OK && tags.n > 0)
		rc = check_tell(
		    check_tags(buf_str(&given), list, &why), "--tag", &why);
	words->tags = tags.n > 0 ? buf_str(list) : NULL;
	buf_free(&given);
	buf_free(&why);
	return rc;
}

static void
tell_added(const char *block)
{
	say("Range added: %s", block);
	if (medical)
		say("It is medical: nothing is sent there until `patchwacht "
		    "range approve %s --reason TEXT`",
		    block);
	else
		say("`patchwacht discover %s --dry-run` says what a look "
		    "there takes",
		    block);
}

static int
add_range(struct context *c, const struct words *rest)
{
	struct range_words words = { 0 };
	char text[PREFIX_TEXT_MAX];
	struct range r = { .medical = medical };
	struct buf list = { 0 }, why = { 0 };
	int realm_id = 1, there, rc;

	rc = block_parse(rest->word[0], &r.block);
	if (rc == ERR_OK)
		rc = take_number(rate, DISCOVERY_RATE_MAX, "rate", &r.rate);
	if (rc == ERR_OK)
		rc = take_number(port, 65535, "port", &r.port);
	if (rc == ERR_OK)
		rc = take_words(&words, &list);
	if (rc == ERR_OK)
		rc = block_realm(c, realm, &realm_id);
	if (rc == ERR_OK)
		rc = take_credentials(c, &r);
	if (rc == ERR_OK)
		rc = take_site(c, &r);
	prefix_format(&r.block, text);
	if (rc == ERR_OK &&
	    range_find(c->db, c->tenant, realm_id, text, &there) == ERR_OK) {
		complain("%s is listed already; `patchwacht range remove` "
			 "first, to list it otherwise",
		    text);
		rc = ERR_EXISTS;
	}
	if (rc == ERR_OK)
		rc = range_check(c, realm_id, &r, &why);
	if (rc == ERR_RANGE)
		complain("%s", buf_str(&why));
	if (rc == ERR_OK)
		rc = range_add(c->db, c->tenant, realm_id, &r, &words);
	if (rc == ERR_OK)
		tell_added(text);
	buf_free(&list);
	buf_free(&why);
	return rc;
}

static int
add_verb(int argc, char **argv)
{
	static const struct flag flags[] = {
		{ "credential", FLAG_LIST, &credentials, "LABEL",
		    "may be offered there; may be repeated" },
		{ "realm", FLAG_TEXT, &realm, "NAME",
		    "address space, where there is more than one" },
		{ "site", FLAG_TEXT, &site, "NAME",
		    "of the devices that are found there" },
		{ "label", FLAG_TEXT, &label, "NAME", "what it is called" },
		{ "rate", FLAG_INT, &rate, "N",
		    "datagrams a second, at most (50)" },
		{ "port", FLAG_INT, &port, "N", "UDP (161)" },
		{ "medical", FLAG_YES, &medical, NULL,
		    "medical technology: needs an approval" },
		{ "tag", FLAG_LIST, &tags, "WORD",
		    "of the devices that are found; may be repeated" },
		{ "reason", FLAG_TEXT, &reason, "TEXT", "why" },
		{ 0 },
	};
	static const struct synopsis s = { "range add", "CIDR", 1, 1, flags,
		"A block of addresses where `patchwacht discover` may look. "
		"Of ranges inside each\nother the narrowest one counts." };

	rate = 50;
	port = 161;
	return work_change(&s, argc, argv, add_range);
}

/* range approve, range remove */

static int
find_range(struct context *c, const char *text, int *id)
{
	char block[PREFIX_TEXT_MAX];
	struct prefix p;
	int realm_id = 1, rc = block_parse(text, &p);

	if (rc == ERR_OK)
		rc = block_realm(c, realm, &realm_id);
	if (rc < 0)
		return rc;
	rc = range_find(
	    c->db, c->tenant, realm_id, prefix_format(&p, block), id);
	if (rc == ERR_NOTFOUND)
		complain("%s is no listed range; `patchwacht range list` "
			 "names them",
		    block);
	return rc;
}

/* An approval stands as it was given. */
static int
check_unapproved(struct context *c, int id, const char *block)
{
	struct db_rows *rows = NULL;
	char at[ZONE_TEXT_MAX];
	int rc = range_approval(c->db, c->tenant, id, &rows);

	if (rc == ERR_OK && !db_bool(rows, 0, 0)) {
		complain("%s is not medical: it needs no approval", block);
		rc = ERR_EXISTS;
	} else if (rc == ERR_OK && !db_is_null(rows, 0, 1)) {
		complain("%s was approved by %s on %s: %s; to approve it anew, "
			 "`patchwacht range remove` and `range add` first",
		    block, db_text(rows, 0, 2),
		    zone_format(db_time(rows, 0, 1), at), db_text(rows, 0, 3));
		rc = ERR_EXISTS;
	}
	db_rows_free(rows);
	return rc;
}

static int
approve_range(struct context *c, const struct words *rest)
{
	int id, rc = check_reason(true);

	if (rc == ERR_OK)
		rc = find_range(c, rest->word[0], &id);
	if (rc == ERR_OK)
		rc = check_unapproved(c, id, rest->word[0]);
	if (rc == ERR_OK)
		rc = range_approve(c->db, c->tenant, id, reason);
	if (rc == ERR_OK)
		say("Range approved: %s, by %s", rest->word[0], c->actor);
	return rc;
}

/* What lay in a wider range is now a part of that, on its terms. */
static int
tell_wider(struct context *c, const char *text)
{
	const struct range *wider;
	struct range *list = NULL;
	char name[PREFIX_TEXT_MAX];
	struct prefix block;
	int realm_id = 1, rc;
	size_t n = 0;

	rc = block_parse(text, &block);
	if (rc == ERR_OK)
		rc = block_realm(c, realm, &realm_id);
	if (rc == ERR_OK)
		rc = range_load(c->db, c->tenant, realm_id, &list, &n);
	if (rc < 0)
		return rc;
	wider = range_of_block(list, n, &block);
	if (wider != NULL)
		say("Its addresses are now those of range %s",
		    prefix_format(&wider->block, name));
	free(list);
	return ERR_OK;
}

static int
remove_range(struct context *c, const struct words *rest)
{
	int id, rc = check_reason(false);

	if (rc == ERR_OK)
		rc = find_range(c, rest->word[0], &id);
	if (rc == ERR_OK)
		rc = range_remove(c->db, c->tenant, id, reason);
	if (rc == ERR_OK)
		say("Range removed: %s", rest->word[0]);
	return rc == ERR_OK ? tell_wider(c, rest->word[0]) : rc;
}

static const struct flag of_range[] = {
	{ "realm", FLAG_TEXT, &realm, "NAME",
	    "address space, where there is more than one" },
	{ "reason", FLAG_TEXT, &reason, "TEXT", "why" },
	{ 0 },
};

static int
approve_verb(int argc, char **argv)
{
	static const struct synopsis s = { "range approve", "CIDR", 1, 1,
		of_range,
		"Lets discovery look in a medical range. Who approved, when "
		"and why is kept; a\nrange that is listed anew is approved "
		"anew." };

	return work_change(&s, argc, argv, approve_range);
}

static int
remove_verb(int argc, char **argv)
{
	static const struct synopsis s = { "range remove", "CIDR", 1, 1,
		of_range,
		"Nothing is sent there any more by discovery. Devices that "
		"were accepted stay." };

	return work_change(&s, argc, argv, remove_range);
}

/* range list */

static const char *moment;

static const struct column columns[] = {
	{ "range", "RANGE", COLUMN_TEXT, 0 },
	{ "label", "LABEL", COLUMN_TEXT, 0 },
	{ "realm", NULL, COLUMN_TEXT, 0 },
	{ "credentials", "CREDENTIALS", COLUMN_LIST, 0 },
	{ "site", "SITE", COLUMN_TEXT, 0 },
	{ "rate", "RATE", COLUMN_INT, 0 },
	{ "port", "PORT", COLUMN_INT, 0 },
	{ "medical", "MEDICAL", COLUMN_BOOL, 0 },
	{ "approved", "APPROVED", COLUMN_TIME, 0 },
	{ "approved_by", "BY", COLUMN_TEXT, 0 },
	{ "approval", NULL, COLUMN_TEXT, 0 },
	{ "tags", NULL, COLUMN_LIST, 0 },
	{ "added", NULL, COLUMN_TIME, 0 },
	{ "added_by", NULL, COLUMN_TEXT, 0 },
	{ 0 },
};

static int
list_ranges(struct context *c, const struct words *rest)
{
	struct table *t = table_new("ranges", columns);
	struct db_rows *rows = NULL;
	int64_t at = 0;
	int rc = as_of(c, "{range,credential}", moment, &at);

	(void)rest;
	if (rc == ERR_OK)
		rc = range_list(c->db, c->tenant, at, &rows);
	if (rc == ERR_OK) {
		table_add_rows(t, rows);
		table_print(t, stdout, command_form());
		if (table_rows(t) == 0)
			say("No ranges; `patchwacht range add CIDR "
			    "--credential LABEL`. Nothing is looked for "
			    "outside of them.");
	}
	db_rows_free(rows);
	table_free(t);
	return rc;
}

static int
list_verb(int argc, char **argv)
{
	static const struct flag flags[] = { AS_OF_FLAG(moment), { 0 } };
	static const struct synopsis s = { "range list", "", 0, 0, flags,
		NULL };

	return work_read(&s, argc, argv, list_ranges);
}

int
verb_range(int argc, char **argv)
{
	static const struct verb verbs[] = {
		{ "add", add_verb, "let discovery look there" },
		{ "approve", approve_verb, "answer for a medical one" },
		{ "list", list_verb, "list them" },
		{ "remove", remove_verb, "look there no more" },
		{ 0 },
	};

	return verb_dispatch("range", verbs, argc, argv);
}
