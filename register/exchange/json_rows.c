/* SPDX-License-Identifier: Apache-2.0 */
#include "register/exchange/json_rows.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/csv.h"
#include "lib/base/err.h"
#include "lib/base/json.h"
#include "register/command.h"

bool
json_rows_are(const char *text, size_t len)
{
	size_t at = 0;

	while (at < len && strchr(" \t\r\n", text[at]) != NULL)
		at++;
	return at < len && (text[at] == '[' || text[at] == '{');
}

static void
add_text(struct buf *out, const struct json *v)
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

/* A value as a field of a table. */
static void
add_value(struct buf *out, const struct json *v)
{
	struct buf text = { 0 };

	if (json_is_list(v)) {
		for (size_t i = 0; i < json_len(v); i++) {
			if (i > 0)
				buf_add_u8(&text, '|');
			add_text(&text, json_at(v, i));
		}
	} else if (!json_is_null(v)) {
		add_text(&text, v);
	}
	csv_add(out, buf_str(&text));
	buf_free(&text);
}

/* Those of all objects, in the order in which they first come. */
static struct json *
collect_names(const struct json *rows)
{
	struct json *seen = json_new_object();

	for (size_t i = 0; i < json_len(rows); i++) {
		const struct json *row = json_at(rows, i), *value;

		for (size_t k = 0; k < json_len(row); k++) {
			const char *name = json_key_at(row, k, &value);

			if (!json_has(seen, name))
				json_put_bool(seen, name, true);
		}
	}
	return seen;
}

static void
add_row(struct buf *out, const struct json *names, const struct json *row)
{
	const struct json *value;

	for (size_t k = 0; k < json_len(names); k++) {
		const char *name = json_key_at(names, k, &value);

		if (k > 0)
			buf_add_u8(out, ',');
		if (row == NULL)
			csv_add(out, name);
		else
			add_value(out, json_get(row, name));
	}
	buf_add_u8(out, '\n');
}

int
json_rows_read(const char *name, const char *text, size_t len, struct buf *out)
{
	struct json *rows = NULL, *names;
	int rc = json_parse(name, text, len, &rows);

	if (rc < 0)
		return rc;
	for (size_t i = 0; rc == ERR_OK && i < json_len(rows); i++)
		if (!json_is_list(rows) || json_is_list(json_at(rows, i)) ||
		    (json_len(json_at(rows, i)) == 0))
			rc = ERR_PARSE;
	if (!json_is_list(rows))
		rc = ERR_PARSE;
	if (rc < 0) {
		complain("%s: is no list of rows: [{...}, ...]", name);
	} else {
		names = collect_names(rows);
		add_row(out, names, NULL);
		for (size_t i = 0; i < json_len(rows); i++)
			add_row(out, names, json_at(rows, i));
		json_free(names);
	}
	json_free(rows);
	return rc;
}
