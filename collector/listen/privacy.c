/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/listen/privacy.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/conf.h"
#include "lib/base/err.h"
#include "lib/base/literal.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "lib/base/regex.h"

/* Windows overlap, so that a secret on the edge of one is whole in the next. */
enum { WINDOW_LEN = REGEX_SUBJECT_MAX, OVERLAP_LEN = 512, RULES_MAX = 64 };
#define STARS "***"

struct rule {
	char *name;
	struct regex **patterns;
	size_t pattern_count;
};

struct privacy {
	struct rule *drops, *masks;
	size_t drop_count, mask_count;
	struct literals *words;
	uint64_t wordless; /* rules without words */
	struct buf scratch;
};

static const struct conf_option rule_options[] = {
	{ .name = "words", .type = CONF_LIST },
	{ .name = "match", .type = CONF_LIST, .flags = CONF_REQUIRED },
	{ 0 },
};

static const struct conf_option options[] = {
	{ .name = "drop",
	    .type = CONF_SECTION,
	    .flags = CONF_MANY | CONF_TITLED,
	    .section = rule_options },
	{ .name = "mask",
	    .type = CONF_SECTION,
	    .flags = CONF_MANY | CONF_TITLED,
	    .section = rule_options },
	{ 0 },
};

static void
free_rules(struct rule *rules, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		for (size_t k = 0; k < rules[i].pattern_count; k++)
			regex_free(rules[i].patterns[k]);
		free(rules[i].patterns);
		free(rules[i].name);
	}
	free(rules);
}

void
privacy_free(struct privacy *p)
{
	if (p == NULL)
		return;
	free_rules(p->drops, p->drop_count);
	free_rules(p->masks, p->mask_count);
	literals_free(p->words);
	buf_free(&p->scratch);
	free(p);
}

static int
read_words(struct privacy *p, const struct conf_section *s, unsigned rule)
{
	size_t n = conf_list_len(s, "words");

	if (n == 0)
		p->wordless |= UINT64_C(1) << rule;
	for (size_t i = 0; i < n; i++) {
		if (literals_add(p->words, conf_list_at(s, "words", i), rule) ==
		    ERR_OK)
			continue;
		log_warnx("%s:%u: a word of less than two bytes", conf_file(s),
		    conf_line(s));
		return ERR_PARSE;
	}
	return ERR_OK;
}

static int
read_patterns(
    const struct conf_section *s, struct rule *rule, size_t groups_least)
{
	size_t n = conf_list_len(s, "match");
	struct regex_fault fault;
	struct regex *re;

	rule->patterns = mem_new(n + 1, sizeof(struct regex *));
	for (size_t i = 0; i < n; i++) {
		const char *text = conf_list_at(s, "match", i);

		if (regex_compile(text, REGEX_CASELESS, &re, &fault) < 0) {
			log_warnx("%s:%u: pattern %zu, byte %zu: %s",
			    conf_file(s), conf_line(s), i + 1, fault.offset,
			    fault.text);
			return ERR_PARSE;
		}
		rule->patterns[rule->pattern_count++] = re;
		if (groups_least > 0 && strchr(text, '(') == NULL) {
			log_warnx("%s:%u: pattern %zu has no group to mask",
			    conf_file(s), conf_line(s), i + 1);
			return ERR_PARSE;
		}
	}
	return ERR_OK;
}

/* Bits of drops come first, from 0; those of masks behind them. */
static int
read_rules(struct privacy *p, const struct conf_section *root, const char *kind,
    size_t groups, struct rule **out, size_t *count)
{
	size_t n = conf_count(root, kind);
	int rc = ERR_OK;

	if (p->drop_count + n > RULES_MAX) {
		log_warnx("%s: more than %d rules", conf_file(root), RULES_MAX);
		return ERR_RANGE;
	}
	*out = mem_new(n + 1, sizeof(**out));
	for (size_t i = 0; i < n && rc == ERR_OK; i++) {
		const struct conf_section *s = conf_at(root, kind, i);
		struct rule *rule = &(*out)[(*count)++];

		rule->name = mem_dup_str(conf_title(s));
		rc = read_words(
		    p, s, (unsigned)(p->drop_count + p->mask_count - 1));
		if (rc == ERR_OK)
			rc = read_patterns(s, rule, groups);
	}
	return rc;
}

int
privacy_load(const char *path, struct privacy **out)
{
	struct privacy *p;
	struct conf *conf;
	int rc;

	rc = conf_load(path, options, &conf);
	if (rc < 0)
		return rc;
	p = mem_new(1, sizeof(*p));
	p->words = literals_new();
	rc = read_rules(
	    p, conf_root(conf), "drop", 0, &p->drops, &p->drop_count);
	if (rc == ERR_OK)
		rc = read_rules(
		    p, conf_root(conf), "mask", 1, &p->masks, &p->mask_count);
	conf_free(conf);
	if (rc < 0)
		privacy_free(p);
	else
		*out = p;
	return rc;
}

/* A header and the first words tell what a message is about. */
static bool
does_match(const struct rule *rule, const uint8_t *data, size_t len)
{
	for (size_t i = 0; i < rule->pattern_count; i++)
		if (regex_match(
			rule->patterns[i], (const char *)data, len, NULL))
			return true;
	return false;
}

/* The first group that took part, else the whole match. */
static struct regex_group
secret_of(const struct regex_match *m)
{
	for (size_t i = 1; i < m->count; i++)
		if (m->group[i].start >= 0)
			return m->group[i];
	return m->group[0];
}

/*
 * A match that ends with its window may be the head of one: where to begin
 * another window that holds more of it, with some of what stands before; 0:
 * take it as it is.
 */
static size_t
begin_again(const struct regex_match *m, size_t window)
{
	size_t start = (size_t)m->group[0].start;

	if (start + m->group[0].len < window)
		return 0;
	return start / 2 < OVERLAP_LEN ? (start + 1) / 2 : start - OVERLAP_LEN;
}

/* What took too long to look through may hold a secret: all of it is one. */
static bool
find_secret(const struct regex *re, const char *text, size_t window,
    struct regex_match *m)
{
	unsigned long hits = regex_limit_hits();

	if (regex_match(re, text, window, m))
		return true;
	if (regex_limit_hits() == hits)
		return false;
	*m = (struct regex_match){ .group = { { .len = window } } };
	return true;
}

/* One that is longer than a window ends with the next blank. */
static size_t
pass_rest(const struct buf *text, size_t at)
{
	while (at < text->len && !isspace(text->data[at]))
		at++;
	return at;
}

/* Stars for each match of re in text, in place. */
static bool
mask_pattern(const struct regex *re, struct buf *text, struct buf *scratch)
{
	size_t at = 0, again, window, end;
	struct regex_match m;
	struct regex_group g;
	bool any = false, is_last;

	buf_clear(scratch);
	while (at < text->len) {
		is_last = text->len - at <= WINDOW_LEN;
		window = is_last ? text->len - at : WINDOW_LEN;
		if (find_secret(
			re, (const char *)text->data + at, window, &m)) {
			g = secret_of(&m);
			end = (size_t)g.start + (g.len > 0 ? g.len : 1);
			again = is_last ? 0 : begin_again(&m, window);
			if (again == 0) {
				buf_add(
				    scratch, text->data + at, (size_t)g.start);
				buf_add_str(scratch, STARS);
				at += end;
				if (!is_last && end >= window)
					at = pass_rest(text, at);
				any = true;
				continue;
			}
		} else if (is_last) {
			break;
		} else {
			again = window - OVERLAP_LEN;
		}
		buf_add(scratch, text->data + at, again);
		at += again;
	}
	if (any) {
		buf_add(scratch, text->data + at, text->len - at);
		buf_clear(text);
		buf_add(text, scratch->data, scratch->len);
	}
	return any;
}

static bool
mask(struct privacy *p, uint64_t rules, const uint8_t *data, size_t len,
    struct buf *out)
{
	bool any = false;

	buf_clear(out);
	for (size_t i = 0; i < p->mask_count; i++) {
		const struct rule *rule = &p->masks[i];

		if ((rules >> (p->drop_count + i) & 1) == 0)
			continue;
		if (out->len == 0)
			buf_add(out, data, len);
		for (size_t k = 0; k < rule->pattern_count; k++)
			any |=
			    mask_pattern(rule->patterns[k], out, &p->scratch);
	}
	return any;
}

enum privacy_result
privacy_apply(struct privacy *p, const uint8_t *data, size_t len,
    struct buf *out, size_t *rule)
{
	struct literal_set found = { 0 };
	uint64_t rules = p->wordless;

	/* Those that a word of theirs makes worth trying: most have none. */
	if (literals_find(p->words, data, len, &found))
		rules |= found.bits[0];
	for (size_t i = 0; rules != 0 && i < p->drop_count; i++) {
		if ((rules >> i & 1) == 0 ||
		    !does_match(&p->drops[i], data, len))
			continue;
		*rule = i;
		return PRIVACY_DROP;
	}
	return rules != 0 && mask(p, rules, data, len, out) ? PRIVACY_MASKED
							    : PRIVACY_KEEP;
}

size_t
privacy_drop_count(const struct privacy *p)
{
	return p->drop_count;
}

const char *
privacy_drop_name(const struct privacy *p, size_t rule)
{
	return p->drops[rule].name;
}
