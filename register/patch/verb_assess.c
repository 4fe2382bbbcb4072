/* SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>
#include <stdlib.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/model/assessment.h"
#include "lib/store/db.h"
#include "lib/store/export/known_store.h"
#include "lib/store/patch/assessment_store.h"
#include "lib/store/patch/patch_store.h"
#include "lib/store/patch/policy_store.h"
#include "lib/store/refused.h"
#include "register/command.h"
#include "register/context.h"
#include "register/exchange/by_text.h"
#include "register/exchange/import_field.h"
#include "register/exchange/import_said.h"
#include "register/import.h"
#include "register/patch/verb_patch.h"
#include "register/people/refusal.h"
#include "register/setup/check.h"
#include "register/work.h"

/* Step 1 of the process: patch assess, patch agree. */

static const char *score, *exploited, *internet, *patient, *priority;
static const char *criticality, *impact, *dependencies, *reason;

/* Known is that of the assessment before, which is not forgotten. */
static int
read_score(struct assessment_facts *f, int known, struct buf *why)
{
	f->score = known;
	if (score == NULL || score_parse(score, &f->score) == ERR_OK)
		return ERR_OK;
	buf_printf(why, "\"%s\" is not a score from 0.0 to 10.0", score);
	return check_tell(ERR_PARSE, "--score", why);
}

/* What is typed, over what is known without it. */
static int
read_yes(const char *option, const char *text, bool known, bool *out,
    struct buf *why)
{
	*out = known;
	if (text == NULL)
		return ERR_OK;
	return check_tell(check_yes_no(text, out, why), option, why);
}

static int
read_facts(struct context *c, int patch, const struct patch_values *v,
    bool is_import, struct assessment_facts *f)
{
	const char *known = v->value[PATCH_KNOWN_EXPLOITED];
	struct buf why = { 0 };
	bool faces = false, medical = false;
	int before = SCORE_UNKNOWN, rc;

	rc = assessment_of_devices(c->db, c->tenant, patch, &faces, &medical);
	if (rc == ERR_OK && !is_import)
		rc = assessment_last_score(c->db, c->tenant, patch, &before);
	if (rc == ERR_OK)
		rc = read_score(f, before, &why);
	if (rc == ERR_OK)
		rc = read_yes("--known-exploited", exploited,
		    known != NULL && *known == 't', &f->known_exploited, &why);
	if (rc == ERR_OK)
		rc = read_yes("--internet-facing", internet, faces,
		    &f->internet_facing, &why);
	if (rc == ERR_OK)
		rc = read_yes("--patient-safety", patient, medical,
		    &f->patient_safety, &why);
	buf_free(&why);
	return rc;
}

/* Each of the three questions of the process has an answer, here or before. */
static int
take_answer(const char *option, const char *typed, enum patch_field f,
    struct patch_values *v)
{
	struct buf why = { 0 };
	int rc = ERR_OK;

	if (typed != NULL) {
		rc = check_tell(check_prose(typed, &why), option, &why);
		v->value[f] = typed;
	} else if (v->value[f] == NULL) {
		complain("%s is missing: each patch is assessed on "
			 "criticality, impact and dependencies",
		    option);
		rc = ERR_PARSE;
	}
	buf_free(&why);
	return rc;
}

static int
take_answers(struct patch_values *v)
{
	int rc =
	    take_answer("--criticality", criticality, PATCH_CRITICALITY, v);

	if (rc == ERR_OK)
		rc = take_answer("--impact", impact, PATCH_IMPACT, v);
	if (rc == ERR_OK)
		rc = take_answer(
		    "--dependencies", dependencies, PATCH_DEPENDENCIES, v);
	return rc;
}

static int
decide(struct assessment *a)
{
	struct buf why = { 0 };
	int rc = ERR_OK;

	a->priority = a->proposed;
	if (priority != NULL)
		rc = check_tell(check_priority(priority, &a->priority, &why),
		    "--priority", &why);
	buf_free(&why);
	if (rc < 0)
		return rc;
	if (a->priority != a->proposed && reason == NULL) {
		complain("the policy proposes %s (%s): say why it is %s: "
			 "--reason TEXT",
		    priority_name(a->proposed), a->rule,
		    priority_name(a->priority));
		return ERR_PARSE;
	}
	a->reason = reason;
	return ERR_OK;
}

static void
tell(const char *reference, const struct assessment *a, int64_t moved)
{
	say("Policy version %d proposes %s: %s", a->policy_version,
	    priority_name(a->proposed), a->rule);
	if (a->lowers)
		say("Patch %s stays %s until a second person agrees with %s: "
		    "`patchwacht patch agree %s`",
		    reference, priority_name(a->was),
		    priority_name(a->priority), reference);
	else
		say("Patch %s: %s; deadlines moved earlier: %" PRId64,
		    reference, priority_name(a->priority), moved);
}

/* A supplier does not see by which policy: told is whose task it is. */
static int
may_see_policy(struct context *c)
{
	static char table[] = "assessment";
	struct db_rows *rows = NULL;
	bool sees = true;
	int rc = db_query(c->db, &rows,
	    "SELECT EXISTS(SELECT FROM policy WHERE tenant_id=$1)",
	    DB_INT(c->tenant));

	if (rc == ERR_OK)
		sees = db_bool(rows, 0, 0);
	db_rows_free(rows);
	if (sees)
		return rc;
	refusal_tell(c->db, &(struct refused){ .table = table });
	return ERR_DENIED;
}

static int
propose(struct context *c, struct assessment *a, const struct patch_values *v,
    bool is_import, struct buf *rule)
{
	const char *known = v->value[PATCH_KNOWN_EXPLOITED];
	struct policy policy = { 0 };
	int rc = priority_parse(v->value[PATCH_PRIORITY], &a->was);

	if (rc == ERR_OK)
		rc = may_see_policy(c);
	if (rc == ERR_OK)
		rc = policy_store_load(c->db, c->tenant, clock_now(), &policy);
	if (rc == ERR_OK)
		rc = read_facts(c, a->patch, v, is_import, &a->facts);
	if (rc < 0)
		return rc;
	a->policy_version = policy.version;
	a->proposed = assessment_propose(&policy, &a->facts, rule);
	a->rule = buf_str(rule);
	rc = decide(a);
	a->lowers = assessment_lowers(a->was, known != NULL && *known == 't',
	    a->priority, a->facts.known_exploited);
	return rc;
}

/* When known is given it says whether this was done before. */
struct assessing {
	struct assessment a;
	struct buf rule;
	int64_t moved;
	bool *known;
};

/* How often the file at hand has said the same. */
static struct by_text *said;

/* Each row is one: the third of high, critical, high is no repetition of the
 * first, and is there when two of these are. */
static int
find_known(struct context *c, const struct assessment *a, bool *known)
{
	const struct assessment_facts *f = &a->facts;
	const char *const words[] = { a->criticality, a->impact,
		a->dependencies, priority_name(a->priority), a->reason };
	struct buf all = { 0 };
	int64_t there = 0;
	int rc = known_assessments(c->db, c->tenant, a, &there);

	buf_printf(&all, "%d %d %d%d%d", a->patch, f->score, f->known_exploited,
	    f->internet_facing, f->patient_safety);
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		buf_printf(&all, "\n%s", words[i] == NULL ? "" : words[i]);
	*known = there > (*by_text_at(&said, buf_str(&all)))++;
	buf_free(&all);
	return rc;
}

static int
note(struct context *c, struct assessing *g, struct patch_values *v)
{
	int rc = take_answers(v);

	g->a.criticality = v->value[PATCH_CRITICALITY];
	g->a.impact = v->value[PATCH_IMPACT];
	g->a.dependencies = v->value[PATCH_DEPENDENCIES];
	if (rc == ERR_OK && g->known != NULL)
		rc = find_known(c, &g->a, g->known);
	if (rc < 0 || (g->known != NULL && *g->known))
		return rc;
	return patch_store_assess(c->db, c->tenant, &g->a, &g->moved);
}

static int
assess_patch(struct context *c, const char *reference, struct assessing *g)
{
	struct patch_values v = { 0 };
	struct db_rows *rows = NULL;
	int rc = verb_patch_find(c, reference, &g->a.patch);

	/* What is not typed is as it stands: nobody changes it meanwhile. */
	if (rc == ERR_OK)
		rc = patch_store_hold(c->db, c->tenant, g->a.patch);
	if (rc == ERR_OK)
		rc = patch_store_load(c->db, c->tenant, g->a.patch, &v, &rows);
	if (rc == ERR_OK)
		rc = propose(c, &g->a, &v, g->known != NULL, &g->rule);
	if (rc == ERR_OK)
		rc = note(c, g, &v);
	db_rows_free(rows);
	return rc;
}

static int
assess(struct context *c, const struct words *rest)
{
	struct assessing g = { 0 };
	int rc = assess_patch(c, rest->word[0], &g);

	if (rc == ERR_OK)
		tell(rest->word[0], &g.a, g.moved);
	buf_free(&g.rule);
	return rc;
}

int
verb_patch_assess(int argc, char **argv)
{
	static const struct flag flags[] = {
		{ "score", FLAG_TEXT, &score, "NUMBER",
		    "CVSS, 0.0 to 10.0 (as in the assessment before)" },
		{ "known-exploited", FLAG_TEXT, &exploited, "yes|no",
		    "it is being abused (as the patch says)" },
		{ "internet-facing", FLAG_TEXT, &internet, "yes|no",
		    "can be reached from there (as its devices are)" },
		{ "patient-safety", FLAG_TEXT, &patient, "yes|no",
		    "care may be harmed (yes with a medical device)" },
		{ "criticality", FLAG_TEXT, &criticality, "TEXT",
		    "how serious the hole is" },
		{ "impact", FLAG_TEXT, &impact, "TEXT", "of its abuse" },
		{ "dependencies", FLAG_TEXT, &dependencies, "TEXT",
		    "which systems and processes feel it" },
		{ "priority", FLAG_TEXT, &priority, "WORD",
		    "instead of what the policy proposes" },
		{ "reason", FLAG_TEXT, &reason, "TEXT",
		    "why; required with another priority" },
		{ 0 },
	};
	static const struct synopsis s = { "patch assess", "REFERENCE", 1, 1,
		flags,
		"The policy proposes a class (patchwacht-policy(5)), you "
		"decide. Each time is a record\nof its own. One that asks "
		"less than before waits for `patch agree`." };

	return work_change(&s, argc, argv, assess);
}

/* patch agree */

static int
agree(struct context *c, const struct words *rest)
{
	int64_t moved = 0, kept = 0;
	int patch, rc = verb_patch_find(c, rest->word[0], &patch);

	if (rc < 0)
		return rc;
	rc = patch_store_agree(c->db, c->tenant, patch, reason, &moved, &kept);
	if (rc == ERR_NOTFOUND)
		complain("patch %s has no assessment that waits for %s: a "
			 "system owner, the process owner or the board agrees, "
			 "and nobody with their own",
		    rest->word[0], c->actor);
	else if (rc == ERR_OK)
		say("Patch %s: agreed by %s; deadlines moved: %" PRId64
		    ", already past and as they were: %" PRId64,
		    rest->word[0], c->actor, moved, kept);
	return rc;
}

int
verb_patch_agree(int argc, char **argv)
{
	static const struct flag flags[] = {
		{ "reason", FLAG_TEXT, &reason, "TEXT", "why" },
		{ 0 },
	};
	static const struct synopsis s = { "patch agree", "REFERENCE", 1, 1,
		flags,
		"You agree, in your own name, that less is asked than before. "
		"Deadlines that have passed\nstay as they were." };

	return work_change(&s, argc, argv, agree);
}

/* patchwacht import assessments: each row is one, by who imports it. */

static const struct {
	const char *column;
	const char **option;
} taken[] = {
	{ "score", &score },
	{ "known_exploited", &exploited },
	{ "internet_facing", &internet },
	{ "patient_safety", &patient },
	{ "criticality", &criticality },
	{ "impact", &impact },
	{ "dependencies", &dependencies },
	{ "priority", &priority },
	{ "reason", &reason },
};

static int
import_assessment(struct import *im, void *arg)
{
	struct context *c = import_context(im);
	const char *patch = import_text(im, "patch");
	struct assessing g = { 0 };
	bool known = false;
	int rc = import_patch(im, &g.a.patch);

	(void)arg;
	if (rc < 0 || import_row_is_bad(im))
		return rc;
	for (size_t i = 0; i < sizeof(taken) / sizeof(taken[0]); i++)
		*taken[i].option = import_text(im, taken[i].column);
	g.known = &known;
	rc = assess_patch(c, patch, &g);
	buf_free(&g.rule);
	/* What is wrong was told by the option's name, which is the column's.*/
	if (rc == ERR_PARSE) {
		import_fault(im, NULL, "is no assessment");
		return ERR_OK;
	}
	if (rc == ERR_OK)
		import_did(im, known ? "unchanged" : "add", patch);
	return rc;
}

int
import_assessments(int argc, char **argv)
{
	static struct import_column columns[] = {
		{ "patch", IMPORT_REQUIRED },
		{ "score", 0 },
		{ "known_exploited", 0 },
		{ "internet_facing", 0 },
		{ "patient_safety", 0 },
		{ "criticality", 0 },
		{ "impact", 0 },
		{ "dependencies", 0 },
		{ "priority", IMPORT_REQUIRED },
		{ "reason", 0 },
		{ "proposed", 0 },
		{ "was", 0 },
		{ "at", 0 },
		{ "actor", 0 },
		{ "approved", 0 },
		{ "approved_by", 0 },
		{ 0 },
	};
	static const struct import_plan plan = { .columns = columns,
		.row = import_assessment,
		.nouns = "assessments" };

	int rc;

	rc = import_kind_run(
	    &(struct import_kind){ "assessments", &plan,
		"Columns: patch, priority, and as you like score, "
		"known_exploited, internet_facing,\npatient_safety, "
		"criticality, impact, dependencies, reason. Each is made now, "
		"in your own\nname, as `patchwacht patch assess` does; one "
		"that "
		"asks less waits for somebody else." },
	    argc, argv);
	by_text_free(said);
	return rc;
}
