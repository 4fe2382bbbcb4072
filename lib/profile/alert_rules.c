/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/profile/alert_rules.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/choice.h"
#include "lib/base/clock.h"
#include "lib/base/conf.h"
#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "lib/model/incident.h"
#include "lib/profile/titled.h"

#define SPAN_MAX (400 * CLOCK_DAY)

enum { TITLE_MAX = 64, FLAPS_MAX = 1000 };

static const struct conf_option step_options[] = {
	{ .name = "deadline", .type = CONF_INT, .min = 1, .max = 1000 },
	{ .name = "unacknowledged",
	    .type = CONF_SPAN,
	    .min = CLOCK_SECOND,
	    .max = SPAN_MAX },
	{ 0 },
};

static const struct conf_option alert_options[] = {
	{ .name = "severity", .type = CONF_TEXT, .flags = CONF_REQUIRED },
	{ .name = "group", .type = CONF_TEXT, .by_default = "alone" },
	{ .name = "gather",
	    .type = CONF_SPAN,
	    .by_default = "0 s",
	    .max = SPAN_MAX },
	{ .name = "grow",
	    .type = CONF_SPAN,
	    .by_default = "1 h",
	    .max = SPAN_MAX },
	{ .name = "settle",
	    .type = CONF_SPAN,
	    .by_default = "0 s",
	    .max = SPAN_MAX },
	{ .name = "flap_limit",
	    .type = CONF_INT,
	    .by_default = "0",
	    .max = FLAPS_MAX },
	{ .name = "flap_settle",
	    .type = CONF_SPAN,
	    .by_default = "0 s",
	    .max = SPAN_MAX },
	{ .name = "remind",
	    .type = CONF_SPAN,
	    .by_default = "1 d",
	    .max = SPAN_MAX },
	{ .name = "mute_in_window", .type = CONF_BOOL, .by_default = "no" },
	{ .name = "copy", .type = CONF_LIST },
	{ .name = "step",
	    .type = CONF_SECTION,
	    .flags = CONF_MANY | CONF_TITLED | CONF_REQUIRED,
	    .section = step_options },
	{ 0 },
};

static const struct conf_option file_options[] = {
	{ .name = "alert",
	    .type = CONF_SECTION,
	    .flags = CONF_MANY | CONF_TITLED,
	    .section = alert_options },
	{ 0 },
};

static const struct alert_plan unwritten = {
	.severity = SEVERITY_WARNING,
	.grow = CLOCK_HOUR,
	.remind = CLOCK_DAY,
	.steps = 1,
	.step = { { .functions = 1U << FUNCTION_IT_STAFF } },
};

struct rule {
	const char *title; /* of its file */
	const char *file;
	unsigned line;
	struct alert_plan plan;
};

struct alert_rules {
	struct titled *set;
	const struct titled_rule *rule; /* of set: by title */
	size_t count;
};

static int
refuse(const struct conf_section *s, const char *key, const char *title,
    const char *what)
{
	log_warnx("%s:%u: alert %s: %s: %s", conf_file(s), conf_line_of(s, key),
	    title, key, what);
	return ERR_PARSE;
}

static int
refuse_choice(const struct conf_section *s, const char *key, const char *title,
    struct choice *c)
{
	struct buf why = { 0 };
	int rc;

	choice_tell(c, &why);
	rc = refuse(s, key, title, buf_str(&why));
	buf_free(&why);
	return rc;
}

static int
refuse_severity(const struct conf_section *s, const char *title)
{
	struct choice c;

	choice_start(&c, conf_text(s, "severity"));
	for (int i = 0; i <= SEVERITY_CRITICAL; i++)
		choice_offer(&c, alert_severity_name((enum alert_severity)i));
	return refuse_choice(s, "severity", title, &c);
}

static int
refuse_group(const struct conf_section *s, const char *title)
{
	struct choice c;

	choice_start(&c, conf_text(s, "group"));
	for (int i = 0; i < ALERT_GROUPS; i++)
		choice_offer(&c, alert_group_name((enum alert_group)i));
	return refuse_choice(s, "group", title, &c);
}

static int
refuse_function(const struct conf_section *s, unsigned line, const char *key,
    const char *title, const char *word)
{
	struct buf why = { 0 };
	struct choice c;

	choice_start(&c, word);
	for (int f = 0; f < FUNCTIONS; f++)
		if (f != FUNCTION_SUPPLIER && f != FUNCTION_AUDITOR)
			choice_offer(&c, function_name((enum function)f));
	choice_tell(&c, &why);
	log_warnx("%s:%u: alert %s: %s: %s", conf_file(s), line, title, key,
	    buf_str(&why));
	buf_free(&why);
	return ERR_PARSE;
}

static bool
is_title(const char *text)
{
	if (!islower((unsigned char)*text) || strlen(text) > TITLE_MAX)
		return false;
	for (; *text != '\0'; text++) {
		if (!islower((unsigned char)*text) &&
		    !isdigit((unsigned char)*text) && *text != '_')
			return false;
	}
	return true;
}

/* Who is told of anything: not a supplier, nor who only looks on. */
static bool
read_function(const char *text, function_set *out)
{
	enum function f;

	if (function_parse(text, &f) < 0 || f == FUNCTION_SUPPLIER ||
	    f == FUNCTION_AUDITOR)
		return false;
	*out |= 1U << f;
	return true;
}

static int
read_step(const struct conf_section *s, const char *title, struct alert_step *t)
{
	bool percent = conf_is_set(s, "deadline");
	bool span = conf_is_set(s, "unacknowledged");

	if (!read_function(conf_title(s), &t->functions))
		return refuse_function(
		    s, conf_line(s), "step", title, conf_title(s));
	if (percent && span)
		return refuse(s, "deadline", title,
		    "a step waits for a deadline or for somebody, not both");
	t->percent = percent ? (int)conf_int(s, "deadline") : 0;
	t->unacknowledged = span ? conf_span(s, "unacknowledged") : 0;
	return ERR_OK;
}

static int
read_steps(
    const struct conf_section *s, const char *title, struct alert_plan *p)
{
	int rc = ERR_OK;

	p->steps = conf_count(s, "step");
	if (p->steps > ALERT_STEPS_MAX)
		return refuse(s, "step", title, "more than eight");
	for (size_t i = 0; rc == ERR_OK && i < p->steps; i++)
		rc = read_step(conf_at(s, "step", i), title, &p->step[i]);
	/* It waits for somebody to take note of what nobody was told. */
	if (rc == ERR_OK && p->step[0].unacknowledged > 0)
		return refuse(s, "step", title,
		    "the first one cannot wait for an acknowledgement");
	for (size_t i = 0; rc == ERR_OK && i < conf_list_len(s, "copy"); i++) {
		if (!read_function(conf_list_at(s, "copy", i), &p->copy))
			return refuse_function(s, conf_line_of(s, "copy"),
			    "copy", title, conf_list_at(s, "copy", i));
	}
	if (!conf_is_set(s, "copy"))
		p->copy = 1U << FUNCTION_CISO;
	return rc;
}

static int
read_rule(const struct conf_section *s, void *rule)
{
	struct rule *r = rule;
	struct alert_plan *p = &r->plan;

	*r = (struct rule){ conf_title(s), conf_file(s), conf_line(s), { 0 } };
	if (!is_title(r->title)) {
		log_warnx("%s:%u: alert \"%s\": a rule is named by small "
			  "letters, digits and _",
		    r->file, r->line, r->title);
		return ERR_PARSE;
	}
	if (alert_severity_parse(conf_text(s, "severity"), &p->severity) < 0)
		return refuse_severity(s, r->title);
	if (alert_group_parse(conf_text(s, "group"), &p->group) < 0)
		return refuse_group(s, r->title);
	p->gather = conf_span(s, "gather");
	p->grow = conf_span(s, "grow");
	p->settle = conf_span(s, "settle");
	p->flap_limit = (int)conf_int(s, "flap_limit");
	p->flap_settle = conf_span(s, "flap_settle");
	p->remind = conf_span(s, "remind");
	p->mute_in_window = conf_bool(s, "mute_in_window");
	if ((p->flap_limit > 0) != (p->flap_settle > p->settle))
		return refuse(s, "flap_settle", r->title,
		    "belongs to flap_limit, and is longer than settle");
	return read_steps(s, r->title, p);
}

static const struct titled_kind alerts = {
	.section = "alert",
	.options = file_options,
	.size = sizeof(struct rule),
	.read = read_rule,
	.shipped = "mibs/alerts.rules",
	.folder = SYSCONFDIR "/alerts.d",
	.pattern = "*.rules",
	.by_title = true,
};

static struct alert_rules *
new_rules(void)
{
	struct alert_rules *r = mem_new(1, sizeof(*r));

	r->set = titled_new(&alerts);
	return r;
}

static int
finish(struct alert_rules *r, int rc, struct alert_rules **out)
{
	if (rc < 0) {
		alert_rules_free(r);
		return rc;
	}
	r->rule = titled_rules(r->set, &r->count);
	*out = r;
	return ERR_OK;
}

int
alert_rules_parse(const char *name, const char *text, struct alert_rules **out)
{
	struct alert_rules *r = new_rules();

	return finish(r, titled_add_text(r->set, name, text), out);
}

int
alert_rules_load_default(
    const char *data, const char *own, struct alert_rules **out)
{
	struct alert_rules *r = new_rules();

	return finish(r, titled_add_default(r->set, data, own), out);
}

void
alert_rules_free(struct alert_rules *r)
{
	if (r == NULL)
		return;
	titled_free(r->set);
	free(r);
}

const struct alert_plan *
alert_rules_find(const struct alert_rules *r, const char *title)
{
	for (size_t i = 0; i < r->count; i++) {
		const struct rule *rule = r->rule[i].rule;

		if (strcmp(rule->title, title) == 0)
			return &rule->plan;
	}
	return &unwritten;
}

size_t
alert_rules_count(const struct alert_rules *r)
{
	return r->count;
}

void
alert_rules_at(
    const struct alert_rules *r, size_t i, struct alert_rule_row *out)
{
	const struct rule *rule = r->rule[i].rule;

	*out = (struct alert_rule_row){ rule->title, rule->file, rule->line,
		&rule->plan };
}
