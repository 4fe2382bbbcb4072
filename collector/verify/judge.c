/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/verify/judge.h"

#include <string.h>

#include "collector/verify/versions.h"
#include "lib/base/clock.h"
#include "lib/model/fixset.h"
#include "lib/model/scheme.h"
#include "lib/profile/identity.h"
#include "lib/store/patch/verdict.h"

enum { FIXES_MAX = 64 };

/* The entries of a verdict for one component, as fixset.h takes them. */
struct group {
	const char *component;
	struct fix fix[FIXES_MAX];
	size_t n;
	const struct scheme *scheme[SCHEMES_MAX];
	size_t n_schemes;
	const char *unknown; /* a scheme that is not there */
};

struct tally {
	int met, not_met, apart, unreadable;
	int64_t since_met, since_old, before_old, since_apart, before_apart;
	bool needs_boot, coarse;
};

static void
add_scheme(struct group *g, const struct scheme_set *schemes, const char *name)
{
	const struct scheme *s = scheme_find(schemes, name);

	if (s == NULL) {
		g->unknown = name;
		return;
	}
	for (size_t i = 0; i < g->n_schemes; i++)
		if (g->scheme[i] == s)
			return;
	if (g->n_schemes < SCHEMES_MAX)
		g->scheme[g->n_schemes++] = s;
}

/* The next component's entries; they stand together. */
static size_t
take_group(const struct verdict *v, size_t at, const struct scheme_set *schemes,
    struct group *g)
{
	*g = (struct group){ .component = v->fix[at].component };
	for (;
	     at < v->n_fixes && strcmp(v->fix[at].component, g->component) == 0;
	     at++) {
		const struct verdict_fix *f = &v->fix[at];

		if (g->n == FIXES_MAX)
			continue;
		g->fix[g->n++] = (struct fix){ f->min, f->max, f->all };
		add_scheme(g, schemes, f->scheme);
	}
	return at;
}

/* "10.0.17763" of "10.0.17763.5329": the head, and not a shorter number. */
static bool
is_head_of(const char *version, const char *whole)
{
	size_t len = strlen(version);

	return strncmp(whole, version, len) == 0 && whole[len] != '\0' &&
	    strchr(".- (,", whole[len]) != NULL;
}

/* A release that is the head of a fixed version does not show which patch. */
static bool
is_coarse(const struct identity *id, const struct group *g)
{
	if (id->granularity == GRANULARITY_PRODUCT)
		return true;
	if (id->granularity != GRANULARITY_RELEASE)
		return false;
	for (size_t i = 0; i < g->n; i++)
		if (is_head_of(id->version, g->fix[i].min))
			return true;
	return false;
}

static void
show(struct judged *out, const struct version_said *s)
{
	if (out->running.len > 0)
		buf_add_str(&out->running, ", ");
	if (*s->component != '\0')
		buf_printf(&out->running, "%s ", s->component);
	buf_add_str(&out->running, s->value);
}

static void
count(struct tally *t, enum fixset_result r, const struct version_said *s)
{
	switch (r) {
	case FIXSET_MET:
		t->met++;
		if (s->since > t->since_met)
			t->since_met = s->since;
		break;
	case FIXSET_NOT_MET:
		/* One that was below it all the time is enough. */
		if (t->not_met++ == 0 || s->since < t->since_old) {
			t->since_old = s->since;
			t->before_old = s->before;
		}
		break;
	case FIXSET_APART:
		if (t->apart++ == 0 || s->since < t->since_apart) {
			t->since_apart = s->since;
			t->before_apart = s->before;
		}
		break;
	}
}

static void
judge_one(const struct group *g, const struct version_said *s, struct tally *t,
    struct judged *out)
{
	const struct fixset set = { g->fix, g->n };

	show(out, s);
	if (out->why.len > 0)
		buf_add_str(&out->why, "; ");
	if (*s->component != '\0')
		buf_printf(&out->why, "%s: ", s->component);
	count(t,
	    fixset_judge(&set, g->scheme, g->n_schemes, s->value, &out->why),
	    s);
}

/* A member of a stack that the profile wants to be like the others. */
static bool
is_member(const struct identity *id, const struct version_said *s)
{
	if (strcmp(s->kind, "component") != 0)
		return false;
	for (size_t i = 0; i < id->n_components; i++)
		if (id->component[i].kind == KIND_COMPONENT &&
		    strcmp(id->component[i].name, s->component) == 0)
			return id->component[i].required;
	return false;
}

static bool
speaks_of_packages(const struct versions *v)
{
	for (size_t i = 0; i < v->n; i++)
		if (strcmp(v->said[i].kind, "package") == 0)
			return true;
	return false;
}

/* What is not among all packages is not installed, and has no hole. */
static bool
is_absent(const struct judge_reading *r, const struct group *g)
{
	return r->whole && strncmp(g->component, "package:", 8) == 0 &&
	    speaks_of_packages(r->versions);
}

static void
judge_group(const struct judge_reading *r, const struct group *g,
    struct tally *t, struct judged *out)
{
	const struct identity *id = r->identity;
	bool is_product = *g->component == '\0';
	int found = 0;

	if (g->n_schemes == 0) {
		buf_printf(&out->why, "scheme %s is not known", g->unknown);
		t->unreadable++;
		return;
	}
	for (size_t i = 0; i < r->versions->n; i++) {
		const struct version_said *s = &r->versions->said[i];

		if (!versions_concerns(g->component, s) &&
		    !(is_product && is_member(id, s)))
			continue;
		judge_one(g, s, t, out);
		found++;
	}
	if (is_product) {
		t->coarse |= is_coarse(id, g);
		t->needs_boot |= id->installed && id->reboot == REBOOT_REQUIRED;
	} else if (strncmp(g->component, "package:", 8) == 0) {
		t->needs_boot |= id->reboot == REBOOT_REQUIRED;
	}
	if (found == 0 && !is_absent(r, g))
		t->unreadable++;
}

static void
conclude(const struct tally *t, struct judgement *say)
{
	say->since = say->at;
	say->before = CLOCK_NONE;
	say->whole = true;
	if (t->not_met > 0) {
		say->verdict = FIX_NOT_MET;
		say->since = t->since_old;
		say->before = t->before_old;
		say->whole = t->met == 0;
	} else if (t->unreadable > 0 || t->apart + t->met == 0) {
		say->verdict = FIX_UNREADABLE;
	} else if (t->apart > 0) {
		say->verdict = FIX_APART;
		say->since = t->since_apart;
		say->before = t->before_apart;
	} else {
		say->verdict = FIX_MET;
		say->since = t->since_met;
	}
	say->fine = !t->coarse;
	say->needs_boot = t->needs_boot;
}

/* Half an answer may lack the one member that has not the fix. */
static bool
may_lack_members(const struct judge_reading *r)
{
	const struct profile *p = r->identity->profile;

	for (size_t i = 0; !r->whole && p != NULL && i < p->n_components; i++)
		if (p->component[i].require_all)
			return true;
	return false;
}

/* What was not answered proves nothing, and neither does what is left. */
static bool
says_something(const struct judge_reading *r, enum fix_verdict verdict)
{
	if (verdict == FIX_UNREADABLE)
		return r->whole;
	return verdict != FIX_MET || !may_lack_members(r);
}

bool
judge(
    const struct judge_reading *r, const struct verdict *v, struct judged *out)
{
	struct tally t = { .since_met = CLOCK_NONE };
	const struct identity *id = r->identity;
	struct group g;

	*out = (struct judged){ .say = { .at = r->at } };
	for (size_t at = 0; at < v->n_fixes;) {
		at = take_group(v, at, r->schemes, &g);
		judge_group(r, &g, &t, out);
	}
	conclude(&t, &out->say);
	out->say.tested = id->tested;
	out->say.suggestion = id->confidence == CONFIDENCE_SUGGESTION;
	out->say.same = r->same;
	out->say.agreed = id->second != SECOND_CONFLICTS;
	if (out->say.verdict == FIX_UNREADABLE && out->why.len == 0)
		buf_add_str(&out->why,
		    id->profile == NULL ? "no profile knows this device"
					: "the version was not in the answer");
	out->say.running = buf_str(&out->running);
	out->say.why = buf_str(&out->why);
	return says_something(r, out->say.verdict);
}

void
judged_free(struct judged *j)
{
	buf_free(&j->running);
	buf_free(&j->why);
}
