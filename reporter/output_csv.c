/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/output_csv.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/csv.h"
#include "lib/base/err.h"
#include "lib/base/file.h"
#include "lib/base/json.h"
#include "lib/base/mem.h"
#include "reporter/template/template.h"

enum { NAMES_MAX = 1 << 20, COLUMNS_MAX = 64 };

/* What is being written. */
struct tables {
	const struct output_csv *o;
	void (*wrote)(const char *path);
	struct buf names; /* of values.list, a new line before the first */
	char **lists;     /* that were written */
	size_t nlists;
	int rc;
};

struct columns {
	char *name[COLUMNS_MAX];
	size_t count;
};

/* A list of plain values stands in one field: "11 12". */
static void
add_list(struct buf *out, const struct json *list)
{
	struct buf words = { 0 };

	for (size_t i = 0; i < json_len(list); i++) {
		const struct json *v = json_at(list, i);
		const char *text = json_text_of(v);

		if (i > 0)
			buf_add_u8(&words, ' ');
		if (text != NULL)
			buf_add_str(&words, text);
		else
			buf_printf(
			    &words, "%lld", (long long)json_int_of(v, 0));
	}
	csv_add(out, buf_str(&words));
	buf_free(&words);
}

static void
add_value(struct buf *out, const struct json *v)
{
	const char *text = json_text_of(v);
	char *plain;

	if (json_is_null(v))
		return;
	if (json_is_list(v)) {
		add_list(out, v);
	} else if (text != NULL) {
		csv_add(out, text);
	} else {
		plain = json_line(v); /* a number, or true and false */
		buf_add(out, plain, strcspn(plain, "\n"));
		free(plain);
	}
}

static bool
is_table(struct tables *t, const char *list)
{
	struct buf fields = { 0 };
	bool found;

	buf_printf(&fields, "\n%s[].", list);
	found = strstr(buf_str(&t->names), buf_str(&fields)) != NULL;
	buf_free(&fields);
	return found;
}

/* Fields of a list, but for those that are tables themselves. */
static void
take_columns(struct tables *t, const char *list, struct columns *out)
{
	struct buf prefix = { 0 }, whole = { 0 };
	const char *at = buf_str(&t->names);

	buf_printf(&prefix, "\n%s[].", list);
	while ((at = strstr(at, buf_str(&prefix))) != NULL) {
		const char *name = at + prefix.len;
		size_t len = strcspn(name, " \n");

		at = name + len;
		if (memchr(name, '[', len) != NULL || out->count == COLUMNS_MAX)
			continue;
		buf_clear(&whole);
		buf_printf(&whole, "%s[].%.*s", list, (int)len, name);
		if (!is_table(t, buf_str(&whole)))
			out->name[out->count++] = mem_dup_text(name, len);
	}
	buf_free(&prefix);
	buf_free(&whole);
}

static void
free_columns(struct columns *c)
{
	for (size_t i = 0; i < c->count; i++)
		free(c->name[i]);
}

static void
add_row(struct buf *out, const struct columns *c, const char *whose,
    const struct json *row)
{
	if (whose != NULL)
		csv_add(out, whose);
	for (size_t i = 0; i < c->count; i++) {
		if (i > 0 || whose != NULL)
			buf_add_u8(out, ',');
		add_value(out, json_get(row, c->name[i]));
	}
	buf_add_str(out, "\r\n");
}

static void
add_heading(struct buf *out, const struct columns *c, bool nested)
{
	if (nested)
		csv_add(out, "of");
	for (size_t i = 0; i < c->count; i++) {
		if (i > 0 || nested)
			buf_add_u8(out, ',');
		csv_add(out, c->name[i]);
	}
	buf_add_str(out, "\r\n");
}

/* A dotted path below v. */
static const struct json *
find(const struct json *v, const char *path)
{
	char *key = mem_dup_text(path, strcspn(path, "."));
	const struct json *child = json_get(v, key);

	path += strlen(key);
	free(key);
	return *path == '.' ? find(child, path + 1) : child;
}

/* What a row is called by, for the rows that stand in it. */
static const char *
name_of(const struct json *row)
{
	const char *name = json_get_text(row, "name");
	const struct json *first;

	if (name != NULL)
		return name;
	if (json_key_at(row, 0, &first) != NULL)
		name = json_text_of(first);
	return name != NULL ? name : "";
}

static void
add_rows(struct buf *out, const struct columns *c, const char *whose,
    const struct json *list)
{
	for (size_t i = 0; i < json_len(list); i++)
		add_row(out, c, whose, json_at(list, i));
}

static void
fill(struct tables *t, const char *list, struct buf *out)
{
	const char *inner = strstr(list, "[].");
	struct columns c = { 0 };
	char *outer = mem_dup_text(
	    list, inner != NULL ? (size_t)(inner - list) : strlen(list));
	const struct json *rows = find(t->o->values, outer);

	take_columns(t, list, &c);
	add_heading(out, &c, inner != NULL);
	if (inner == NULL)
		add_rows(out, &c, NULL, rows);
	for (size_t i = 0; inner != NULL && i < json_len(rows); i++)
		add_rows(out, &c, name_of(json_at(rows, i)),
		    find(json_at(rows, i), inner + 3));
	free_columns(&c);
	free(outer);
}

static int
write_file(struct tables *t, const char *name, const struct buf *text)
{
	struct buf path = { 0 };
	int rc;

	/* "frameworks[].controls" is a name that a shell would read. */
	buf_printf(&path, "%s/", t->o->folder);
	for (const char *c = name; *c != '\0'; c++)
		if (*c != '[' && *c != ']')
			buf_add_u8(&path, (uint8_t)*c);
	buf_add_str(&path, ".csv");
	rc = file_write(buf_str(&path), text->data, text->len, 0600);
	if (rc == ERR_OK)
		t->wrote(buf_str(&path));
	buf_free(&path);
	return rc;
}

static bool
was_written(const struct tables *t, const char *list)
{
	for (size_t i = 0; i < t->nlists; i++)
		if (strcmp(t->lists[i], list) == 0)
			return true;
	return false;
}

static void
take_list(void *arg, const char *list)
{
	struct tables *t = arg;
	struct buf text = { 0 };

	if (t->rc < 0 || was_written(t, list) || !is_table(t, list))
		return;
	t->lists = mem_grow(t->lists, t->nlists + 1, sizeof(*t->lists));
	t->lists[t->nlists++] = mem_dup_str(list);
	fill(t, list, &text);
	t->rc = write_file(t, list, &text);
	buf_free(&text);
}

/* What is no list: a line for each, by its dotted path. */
static void
add_scalars(struct buf *out, const char *path, const struct json *v)
{
	const struct json *child;
	const char *key;

	for (size_t i = 0; (key = json_key_at(v, i, &child)) != NULL; i++) {
		struct buf name = { 0 };
		const struct json *inner;

		buf_printf(
		    &name, "%s%s%s", path, *path == '\0' ? "" : ".", key);
		if (json_key_at(child, 0, &inner) != NULL) {
			add_scalars(out, buf_str(&name), child);
		} else if (!json_is_list(child)) {
			csv_add(out, buf_str(&name));
			buf_add_u8(out, ',');
			add_value(out, child);
			buf_add_str(out, "\r\n");
		}
		buf_free(&name);
	}
}

static int
write_scalars(struct tables *t)
{
	struct buf text = { 0 };
	int rc;

	buf_add_str(&text, "name,value\r\n");
	add_scalars(&text, "", t->o->values);
	rc = write_file(t, "values", &text);
	buf_free(&text);
	return rc;
}

int
output_csv(const struct output_csv *o, void (*wrote)(const char *path))
{
	struct tables t = { .o = o, .wrote = wrote };

	buf_add_u8(&t.names, '\n');
	t.rc = file_read(o->names_path, NAMES_MAX, &t.names);
	if (t.rc == ERR_OK)
		t.rc = file_make_dir(o->folder, 0700);
	if (t.rc == ERR_OK)
		t.rc = write_scalars(&t);
	if (t.rc == ERR_OK)
		template_sources(o->template, take_list, &t);
	for (size_t i = 0; i < t.nlists; i++)
		free(t.lists[i]);
	free(t.lists);
	buf_free(&t.names);
	return t.rc;
}
