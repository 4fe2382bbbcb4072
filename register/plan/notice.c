/* SPDX-License-Identifier: Apache-2.0 */
#include "register/plan/notice.h"

#include <stdbool.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"

static const struct notice_value *
find(const struct notice_value *values, const char *name, size_t len)
{
	for (; values->name != NULL; values++) {
		if (strlen(values->name) == len &&
		    strncmp(values->name, name, len) == 0)
			return values;
	}
	return NULL;
}

/* The line with its names replaced; *whole is false where one is empty. */
static int
fill_line(const char *line, size_t len, const struct notice_value *values,
    struct buf *out, bool *whole, struct buf *why)
{
	const char *end = line + len;

	*whole = true;
	while (line < end) {
		const char *open = memchr(line, '{', (size_t)(end - line));
		const char *close = open == NULL
		    ? NULL
		    : memchr(open, '}', (size_t)(end - open));
		const struct notice_value *v;

		if (close == NULL) {
			buf_add(out, line, (size_t)(end - line));
			return ERR_OK;
		}
		buf_add(out, line, (size_t)(open - line));
		v = find(values, open + 1, (size_t)(close - open - 1));
		if (v == NULL) {
			buf_printf(why, "nothing is called %.*s",
			    (int)(close - open + 1), open);
			return ERR_PARSE;
		}
		if (v->text == NULL || *v->text == '\0')
			*whole = false;
		else
			buf_add_str(out, v->text);
		line = close + 1;
	}
	return ERR_OK;
}

int
notice_fill(const char *template, const struct notice_value *values,
    struct buf *out, struct buf *why)
{
	int rc = ERR_OK;

	for (int n = 1; rc == ERR_OK && *template != '\0'; n++) {
		size_t len = strcspn(template, "\n");
		struct buf line = { 0 }, fault = { 0 };
		bool whole = true;

		if (*template != '#')
			rc = fill_line(
			    template, len, values, &line, &whole, &fault);
		if (rc < 0)
			buf_printf(why, "%d: %s", n, buf_str(&fault));
		else if (*template != '#' && whole)
			buf_printf(out, "%s\n", buf_str(&line));
		template += len + (template[len] == '\n');
		buf_free(&line);
		buf_free(&fault);
	}
	return rc;
}
