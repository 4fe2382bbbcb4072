/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/profile/event_rules.h"

#include <errno.h>
#include <glob.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/conf.h"
#include "lib/base/data.h"
#include "lib/base/digest.h"
#include "lib/base/err.h"
#include "lib/base/literal.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "lib/base/regex.h"

#define OWN_RULES SYSCONFDIR "/events.d/*.rules"

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

/* A file; the texts of its rules live as long as it does. */
struct part {
	struct conf *conf;
	struct event_rule *list;
	size_t count;
	struct part *next;
};

struct event_rules {
	struct part *parts;              /* that which was added last first */
	const struct event_rule **order; /* those that count, by rank */
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
read_class(
    const struct conf_section *s, const char *title, enum event_class *out)
{
	if (!event_class_parse(conf_text(s, "class"), out))
		return refuse(s, "class", title, "there is no such class");
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
read_rule(const struct conf_section *s, struct event_rule *r)
{
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
free_part(struct part *p)
{
	for (size_t i = 0; i < p->count; i++) {
		for (size_t k = 0; k < p->list[i].n_matches; k++)
			regex_free(p->list[i].match[k]);
		free(p->list[i].match);
		free(p->list[i].test);
	}
	free(p->list);
	conf_free(p->conf);
	free(p);
}

static int
read_part(struct conf *conf, struct part **out)
{
	const struct conf_section *root = conf_root(conf);
	size_t n = conf_count(root, "event");
	struct part *p = mem_new(1, sizeof(*p));
	int rc = ERR_OK;

	p->conf = conf;
	p->list = mem_new(n + 1, sizeof(*p->list));
	for (size_t i = 0; i < n && rc == ERR_OK; i++)
		rc = read_rule(conf_at(root, "event", i), &p->list[p->count++]);
	if (rc < 0)
		free_part(p);
	else
		*out = p;
	return rc;
}

static bool
is_replaced(const struct event_rules *r, const struct event_rule *rule)
{
	for (size_t i = 0; i < r->count; i++)
		if (strcmp(r->order[i]->title, rule->title) == 0)
			return true;
	return false;
}

static const struct conf_section *
section_of(const struct part *p, const struct event_rule *rule)
{
	return conf_at(conf_root(p->conf), "event", (size_t)(rule - p->list));
}

static bool
counts(const struct event_rules *r, const struct event_rule *rule)
{
	return rule->enabled && (r->wanted == NULL || r->wanted(rule->class));
}

static int
rank(struct event_rules *r, const struct part *p, const struct event_rule *rule)
{
	const struct conf_section *s = section_of(p, rule);
	unsigned id = (unsigned)r->count;

	if (id == LITERAL_IDS_MAX) {
		log_warnx("%s:%u: more than %d events", rule->file, rule->line,
		    LITERAL_IDS_MAX);
		return ERR_RANGE;
	}
	r->order[r->count++] = rule;
	if (!counts(r, rule))
		return ERR_OK;
	for (size_t i = 0; i < conf_list_len(s, "words"); i++)
		(void)literals_add(r->words, conf_list_at(s, "words", i), id);
	return ERR_OK;
}

/* The order anew: the part that came last first. */
static int
settle(struct event_rules *r)
{
	size_t n = 0;
	int rc = ERR_OK;

	for (const struct part *p = r->parts; p != NULL; p = p->next)
		n += p->count;
	literals_free(r->words);
	free(r->order);
	r->words = literals_new();
	r->order = mem_new(n + 1, sizeof(struct event_rule *));
	r->count = 0;
	for (const struct part *p = r->parts; p != NULL; p = p->next)
		for (size_t i = 0; i < p->count && rc == ERR_OK; i++)
			if (!is_replaced(r, &p->list[i]))
				rc = rank(r, p, &p->list[i]);
	return rc;
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

	for (const struct part *p = r->parts; p != NULL; p = p->next) {
		for (size_t i = 0; i < p->count; i++) {
			const struct conf_section *s =
			    section_of(p, &p->list[i]);

			if (!counts(r, &p->list[i]))
				continue;
			for (size_t k = 0; k < conf_list_len(s, "words"); k++)
				all &= literals_add(words,
					   conf_list_at(s, "words", k),
					   id) == ERR_OK;
		}
	}
	return all;
}

bool
event_rules_may_find(const struct event_rules *r, const void *bytes, size_t len)
{
	struct literal_set set = { 0 };

	return literals_find(r->words, bytes, len, &set);
}

static int
add_conf(struct event_rules *r, struct conf *conf)
{
	struct part *p = NULL;
	int rc = read_part(conf, &p);

	if (rc < 0)
		return rc;
	p->next = r->parts;
	r->parts = p;
	return settle(r);
}

int
event_rules_add_file(struct event_rules *r, const char *path)
{
	struct conf *conf;
	int rc = conf_load(path, file_options, &conf);

	return rc < 0 ? rc : add_conf(r, conf);
}

static int
finish(struct event_rules *r, int rc, struct event_rules **out)
{
	if (rc < 0)
		event_rules_free(r);
	else
		*out = r;
	return rc;
}

int
event_rules_load(const char *path, struct event_rules **out)
{
	struct event_rules *r = mem_new(1, sizeof(*r));

	return finish(r, event_rules_add_file(r, path), out);
}

int
event_rules_parse(const char *name, const char *text, struct event_rules **out)
{
	struct event_rules *r = mem_new(1, sizeof(*r));
	struct conf *conf;
	int rc = conf_parse(name, text, strlen(text), file_options, &conf);

	if (rc == ERR_OK)
		rc = add_conf(r, conf);
	return finish(r, rc, out);
}

/* In the order of their names. */
static int
add_own(struct event_rules *r)
{
	int rc = ERR_OK;
	glob_t found;

	switch (glob(OWN_RULES, 0, NULL, &found)) {
	case 0:
		break;
	case GLOB_NOMATCH:
		return ERR_OK;
	default:
		log_warnx("%s: cannot be listed", OWN_RULES);
		return ERR_IO;
	}
	for (size_t i = 0; i < found.gl_pathc && rc == ERR_OK; i++)
		rc = event_rules_add_file(r, found.gl_pathv[i]);
	globfree(&found);
	return rc;
}

int
event_rules_load_default(const char *data, struct event_rules **out)
{
	char *path = data_path(data, "mibs/events.rules");
	struct event_rules *r = NULL;
	int rc = event_rules_load(path, &r);

	free(path);
	return rc < 0 ? rc : finish(r, add_own(r), out);
}

void
event_rules_free(struct event_rules *r)
{
	struct part *p;

	if (r == NULL)
		return;
	while ((p = r->parts) != NULL) {
		r->parts = p->next;
		free_part(p);
	}
	literals_free(r->words);
	free(r->order);
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
	return r->order[i];
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
	for (const struct part *p = r->parts; p != NULL; p = p->next) {
		for (size_t i = 0; i < p->count; i++) {
			const struct event_rule *e = &p->list[i];
			const uint8_t flags[] = { (uint8_t)e->class, e->enabled,
				(uint8_t)e->lines };

			digest_add(d, e->title, strlen(e->title) + 1);
			digest_add(d, flags, sizeof(flags));
			add_list(section_of(p, e), "words", d);
			add_list(section_of(p, e), "match", d);
		}
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
	for (unsigned i = 0; i < r->count; i++)
		if (r->order[i]->lines > lines && literal_has(&set, i))
			lines = r->order[i]->lines;
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

			if (event_rule_match(r->order[id], subject, len, out))
				return true;
		}
	}
	return false;
}
