/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/profile/people.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "lib/base/buf.h"
#include "lib/base/conf.h"
#include "lib/base/data.h"
#include "lib/base/err.h"
#include "lib/base/literal.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "lib/base/regex.h"

#define OWN_RULES SYSCONFDIR "/mibs/people.rules"

/* Windows overlap, so that what is cut by the edge of one is whole in another.
 * A name of one letter is an initial, and a word of every second line. */
enum {
	WINDOW_LEN = REGEX_SUBJECT_MAX,
	OVERLAP_LEN = 512,
	NAME_LEAST = 2,
	NAME_MOST = 128,
};

struct rule {
	struct regex **match;
	size_t n_matches;
	bool has_words;
};

struct people {
	struct conf *conf;
	struct rule *rule;
	size_t n_rules;
	struct literals *words; /* ids are places in rule */
};

static const struct conf_option person_options[] = {
	{ .name = "words", .type = CONF_LIST },
	{ .name = "match", .type = CONF_LIST, .flags = CONF_REQUIRED },
	{ 0 },
};

static const struct conf_option file_options[] = {
	{ .name = "nobody", .type = CONF_LIST },
	{ .name = "person",
	    .type = CONF_SECTION,
	    .flags = CONF_MANY | CONF_TITLED,
	    .section = person_options },
	{ 0 },
};

/* Alternatives of a pattern have a group each. */
static const char *const groups[] = { "who", "who2", "who3" };

static int
read_words(struct people *p, const struct conf_section *s)
{
	size_t n = conf_list_len(s, "words");

	for (size_t i = 0; i < n; i++) {
		if (literals_add(p->words, conf_list_at(s, "words", i),
			(unsigned)p->n_rules) == ERR_OK)
			continue;
		log_warnx("%s:%u: person %s: a word of less than two bytes",
		    conf_file(s), conf_line_of(s, "words"), conf_title(s));
		return ERR_PARSE;
	}
	return ERR_OK;
}

static int
read_pattern(const struct conf_section *s, size_t i, struct rule *r)
{
	struct regex_fault fault;

	if (regex_compile(conf_list_at(s, "match", i), REGEX_CASELESS,
		&r->match[i], &fault) < 0) {
		log_warnx("%s:%u: person %s: match %zu, byte %zu: %s",
		    conf_file(s), conf_line_of(s, "match"), conf_title(s),
		    i + 1, fault.offset, fault.text);
		return ERR_PARSE;
	}
	r->n_matches++;
	if (regex_group(r->match[i], groups[0]) >= 0)
		return ERR_OK;
	log_warnx("%s:%u: person %s: match %zu: no group who", conf_file(s),
	    conf_line_of(s, "match"), conf_title(s), i + 1);
	return ERR_PARSE;
}

static int
read_rules(struct people *p)
{
	const struct conf_section *root = conf_root(p->conf);
	size_t n = conf_count(root, "person");
	int rc = ERR_OK;

	if (n > LITERAL_IDS_MAX) {
		log_warnx("%s: more than %d persons", conf_file(root),
		    LITERAL_IDS_MAX);
		return ERR_RANGE;
	}
	p->words = literals_new();
	p->rule = mem_new(n + 1, sizeof(*p->rule));
	while (rc == ERR_OK && p->n_rules < n) {
		const struct conf_section *s =
		    conf_at(root, "person", p->n_rules);
		struct rule *r = &p->rule[p->n_rules];
		size_t patterns = conf_list_len(s, "match");

		r->match = mem_new(patterns + 1, sizeof(struct regex *));
		r->has_words = conf_list_len(s, "words") > 0;
		rc = read_words(p, s);
		for (size_t i = 0; rc == ERR_OK && i < patterns; i++)
			rc = read_pattern(s, i, r);
		p->n_rules++;
	}
	return rc;
}

int
people_load(const char *path, struct people **out)
{
	struct people *p = mem_new(1, sizeof(*p));
	int rc = conf_load(path, file_options, &p->conf);

	if (rc == ERR_OK)
		rc = read_rules(p);
	if (rc < 0)
		people_free(p);
	else
		*out = p;
	return rc;
}

int
people_load_default(const char *data, struct people **out)
{
	char *path;
	int rc;

	if (access(OWN_RULES, F_OK) == 0)
		return people_load(OWN_RULES, out);
	path = data_path(data, "mibs/people.rules");
	rc = people_load(path, out);
	free(path);
	return rc;
}

void
people_free(struct people *p)
{
	if (p == NULL)
		return;
	for (size_t i = 0; i < p->n_rules; i++) {
		for (size_t k = 0; k < p->rule[i].n_matches; k++)
			regex_free(p->rule[i].match[k]);
		free(p->rule[i].match);
	}
	free(p->rule);
	literals_free(p->words);
	conf_free(p->conf);
	free(p);
}

static bool
is_same(const char *name, size_t len, const char *other, size_t other_len)
{
	return len == other_len && strncasecmp(name, other, len) == 0;
}

static bool
is_nobody(const struct people *p, const char *name, size_t len)
{
	const struct conf_section *root = conf_root(p->conf);
	bool has_letter = false;

	for (size_t i = 0; i < len; i++)
		has_letter |= isalpha((unsigned char)name[i]) ||
		    (unsigned char)name[i] >= 0x80;
	if (!has_letter || len < NAME_LEAST || len > NAME_MOST)
		return true;
	for (size_t i = 0; i < conf_list_len(root, "nobody"); i++) {
		const char *other = conf_list_at(root, "nobody", i);

		if (is_same(name, len, other, strlen(other)))
			return true;
	}
	return false;
}

int
people_add(
    const struct people *p, const char *name, size_t len, struct persons *found)
{
	if (is_nobody(p, name, len))
		return ERR_OK;
	for (size_t i = 0; i < found->count; i++)
		if (is_same(name, len, found->list[i].name, found->list[i].len))
			return ERR_OK;
	if (found->count == PEOPLE_MAX)
		return ERR_RANGE;
	found->list[found->count++] = (struct person){ name, len };
	return ERR_OK;
}

static struct regex_group
name_of(const struct regex *re, const struct regex_match *m)
{
	for (size_t i = 0; i < sizeof(groups) / sizeof(*groups); i++) {
		int g = regex_group(re, groups[i]);

		if (g >= 0 && m->group[g].start >= 0)
			return m->group[g];
	}
	return (struct regex_group){ .start = -1 };
}

/* All in one window. */
static int
find_here(const struct people *p, const struct regex *re, const char *text,
    size_t len, struct persons *found)
{
	unsigned long hits = regex_limit_hits();
	struct regex_match m;
	size_t at = 0, end;
	int rc = ERR_OK;

	while (rc == ERR_OK && at < len &&
	    regex_match(re, text + at, len - at, &m)) {
		struct regex_group g = name_of(re, &m);

		if (g.start >= 0)
			rc = people_add(p, text + at + g.start, g.len, found);
		end = (size_t)m.group[0].start + m.group[0].len;
		at += end > 0 ? end : 1;
	}
	return regex_limit_hits() == hits ? rc : ERR_RANGE;
}

int
people_find(
    const struct people *p, const char *text, size_t len, struct persons *found)
{
	struct literal_set set = { 0 };
	int rc = ERR_OK;

	(void)literals_find(p->words, text, len, &set);
	for (unsigned i = 0; i < p->n_rules; i++) {
		const struct rule *r = &p->rule[i];

		if (r->has_words && !literal_has(&set, i))
			continue;
		for (size_t at = 0; at < len; at += WINDOW_LEN - OVERLAP_LEN) {
			size_t window =
			    len - at < WINDOW_LEN ? len - at : WINDOW_LEN;

			for (size_t k = 0; rc == ERR_OK && k < r->n_matches;
			     k++)
				rc = find_here(
				    p, r->match[k], text + at, window, found);
		}
	}
	return rc;
}

static bool
is_word(unsigned char c)
{
	return isalnum(c) || c == '_' || c >= 0x80;
}

/* Who is named at text + at, as a whole word, the longest; NULL: nobody. */
static const struct person *
named_at(
    const struct persons *who, const unsigned char *text, size_t len, size_t at)
{
	const struct person *longest = NULL;

	if (at > 0 && is_word(text[at - 1]))
		return NULL;
	for (size_t i = 0; i < who->count; i++) {
		const struct person *one = &who->list[i];

		if ((longest == NULL || one->len > longest->len) &&
		    one->len <= len - at &&
		    strncasecmp(one->name, (const char *)text + at, one->len) ==
			0 &&
		    (at + one->len == len || !is_word(text[at + one->len])))
			longest = one;
	}
	return longest;
}

void
people_replace(const struct persons *who, const void *text, size_t len,
    people_put_fn put, void *data, struct buf *out)
{
	const unsigned char *bytes = text;

	for (size_t at = 0; at < len;) {
		const struct person *one = named_at(who, bytes, len, at);

		if (one == NULL) {
			buf_add_u8(out, bytes[at++]);
			continue;
		}
		put(data, one, out);
		at += one->len;
	}
}
