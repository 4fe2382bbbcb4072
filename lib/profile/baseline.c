/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/profile/baseline.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/choice.h"
#include "lib/base/clock.h"
#include "lib/base/conf.h"
#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "lib/base/regex.h"
#include "lib/profile/titled.h"

static const struct conf_option test_options[] = {
	{ .name = "object", .type = CONF_TEXT },
	{ .name = "says", .type = CONF_TEXT },
	{ .name = "span",
	    .type = CONF_SPAN,
	    .min = 0,
	    .max = 3660 * CLOCK_DAY },
	{ .name = "result", .type = CONF_TEXT, .flags = CONF_REQUIRED },
	{ 0 },
};

static const struct conf_option object_options[] = {
	{ .name = "id", .type = CONF_LIST },
	{ .name = "pass", .type = CONF_LIST, .flags = CONF_REQUIRED },
	{ .name = "unknown", .type = CONF_LIST },
	{ 0 },
};

static const struct conf_option check_options[] = {
	{ .name = "about", .type = CONF_TEXT, .flags = CONF_REQUIRED },
	{ .name = "look", .type = CONF_TEXT, .flags = CONF_REQUIRED },
	{ .name = "pass", .type = CONF_LIST },
	{ .name = "unknown", .type = CONF_LIST },
	{ .name = "within",
	    .type = CONF_SPAN,
	    .min = 1,
	    .max = 366 * CLOCK_DAY },
	{ .name = "categories", .type = CONF_LIST },
	{ .name = "enabled", .type = CONF_BOOL, .by_default = "yes" },
	{ .name = "verified", .type = CONF_BOOL, .by_default = "yes" },
	{ .name = "source", .type = CONF_TEXT, .flags = CONF_REQUIRED },
	{ .name = "object",
	    .type = CONF_SECTION,
	    .flags = CONF_MANY | CONF_TITLED,
	    .section = object_options },
	{ .name = "test",
	    .type = CONF_SECTION,
	    .flags = CONF_MANY,
	    .section = test_options },
	{ 0 },
};

static const struct conf_option file_options[] = {
	{ .name = "check",
	    .type = CONF_SECTION,
	    .flags = CONF_MANY | CONF_TITLED,
	    .section = check_options },
	{ 0 },
};

static const char *const looks[BASELINE_LOOKS] = {
	[BASELINE_SNMP] = "snmp",
	[BASELINE_OBJECT] = "object",
	[BASELINE_LOG] = "log",
	[BASELINE_CLOCK] = "clock",
	[BASELINE_LEGACY] = "legacy",
};

static const char *const results[BASELINE_RESULTS] = {
	[BASELINE_NOT_OBSERVABLE] = "not observable",
	[BASELINE_PASSED] = "passed",
	[BASELINE_FAILED] = "failed",
};

struct baseline_set {
	struct titled *checks;
};

const char *
baseline_look_name(enum baseline_look l)
{
	return looks[l];
}

const char *
baseline_result_name(enum baseline_result r)
{
	return results[r];
}

static int
find_word(const char *const words[], int n, const char *word)
{
	for (int i = 0; i < n; i++) {
		if (strcmp(words[i], word) == 0)
			return i;
	}
	return -1;
}

static int
refuse(const struct conf_section *s, const char *key, const char *title,
    const char *what)
{
	log_warnx("%s:%u: check %s: %s: %s", conf_file(s),
	    key == NULL ? conf_line(s) : conf_line_of(s, key), title,
	    key == NULL ? "object" : key, what);
	return ERR_PARSE;
}

static int
refuse_word(const struct conf_section *s, const char *key, const char *title,
    const char *const words[], int n)
{
	struct buf why = { 0 };
	struct choice c;
	int rc;

	choice_start(&c, conf_text(s, key));
	for (int i = 0; i < n; i++)
		choice_offer(&c, words[i]);
	choice_tell(&c, &why);
	rc = refuse(s, key, title, buf_str(&why));
	buf_free(&why);
	return rc;
}

/*
 * One check
 */

static int
read_patterns(const struct conf_section *s, const char *key, const char *title,
    struct baseline_patterns *out)
{
	size_t n = conf_list_len(s, key);
	struct regex_fault fault;

	out->regex = mem_new(n + 1, sizeof(struct regex *));
	for (size_t i = 0; i < n; i++) {
		if (regex_compile(conf_list_at(s, key, i), 0, &out->regex[i],
			&fault) < 0) {
			log_warnx("%s:%u: check %s: %s %zu, byte %zu: %s",
			    conf_file(s), conf_line_of(s, key), title, key,
			    i + 1, fault.offset, fault.text);
			return ERR_PARSE;
		}
		out->n++;
	}
	return ERR_OK;
}

/* *out is the caller's to free, as is all of a rule. */
static int
read_oid(const char *text, struct oid *out)
{
	struct buf b = { 0 };
	int rc = oid_parse(text, &b);

	if (rc == ERR_OK) {
		uint8_t *copy = mem_dup(b.data, b.len);

		*out = (struct oid){ copy, b.len };
	}
	buf_free(&b);
	return rc;
}

static int
read_ids(
    const struct conf_section *s, const char *title, struct baseline_rule *r)
{
	size_t n = conf_list_len(s, "id");

	r->id = mem_new(n + 1, sizeof(*r->id));
	for (size_t i = 0; i < n; i++) {
		if (read_oid(conf_list_at(s, "id", i), &r->id[i]) < 0)
			return refuse(s, "id", title, "one is no OID");
		r->n_ids++;
	}
	return ERR_OK;
}

static int
read_object(
    const struct conf_section *s, const char *title, struct baseline_rule *r)
{
	int rc;

	r->name = conf_title(s);
	if (read_oid(r->name, &r->oid) < 0)
		return refuse(s, NULL, title, "it is no OID");
	rc = read_ids(s, title, r);
	if (rc == ERR_OK)
		rc = read_patterns(s, "pass", title, &r->pass);
	if (rc == ERR_OK)
		rc = read_patterns(s, "unknown", title, &r->unknown);
	if (rc == ERR_OK && r->pass.n == 0)
		rc = refuse(s, "pass", title, "there is none");
	return rc;
}

static int
read_rules(const struct conf_section *s, struct baseline_check *c)
{
	size_t n = conf_count(s, "object");
	int rc = ERR_OK;

	c->rule = mem_new(n + 1, sizeof(*c->rule));
	if (c->look != BASELINE_OBJECT) {
		c->n_rules = 1;
		rc = read_patterns(s, "pass", c->title, &c->rule[0].pass);
		if (rc == ERR_OK)
			rc = read_patterns(
			    s, "unknown", c->title, &c->rule[0].unknown);
	}
	for (size_t i = 0; i < n && c->look == BASELINE_OBJECT && rc == ERR_OK;
	     i++)
		rc = read_object(
		    conf_at(s, "object", i), c->title, &c->rule[c->n_rules++]);
	return rc;
}

static int
read_test(const struct conf_section *s, const struct baseline_check *c,
    struct baseline_test *t)
{
	int result =
	    find_word(results, BASELINE_RESULTS, conf_text(s, "result"));

	if (result < 0)
		return refuse_word(
		    s, "result", c->title, results, BASELINE_RESULTS);
	t->result = (enum baseline_result)result;
	t->object = conf_text(s, "object");
	t->says = conf_text(s, "says");
	t->has_span = conf_is_set(s, "span");
	if (t->has_span)
		t->span = conf_span(s, "span");
	t->line = conf_line(s);
	if (c->look == BASELINE_OBJECT && t->says != NULL && t->object == NULL)
		return refuse(s, "says", c->title, "of which object?");
	return ERR_OK;
}

static int
read_tests(const struct conf_section *s, struct baseline_check *c)
{
	size_t n = conf_count(s, "test");
	int rc = ERR_OK;

	c->test = mem_new(n + 1, sizeof(*c->test));
	for (size_t i = 0; i < n && rc == ERR_OK; i++)
		rc =
		    read_test(conf_at(s, "test", i), c, &c->test[c->n_tests++]);
	return rc;
}

static void
read_categories(const struct conf_section *s, struct baseline_check *c)
{
	c->n_categories = conf_list_len(s, "categories");
	c->category = mem_new(c->n_categories + 1, sizeof(*c->category));
	for (size_t i = 0; i < c->n_categories; i++)
		c->category[i] = conf_list_at(s, "categories", i);
}

/* What each value allows, but not all of them together. */
static int
check_together(const struct conf_section *s, const struct baseline_check *c)
{
	bool is_span = c->look == BASELINE_LOG || c->look == BASELINE_CLOCK;

	if (is_span != (c->within != 0))
		return refuse(s, "look", c->title,
		    is_span ? "it needs within" : "within is of log and clock");
	if (c->look == BASELINE_OBJECT && c->n_rules == 0)
		return refuse(s, "look", c->title, "it needs an object");
	if (c->look != BASELINE_OBJECT && conf_count(s, "object") > 0)
		return refuse(s, "look", c->title, "it looks at no object");
	if (!is_span && c->rule[0].pass.n == 0)
		return refuse(s, "look", c->title, "it needs pass");
	return ERR_OK;
}

static int
read_check(const struct conf_section *s, void *check)
{
	struct baseline_check *c = check;
	int look = find_word(looks, BASELINE_LOOKS, conf_text(s, "look"));
	int rc;

	c->title = conf_title(s);
	c->about = conf_text(s, "about");
	c->source = conf_text(s, "source");
	c->file = conf_file(s);
	c->line = conf_line(s);
	c->verified = conf_bool(s, "verified");
	c->enabled = c->verified && conf_bool(s, "enabled");
	if (look < 0)
		return refuse_word(s, "look", c->title, looks, BASELINE_LOOKS);
	c->look = (enum baseline_look)look;
	if (conf_is_set(s, "within"))
		c->within = conf_span(s, "within");
	read_categories(s, c);
	rc = read_rules(s, c);
	if (rc == ERR_OK)
		rc = check_together(s, c);
	return rc == ERR_OK ? read_tests(s, c) : rc;
}

/*
 * All of them
 */

static void
free_patterns(struct baseline_patterns *p)
{
	for (size_t i = 0; i < p->n; i++)
		regex_free(p->regex[i]);
	free(p->regex);
}

static void
free_oid(struct oid o)
{
	free((void *)(uintptr_t)o.data);
}

static void
clear_check(void *check)
{
	struct baseline_check *c = check;

	for (size_t i = 0; i < c->n_rules; i++) {
		struct baseline_rule *r = &c->rule[i];

		free_oid(r->oid);
		for (size_t k = 0; k < r->n_ids; k++)
			free_oid(r->id[k]);
		free(r->id);
		free_patterns(&r->pass);
		free_patterns(&r->unknown);
	}
	free(c->rule);
	free(c->category);
	free(c->test);
}

static const struct titled_kind checks = {
	.section = "check",
	.options = file_options,
	.size = sizeof(struct baseline_check),
	.read = read_check,
	.clear = clear_check,
	.shipped = "mibs/baseline.checks",
	.folder = SYSCONFDIR "/checks.d",
	.pattern = "*.checks",
};

static struct baseline_set *
new_set(void)
{
	struct baseline_set *set = mem_new(1, sizeof(*set));

	set->checks = titled_new(&checks);
	return set;
}

static int
finish(struct baseline_set *set, int rc, struct baseline_set **out)
{
	if (rc < 0)
		baseline_free(set);
	else
		*out = set;
	return rc;
}

int
baseline_parse(const char *name, const char *text, struct baseline_set **out)
{
	struct baseline_set *set = new_set();

	return finish(set, titled_add_text(set->checks, name, text), out);
}

int
baseline_load_default(const char *data, struct baseline_set **out)
{
	struct baseline_set *set = new_set();

	return finish(set, titled_add_default(set->checks, data, NULL), out);
}

int
baseline_add_file(struct baseline_set *set, const char *path)
{
	return titled_add_file(set->checks, path);
}

void
baseline_free(struct baseline_set *set)
{
	if (set == NULL)
		return;
	titled_free(set->checks);
	free(set);
}

size_t
baseline_count(const struct baseline_set *set)
{
	size_t n;

	(void)titled_rules(set->checks, &n);
	return n;
}

const struct baseline_check *
baseline_at(const struct baseline_set *set, size_t i)
{
	size_t n;

	return titled_rules(set->checks, &n)[i].rule;
}
