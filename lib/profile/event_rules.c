/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/profile/event_rules.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/choice.h"
#include "lib/base/conf.h"
#include "lib/base/digest.h"
#include "lib/base/err.h"
#include "lib/base/literal.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "lib/base/regex.h"
#include "lib/profile/titled.h"

static const struct conf_option test_options[] = {
	{ .name = "message", .type = CONF_TEXT, .flags = CONF_REQUIRED },
	{ .name = "class", .type = CONF_TEXT },
	{ .name = "version", .type = CONF_TEXT },
	{ .name = "who", .type = CONF_TEXT },
	{ .name = "port", .type = CONF_TEXT },
	{ 0 },
};

static const struct conf_option event_options[] = {
	{ .name = "class", .type = CONF_TEXT, .flags = CONF_REQUIRED },
	{ .name = "words", .type = CONF_LIST, .flags = CONF_REQUIRED },
	{ .name = "match", .type = CONF_LIST, .flags = CONF_REQUIRED },
	{ .name = "enabled", .type = CONF_BOOL, .by_default = "yes" },
	{ .name = "lines",
	    .type = CONF_INT,
	    .by_default = "0",
	    .min = 0,
	    .max = EVENT_LINES_MAX },
	{ .name = "source", .type = CONF_TEXT, .flags = CONF_REQUIRED },
	{ .name = "test",
	    .type = CONF_SECTION,
	    .flags = CONF_MANY,
	    .section = test_options },
	{ 0 },
};

static const struct conf_option file_options[] = {
	{ .name = "event",
	    .type = CONF_SECTION,
	    .flags = CONF_MANY | CONF_TITLED,
	    .section = event_options },
	{ 0 },
};

struct event_rules {
	struct titled *set;
	const struct titled_rule *order; /* of set: by rank */
	size_t count;
	struct literals *words; /* of the enabled ones, by their rank */
	bool (*wanted)(enum event_class c); /* NULL: each class is */
};

static int
refuse(const struct conf_section *s, const char *key, const char *title,
    const char *what)
{
	log_warnx("%s:%u: event %s: %s: %s", conf_file(s), conf_line_of(s, key),
	    title, key, what);
	return ERR_PARSE;
}

static int
refuse_class(const struct conf_section *s, const char *title)
{
	struct buf why = { 0 };
	struct choice words;
	int rc;

	choice_start(&words, conf_text(s, "class"));
	for (int c = EVENT_NONE; c < EVENT_CLASSES; c++)
		if (c != EVENT_FLAP)
			choice_offer(
			    &words, event_class_name((enum event_class)c));
	choice_tell(&words, &why);
	rc = refuse(s, "class", title, buf_str(&why));
	buf_free(&why);
	return rc;
}

static int
read_class(
    const struct conf_section *s, const char *title, enum event_class *out)
{
	if (!event_class_parse(conf_text(s, "class"), out))
		return refuse_class(s, title);
	if (*out == EVENT_FLAP)
		return refuse(s, "class", title,
		    "it is concluded from link_down and link_up");
	return ERR_OK;
}

static int
read_words(const struct conf_section *s, const struct event_rule *r)
{
	size_t n = conf_list_len(s, "words");

	if (n == 0)
		return refuse(s, "words", r->title, "there are none");
	for (size_t i = 0; i < n; i++)
		if (strlen(conf_list_at(s, "words", i)) < 3)
			return refuse(s, "words", r->title,
			    "one is of less than three bytes");
	return ERR_OK;
}

static int
read_patterns(const struct conf_section *s, struct event_rule *r)
{
	size_t n = conf_list_len(s, "match");
	struct regex_fault fault;

	if (n == 0)
		return refuse(s, "match", r->title, "there is none");
	r->match = mem_new(n, sizeof(struct regex *));
	for (size_t i = 0; i < n; i++) {
		if (regex_compile(conf_list_at(s, "match", i), 0, &r->match[i],
			&fault) < 0) {
			log_warnx("%s:%u: event %s: match %zu, byte %zu: %s",
			    conf_file(s), conf_line_of(s, "match"), r->title,
			    i + 1, fault.offset, fault.text);
			return ERR_PARSE;
		}
		r->n_matches++;
	}
	return ERR_OK;
}

static int
read_tests(const struct conf_section *s, struct event_rule *r)
{
	size_t n = conf_count(s, "test");
	int rc = ERR_OK;

	r->test = mem_new(n + 1, sizeof(*r->test));
	for (size_t i = 0; i < n && rc == ERR_OK; i++) {
		const struct conf_section *at = conf_at(s, "test", i);
		struct event_test *t = &r->test[r->n_tests++];

		t->message = conf_text(at, "message");
		t->version = conf_text(at, "version");
		t->who = conf_text(at, "who");
		t->port = conf_text(at, "port");
		t->line = conf_line(at);
		t->class = r->class;
		if (conf_text(at, "class") != NULL)
			rc = read_class(at, r->title, &t->class);
	}
	return rc;
}

static int
read_rule(const struct conf_section *s, void *rule)
{
	struct event_rule *r = rule;
	int rc;

	r->title = conf_title(s);
	r->file = conf_file(s);
	r->line = conf_line(s);
	r->enabled = conf_bool(s, "enabled");
	r->lines = (int)conf_int(s, "lines");
	r->source = conf_text(s, "source");
	rc = read_class(s, r->title, &r->class);
	if (rc == ERR_OK)
		rc = read_words(s, r);
	if (rc == ERR_OK)
		rc = read_patterns(s, r);
	if (rc == ERR_OK)
		rc = read_tests(s, r);
	return rc;
}

static void
clear_rule(void *rule)
{
	struct event_rule *r = rule;

	for (size_t i = 0; i < r->n_matches; i++)
		regex_free(r->match[i]);
	free(r->match);
	free(r->test);
}

static const struct titled_kind events = {
	.section = "event",
	.options = file_options,
	.size = sizeof(struct event_rule),
	.read = read_rule,
	.clear = clear_rule,
	.shipped = "mibs/events.rules",
	.folder = SYSCONFDIR "/events.d",
	.pattern = "*.rules",
};

static bool
counts(const struct event_rules *r, const struct event_rule *rule)
{
	return rule->enabled && (r->wanted == NULL || r->wanted(rule->class));
}

/* The words of each that counts stand for its rank. */
static int
settle(struct event_rules *r)
{
	r->order = titled_rules(r->set, &r->count);
	literals_free(r->words);
	r->words = literals_new();
	for (unsigned id = 0; id < r->count; id++) {
		const struct event_rule *e = r->order[id].rule;
		const struct conf_section *s = r->order[id].section;

		if (id == LITERAL_IDS_MAX) {
			log_warnx("%s:%u: more than %d events", e->file,
			    e->line, LITERAL_IDS_MAX);
			return ERR_RANGE;
		}
		for (size_t i = 0;
		     counts(r, e) && i < conf_list_len(s, "words"); i++)
			(void)literals_add(
			    r->words, conf_list_at(s, "words", i), id);
	}
	return ERR_OK;
}

void
event_rules_limit(struct event_rules *r, bool (*wanted)(enum event_class c))
{
	r->wanted = wanted;
	/* They fitted before. */
	(void)settle(r);
}

bool
event_rules_add_words(
    const struct event_rules *r, struct literals *words, unsigned id)
{
	bool all = true;

	for (size_t i = 0; i < r->count; i++) {
		const struct conf_section *s = r->order[i].section;

		if (!counts(r, r->order[i].rule))
			continue;
		for (size_t k = 0; k < conf_list_len(s, "words"); k++)
			all &= literals_add(words, conf_list_at(s, "words", k),
				   id) == ERR_OK;
	}
	return all;
}

bool
event_rules_may_find(const struct event_rules *r, const void *bytes, size_t len)
{
	struct literal_set set = { 0 };

	return literals_find(r->words, bytes, len, &set);
}

int
event_rules_add_file(struct event_rules *r, const char *path)
{
	int rc = titled_add_file(r->set, path);

	return rc < 0 ? rc : settle(r);
}

static struct event_rules *
new_rules(void)
{
	struct event_rules *r = mem_new(1, sizeof(*r));

	r->set = titled_new(&events);
	return r;
}

static int
finish(struct event_rules *r, int rc, struct event_rules **out)
{
	if (rc == ERR_OK)
		rc = settle(r);
	if (rc < 0)
		event_rules_free(r);
	else
		*out = r;
	return rc;
}

int
event_rules_load(const char *path, struct event_rules **out)
{
	struct event_rules *r = new_rules();

	return finish(r, titled_add_file(r->set, path), out);
}

int
event_rules_parse(const char *name, const char *text, struct event_rules **out)
{
	struct event_rules *r = new_rules();

	return finish(r, titled_add_text(r->set, name, text), out);
}

int
event_rules_load_default(const char *data, struct event_rules **out)
{
	struct event_rules *r = new_rules();

	return finish(r, titled_add_default(r->set, data, NULL), out);
}

void
event_rules_free(struct event_rules *r)
{
	if (r == NULL)
		return;
	titled_free(r->set);
	literals_free(r->words);
	free(r);
}

size_t
event_rules_count(const struct event_rules *r)
{
	return r->count;
}

const struct event_rule *
event_rules_at(const struct event_rules *r, size_t i)
{
	return r->order[i].rule;
}

static void
add_list(const struct conf_section *s, const char *key, struct digest *d)
{
	for (size_t i = 0; i < conf_list_len(s, key); i++)
		digest_add(d, conf_list_at(s, key, i),
		    strlen(conf_list_at(s, key, i)) + 1);
	digest_add(d, "", 1);
}

/* With the end of each text, so that none runs into the next. */
void
event_rules_digest(const struct event_rules *r, struct digest *d)
{
	for (size_t i = 0; i < r->count; i++) {
		const struct event_rule *e = r->order[i].rule;
		const uint8_t flags[] = { (uint8_t)e->class, e->enabled,
			(uint8_t)e->lines };

		digest_add(d, e->title, strlen(e->title) + 1);
		digest_add(d, flags, sizeof(flags));
		add_list(r->order[i].section, "words", d);
		add_list(r->order[i].section, "match", d);
	}
}

void
event_subject(
    const char *app, const char *msgid, const char *text, struct buf *out)
{
	if (app != NULL && *app != '\0')
		buf_printf(out, "%s: ", app);
	if (msgid != NULL && *msgid != '\0' && strstr(text, msgid) == NULL)
		buf_printf(out, "%s: ", msgid);
	buf_add_str(out, text);
}

static void
take_part(const struct regex *re, const char *name, const char *subject,
    const struct regex_match *m, struct event_part *out)
{
	int g = regex_group(re, name);

	if (g < 0 || m->group[g].start < 0 || m->group[g].len == 0)
		return;
	out->at = subject + m->group[g].start;
	out->len = m->group[g].len;
}

bool
event_rule_match(const struct event_rule *rule, const char *subject, size_t len,
    struct event_found *out)
{
	struct regex_match m;

	for (size_t i = 0; i < rule->n_matches; i++) {
		const struct regex *re = rule->match[i];

		if (!regex_match(re, subject, len, &m))
			continue;
		*out = (struct event_found){ .rule = rule };
		take_part(re, "version", subject, &m, &out->version);
		take_part(re, "who", subject, &m, &out->who);
		take_part(re, "port", subject, &m, &out->port);
		return true;
	}
	return false;
}

int
event_rules_lines(const struct event_rules *r, const char *subject, size_t len)
{
	struct literal_set set = { 0 };
	int lines = 0;

	if (!literals_find(r->words, subject, len, &set))
		return 0;
	for (unsigned i = 0; i < r->count; i++) {
		const struct event_rule *e = r->order[i].rule;

		if (e->lines > lines && literal_has(&set, i))
			lines = e->lines;
	}
	return lines;
}

bool
event_rules_find(const struct event_rules *r, const char *subject, size_t len,
    struct event_found *out)
{
	struct literal_set set = { 0 };

	if (!literals_find(r->words, subject, len, &set))
		return false;
	for (unsigned w = 0; w * 64 < r->count; w++) {
		for (uint64_t bits = set.bits[w]; bits != 0; bits &= bits - 1) {
			unsigned id = w * 64 + (unsigned)__builtin_ctzll(bits);

			if (event_rule_match(
				r->order[id].rule, subject, len, out))
				return true;
		}
	}
	return false;
}
