/* SPDX-License-Identifier: Apache-2.0 */
#include "register/exchange/json_rows.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/csv.h"
#include "lib/base/err.h"
#include "lib/base/json.h"
#include "lib/base/json_cut.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "register/exchange/list_text.h"

struct json_rows {
	const char *name;
	struct json_piece whole;
	struct json_cut rows;
	char *column[CSV_FIELDS_MAX];
	size_t n_columns;
	bool begun;
	/* Of the row at hand. */
	struct csv_field field[CSV_FIELDS_MAX];
	size_t at[CSV_FIELDS_MAX]; /* of its text in texts */
	struct buf texts;
};

bool
json_rows_are(const char *text, size_t len)
{
	size_t at = 0;

	while (at < len && strchr(" \t\r\n", text[at]) != NULL)
		at++;
	return at < len && (text[at] == '[' || text[at] == '{');
}

static int
refuse(const struct json_rows *r, const struct json_piece *at, const char *why)
{
	log_warnx("%s:%u:%u: %s", r->name, at->line, at->column, why);
	return ERR_PARSE;
}

static int
parse(const struct json_rows *r, const struct json_piece *piece,
    struct json **out)
{
	return json_parse_from(
	    r->name, piece->line, piece->text, piece->len, out);
}

static size_t
find(const struct json_rows *r, const char *column)
{
	size_t i = 0;

	while (i < r->n_columns && strcmp(r->column[i], column) != 0)
		i++;
	return i;
}

/* The column that a name is, which is made where it is new. */
static int
take_column(struct json_rows *r, const struct json_piece *key, size_t *i)
{
	struct json *name = NULL;
	int rc = parse(r, key, &name);

	if (rc < 0)
		return rc;
	*i = find(r, json_text_of(name));
	if (*i == CSV_FIELDS_MAX)
		rc = refuse(r, key, "there are too many columns");
	else if (*i == r->n_columns)
		r->column[r->n_columns++] = mem_dup_str(json_text_of(name));
	json_free(name);
	return rc;
}

static void
add_word(struct buf *out, const struct json *v)
{
	const char *text = json_text_of(v);
	char *line;

	if (text != NULL) {
		buf_add_str(out, text);
		return;
	}
	line = json_line(v);
	if (strcmp(line, "true") == 0)
		buf_add_str(out, "yes");
	else if (strcmp(line, "false") == 0)
		buf_add_str(out, "no");
	else
		buf_add_str(out, line);
	free(line);
}

/* A value as the field of a table. */
static void
add_value(struct buf *out, const struct json *v)
{
	struct buf word = { 0 };

	if (json_is_list(v)) {
		for (size_t i = 0; i < json_len(v); i++) {
			buf_clear(&word);
			add_word(&word, json_at(v, i));
			list_text_add(out, i > 0, buf_str(&word));
		}
	} else if (!json_is_null(v)) {
		add_word(out, v);
	}
	buf_free(&word);
}

static int
take_member(struct json_rows *r, const struct json_piece *key,
    const struct json_piece *value)
{
	struct json *v = NULL;
	size_t i;
	int rc = take_column(r, key, &i);

	if (rc == ERR_OK && r->field[i].line != 0)
		rc = refuse(r, key, "this name stands twice");
	if (rc == ERR_OK)
		rc = parse(r, value, &v);
	if (rc < 0)
		return rc;
	r->field[i].line = value->line;
	r->field[i].column = value->column;
	r->at[i] = r->texts.len;
	add_value(&r->texts, v);
	r->field[i].len = r->texts.len - r->at[i];
	buf_add_u8(&r->texts, '\0');
	json_free(v);
	return ERR_OK;
}

/* Texts may have moved while they grew: fields are pointed at them last. */
static void
point(struct json_rows *r)
{
	buf_add_u8(&r->texts, '\0');
	for (size_t i = 0; i < r->n_columns; i++)
		r->field[i].text = r->field[i].line == 0
		    ? ""
		    : (const char *)r->texts.data + r->at[i];
}

static int
take_object(struct json_rows *r, const struct json_piece *object)
{
	struct json_piece key, value;
	struct json_cut members;
	int rc = json_cut_object(r->name, object, &members);

	memset(r->field, 0, sizeof(r->field));
	buf_clear(&r->texts);
	while (rc == ERR_OK) {
		rc = json_cut_next(&members, &key, &value);
		if (rc == ERR_OK)
			rc = take_member(r, &key, &value);
	}
	if (rc == ERR_NOTFOUND)
		rc = members.taken > 0
		    ? ERR_OK
		    : refuse(r, object, "a row has at least one value");
	if (rc == ERR_OK)
		point(r);
	return rc;
}

static int
check_all(struct json_rows *r)
{
	struct json_piece object;
	int rc = ERR_OK;

	while (rc == ERR_OK) {
		rc = json_cut_next(&r->rows, NULL, &object);
		if (rc == ERR_OK)
			rc = take_object(r, &object);
	}
	if (rc == ERR_NOTFOUND)
		rc = json_cut_end(&r->rows);
	return rc == ERR_OK ? json_cut_array(r->name, &r->whole, &r->rows) : rc;
}

int
json_rows_open(
    const char *name, const char *text, size_t len, struct json_rows **out)
{
	struct json_rows *r = mem_new(1, sizeof(*r));
	int rc;

	r->name = name;
	r->whole = json_piece_of(text, len);
	rc = json_cut_array(name, &r->whole, &r->rows);
	if (rc == ERR_OK)
		rc = check_all(r);
	if (rc < 0)
		json_rows_close(r);
	else
		*out = r;
	return rc;
}

void
json_rows_close(struct json_rows *r)
{
	if (r == NULL)
		return;
	for (size_t i = 0; i < r->n_columns; i++)
		free(r->column[i]);
	buf_free(&r->texts);
	free(r);
}

static void
give_names(struct json_rows *r)
{
	for (size_t i = 0; i < r->n_columns; i++)
		r->field[i] = (struct csv_field){ .text = r->column[i],
			.len = strlen(r->column[i]),
			.line = 1,
			.column = 1 };
}

int
json_rows_next(struct json_rows *r, struct csv_row *out)
{
	struct json_piece object = r->whole;
	int rc = ERR_OK;

	if (r->begun) {
		rc = json_cut_next(&r->rows, NULL, &object);
		if (rc == ERR_OK)
			rc = take_object(r, &object);
	} else if (r->n_columns == 0) {
		rc = ERR_NOTFOUND;
	} else {
		give_names(r);
		r->begun = true;
	}
	if (rc == ERR_OK)
		*out = (struct csv_row){ r->field, r->n_columns, object.line };
	return rc;
}
