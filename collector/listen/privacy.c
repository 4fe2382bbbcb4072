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
#include "lib/wire/syslog.h"

/* Windows overlap, so that a secret on the edge of one is whole in the next. */
enum { WINDOW_LEN = REGEX_SUBJECT_MAX, OVERLAP_LEN = 512, RULES_MAX = 64 };

enum { HEAD_MAX = 256 }; /* of a header */

#define STARS "***"

struct rule {
	char *name;
	bool has_warned;
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

enum look { LOOK_NOTHING, LOOK_FOUND, LOOK_GAVE_UP };

/* A pattern at its limit has said neither yes nor no. */
static enum look
look(
    const struct regex *re, const void *text, size_t len, struct regex_match *m)
{
	unsigned long hits = regex_limit_hits();

	if (regex_match(re, text, len, m))
		return LOOK_FOUND;
	return regex_limit_hits() == hits ? LOOK_NOTHING : LOOK_GAVE_UP;
}

/* A header and the first words tell what a message is about. */
static enum look
look_at_all(const struct rule *rule, const uint8_t *data, size_t len)
{
	enum look all = LOOK_NOTHING, one;

	for (size_t i = 0; i < rule->pattern_count; i++) {
		one = look(rule->patterns[i], data, len, NULL);
		if (one == LOOK_FOUND)
			return LOOK_FOUND;
		if (one == LOOK_GAVE_UP)
			all = LOOK_GAVE_UP;
	}
	return all;
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

/* One that is longer than a window ends with the next blank. */
static size_t
pass_rest(const struct buf *text, size_t at)
{
	while (at < text->len && !isspace(text->data[at]))
		at++;
	return at;
}

/* Stars for each match of re in text, in place. */
static enum look
mask_pattern(const struct regex *re, struct buf *text, struct buf *scratch)
{
	size_t at = 0, again, window, end;
	enum look found = LOOK_NOTHING, here;
	struct regex_match m;
	struct regex_group g;
	bool is_last;

	buf_clear(scratch);
	while (at < text->len) {
		is_last = text->len - at <= WINDOW_LEN;
		window = is_last ? text->len - at : WINDOW_LEN;
		here = look(re, text->data + at, window, &m);
		if (here == LOOK_GAVE_UP)
			return here;
		if (here == LOOK_FOUND) {
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
				found = LOOK_FOUND;
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
	if (found == LOOK_FOUND) {
		buf_add(scratch, text->data + at, text->len - at);
		buf_clear(text);
		buf_add(text, scratch->data, scratch->len);
	}
	return found;
}

/* *rule is the one that gave up. */
static enum look
mask(struct privacy *p, uint64_t rules, const uint8_t *data, size_t len,
    struct buf *out, size_t *rule)
{
	enum look found = LOOK_NOTHING, one;

	buf_clear(out);
	for (size_t i = 0; i < p->mask_count; i++) {
		const struct rule *r = &p->masks[i];

		if ((rules >> (p->drop_count + i) & 1) == 0)
			continue;
		if (out->len == 0)
			buf_add(out, data, len);
		for (size_t k = 0; k < r->pattern_count; k++) {
			one = mask_pattern(r->patterns[k], out, &p->scratch);
			if (one == LOOK_GAVE_UP) {
				*rule = p->drop_count + i;
				return one;
			}
			if (one == LOOK_FOUND)
				found = one;
		}
	}
	return found;
}

static enum look
drop(const struct privacy *p, uint64_t rules, const uint8_t *data, size_t len,
    size_t *rule)
{
	enum look all = LOOK_NOTHING, one;

	for (size_t i = 0; i < p->drop_count; i++) {
		if ((rules >> i & 1) == 0)
			continue;
		one = look_at_all(&p->drops[i], data, len);
		if (one == LOOK_NOTHING || (one == LOOK_GAVE_UP && all == one))
			continue;
		*rule = i;
		all = one;
		if (all == LOOK_FOUND)
			break;
	}
	return all;
}

static struct rule *
rule_at(const struct privacy *p, size_t i)
{
	return i < p->drop_count ? &p->drops[i] : &p->masks[i - p->drop_count];
}

/*
 * Priority, time and host, when there are all: they say nothing of what people
 * do, and a relayed message is known by its host. Where the rest would be, why
 * it is not.
 */
static void
keep_head(const struct privacy *p, size_t rule, const uint8_t *data, size_t len,
    struct buf *out)
{
	const struct syslog_context nowhen = { 0 };
	struct syslog s;
	size_t head = 0;

	syslog_parse(&nowhen, data, len, &s);
	if (s.time.source == SYSLOG_HEADER && s.host_source == SYSLOG_HEADER)
		head = (size_t)((const uint8_t *)s.host.end - data);
	buf_clear(out);
	if (head > 0 && head <= HEAD_MAX)
		buf_add(out, data, head);
	else if (s.pri_source == SYSLOG_HEADER)
		buf_printf(out, "<%d>", s.pri);
	if (head > 0 && head <= HEAD_MAX)
		buf_add_u8(out, ' ');
	buf_printf(out, "patchwacht%s masked: rule %s reached its match limit",
	    s.format == SYSLOG_RFC5424 && head > 0 && head <= HEAD_MAX
		? " - - -"
		: ":",
	    privacy_rule_name(p, rule));
}

/* Once: a sender can make it happen with each of its lines. */
static void
warn_of_limit(const struct privacy *p, size_t rule)
{
	struct rule *r = rule_at(p, rule);

	if (!r->has_warned)
		log_warnx("privacy rule %s: reached its match limit; of such "
			  "a line only the header is kept",
		    r->name);
	r->has_warned = true;
}

enum privacy_result
privacy_apply(struct privacy *p, const uint8_t *data, size_t len,
    struct buf *out, size_t *rule)
{
	struct literal_set set = { 0 };
	uint64_t rules = p->wordless;
	enum look found;

	/* Those that a word of theirs makes worth trying: most have none. */
	if (literals_find(p->words, data, len, &set))
		rules |= set.bits[0];
	if (rules == 0)
		return PRIVACY_KEEP;
	found = drop(p, rules, data, len, rule);
	if (found == LOOK_FOUND)
		return PRIVACY_DROP;
	if (found == LOOK_NOTHING)
		found = mask(p, rules, data, len, out, rule);
	if (found == LOOK_NOTHING)
		return PRIVACY_KEEP;
	if (found == LOOK_FOUND)
		return PRIVACY_MASKED;
	warn_of_limit(p, *rule);
	keep_head(p, *rule, data, len, out);
	return PRIVACY_UNJUDGED;
}

size_t
privacy_rule_count(const struct privacy *p)
{
	return p->drop_count + p->mask_count;
}

const char *
privacy_rule_name(const struct privacy *p, size_t rule)
{
	return rule_at(p, rule)->name;
}
