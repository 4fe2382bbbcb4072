/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/zone.h"
#include "lib/model/policy.h"
#include "lib/store/alert/channel_store.h"
#include "lib/store/db.h"
#include "lib/store/device/tenant_store.h"
#include "lib/store/patch/policy_store.h"
#include "lib/store/report/schedule_store.h"
#include "register/command.h"
#include "register/context.h"
#include "register/external.h"
#include "register/setup/answer.h"
#include "register/setup/ask.h"
#include "register/setup/check.h"
#include "register/setup/key_pairs.h"
#include "register/setup/policy_file.h"
#include "register/verbs.h"

/* patchwacht init: from nothing to a register that others can fill. */

static const char *const kinds[] = { "school", "care", "provider", "other",
	NULL };

static const char *name, *kind, *language, *zone, *policy_path, *reason;
static const char *function, *provider, *provider_tenant;
static struct words mails, readers;

static const char *const default_terms[] = { "Standaardtermijnen",
	"Default terms" };
static const char *const it_staff[] = { "IT-beheer", "IT staff" };

static const struct flag flags[] = {
	{ "name", FLAG_TEXT, &name, "NAME", "of the organisation" },
	{ "kind", FLAG_TEXT, &kind, "KIND",
	    "school (default), care, provider or other" },
	{ "language", FLAG_TEXT, &language, "nl|en",
	    "of reports and mails (nl)" },
	{ "zone", FLAG_TEXT, &zone, "ZONE", "its time (Europe/Amsterdam)" },
	{ "process-owner", FLAG_TEXT, &answers[0].given, "FUNCTION",
	    "who owns the patch process" },
	{ "ciso", FLAG_TEXT, &answers[1].given, "FUNCTION",
	    "who advises on security" },
	{ "board", FLAG_TEXT, &answers[2].given, "FUNCTION", "who decides" },
	{ "classification", FLAG_TEXT, &answers[3].given, "WORD",
	    "of its reports (vertrouwelijk)" },
	{ "dpia", FLAG_TEXT, &answers[4].given, "DATE|missing",
	    "data protection impact assessment" },
	{ "processing-agreement", FLAG_TEXT, &answers[5].given, "DATE|missing",
	    "with who processes the data" },
	{ "service-provider", FLAG_TEXT, &provider, "NAME|none",
	    "who patches and draws up the reports, where that is one party" },
	{ "provider-tenant", FLAG_TEXT, &provider_tenant, "NUMBER|none",
	    "its organisation here, whose overview may name this one" },
	{ "consent", FLAG_TEXT, &answers[6].given, "DATE|missing",
	    "of the participation or works council" },
	{ "policy", FLAG_TEXT, &policy_path, "FILE",
	    "its own terms (patchwacht-policy(5))" },
	{ "mail", FLAG_LIST, &mails, "ADDRESS",
	    "who is told of alerts; may be repeated" },
	{ "readers", FLAG_LIST, &readers, "[REPORT=]TEXT|none",
	    "whom its reports are meant for, or one kind of them" },
	{ "function", FLAG_TEXT, &function, "FUNCTION",
	    "of who is told (IT-beheer)" },
	{ "reason", FLAG_TEXT, &reason, "TEXT",
	    "why, where something is changed" },
	{ 0 },
};

static const struct synopsis synopsis = { "init", "", 0, 0, flags,
	"Makes the database, its keys and the organisation. May be run again: "
	"it says\nwhat is there already and changes only what is given." };

/* What nobody gave is in the language of the organisation. */
static const char *
in_language(const char *const words[2])
{
	return words[language != NULL && strcmp(language, "en") == 0];
}

static const char *
or_default(const char *given, const char *fallback)
{
	return given != NULL ? given : fallback;
}

static bool
is_there(const struct context *c)
{
	char *folder = place_home(&c->place, "db");
	bool there = access(folder, F_OK) == 0;

	free(folder);
	return there;
}

static int
needs_name(void)
{
	complain("the organisation needs a name: patchwacht init --name NAME");
	return ERR_PARSE;
}

static int
connect_or_make(struct context *c)
{
	char program[] = "patchwacht-db", verb[] = "init", home[] = "--home";
	char *words[] = { program, verb, home, c->place.home, NULL };
	struct db_target target = place_target(&c->place);
	bool embedded = strcmp(c->place.database, "embedded") == 0;
	int rc = db_open(&target, NULL, &c->db);

	if (rc == ERR_OK || !embedded)
		return rc == ERR_OK ? rc : context_connect(c);
	if (!is_there(c) && name == NULL && !ask_can())
		return needs_name();
	say("Making the database in %s ...", c->place.home);
	rc = external_run("db", words);
	if (rc != EXIT_SUCCESS) {
		complain(rc == 127 ? "patchwacht-db is not installed"
				   : "the database was not made; see above");
		return ERR_IO;
	}
	return context_connect(c);
}

/* The organisation. */

static int
check_words(void)
{
	struct buf why = { 0 };
	int rc = ERR_OK;

	if (name != NULL)
		rc = check_tell(check_name(name, &why), "--name", &why);
	if (rc == ERR_OK && kind != NULL)
		rc = check_tell(check_word(kind, kinds, &why), "--kind", &why);
	if (rc == ERR_OK && language != NULL)
		rc = check_tell(
		    check_language(language, &why), "--language", &why);
	for (size_t i = 0; rc == ERR_OK && i < mails.n; i++)
		rc =
		    check_tell(check_mail(mails.word[i], &why), "--mail", &why);
	for (size_t i = 0; rc == ERR_OK && i < ANSWERS; i++) {
		char *value = NULL;

		if (answers[i].given != NULL)
			rc = answer_read(&answers[i], answers[i].given, &value);
		free(value);
	}
	if (rc == ERR_OK && zone != NULL && zone_set(zone) < 0) {
		zone_tell_unknown(zone, &why);
		rc = check_tell(ERR_PARSE, "--zone", &why);
	}
	buf_free(&why);
	return rc;
}

/* Before anything is made. */
static int
check_policy(void)
{
	struct policy policy;
	char *policy_name = NULL;
	int rc = ERR_OK;

	if (policy_path != NULL)
		rc = policy_file_load(policy_path, &policy, &policy_name);
	free(policy_name);
	return rc;
}

static int
make_tenant(struct context *c)
{
	struct db_rows *rows = NULL;
	struct tenant t = { 0 };
	int rc = tenant_store_load(c->db, c->tenant, &t, &rows);

	if (rc == ERR_OK) {
		say("Organisation is there: %s", t.name);
		if (name != NULL && strcmp(name, t.name) != 0)
			complain("its name stays \"%s\"", t.name);
		(void)zone_set(t.zone);
		goto out;
	}
	if (rc != ERR_NOTFOUND)
		goto out;
	if (name == NULL || name[0] == '\0') {
		rc = needs_name();
		goto out;
	}
	t = (struct tenant){ c->tenant, name, or_default(kind, "school"),
		or_default(language, "nl"),
		or_default(zone, "Europe/Amsterdam") };
	rc = tenant_store_add(c->db, &t);
	(void)zone_set(t.zone);
	if (rc == ERR_OK)
		say("Organisation made: %s (%s)", t.name, t.kind);
out:
	db_rows_free(rows);
	return rc;
}

static int
save_answer(struct context *c, const struct answer *a)
{
	char *was = NULL, *value = NULL;
	const char *text = a->given;
	bool changed = false;
	int rc = setting_load(c->db, c->tenant, a->key, &was);

	if (rc < 0)
		goto out;
	if (was != NULL && text == NULL) {
		if (was[0] == '\0')
			say("Still missing: %s; `patchwacht init --%s DATE` "
			    "adds it",
			    a->key, a->option);
		goto out;
	}
	if (text == NULL)
		text = or_default(in_language(a->fallback), "");
	rc = answer_read(a, text, &value);
	if (rc == ERR_OK)
		rc = setting_save(
		    c->db, c->tenant, a->key, value, reason, &changed);
	if (rc == ERR_OK && value[0] == '\0' && changed)
		say("Recorded as missing: %s; `patchwacht init --%s DATE` "
		    "adds it",
		    a->key, a->option);
	else if (rc == ERR_OK && changed)
		say("Recorded: %s = %s", a->key, value);
out:
	free(was);
	free(value);
	return rc;
}

static int
make_policy(struct context *c)
{
	struct policy policy;
	char *policy_name = NULL;
	int version, rc;

	rc = policy_store_last(c->db, c->tenant, &version);
	if (rc < 0)
		return rc;
	if (version > 0) {
		say("Policy is there; `patchwacht policy set FILE` gives it "
		    "another version");
		return ERR_OK;
	}
	policy_default(&policy);
	if (policy_path != NULL)
		rc = policy_file_load(policy_path, &policy, &policy_name);
	if (rc == ERR_OK)
		rc = policy_store_add(c->db, c->tenant,
		    or_default(policy_name, in_language(default_terms)),
		    or_default(reason, "first version"), &policy);
	if (rc == ERR_OK)
		say("Policy made: version 1, %s",
		    or_default(policy_name, "default terms"));
	free(policy_name);
	return rc;
}

/* By mail, for IT staff: `patchwacht channel` has all that there is. */
static int
add_channel(struct context *c, const char *mail, const char *of_tenant)
{
	struct channel h = { .means = "mail",
		.target = mail,
		.function = or_default(function, in_language(it_staff)),
		.functions = "{it_staff}",
		.rules = "{}",
		.language = or_default(language, of_tenant),
		.least = "notice",
		.digest = "weekly",
		.settings = "{}" };
	int rc = channel_next(c->db, c->tenant, &h.channel_id);

	if (rc == ERR_OK)
		rc = channel_add(c->db, c->tenant, &h, NULL);
	if (rc == ERR_OK)
		say("Alerts go to %s", mail);
	if (rc == ERR_EXISTS) {
		say("Alerts go to %s already", mail);
		rc = ERR_OK;
	}
	return rc;
}

static int
add_channels(struct context *c)
{
	struct db_rows *rows = NULL;
	struct tenant t;
	int rc = tenant_store_load(c->db, c->tenant, &t, &rows);

	for (size_t i = 0; rc == ERR_OK && i < mails.n; i++)
		rc = add_channel(c, mails.word[i], t.language);
	db_rows_free(rows);
	return rc;
}

/* Who checks their own work: reports say so, and the CISO gets anchors. */
static int
save_provider(struct context *c)
{
	struct buf why = { 0 };
	bool changed = false, none;
	int rc;

	if (provider == NULL)
		return ERR_OK;
	none = strcmp(provider, "none") == 0;
	rc = check_tell(check_name(provider, &why), "--service-provider", &why);
	buf_free(&why);
	if (rc == ERR_OK)
		rc = setting_save(c->db, c->tenant, "service_provider",
		    none ? "" : provider, reason, &changed);
	if (rc == ERR_OK && changed && !none)
		say("Recorded: %s patches and draws up the reports. Their "
		    "anchors go to each mail channel of the CISO",
		    provider);
	return rc;
}

/* Printed on the cover: the one place of it that may hold people's names. */
static int
save_readers(struct context *c, const char *given)
{
	struct buf key = { 0 }, why = { 0 };
	const char *text;
	bool changed = false;
	int rc;

	rc = check_tell(
	    check_readers(given, &key, &text, &why), "--readers", &why);
	if (rc == ERR_OK)
		rc = setting_save(c->db, c->tenant, buf_str(&key),
		    strcmp(text, "none") == 0 ? "" : text, reason, &changed);
	if (rc == ERR_OK && changed)
		say("Recorded: %s = %s", buf_str(&key), text);
	buf_free(&key);
	buf_free(&why);
	return rc;
}

/* The consent to stand in the overview of a provider, by its number. */
static int
save_provider_tenant(struct context *c)
{
	struct buf why = { 0 };
	bool none, changed = false;
	long n = 0;
	int rc = ERR_OK;

	if (provider_tenant == NULL)
		return ERR_OK;
	none = strcmp(provider_tenant, "none") == 0;
	if (!none)
		rc = check_tell(
		    check_number(provider_tenant, 1, 2147483647, &n, &why),
		    "--provider-tenant", &why);
	buf_free(&why);
	if (rc == ERR_OK)
		rc = setting_save(c->db, c->tenant, "provider_tenant",
		    none ? "" : provider_tenant, reason, &changed);
	if (rc == ERR_OK && changed && !none)
		say("Recorded: the overview of organisation %ld may name this "
		    "one",
		    n);
	return rc;
}

/* The report that boards ask for, unless somebody has seen to that before. */
static int
make_schedule(struct context *c)
{
	struct db_rows *rows = NULL, *of_tenant = NULL;
	struct schedule s = { .name = "quarterly",
		.kind = "quarterly",
		.every = "quarter",
		.recipients = "{}",
		.since = CLOCK_NONE };
	struct tenant t;
	int rc = schedule_list(c->db, c->tenant, NULL, true, 0, &rows);

	if (rc == ERR_OK && db_count(rows) == 0) {
		rc = tenant_store_load(c->db, c->tenant, &t, &of_tenant);
		s.languages = rc == ERR_OK && strcmp(t.language, "en") == 0
		    ? "{en}"
		    : "{nl}";
		if (rc == ERR_OK)
			rc = schedule_add(c->db, c->tenant, &s);
		if (rc == ERR_OK)
			say("A report is made after each quarter; `patchwacht "
			    "schedule` changes that");
	}
	db_rows_free(of_tenant);
	db_rows_free(rows);
	return rc;
}

static int
fill(struct context *c)
{
	int rc = make_tenant(c);

	for (size_t i = 0; rc == ERR_OK && i < ANSWERS; i++)
		rc = save_answer(c, &answers[i]);
	if (rc == ERR_OK)
		rc = make_policy(c);
	if (rc == ERR_OK)
		rc = save_provider(c);
	if (rc == ERR_OK)
		rc = save_provider_tenant(c);
	for (size_t i = 0; rc == ERR_OK && i < readers.n; i++)
		rc = save_readers(c, readers.word[i]);
	if (rc == ERR_OK)
		rc = make_schedule(c);
	if (rc == ERR_OK)
		rc = add_channels(c);
	return rc;
}

/* Questions, before anything is locked; what was answered stays here. */
static char *replies[ANSWERS + 3];

static bool
is_kind(const char *text)
{
	struct buf why = { 0 };
	int rc = check_tell(check_word(text, kinds, &why), "kind", &why);

	buf_free(&why);
	return rc == ERR_OK;
}

static bool
is_mail(const char *text)
{
	struct buf why = { 0 };
	int rc = ERR_OK;

	if (text[0] != '\0')
		rc = check_tell(check_mail(text, &why), "mail", &why);
	buf_free(&why);
	return rc == ERR_OK;
}

static bool
is_answer(const struct answer *a, const char *text)
{
	char *value = NULL;
	int rc = answer_read(a, text, &value);

	free(value);
	return rc == ERR_OK;
}

static void
ask_organisation(void)
{
	char **reply = &replies[ANSWERS];

	while (name == NULL && !feof(stdin))
		name = *reply = ask("Name of the organisation", NULL);
	reply++;
	while (kind == NULL || !is_kind(kind)) {
		free(*reply);
		kind = *reply =
		    ask("Kind (school, care, provider, other)", "school");
	}
	reply++;
	while (mails.n == 0) {
		free(*reply);
		*reply = ask("Mail address for alerts, or nothing", "");
		if (is_mail(*reply))
			words_add(&mails, *reply);
	}
	if (mails.word[0][0] == '\0')
		mails.n = 0;
}

static int
ask_all(struct context *c)
{
	struct db_rows *rows = NULL;
	struct tenant t;
	int rc = tenant_store_load(c->db, c->tenant, &t, &rows);

	if (rc == ERR_NOTFOUND) {
		ask_organisation();
		rc = ERR_OK;
	}
	for (size_t i = 0; rc == ERR_OK && i < ANSWERS; i++) {
		struct answer *a = &answers[i];
		char *was = NULL;

		rc = setting_load(c->db, c->tenant, a->key, &was);
		while (rc == ERR_OK && was == NULL && a->given == NULL) {
			free(replies[i]);
			replies[i] = ask(a->question,
			    or_default(in_language(a->fallback), ""));
			if (is_answer(a, replies[i]))
				a->given = replies[i];
		}
		free(was);
	}
	db_rows_free(rows);
	return rc;
}

static int
run(struct context *c)
{
	int rc = connect_or_make(c);

	if (rc == ERR_OK)
		rc = key_pairs_make(&c->place);
	if (rc == ERR_OK && ask_can())
		rc = ask_all(c);
	if (rc == ERR_OK)
		rc = db_begin(c->db);
	if (rc < 0)
		return rc;
	rc = fill(c);
	if (rc == ERR_OK)
		rc = db_commit(c->db);
	else
		db_rollback(c->db);
	if (rc == ERR_OK && c->tenant != 1)
		say("Ready. Each command about it has --tenant %d before its "
		    "verb: `patchwacht device import FILE.csv`.",
		    c->tenant);
	else if (rc == ERR_OK)
		say("Ready. Next: `patchwacht credential add`, `patchwacht "
		    "device add` or `device import`.");
	return rc;
}

int
verb_init(int argc, char **argv)
{
	struct words rest = { 0 };
	struct context c = { 0 };
	int rc = flag_parse(&synopsis, argc, argv, &rest);

	words_free(&rest);
	if (rc < 0)
		return flag_exit(rc);
	if (check_words() < 0)
		return EXIT_USAGE;
	if (check_policy() < 0)
		return EXIT_FAILURE;
	rc = context_place(&c);
	if (rc == ERR_OK)
		rc = run(&c);
	context_close(&c);
	words_free(&mails);
	words_free(&readers);
	for (size_t i = 0; i < sizeof(replies) / sizeof(replies[0]); i++)
		free(replies[i]);
	return rc == ERR_OK ? EXIT_SUCCESS : EXIT_FAILURE;
}
