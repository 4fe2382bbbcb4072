/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/template/template.h"

#include <string.h>

#include <cmark.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/file.h"
#include "lib/base/front.h"
#include "lib/base/mem.h"
#include "lib/base/utf8.h"
#include "reporter/layout/block.h"
#include "reporter/template/tree.h"

enum { NESTED_MAX = 3 };

/* Reading blocks of one Markdown text into items. */
struct reader {
	struct template *t;
	unsigned before; /* lines of the file above the text */
	int level;       /* of the last heading */
	struct item **last;
};

static struct place
place_of(const struct reader *r, cmark_node *n)
{
	int line = cmark_node_get_start_line(n);
	int column = cmark_node_get_start_column(n);

	return (struct place){ r->before + (unsigned)(line > 0 ? line : 1),
		(unsigned)(column > 0 ? column : 1) };
}

static struct item *
add_item(struct reader *r, enum item_kind kind, cmark_node *n)
{
	struct item *i = POOL_NEW(r->t->pool, struct item);

	i->kind = kind;
	i->at = place_of(r, n);
	*r->last = i;
	r->last = &i->next;
	return i;
}

static bool
is_safe_url(const char *url)
{
	return strncmp(url, "https://", 8) == 0 ||
	    strncmp(url, "http://", 7) == 0 || strncmp(url, "mailto:", 7) == 0;
}

static void
read_literal(const struct reader *r, cmark_node *n, unsigned style,
    const char *url, struct part ***last)
{
	const char *text = cmark_node_get_literal(n);

	parse_text(r->t, text, strlen(text), place_of(r, n), style, url, last);
}

static void read_inlines(const struct reader *r, cmark_node *n, unsigned style,
    const char *url, struct part ***last, int depth);

static const char *
read_url(const struct reader *r, cmark_node *n)
{
	const char *url = cmark_node_get_url(n);

	if (is_safe_url(url))
		return pool_dup(r->t->pool, url);
	template_fault(r->t, place_of(r, n),
	    "\"%s\" is no https, http or mailto link", url);
	return NULL;
}

static void
read_inline(const struct reader *r, cmark_node *n, unsigned style,
    const char *url, struct part ***last, int depth)
{
	struct place at = place_of(r, n);

	switch (cmark_node_get_type(n)) {
	case CMARK_NODE_TEXT:
		read_literal(r, n, style, url, last);
		break;
	case CMARK_NODE_CODE:
		read_literal(r, n, style | RUN_CODE, url, last);
		break;
	case CMARK_NODE_SOFTBREAK:
		parse_text(r->t, " ", 1, at, style, url, last);
		break;
	case CMARK_NODE_LINEBREAK:
		parse_text(r->t, "\n", 1, at, style, url, last);
		break;
	case CMARK_NODE_STRONG:
		read_inlines(r, n, style | RUN_BOLD, url, last, depth + 1);
		break;
	case CMARK_NODE_EMPH:
		read_inlines(r, n, style | RUN_ITALIC, url, last, depth + 1);
		break;
	case CMARK_NODE_LINK:
		read_inlines(r, n, style, read_url(r, n), last, depth + 1);
		break;
	default:
		template_fault(r->t, at, "%s has no place in a report",
		    cmark_node_get_type_string(n));
	}
}

static void
read_inlines(const struct reader *r, cmark_node *n, unsigned style,
    const char *url, struct part ***last, int depth)
{
	enum { DEPTH_MAX = 32 };

	if (depth > DEPTH_MAX) {
		template_fault(r->t, place_of(r, n), "nested too deeply");
		return;
	}
	for (n = cmark_node_first_child(n); n != NULL; n = cmark_node_next(n))
		read_inline(r, n, style, url, last, depth);
}

static void
read_each(struct template *t, const char *text, size_t len, struct place at,
    struct item *i)
{
	const char *in = memmem(text, len, " in ", 4);

	if (in == NULL || in == text) {
		template_fault(t, at, "each wants \"each: NAME in LIST\"");
		return;
	}
	i->each = pool_text(t->pool, text, (size_t)(in - text));
	at.column += (unsigned)(in + 4 - text);
	parse_path(t, in + 4, len - (size_t)(in + 4 - text), at, &i->each_list);
}

static void
read_attribute(struct template *t, const char *text, size_t len,
    struct place at, struct item *i)
{
	at = trim(&text, &len, at);
	if (len == 5 && memcmp(text, "annex", 5) == 0) {
		i->annex = true;
	} else if (len == 10 && memcmp(text, "unnumbered", 10) == 0) {
		i->unnumbered = true;
	} else if (len > 5 && memcmp(text, "when:", 5) == 0) {
		at.column += 5;
		i->when = parse_condition(t, text + 5, len - 5, at);
	} else if (len > 5 && memcmp(text, "each:", 5) == 0) {
		text += 5;
		len -= 5;
		at.column += 5;
		at = trim(&text, &len, at);
		read_each(t, text, len, at, i);
	} else {
		template_fault(
		    t, at, "unknown attribute \"%.*s\"", (int)len, text);
	}
}

/* Cuts "{when: ..., annex}" off the end of a heading's last text. */
static void
read_attributes(const struct reader *r, cmark_node *heading, struct item *i)
{
	cmark_node *n = cmark_node_last_child(heading);
	const char *text, *open, *comma;
	struct place at;
	size_t len;
	char *rest;

	if (n == NULL || cmark_node_get_type(n) != CMARK_NODE_TEXT)
		return;
	text = cmark_node_get_literal(n);
	len = strlen(text);
	open = strrchr(text, '{');
	if (open == NULL || len < 2 || text[len - 1] != '}' ||
	    text[len - 2] == '}' || (open > text && open[-1] == '{'))
		return;
	at = place_of(r, n);
	at.column += (unsigned)(open + 1 - text);
	rest = pool_text(r->t->pool, open + 1, len - 2 - (size_t)(open - text));
	for (;;) {
		comma = strchr(rest, ',');
		len = comma != NULL ? (size_t)(comma - rest) : strlen(rest);
		read_attribute(r->t, rest, len, at, i);
		if (comma == NULL)
			break;
		at.column += (unsigned)len + 1;
		rest += len + 1;
	}
	len = (size_t)(open - text);
	while (len > 0 && text[len - 1] == ' ')
		len--;
	cmark_node_set_literal(n, pool_text(r->t->pool, text, len));
}

static void
read_heading(struct reader *r, cmark_node *n)
{
	struct item *i = add_item(r, ITEM_HEADING, n);
	struct part **last = &i->text;

	i->level = cmark_node_get_heading_level(n);
	if (i->level > 3) {
		template_fault(r->t, i->at, "headings have three levels");
		i->level = 3;
	} else if (i->level > r->level + 1) {
		template_fault(r->t, i->at,
		    "a heading of level %d under one of level %d", i->level,
		    r->level);
	}
	r->level = i->level;
	r->t->headed = true;
	read_attributes(r, n, i);
	read_inlines(r, n, 0, NULL, &last, 0);
	refuse_marks(r->t, i->text, i->at);
}

/* Other programs read "| a | b |" as a table; here it would print as it is. */
static bool
is_pipe_table(cmark_node *paragraph)
{
	cmark_node *n = cmark_node_first_child(paragraph);

	return n != NULL && cmark_node_get_type(n) == CMARK_NODE_TEXT &&
	    *cmark_node_get_literal(n) == '|';
}

static void
read_paragraph(struct reader *r, cmark_node *n)
{
	struct item *i = add_item(r, ITEM_PARAGRAPH, n);
	struct part **last = &i->text;

	if (is_pipe_table(n))
		template_fault(r->t, i->at,
		    "a table of bars has no place in a report: the component "
		    "table has rows of a list, and a list has what is yours");
	read_inlines(r, n, 0, NULL, &last, 0);
}

static void
read_list(struct reader *r, cmark_node *list, int level)
{
	bool ordered = cmark_node_get_list_type(list) == CMARK_ORDERED_LIST;
	int number = ordered ? cmark_node_get_list_start(list) : 0;
	cmark_node *item, *n;

	if (level > NESTED_MAX) {
		template_fault(
		    r->t, place_of(r, list), "lists have three levels");
		return;
	}
	for (item = cmark_node_first_child(list); item != NULL;
	     item = cmark_node_next(item), number++) {
		struct item *i = add_item(r, ITEM_POINT, item);
		struct part **last = &i->text;

		i->level = level;
		i->ordered = ordered;
		i->number = number;
		for (n = cmark_node_first_child(item); n != NULL;
		     n = cmark_node_next(n)) {
			if (cmark_node_get_type(n) == CMARK_NODE_LIST)
				read_list(r, n, level + 1);
			else if (cmark_node_get_type(n) == CMARK_NODE_PARAGRAPH)
				read_inlines(r, n, 0, NULL, &last, 0);
			else
				template_fault(r->t, place_of(r, n),
				    "a list holds only text and lists");
		}
	}
}

static void
read_fence(struct reader *r, cmark_node *n)
{
	const char *info = cmark_node_get_fence_info(n);
	struct place at = place_of(r, n);
	struct component *c;

	if (info == NULL || *info == '\0') {
		template_fault(r->t, at, "a fence wants a component's name");
		return;
	}
	c = parse_component(r->t, info, cmark_node_get_literal(n), at);
	if (c != NULL)
		add_item(r, ITEM_COMPONENT, n)->component = c;
}

static void
read_block(struct reader *r, cmark_node *n)
{
	switch (cmark_node_get_type(n)) {
	case CMARK_NODE_HEADING:
		read_heading(r, n);
		break;
	case CMARK_NODE_PARAGRAPH:
		read_paragraph(r, n);
		break;
	case CMARK_NODE_LIST:
		read_list(r, n, 1);
		break;
	case CMARK_NODE_CODE_BLOCK:
		read_fence(r, n);
		break;
	case CMARK_NODE_HTML_BLOCK:
		if (strncmp(cmark_node_get_literal(n), "<!--", 4) == 0)
			break; /* a remark */
			       /* fall through */
	default:
		template_fault(r->t, place_of(r, n),
		    "%s has no place in a report",
		    cmark_node_get_type_string(n));
	}
}

struct item *
parse_blocks(struct template *t, const char *text, size_t len, unsigned line)
{
	cmark_node *root = cmark_parse_document(text, len, CMARK_OPT_DEFAULT);
	struct item *first = NULL;
	struct reader r = { .t = t, .before = line - 1, .last = &first };

	cmark_consolidate_text_nodes(root);
	for (cmark_node *n = cmark_node_first_child(root); n != NULL;
	     n = cmark_node_next(n))
		read_block(&r, n);
	cmark_node_free(root);
	return first;
}

static const char *const front_keys[] = { "report", "periods", "scope",
	"prefix", "cover", "customers", "readers", "language", "title",
	"subtitle", "period", "organisation", "classification", "number",
	"version", "reference", "status", "notice", "author", "subject",
	"keywords", "about" };
static const char *const front_required[] = { "report", "language", "title",
	"organisation", "classification" };

static bool
is_one_of(const char *const *names, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++) {
		if (strcmp(names[i], name) == 0)
			return true;
	}
	return false;
}

#define IS_ONE_OF(names, name) \
	is_one_of((names), sizeof(names) / sizeof((names)[0]), (name))

static void
read_about(struct template *t, struct front *f, struct place at)
{
	const char *bar = strchr(f->value, '|');

	if (bar == NULL) {
		template_fault(t, at, "about wants \"Label | value\"");
		return;
	}
	f->label = parse_words(t, f->value, (size_t)(bar - f->value), at);
	at.column += (unsigned)(bar + 1 - f->value);
	f->text = parse_words(t, bar + 1, strlen(bar + 1), at);
}

static void
read_front_line(struct template *t, const char *line, size_t len,
    struct place at, struct front ***last)
{
	const char *colon = memchr(line, ':', len), *value;
	struct front *f;
	size_t left;

	if (colon == NULL) {
		template_fault(t, at, "expected \"key: value\"");
		return;
	}
	f = POOL_NEW(t->pool, struct front);
	f->key = pool_text(t->pool, line, (size_t)(colon - line));
	f->at = at;
	if (!IS_ONE_OF(front_keys, f->key)) {
		template_fault(t, at, "unknown key \"%s\"", f->key);
		return;
	}
	if (strcmp(f->key, "about") != 0 && template_setting(t, f->key)) {
		template_fault(t, at, "%s stands here twice", f->key);
		return;
	}
	at.column += (unsigned)(colon + 1 - line);
	value = colon + 1;
	left = len - (size_t)(value - line);
	at = trim(&value, &left, at);
	f->value = pool_text(t->pool, value, left);
	**last = f;
	*last = &f->next;
	if (strcmp(f->key, "about") == 0)
		read_about(t, f, at);
	else
		f->text = parse_words(t, value, left, at);
}

/* Returns where the body begins, with its line in *line. */
static const char *
read_front(struct template *t, const char *text, unsigned *line)
{
	struct front **last = &t->front;
	size_t len;

	*line = 1;
	if (strncmp(text, "---\n", 4) != 0) {
		template_fault(t, (struct place){ 1, 1 },
		    "a template begins with --- and its front matter");
		return text;
	}
	for (text += 4, *line = 2; *text != '\0'; (*line)++) {
		const char *start = text;
		size_t left;
		struct place at = { *line, 1 };

		len = strcspn(text, "\n");
		text += len + (text[len] == '\n');
		if (len == 3 && memcmp(start, "---", 3) == 0) {
			(*line)++;
			return text;
		}
		left = len;
		at = trim(&start, &left, at);
		if (left > 0 && *start != '#')
			read_front_line(t, start, left, at, &last);
	}
	template_fault(
	    t, (struct place){ *line, 1 }, "the front matter has no end");
	return text;
}

/* What this program goes by: plain words, not values. */
static const struct {
	const char *key, *words; /* words: all that it may list; NULL: a name */
	const char *letters;
	size_t most;
} plain_keys[] = {
	{ "report", NULL, "abcdefghijklmnopqrstuvwxyz0123456789-", 32 },
	{ "prefix", NULL, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", 8 },
	{ "periods", "month, quarter, year", NULL, 0 },
	{ "scope", "organisation, site", NULL, 0 },
	{ "cover", "page, none", NULL, 0 },
};

static void
check_words(struct template *t, const struct front *f, const char *words)
{
	const char *text = f->value;

	for (text += strspn(text, " \t,"); *text != '\0';
	     text += strspn(text, " \t,")) {
		size_t n = strcspn(text, " \t,");
		const char *word = pool_text(t->pool, text, n);

		if (!front_lists(words, word))
			template_fault(t, f->at, "%s: \"%s\" is none of %s",
			    f->key, word, words);
		text += n;
	}
}

static void
check_plain(struct template *t, const struct front *f)
{
	size_t n = sizeof(plain_keys) / sizeof(plain_keys[0]);
	size_t len = strlen(f->value);

	for (size_t i = 0; i < n; i++) {
		if (strcmp(plain_keys[i].key, f->key) != 0)
			continue;
		if (plain_keys[i].words != NULL)
			check_words(t, f, plain_keys[i].words);
		else if (len > plain_keys[i].most ||
		    strspn(f->value, plain_keys[i].letters) != len)
			template_fault(t, f->at, "%s: at most %zu of %s",
			    f->key, plain_keys[i].most, plain_keys[i].letters);
	}
	if (len == 0)
		template_fault(t, f->at, "%s is empty", f->key);
}

static void
check_front(struct template *t)
{
	size_t n = sizeof(front_required) / sizeof(front_required[0]);
	const char *language = template_setting(t, "language");

	for (size_t i = 0; i < n; i++) {
		if (template_setting(t, front_required[i]) == NULL)
			template_fault(t, (struct place){ 1, 1 },
			    "the front matter lacks \"%s\"", front_required[i]);
	}
	for (const struct front *f = t->front; f != NULL; f = f->next)
		check_plain(t, f);
	if (language != NULL && furniture_of(language) == NULL)
		template_fault(t, (struct place){ 1, 1 },
		    "unknown language \"%s\"", language);
}

/* Each line of another encoding is told: what is read of it would be wrong. */
static bool
has_nul_or_bad_bytes(struct template *t, const char *text, size_t len)
{
	unsigned line = 1;
	size_t end;

	if (utf8_valid(text, len) && memchr(text, '\0', len) == NULL)
		return false;
	for (size_t i = 0; i < len; i = end + 1, line++) {
		for (end = i; end < len && text[end] != '\n'; end++)
			continue;
		if (!utf8_valid(text + i, end - i) ||
		    memchr(text + i, '\0', end - i) != NULL)
			template_fault(
			    t, (struct place){ line, 1 }, "not UTF-8");
	}
	return true;
}

/* Windows' line ends become ours; columns count from 1 all the same. */
static char *
plain_lines(struct pool *pool, const char *text, size_t len)
{
	char *copy = pool_text(pool, text, len), *to = copy;

	for (const char *p = copy; *p != '\0'; p++) {
		if (p[0] != '\r' || p[1] != '\n')
			*to++ = *p;
	}
	*to = '\0';
	return copy;
}

struct template *
template_read(const char *name, const char *text, size_t len, bool quiet)
{
	struct pool *pool = pool_new();
	struct template *t = POOL_NEW(pool, struct template);
	const char *body;
	unsigned line;

	t->pool = pool;
	t->name = pool_dup(pool, name);
	t->quiet = quiet;
	if (has_nul_or_bad_bytes(t, text, len))
		return t;
	text = plain_lines(pool, text, len);
	body = read_front(t, text, &line);
	check_front(t);
	t->items = parse_blocks(t, body, strlen(body), line);
	check_footnotes(t);
	return t;
}

int
template_parse(const char *name, const char *text, unsigned long len,
    struct template **out)
{
	struct template *t = template_read(name, text, len, false);

	if (!template_whole(t)) {
		template_free(t);
		return ERR_PARSE;
	}
	*out = t;
	return ERR_OK;
}

int
template_load(const char *path, struct template **out)
{
	struct buf text = { 0 };
	int rc;

	rc = file_read(path, TEMPLATE_MAX, &text);
	if (rc == ERR_OK)
		rc = template_parse(path, buf_str(&text), text.len, out);
	buf_free(&text);
	return rc;
}

void
template_free(struct template *t)
{
	if (t != NULL)
		pool_free(t->pool);
}

const char *
template_setting(const struct template *t, const char *key)
{
	for (const struct front *f = t->front; f != NULL; f = f->next) {
		if (strcmp(f->key, key) == 0)
			return f->value;
	}
	return NULL;
}

const char *
front_key_at(size_t i)
{
	return i < sizeof(front_keys) / sizeof(front_keys[0]) ? front_keys[i]
							      : NULL;
}
