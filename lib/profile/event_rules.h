/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_PROFILE_EVENT_RULES_H
#define LIB_PROFILE_EVENT_RULES_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/model/event_class.h"

/*
 * What log lines tell of a device, by rules that are data (mibs/events.rules,
 * patchwacht-events(5)). A rule is tried only on lines that hold one of its
 * words; the first that matches says what the line is. The site's own come
 * before the shipped ones, and take the place of those with the same title.
 */
struct buf;
struct digest;
struct regex;

enum { EVENT_LINES_MAX = 8 };

/* A whole line as a device sends it, and what must come of it; a NULL field is
 * not looked at. */
struct event_test {
	const char *message;
	enum event_class class; /* what the set says of it */
	const char *version, *who, *port;
	unsigned line;
};

struct event_rule {
	const char *title;
	const char *file;
	unsigned line;
	enum event_class class;
	bool enabled;
	int lines; /* following lines that belong to it, at most */
	const char *source;
	struct regex **match;
	size_t n_matches;
	struct event_test *test;
	size_t n_tests;
};

struct event_rules;

/* Faults are logged as FILE:LINE: reason; *out is the caller's to free. */
int event_rules_load(const char *path, struct event_rules **out);
int event_rules_parse(
    const char *name, const char *text, struct event_rules **out);

/*
 * The shipped ones and those of SYSCONFDIR/events.d. data may be NULL:
 * lib/base/data.h finds them.
 */
int event_rules_load_default(const char *data, struct event_rules **out);

/* From here on only rules of the classes that wanted is true for. */
void event_rules_limit(
    struct event_rules *r, bool (*wanted)(enum event_class c));

/* Their words, to be looked for with those of others; false: there was no room
 * for all. */
struct literals;
bool event_rules_add_words(
    const struct event_rules *r, struct literals *words, unsigned id);

/* Whether a word of one of the rules stands in it: false for nearly all. */
bool event_rules_may_find(
    const struct event_rules *r, const void *bytes, size_t len);

/* Those of a file before those that are there. */
int event_rules_add_file(struct event_rules *r, const char *path);
void event_rules_free(struct event_rules *r); /* NULL is fine */

size_t event_rules_count(const struct event_rules *r);
const struct event_rule *event_rules_at(const struct event_rules *r, size_t i);

/* All that decides which lines the rules find. */
void event_rules_digest(const struct event_rules *r, struct digest *d);

/* A part of the subject; at is NULL where the rule names none. */
struct event_part {
	const char *at;
	size_t len;
};

struct event_found {
	const struct event_rule *rule;
	struct event_part version, who, port;
};

/* What the rules look at: "PROGRAM: MSGID: text"; the first two may be NULL or
 * empty, and the second is left out where the text says it as well. */
void event_subject(
    const char *app, const char *msgid, const char *text, struct buf *out);

/* How many lines behind this one may belong to it. */
int event_rules_lines(
    const struct event_rules *r, const char *subject, size_t len);

/* Whether this rule matches, enabled or not. */
bool event_rule_match(const struct event_rule *rule, const char *subject,
    size_t len, struct event_found *out);

/* False for nearly all lines. Parts point into subject. */
bool event_rules_find(const struct event_rules *r, const char *subject,
    size_t len, struct event_found *out);

#endif
