/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/profile/baseline_judge.h"

#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/regex.h"
#include "lib/wire/snapshot.h"

/* sysObjectID.0 */
#define SYS_OBJECT_ID OID_OF(0x2b, 6, 1, 2, 1, 1, 2, 0)

static bool
matches(const struct baseline_patterns *p, const char *text)
{
	for (size_t i = 0; i < p->n; i++) {
		if (regex_match(p->regex[i], text, strlen(text), NULL))
			return true;
	}
	return false;
}

static enum baseline_result
judge_text(const struct baseline_rule *r, const char *text)
{
	if (matches(&r->unknown, text))
		return BASELINE_NOT_OBSERVABLE;
	return matches(&r->pass, text) ? BASELINE_PASSED : BASELINE_FAILED;
}

/* "37 s", "2 h": in the largest unit of which there are two. */
static void
print_span(int64_t span, struct buf *out)
{
	static const struct {
		int64_t unit;
		const char *word;
	} units[] = { { CLOCK_DAY, "d" }, { CLOCK_HOUR, "h" },
		{ CLOCK_MINUTE, "min" }, { CLOCK_SECOND, "s" },
		{ CLOCK_SECOND / 1000, "ms" } };
	size_t i = 0;

	while (i < 4 && span < 2 * units[i].unit && span > -2 * units[i].unit)
		i++;
	buf_printf(
	    out, "%lld %s", (long long)(span / units[i].unit), units[i].word);
}

/* A text beside a span, such as "never", is no pass. */
static enum baseline_result
judge_span(const struct baseline_check *c, const struct baseline_said *s,
    struct buf *said)
{
	if (s->has_span) {
		print_span(s->span, said);
		return s->span <= c->within && s->span >= -c->within
		    ? BASELINE_PASSED
		    : BASELINE_FAILED;
	}
	if (s->text == NULL)
		return BASELINE_NOT_OBSERVABLE;
	buf_add_str(said, s->text);
	return judge_text(&c->rule[0], s->text);
}

static bool
rule_is_for(const struct baseline_rule *r, const struct snapshot *s)
{
	struct varbind vb;
	struct oid id;

	if (r->n_ids == 0)
		return true;
	if (!snapshot_get(s, SYS_OBJECT_ID, &vb) || vb.value.type != VALUE_OID)
		return false;
	id = (struct oid){ vb.value.data, vb.value.len };
	for (size_t i = 0; i < r->n_ids; i++) {
		if (oid_is_within(id, r->id[i]))
			return true;
	}
	return false;
}

static enum baseline_result
judge_objects(const struct baseline_check *c, const struct snapshot *s,
    struct buf *said, const char **object)
{
	enum baseline_result result = BASELINE_NOT_OBSERVABLE;

	for (size_t i = 0; i < c->n_rules; i++) {
		const struct baseline_rule *r = &c->rule[i];
		struct varbind vb;

		if (!rule_is_for(r, s) || !snapshot_get(s, r->oid, &vb) ||
		    !value_is_real(&vb.value))
			continue;
		buf_clear(said);
		value_print(&vb.value, said);
		*object = r->name;
		result = judge_text(r, buf_str(said));
		/* Another object may know what this one does not. */
		if (result != BASELINE_NOT_OBSERVABLE)
			break;
	}
	return result;
}

bool
baseline_is_for(const struct baseline_check *c, const struct baseline_facts *f)
{
	if (!c->enabled)
		return false;
	for (size_t i = 0; i < c->n_categories; i++) {
		if (f->category != NULL &&
		    strcmp(c->category[i], f->category) == 0)
			return true;
	}
	return c->n_categories == 0;
}

enum baseline_result
baseline_judge(const struct baseline_check *c, const struct baseline_facts *f,
    struct buf *said, const char **object)
{
	const char *text = c->look == BASELINE_SNMP ? f->snmp : f->legacy;

	*object = NULL;
	switch (c->look) {
	case BASELINE_OBJECT:
		return judge_objects(c, f->snapshot, said, object);
	case BASELINE_LOG:
		return judge_span(c, &f->log, said);
	case BASELINE_CLOCK:
		return judge_span(c, &f->clock, said);
	default:
		if (text == NULL)
			return BASELINE_NOT_OBSERVABLE;
		buf_add_str(said, text);
		return judge_text(&c->rule[0], text);
	}
}

/*
 * Tests
 */

static const struct baseline_rule *
find_rule(const struct baseline_check *c, const char *object)
{
	for (size_t i = 0; i < c->n_rules; i++) {
		if (strcmp(c->rule[i].name, object) == 0)
			return &c->rule[i];
	}
	return NULL;
}

static enum baseline_result
judge_test(const struct baseline_check *c, const struct baseline_test *t,
    const struct baseline_rule *r, struct buf *said)
{
	const struct baseline_said s = { t->says, t->span, t->has_span };

	if (c->look == BASELINE_LOG || c->look == BASELINE_CLOCK)
		return judge_span(c, &s, said);
	if (t->says == NULL)
		return BASELINE_NOT_OBSERVABLE;
	return judge_text(r, t->says);
}

static size_t
run_test(const struct baseline_check *c, const struct baseline_test *t,
    baseline_told *told, void *arg)
{
	const struct baseline_rule *r =
	    t->object == NULL ? &c->rule[0] : find_rule(c, t->object);
	struct buf said = { 0 }, why = { 0 };
	enum baseline_result result;
	bool held = false;

	if (r == NULL) {
		buf_printf(&why, "it has no object %s", t->object);
	} else {
		result = judge_test(c, t, r, &said);
		held = result == t->result;
		if (!held)
			buf_printf(&why, "it is %s, not %s",
			    baseline_result_name(result),
			    baseline_result_name(t->result));
	}
	told(arg, c, t, held ? NULL : buf_str(&why));
	buf_free(&said);
	buf_free(&why);
	return held ? 0 : 1;
}

size_t
baseline_run_tests(
    const struct baseline_check *c, baseline_told *told, void *arg)
{
	size_t failed = 0;

	for (size_t i = 0; i < c->n_tests; i++)
		failed += run_test(c, &c->test[i], told, arg);
	return failed;
}
