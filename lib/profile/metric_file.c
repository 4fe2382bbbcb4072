/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/profile/metric_file.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/conf.h"
#include "lib/base/err.h"
#include "lib/base/file.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "lib/base/number.h"
#include "lib/profile/metric.h"
#include "lib/profile/object.h"

enum {
	FILE_MAX = 1 << 20,
	COLUMNS_MAX = 16, /* side by side in one question */
	FACTOR_MAX = 1000000000,
	BIT_MAX = 127,
};

#define END                                          \
	{                                            \
		NULL, CONF_TEXT, 0, NULL, 0, 0, NULL \
	}
#define TEXT(name)                                   \
	{                                            \
		name, CONF_TEXT, 0, NULL, 0, 0, NULL \
	}
#define LIST(name)                                   \
	{                                            \
		name, CONF_LIST, 0, NULL, 0, 0, NULL \
	}
#define FACTOR(name)                                        \
	{                                                   \
		name, CONF_INT, 0, "1", 1, FACTOR_MAX, NULL \
	}
#define SECTIONS(name, of)                                                  \
	{                                                                   \
		name, CONF_SECTION, CONF_MANY | CONF_TITLED, NULL, 0, 0, of \
	}

static const struct conf_option column_options[] = {
	{ "oid", CONF_TEXT, CONF_REQUIRED, NULL, 0, 0, NULL },
	LIST("good"),
	LIST("absent"),
	LIST("unknown"),
	LIST("bits"),
	LIST("words"),
	LIST("means"),
	FACTOR("multiply"),
	FACTOR("divide"),
	END,
};

static const struct conf_option case_options[] = {
	TEXT("kind"),
	TEXT("unit"),
	FACTOR("multiply"),
	FACTOR("divide"),
	END,
};

static const struct conf_option group_options[] = {
	{ "kind", CONF_TEXT, CONF_REQUIRED, NULL, 0, 0, NULL },
	{ "plan", CONF_TEXT, 0, "stability", 0, 0, NULL },
	TEXT("unit"),
	TEXT("by"),
	TEXT("index"),
	TEXT("instead"),
	LIST("sysobjectid"),
	SECTIONS("column", column_options),
	SECTIONS("case", case_options),
	END,
};

static const struct conf_option file_options[] = {
	SECTIONS("group", group_options),
	END,
};

static int refuse(const struct metric_group *g, const struct conf_section *at,
    const char *fmt, ...) __attribute__((format(printf, 3, 4)));

static int
refuse(const struct metric_group *g, const struct conf_section *at,
    const char *fmt, ...)
{
	char text[300];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	log_warnx(
	    "%s:%u: group %s: %s", conf_file(at), conf_line(at), g->name, text);
	return ERR_PARSE;
}

static int
read_object(const struct metric_group *g, const struct conf_section *at,
    const char *text, struct oid *out)
{
	struct buf b = { 0 };

	if (object_parse(text, &b) < 0) {
		buf_free(&b);
		return refuse(g, at, "'%s' is not an object", text);
	}
	*out = (struct oid){ b.data, b.len };
	return ERR_OK;
}

static int
read_numbers(const struct metric_group *g, const struct conf_section *at,
    const char *key, struct metric_numbers *out)
{
	size_t n = conf_list_len(at, key);
	int64_t least = INT64_MIN, most = INT64_MAX;

	if (n == 0)
		return ERR_OK;
	if (strcmp(key, "bits") == 0) {
		least = 0;
		most = BIT_MAX;
	}
	out->number = mem_new(n, sizeof(*out->number));
	for (; out->n < n; out->n++) {
		const char *text = conf_list_at(at, key, out->n);

		if (number_parse(text, least, most, &out->number[out->n]) < 0)
			return refuse(
			    g, at, "%s: '%s' is not such a number", key, text);
	}
	return ERR_OK;
}

static void
read_words(
    const struct conf_section *at, const char *key, struct metric_words *out)
{
	size_t n = conf_list_len(at, key);

	if (n > 0)
		out->word = mem_new(n, sizeof(*out->word));
	for (; out->n < n; out->n++)
		out->word[out->n] = mem_dup_str(conf_list_at(at, key, out->n));
}

static int
read_kind(const struct metric_group *g, const struct conf_section *at,
    const char *word, enum metric_kind *out)
{
	for (int k = 0; k < METRIC_KINDS; k++) {
		if (strcmp(metric_kind_name((enum metric_kind)k), word) == 0) {
			*out = (enum metric_kind)k;
			return ERR_OK;
		}
	}
	return refuse(g, at, "no kind '%s'", word);
}

static int
read_field(const struct metric_group *g, const struct conf_section *at,
    enum metric_field *out)
{
	const char *word = conf_title(at);

	for (int f = 0; f < METRIC_FIELDS; f++) {
		bool fits = f == METRIC_TYPE || f == METRIC_LABEL ||
		    (f < METRIC_STATE) == (g->kind == METRIC_INTERFACE);

		if (strcmp(metric_field_name((enum metric_field)f), word) != 0)
			continue;
		if (!fits)
			return refuse(g, at, "kind %s has no field '%s'",
			    metric_kind_name(g->kind), word);
		*out = (enum metric_field)f;
		return ERR_OK;
	}
	return refuse(g, at, "no field '%s'", word);
}

static int
read_column(const struct metric_group *g, const struct conf_section *at,
    struct metric_column *c)
{
	int rc;

	c->line = conf_line(at);
	c->multiply = conf_int(at, "multiply");
	c->divide = conf_int(at, "divide");
	rc = read_field(g, at, &c->field);
	if (rc == ERR_OK)
		rc = read_object(g, at, conf_text(at, "oid"), &c->oid);
	if (rc == ERR_OK)
		rc = read_numbers(g, at, "good", &c->good);
	if (rc == ERR_OK)
		rc = read_numbers(g, at, "absent", &c->absent);
	if (rc == ERR_OK)
		rc = read_numbers(g, at, "unknown", &c->unknown);
	if (rc == ERR_OK)
		rc = read_numbers(g, at, "bits", &c->bits);
	if (rc < 0)
		return rc;
	read_words(at, "words", &c->words);
	read_words(at, "means", &c->means);
	if (c->field != METRIC_STATE &&
	    c->good.n + c->absent.n + c->bits.n + c->words.n + c->means.n > 0)
		return refuse(g, at,
		    "only a state has good, absent, bits, words or means");
	if ((c->bits.n > 0) + (c->words.n > 0) + (c->means.n > 0) > 1)
		return refuse(
		    g, at, "a state is in bits, in words or has a meaning");
	return ERR_OK;
}

/* By convention of SMIv2 one object ends in .0, and only that. */
static bool
is_table(struct oid oid)
{
	return oid.data[oid.len - 1] != 0;
}

static int
read_columns(struct metric_group *g, const struct conf_section *at)
{
	size_t n = conf_count(at, "column");
	int rc = ERR_OK;

	if (n == 0 || n > COLUMNS_MAX)
		return refuse(
		    g, at, "a group has 1 to %d columns", COLUMNS_MAX);
	g->column = mem_new(n, sizeof(*g->column));
	for (size_t i = 0; rc == ERR_OK && i < n; i++) {
		const struct conf_section *s = conf_at(at, "column", i);
		struct metric_column *c = &g->column[g->n_columns++];

		rc = read_column(g, s, c);
		if (rc == ERR_OK && i == 0)
			g->columns = is_table(c->oid);
		if (rc == ERR_OK && is_table(c->oid) != g->columns)
			return refuse(g, s,
			    "columns of a table and single "
			    "objects do not go together");
	}
	return rc;
}

static int
read_case(const struct metric_group *g, const struct conf_section *at,
    struct metric_case *c)
{
	const char *title = conf_title(at), *kind = conf_text(at, "kind");

	c->kind = g->kind;
	c->unit = mem_dup_str(conf_text(at, "unit"));
	c->multiply = conf_int(at, "multiply");
	c->divide = conf_int(at, "divide");
	if (kind != NULL && read_kind(g, at, kind, &c->kind) < 0)
		return ERR_PARSE;
	if ((c->kind == METRIC_INTERFACE) != (g->kind == METRIC_INTERFACE))
		return refuse(g, at, "an interface is of no other kind");
	if (number_parse(title, INT64_MIN, INT64_MAX, &c->number) == ERR_OK)
		return ERR_OK;
	return read_object(g, at, title, &c->oid);
}

static int
read_cases(struct metric_group *g, const struct conf_section *at)
{
	const char *by = conf_text(at, "by");
	size_t n = conf_count(at, "case");
	bool typed = false;
	int rc = ERR_OK;

	g->by_index = by != NULL && strcmp(by, "index") == 0;
	if (by != NULL && !g->by_index && strcmp(by, "type") != 0)
		return refuse(g, at, "by: use type or index");
	g->cases = mem_new(n + 1, sizeof(*g->cases));
	for (size_t i = 0; rc == ERR_OK && i < n; i++)
		rc = read_case(
		    g, conf_at(at, "case", i), &g->cases[g->n_cases++]);
	for (size_t i = 0; i < g->n_columns; i++)
		typed |= g->column[i].field == METRIC_TYPE;
	if (rc == ERR_OK && n > 0 && !typed && !g->by_index)
		return refuse(
		    g, at, "a case needs a column \"type\", or by = index");
	return rc;
}

static int
read_ids(struct metric_group *g, const struct conf_section *at)
{
	size_t n = conf_list_len(at, "sysobjectid");
	int rc = ERR_OK;

	g->id = mem_new(n + 1, sizeof(*g->id));
	for (size_t i = 0; rc == ERR_OK && i < n; i++) {
		rc = read_object(g, at, conf_list_at(at, "sysobjectid", i),
		    &g->id[g->n_ids]);
		g->n_ids += rc == ERR_OK;
	}
	return rc;
}

static int
read_index(struct metric_group *g, const struct conf_section *at)
{
	const char *index = conf_text(at, "index");

	if (index == NULL)
		return ERR_OK;
	if (strcmp(index, "entity") == 0)
		g->index = METRIC_INDEX_ENTITY;
	else if (strcmp(index, "storage") == 0)
		g->index = METRIC_INDEX_STORAGE;
	else
		return refuse(g, at, "index: use entity or storage");
	return ERR_OK;
}

static int
read_group(struct metric_group *g, const struct conf_section *at)
{
	const char *plan = conf_text(at, "plan");
	int rc;

	g->name = mem_dup_str(conf_title(at));
	g->file = mem_dup_str(conf_file(at));
	g->line = conf_line(at);
	g->unit = mem_dup_str(conf_text(at, "unit"));
	g->instead = mem_dup_str(conf_text(at, "instead"));
	g->plan = strcmp(plan, "snapshot") == 0 ? READING_SNAPSHOT
						: READING_STABILITY;
	if (g->plan == READING_STABILITY && strcmp(plan, "stability") != 0)
		return refuse(g, at, "plan: use stability or snapshot");
	rc = read_kind(g, at, conf_text(at, "kind"), &g->kind);
	if (rc == ERR_OK)
		rc = read_columns(g, at);
	if (rc == ERR_OK)
		rc = read_cases(g, at);
	if (rc == ERR_OK)
		rc = read_index(g, at);
	if (rc == ERR_OK)
		rc = read_ids(g, at);
	return rc;
}

static void
free_oid(struct oid oid)
{
	free((void *)(uintptr_t)oid.data);
}

static void
free_words(struct metric_words *w)
{
	for (size_t i = 0; i < w->n; i++)
		free(w->word[i]);
	free(w->word);
}

static void
free_column(struct metric_column *c)
{
	free_oid(c->oid);
	free(c->good.number);
	free(c->absent.number);
	free(c->unknown.number);
	free(c->bits.number);
	free_words(&c->words);
	free_words(&c->means);
}

static void
free_group(struct metric_group *g)
{
	for (size_t i = 0; i < g->n_columns; i++)
		free_column(&g->column[i]);
	for (size_t i = 0; i < g->n_cases; i++) {
		free_oid(g->cases[i].oid);
		free(g->cases[i].unit);
	}
	for (size_t i = 0; i < g->n_ids; i++)
		free_oid(g->id[i]);
	free(g->column);
	free(g->cases);
	free(g->id);
	free(g->name);
	free(g->file);
	free(g->unit);
	free(g->instead);
	free(g);
}

/* Takes g. */
static void
put(struct metric_list *list, struct metric_group *g)
{
	for (size_t i = 0; i < g->n_columns; i++)
		g->column[i].group = g;
	for (size_t i = 0; i < list->n; i++) {
		if (strcmp(list->group[i]->name, g->name) == 0) {
			free_group(list->group[i]);
			list->group[i] = g;
			return;
		}
	}
	list->group = mem_grow(list->group, list->n + 1, sizeof(*list->group));
	list->group[list->n++] = g;
}

int
metric_file_parse(
    const char *name, const char *text, size_t len, struct metric_list *list)
{
	const struct conf_section *at;
	struct conf *c = NULL;
	int rc, first = ERR_OK;

	rc = conf_parse(name, text, len, file_options, &c);
	if (rc < 0)
		return rc;
	for (size_t i = 0; (at = conf_at(conf_root(c), "group", i)) != NULL;
	     i++) {
		struct metric_group *g = mem_new(1, sizeof(*g));

		rc = read_group(g, at);
		if (rc == ERR_OK)
			put(list, g);
		else
			free_group(g);
		if (rc < 0 && first == ERR_OK)
			first = rc;
	}
	conf_free(c);
	return first;
}

int
metric_file_load(const char *path, struct metric_list *list)
{
	struct buf text = { 0 };
	int rc;

	rc = file_read(path, FILE_MAX, &text);
	if (rc == ERR_OK)
		rc = metric_file_parse(
		    path, (const char *)text.data, text.len, list);
	buf_free(&text);
	return rc;
}

void
metric_list_free(struct metric_list *list)
{
	for (size_t i = 0; i < list->n; i++)
		free_group(list->group[i]);
	free(list->group);
	*list = (struct metric_list){ 0 };
}
