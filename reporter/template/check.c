/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/template/template.h"

#include <stdio.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/file.h"
#include "reporter/template/tree.h"
#include "reporter/template/words.h"

/* Every name of a template against the list of values, without data. */

enum type {
	TYPE_TEXT = 1,
	TYPE_NUMBER = 2,
	TYPE_PERCENT = 4,
	TYPE_DATE = 8,
	TYPE_DATETIME = 16,
	TYPE_DURATION = 32,
	TYPE_BOOL = 64,
	TYPE_LIST = 128,
	TYPE_LIGHT = 256,
	TYPE_ANY = 511,
};

static const struct {
	const char *name;
	enum type type;
} types[] = {
	{ "text", TYPE_TEXT },
	{ "number", TYPE_NUMBER },
	{ "percent", TYPE_PERCENT },
	{ "date", TYPE_DATE },
	{ "datetime", TYPE_DATETIME },
	{ "duration", TYPE_DURATION },
	{ "bool", TYPE_BOOL },
	{ "list", TYPE_LIST },
	{ "light", TYPE_LIGHT },
};

/* Which types a format can write. */
static const unsigned fits[] = {
	[FORMAT_TEXT] = TYPE_ANY & ~(unsigned)TYPE_LIST,
	[FORMAT_NUMBER] = TYPE_NUMBER | TYPE_PERCENT | TYPE_LIST,
	[FORMAT_PERCENT] = TYPE_PERCENT | TYPE_NUMBER,
	[FORMAT_DATE] = TYPE_DATE | TYPE_DATETIME,
	[FORMAT_DATETIME] = TYPE_DATETIME,
	[FORMAT_DURATION] = TYPE_DURATION | TYPE_NUMBER,
	[FORMAT_COUNT] = TYPE_NUMBER | TYPE_LIST,
	[FORMAT_WORD] = TYPE_TEXT | TYPE_BOOL | TYPE_LIGHT,
	[FORMAT_LIGHT] = TYPE_LIGHT | TYPE_TEXT,
};

struct value {
	const char *name;
	enum type type;
	struct value *next;
};

/* Where names are looked up: fields of a list first, then what is around. */
struct reach {
	const char *name;   /* NULL: fields are named without it */
	const char *prefix; /* "late[]" */
	const struct reach *up;
};

struct checker {
	struct template *t;
	struct pool *pool;
	struct value *values;
	const struct reach *reach;
	const struct words *words;                 /* NULL: are not looked at */
	void (*take)(void *arg, const char *name); /* NULL: nobody asks */
	void *arg;
};

static const char *
type_name(enum type type)
{
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
		if (types[i].type == type)
			return types[i].name;
	}
	return "value";
}

static bool
read_value(struct checker *c, const char *line, size_t len)
{
	size_t name = 0, word;
	struct value *v;

	while (name < len && line[name] != ' ' && line[name] != '\t')
		name++;
	line += name;
	for (len -= name; len > 0 && (*line == ' ' || *line == '\t'); len--)
		line++;
	for (word = 0; word < len && line[word] != ' ' && line[word] != '\t' &&
	     line[word] != '\r';
	     word++)
		continue;
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
		if (strlen(types[i].name) != word ||
		    memcmp(types[i].name, line, word) != 0)
			continue;
		v = POOL_NEW(c->pool, struct value);
		v->type = types[i].type;
		v->name = pool_text(c->pool, line, 0);
		v->next = c->values;
		c->values = v;
		return true;
	}
	return false;
}

static int
read_values(struct checker *c, const char *path)
{
	enum { VALUES_MAX = 1 << 20 };
	struct buf text = { 0 };
	unsigned number = 1;
	const char *line;
	int rc;

	rc = file_read(path, VALUES_MAX, &text);
	if (rc < 0)
		goto out;
	for (line = buf_str(&text); *line != '\0'; number++) {
		size_t len = strcspn(line, "\n");
		size_t name = strcspn(line, " \t\n");

		if (len > 0 && *line != '#' && *line != '\r') {
			if (!read_value(c, line, len)) {
				log_warnx("%s:%u: expected \"name type "
					  "description\"",
				    path, number);
				rc = ERR_PARSE;
				goto out;
			}
			c->values->name = pool_text(c->pool, line, name);
		}
		line += len + (line[len] == '\n');
	}
out:
	buf_free(&text);
	return rc;
}

static const struct value *
find_value(const struct checker *c, const char *name)
{
	for (const struct value *v = c->values; v != NULL; v = v->next) {
		if (strcmp(v->name, name) == 0)
			return v;
	}
	return NULL;
}

/* The full name of a path in one reach; false when it cannot be there. */
static bool
full_name(const struct checker *c, const struct reach *r, const char *path,
    const char **out)
{
	size_t len = r->name == NULL ? 0 : strlen(r->name);

	*out = path;
	if (r->name == NULL && r->prefix == NULL)
		return true;
	if (r->name != NULL) {
		if (strncmp(path, r->name, len) != 0 || path[len] != '.')
			return false;
		path += len + 1;
	}
	*out = pool_printf(c->pool, "%s.%s", r->prefix, path);
	return true;
}

/* The value, or the list when the path is LIST.count. */
static const struct value *
find_named(const struct checker *c, const char *name)
{
	const struct value *v = find_value(c, name);
	size_t len = strlen(name);

	if (v != NULL || len <= 6 || strcmp(name + len - 6, ".count") != 0)
		return v;
	v = find_value(c, pool_text(c->pool, name, len - 6));
	return v != NULL && v->type == TYPE_LIST ? v : NULL;
}

/* Innermost reach first. */
static const struct value *
find_path(const struct checker *c, const char *path)
{
	const struct value *v = NULL;
	const char *name;

	for (const struct reach *r = c->reach; v == NULL && r != NULL;
	     r = r->up)
		if (full_name(c, r, path, &name))
			v = find_named(c, name);
	return v;
}

static const struct value *
check_path(struct checker *c, const struct path *p)
{
	const struct value *v;

	if (p->text == NULL)
		return NULL;
	v = find_path(c, p->text);
	if (v == NULL)
		template_fault(c->t, p->at, "unknown value \"%s\"", p->text);
	else if (c->take != NULL)
		c->take(c->arg, v->name);
	return v;
}

static void
check_format(struct checker *c, const struct path *p, const struct format *f)
{
	const struct value *v = check_path(c, p);
	bool is_count = v != NULL && v->type == TYPE_LIST;

	if (f->kind == FORMAT_WORD && f->prefix != NULL && c->words != NULL &&
	    !words_begin(c->words, f->prefix))
		template_fault(
		    c->t, p->at, "no word begins with \"%s.\"", f->prefix);

	if (v == NULL || (fits[f->kind] & v->type) != 0)
		return;
	if (is_count && f->kind == FORMAT_TEXT && strstr(p->text, ".count"))
		return;
	template_fault(c->t, p->at,
	    "%s is a %s, which this format cannot write", p->text,
	    type_name(v->type));
}

static void
check_condition(struct checker *c, const struct condition *w)
{
	const struct value *v;

	if (w == NULL)
		return;
	v = check_path(c, &w->path);
	if (v == NULL || w->operator== OP_HOLDS || !w->is_number)
		return;
	if ((v->type & (TYPE_TEXT | TYPE_DATE | TYPE_DATETIME | TYPE_BOOL)) &&
	    w->operator!= OP_EQ && w->operator!= OP_NE)
		template_fault(c->t, w->path.at,
		    "%s is a %s, which has no order", w->path.text,
		    type_name(v->type));
}

static void
check_parts(struct checker *c, const struct part *p)
{
	for (; p != NULL; p = p->next) {
		if (p->path.text != NULL)
			check_format(c, &p->path, &p->format);
	}
}

/* The prefix of a list's fields; NULL after a fault. */
static const char *
check_list(struct checker *c, const struct path *p)
{
	const struct value *v = check_path(c, p);

	if (v == NULL)
		return NULL;
	if (v->type != TYPE_LIST) {
		template_fault(c->t, p->at, "%s is a %s, not a list", p->text,
		    type_name(v->type));
		return NULL;
	}
	return pool_printf(c->pool, "%s[]", v->name);
}

/* Settings whose fields are looked up in the items of the source. */
static bool
is_of_items(const char *key)
{
	return strcmp(key, "column") == 0 || strcmp(key, "label") == 0 ||
	    strcmp(key, "value") == 0 || strcmp(key, "norm") == 0 ||
	    strcmp(key, "series") == 0 || strcmp(key, "span") == 0 ||
	    strcmp(key, "mark") == 0 || strcmp(key, "detail") == 0 ||
	    strcmp(key, "light") == 0 || strcmp(key, "text") == 0 ||
	    strcmp(key, "item") == 0 || strcmp(key, "group") == 0;
}

static bool
is_of_time(const char *key)
{
	return strcmp(key, "span") == 0 || strcmp(key, "mark") == 0;
}

static void
check_setting(struct checker *c, const struct setting *s)
{
	const struct format *format = NULL;

	for (size_t i = 0; i < s->nfields; i++) {
		if (s->field[i].kind == FIELD_FORMAT)
			format = &s->field[i].format;
	}
	for (size_t i = 0; i < s->nfields; i++) {
		const struct field *f = &s->field[i];
		static const struct format plain = { .decimals = -1 };

		if (f->kind == FIELD_LIST)
			check_list(c, &f->path);
		else if (f->kind == FIELD_PATH && is_of_time(s->key))
			check_format(c, &f->path,
			    &(struct format){ .kind = FORMAT_DATETIME });
		else if (f->kind == FIELD_PATH && strcmp(s->key, "light") != 0)
			check_format(
			    c, &f->path, format != NULL ? format : &plain);
		else
			check_path(c, &f->path);
		check_path(c, &f->light);
		check_parts(c, f->text);
		if (f->kind == FIELD_WHEN)
			check_condition(c, f->condition);
	}
}

/* {{rest}} stands only in what a table says of the rows it leaves out. */
static void
check_more(struct checker *c, const struct setting *s)
{
	for (const struct part *p = s->field[0].text; p != NULL; p = p->next) {
		if (p->path.text != NULL && strcmp(p->path.text, "rest") != 0)
			check_format(c, &p->path, &p->format);
	}
}

static const char *const fixed_fields[][5] = {
	{ "history", "version", "date", "author", "change" },
	{ "approval", "role", "name", "date", "decision" },
};

static void
check_fixed(struct checker *c, const struct component *k)
{
	for (size_t i = 0; i < 2; i++) {
		if (strcmp(k->name, fixed_fields[i][0]) != 0)
			continue;
		for (size_t n = 1; n < 5; n++)
			check_path(
			    c, &(struct path){ fixed_fields[i][n], k->at });
	}
}

static void check_items(struct checker *c, const struct item *i);

static void
check_component(struct checker *c, const struct component *k)
{
	const struct reach *around = c->reach;
	const struct setting *source = component_setting(k, "source");
	const struct setting *rows = component_setting(k, "rows");
	struct reach items = { .up = around }, inner = { .up = &items };
	bool known;

	if (source != NULL)
		items.prefix = check_list(c, &source->field[0].path);
	known = source == NULL || items.prefix != NULL;
	if (rows != NULL && known) {
		c->reach = &items;
		inner.prefix = check_list(c, &rows->field[0].path);
		c->reach = around;
		known = inner.prefix != NULL;
	}
	for (const struct setting *s = k->settings; s != NULL; s = s->next) {
		/* Nothing can be said of the items of a list that is not. */
		if (s == source || s == rows || (is_of_items(s->key) && !known))
			continue;
		c->reach = !is_of_items(s->key) || source == NULL  ? around
		    : rows != NULL && strcmp(s->key, "group") != 0 ? &inner
								   : &items;
		if (strcmp(s->key, "more") == 0)
			check_more(c, s);
		else
			check_setting(c, s);
		c->reach = around;
	}
	c->reach = &items;
	if (source != NULL && known)
		check_fixed(c, k);
	c->reach = around;
	check_items(c, k->body);
}

/* A heading's section; the item after it is returned. */
static const struct item *
check_section(struct checker *c, const struct item *i)
{
	const struct reach *around = c->reach;
	struct reach each = { .name = i->each, .up = around };
	const struct item *next;
	int level = i->level;

	check_condition(c, i->when);
	if (i->each != NULL) {
		each.prefix = check_list(c, &i->each_list);
		if (each.prefix != NULL)
			c->reach = &each;
	}
	check_parts(c, i->text);
	for (next = i->next; next != NULL &&
	     !(next->kind == ITEM_HEADING && next->level <= level);) {
		if (next->kind == ITEM_HEADING) {
			next = check_section(c, next);
			continue;
		}
		if (next->component != NULL)
			check_component(c, next->component);
		check_parts(c, next->text);
		next = next->next;
	}
	c->reach = around;
	return next;
}

static void
check_items(struct checker *c, const struct item *i)
{
	while (i != NULL) {
		if (i->kind == ITEM_HEADING) {
			i = check_section(c, i);
			continue;
		}
		if (i->component != NULL)
			check_component(c, i->component);
		check_parts(c, i->text);
		i = i->next;
	}
}

static int
run_checks(struct checker *c, const char *values_path)
{
	static const struct reach top = { 0 };
	int rc;

	c->pool = pool_new();
	c->reach = &top;
	rc = read_values(c, values_path);
	for (const struct front *f = c->t->front; rc == ERR_OK && f != NULL;
	     f = f->next) {
		check_parts(c, f->label);
		check_parts(c, f->text);
	}
	if (rc == ERR_OK)
		check_items(c, c->t->items);
	pool_free(c->pool);
	return rc;
}

int
check_names(
    struct template *t, const char *values_path, const struct words *words)
{
	struct checker c = { .t = t, .words = words };

	return run_checks(&c, values_path);
}

int
template_names(const struct template *t, const char *values_path,
    void (*take)(void *arg, const char *name), void *arg)
{
	struct template copy = *t;
	struct checker c = { .t = &copy, .take = take, .arg = arg };
	int rc;

	copy.faults = 0;
	rc = run_checks(&c, values_path);
	return rc == ERR_OK && !template_whole(&copy) ? ERR_PARSE : rc;
}

int
template_check(const struct template *t, const char *values_path)
{
	return template_names(t, values_path, NULL, NULL);
}
