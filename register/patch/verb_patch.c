/* SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/mem.h"
#include "lib/profile/set.h"
#include "lib/store/db.h"
#include "lib/store/patch/deployment_store.h"
#include "register/audit/revision.h"
#include "register/command.h"
#include "register/patch/patch_input.h"
#include "register/patch/plan_check.h"
#include "register/patch/verb_patch.h"
#include "register/profile/profiles.h"
#include "register/verbs.h"
#include "register/work.h"

/* patchwacht patch: what should run where, by when. */

static long rev;
static struct patch_input typed;
static struct words vulnerabilities;
static const char *window, *reason;
static bool known_exploited;

/* clang-format off */
#define TEXT(f, option, what, help) \
	{ option, FLAG_TEXT, &typed.value[f], what, help }
#define OPTIONS \
	TEXT(PATCH_PRIORITY, "priority", "WORD", \
	    "critical, high, medium or low (required)"), \
	{ "fix", FLAG_LIST, &typed.fixes, "SCHEME:VERSION", \
	    "the first version that has it; once for each branch" }, \
	{ "device", FLAG_LIST, &typed.devices, "NAME", "it is for that one" }, \
	{ "profile", FLAG_LIST, &typed.profiles, "NAME", \
	    "for every device of that kind" }, \
	{ "model", FLAG_LIST, &typed.models, "PATTERN", \
	    "of that model (\"C9300*\")" }, \
	{ "versions", FLAG_LIST, &typed.versions, "SCHEME:A..B", \
	    "that run one of these, as --fix is written" }, \
	{ "tag", FLAG_LIST, &typed.tags, "WORD", "with that tag" }, \
	{ "site", FLAG_LIST, &typed.sites, "NAME", "only there" }, \
	TEXT(PATCH_VENDOR, "vendor", "NAME", "who makes the patch"), \
	TEXT(PATCH_PRODUCT, "product", "NAME", "what it patches"), \
	{ "vulnerability", FLAG_LIST, &vulnerabilities, "CVE", \
	    "that it closes; may be repeated" }, \
	TEXT(PATCH_ADVISORY, "advisory", "URL", "where it is published"), \
	TEXT(PATCH_RELEASED, "released", "TIME", "by the vendor"), \
	TEXT(PATCH_ADVISED, "advised", "TIME", "by a CSIRT"), \
	TEXT(PATCH_DEADLINE, "deadline", "TIME", "instead of by policy"), \
	TEXT(PATCH_CRITICALITY, "criticality", "TEXT", \
	    "how serious the hole is"), \
	TEXT(PATCH_IMPACT, "impact", "TEXT", "of its abuse"), \
	TEXT(PATCH_DEPENDENCIES, "dependencies", "TEXT", \
	    "which systems and processes feel it"), \
	TEXT(PATCH_TEST_RESULT, "test-result", "TEXT", "of the test"), \
	TEXT(PATCH_TESTED, "tested", "TIME", "when it was tested"), \
	TEXT(PATCH_RECOVERY_PLAN, "recovery-plan", "TEXT", \
	    "what to do if it goes wrong"), \
	TEXT(PATCH_PLANNING, "planning", "TEXT", "in words"), \
	{ "window", FLAG_TEXT, &window, "TIME..TIME", \
	    "when it may be installed" }, \
	TEXT(PATCH_COMMUNICATION, "communication", "TEXT", \
	    "who is told of what"), \
	TEXT(PATCH_OWNER, "owner", "FUNCTION", "who sees to it"), \
	{ "reason", FLAG_TEXT, &reason, "TEXT", "why" }
/* clang-format on */

static void
tell_option(void *arg, const char *field, const char *why)
{
	static const char *const named[][2] = { { "fixes", "--fix" },
		{ "devices", "--device" }, { "profiles", "--profile" },
		{ "models", "--model" }, { "tags", "--tag" },
		{ "sites", "--site" }, { "versions", "--versions" },
		{ "window_start", "--window" }, { "window_end", "--window" },
		{ "reference", "REFERENCE" }, { "title", "TITLE" },
		{ "vulnerabilities", "--vulnerability" } };
	char option[64] = "--";
	size_t len = 2;

	(void)arg;
	for (size_t i = 0; i < sizeof(named) / sizeof(named[0]); i++) {
		if (strcmp(field, named[i][0]) == 0) {
			complain("%s: %s", named[i][1], why);
			return;
		}
	}
	for (; *field != '\0' && len < sizeof(option) - 1; field++)
		option[len++] = *field == '_' ? '-' : *field;
	complain("%s: %s", option, why);
}

/* What borrowed texts of the options stand in. */
struct texts {
	struct buf vulnerabilities;
	char *window_start;
};

static int
take_window(struct texts *t)
{
	const char *dots;

	if (window == NULL)
		return ERR_OK;
	if (window[0] == '\0') {
		typed.value[PATCH_WINDOW_START] = "";
		typed.value[PATCH_WINDOW_END] = "";
		return ERR_OK;
	}
	dots = strstr(window, "..");
	if (dots == NULL) {
		complain("--window: \"%s\" is not TIME..TIME, such as "
			 "\"2026-01-31 22:00..2026-02-01 02:00\"",
		    window);
		return ERR_PARSE;
	}
	t->window_start = mem_dup_text(window, (size_t)(dots - window));
	typed.value[PATCH_WINDOW_START] = t->window_start;
	typed.value[PATCH_WINDOW_END] = dots + 2;
	return ERR_OK;
}

static int
take_options(struct texts *t)
{
	typed.fault = tell_option;
	for (size_t i = 0; i < vulnerabilities.n; i++)
		buf_printf(&t->vulnerabilities, "%s,", vulnerabilities.word[i]);
	if (vulnerabilities.n > 0)
		typed.value[PATCH_VULNERABILITIES] =
		    buf_str(&t->vulnerabilities);
	if (known_exploited)
		typed.value[PATCH_KNOWN_EXPLOITED] = "yes";
	return take_window(t);
}

static void
free_texts(struct texts *t)
{
	buf_free(&t->vulnerabilities);
	free(t->window_start);
	patch_input_free(&typed);
}

/* What was typed wrong is told, and a wrong use. */
static int
read_typed(struct context *c, int id, struct patch_values *v,
    struct patch_scope *scope)
{
	return patch_input_read(c, &typed, id, v, scope) < 0 ? ERR_PARSE
							     : ERR_OK;
}

/* Nothing goes to production without a test and a way back. */
static int
refuse_untested(struct context *c, int id, const struct patch_values *v)
{
	struct buf why = { 0 };
	int rc =
	    plan_check(c, id, v, typed.value[PATCH_WINDOW_END] != NULL, &why);

	if (rc == ERR_RANGE)
		complain("--window: %s", buf_str(&why));
	buf_free(&why);
	return rc;
}

static int
refuse_later(struct context *c, int id, const struct patch_values *v)
{
	struct buf why = { 0 };
	int rc = deadline_check(c, id, v, &why);

	if (rc == ERR_RANGE)
		complain("--deadline: %s", buf_str(&why));
	buf_free(&why);
	return rc;
}

static int
refuse_lower(const struct patch_values *was, const struct patch_values *v)
{
	struct buf why = { 0 };
	int rc = class_check(was, v, &why);

	if (rc == ERR_RANGE)
		complain("%s: %s",
		    typed.value[PATCH_PRIORITY] != NULL ? "--priority"
							: "--known-exploited",
		    buf_str(&why));
	buf_free(&why);
	return rc;
}

/* patch add */

static void
tell_untested(void)
{
	if (typed.value[PATCH_TEST_RESULT] != NULL)
		say("A test result that is written here is a text; what "
		    "counts is `patchwacht patch test`");
}

/* Which is told, and not refused: a patch may be registered late. */
static void
tell_past_deadline(const struct patch_values *v)
{
	const char *deadline = v->value[PATCH_DEADLINE];
	int64_t at;

	if (deadline != NULL && clock_parse(deadline, &at) == ERR_OK &&
	    at <= clock_now())
		say("Its deadline has passed already: each device is late from "
		    "the start");
}

static void
tell_added(
    const struct patch_values *v, const struct patch_scope *scope, int64_t made)
{
	say("Patch added: %s; devices now: %" PRId64, v->value[PATCH_REFERENCE],
	    made);
	if (scope->n_targets == 0)
		say("It is for no device yet: --device, --profile, --model or "
		    "--tag with `patchwacht patch edit`");
	if (scope->n_fixes == 0)
		say("Without --fix nothing that a device says can prove it; "
		    "what people report counts as declared only");
	tell_untested();
	tell_past_deadline(v);
	if (v->value[PATCH_RELEASED] == NULL && v->value[PATCH_ADVISED] == NULL)
		say("Its term begins now: --released or --advised say since "
		    "when it was known");
}

static int
add_typed(struct context *c, struct profile_set *known)
{
	struct patch_values v = { 0 };
	struct patch_scope scope;
	int64_t made = 0;
	int id, rc;

	typed.known = known;
	rc = read_typed(c, 0, &v, &scope);
	if (v.value[PATCH_PRIORITY] == NULL &&
	    typed.value[PATCH_PRIORITY] == NULL) {
		complain("--priority is missing: critical, high, medium or "
			 "low");
		rc = ERR_PARSE;
	}
	if (rc == ERR_OK)
		rc = refuse_untested(c, 0, &v);
	if (rc == ERR_OK)
		rc = refuse_later(c, 0, &v);
	if (rc == ERR_OK)
		rc = patch_store_add(c->db, c->tenant, &v, &scope, reason, &id);
	if (rc == ERR_OK)
		rc = deployment_match_of(c->db, c->tenant, id, 0, &made);
	if (rc == ERR_OK)
		tell_added(&v, &scope, made);
	return rc;
}

static int
add_patch(struct context *c, const struct words *rest)
{
	struct profile_set *known = NULL;
	struct texts texts = { 0 };
	int rc = take_options(&texts);

	typed.value[PATCH_REFERENCE] = rest->word[0];
	typed.value[PATCH_TITLE] = rest->word[1];
	if (rc == ERR_OK)
		rc = profiles_open(&known);
	if (rc == ERR_OK)
		rc = add_typed(c, known);
	profile_set_free(known);
	free_texts(&texts);
	return rc;
}

static int
add_verb(int argc, char **argv)
{
	static const struct flag flags[] = { OPTIONS,
		{ "known-exploited", FLAG_YES, &known_exploited, NULL,
		    "it is being abused: the critical term holds" },
		{ 0 } };
	static const struct synopsis s = { "patch add", "REFERENCE TITLE", 2, 2,
		flags,
		"--fix fortios:7.2.8 (in branch 7.2 from 7.2.8), "
		"'fortios:>=7.4.1' (and every later\nbranch), "
		"fortios:7.2.8..7.2.10 (up to 7.2.10), "
		"dpkg:package:openssl=3.0.11-1~deb12u2." };

	return work_change(&s, argc, argv, add_patch);
}

/* patch edit */

static int
store_edit(struct context *c, int id, struct profile_set *known)
{
	struct patch_values v, was;
	struct patch_scope scope;
	struct db_rows *rows = NULL;
	int64_t moved = 0, kept = 0, made = 0;
	int rc;

	typed.known = known;
	rc = patch_store_load(c->db, c->tenant, id, &v, &rows);
	was = v;
	if (rc == ERR_OK)
		rc = read_typed(c, id, &v, &scope);
	if (rc == ERR_OK)
		rc = refuse_lower(&was, &v);
	if (rc == ERR_OK)
		rc = refuse_untested(c, id, &v);
	if (rc == ERR_OK)
		rc = refuse_later(c, id, &v);
	if (rc == ERR_OK)
		rc = patch_store_edit(c->db, c->tenant, id, &v, &scope, reason);
	if (rc == ERR_OK)
		rc = deployment_retime(c->db, c->tenant, id, &moved, &kept);
	if (rc == ERR_OK)
		rc = deployment_match_of(c->db, c->tenant, id, 0, &made);
	if (rc == ERR_OK)
		say("Patch changed: %s; new devices: %" PRId64
		    ", deadlines moved earlier: %" PRId64,
		    v.value[PATCH_REFERENCE], made, moved);
	if (rc == ERR_OK && kept > 0)
		say("Deadlines that stay as they were: %" PRId64
		    "; more time is an exception, which somebody else approves",
		    kept);
	if (rc == ERR_OK && typed.value[PATCH_TEST_RESULT] != NULL)
		tell_untested();
	db_rows_free(rows);
	return rc;
}

/* Nobody else edits it from here on, nor has since it was looked at. */
static int
hold_patch(struct context *c, const char *reference, int id)
{
	struct buf object = { 0 };
	int rc;

	buf_printf(&object, "patch/%s", reference);
	rc = revision_hold(c, buf_str(&object), rev, patch_store_lock, id);
	buf_free(&object);
	return rc;
}

static int
edit_patch(struct context *c, const struct words *rest)
{
	struct profile_set *known = NULL;
	struct texts texts = { 0 };
	int id, rc = take_options(&texts);

	if (rc == ERR_OK && reason == NULL) {
		complain("say why: --reason TEXT");
		rc = ERR_PARSE;
	}
	if (rc == ERR_OK)
		rc = verb_patch_find(c, rest->word[0], &id);
	if (rc == ERR_OK)
		rc = profiles_open(&known);
	if (rc == ERR_OK)
		rc = hold_patch(c, rest->word[0], id);
	if (rc == ERR_OK)
		rc = store_edit(c, id, known);
	profile_set_free(known);
	free_texts(&texts);
	return rc;
}

static int
edit_verb(int argc, char **argv)
{
	static const struct flag flags[] = { { "reference", FLAG_TEXT,
						 &typed.value[PATCH_REFERENCE],
						 "TEXT", "another number" },
		{ "title", FLAG_TEXT, &typed.value[PATCH_TITLE], "TEXT",
		    "another title" },
		OPTIONS,
		{ "known-exploited", FLAG_TEXT,
		    &typed.value[PATCH_KNOWN_EXPLOITED], "yes|no",
		    "it is being abused" },
		{ "rev", FLAG_INT, &rev, "N",
		    "only if it is as `patch show` printed it: its revision" },
		{ 0 } };
	static const struct synopsis s = { "patch edit", "REFERENCE", 1, 1,
		flags,
		"Changes what is given; \"\" empties it. --fix replaces the "
		"fix set, --device and its\nkind replace the targets. A "
		"deadline only ever moves earlier. --reason is required." };

	return work_change(&s, argc, argv, edit_patch);
}

int
verb_patch(int argc, char **argv)
{
	static const struct verb verbs[] = {
		{ "add", add_verb, "add one" },
		{ "import", verb_patch_import, "add many from a CSV file" },
		{ "list", verb_patch_list, "list them" },
		{ "show", verb_patch_show, "show all that is known of one" },
		{ "edit", edit_verb, "change one" },
		{ "assess", verb_patch_assess, "how urgent it is" },
		{ "agree", verb_patch_agree, "that it is less urgent" },
		{ "test", verb_patch_test, "what a test of it showed" },
		{ "emergency", verb_patch_emergency, "no time to test" },
		{ "plan", verb_patch_plan, "into a window" },
		{ "approve", verb_patch_approve, "its plan may be done" },
		{ "notice", verb_patch_notice, "a text for users" },
		{ "calendar", verb_patch_calendar, "an .ics file for users" },
		{ "informed", verb_patch_informed, "who was told" },
		{ "deviation", verb_patch_deviation, "what went otherwise" },
		{ "withdraw", verb_patch_withdraw, "it is no longer asked" },
		{ "reopen", verb_patch_reopen, "it is asked again" },
		{ 0 },
	};

	return verb_dispatch("patch", verbs, argc, argv);
}
