/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/change_detail.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/json.h"
#include "lib/store/change.h"

/* Puts into out what stands in row and is another in other. */
static void
put_differences(
    struct json *out, const struct json *row, const struct json *other)
{
	for (size_t i = 0; i < json_len(row); i++) {
		const struct json *value = NULL;
		const char *key = json_key_at(row, i, &value);
		const struct json *was = json_get(other, key);
		char *a = json_line(value);
		char *b = was == NULL ? NULL : json_line(was);

		if (other == NULL ? !json_is_null(value)
				  : b == NULL || strcmp(a, b) != 0)
			json_put(out, key, json_share(value));
		free(a);
		free(b);
	}
}

static int
parse(const char *object, const char *text, struct json **out)
{
	return text == NULL ? ERR_OK
			    : json_parse(object, text, strlen(text), out);
}

int
change_rows_add(struct db *db, int tenant, const struct change_rows *c)
{
	struct json *old_row = NULL, *new_row = NULL, *part;
	struct json *detail = json_new_object();
	char *line = NULL;
	int rc;

	rc = parse(c->object, c->old_row, &old_row);
	if (rc == ERR_OK)
		rc = parse(c->object, c->new_row, &new_row);
	if (rc < 0)
		goto out;
	if (old_row != NULL) {
		part = json_new_object();
		put_differences(part, old_row, new_row);
		json_put(detail, "old", part);
	}
	part = json_new_object();
	put_differences(part, new_row, old_row);
	json_put(detail, "new", part);
	line = json_line(detail);
	rc = change_add(db, tenant,
	    &(struct change){ c->action, c->object, line, c->reason });
out:
	free(line);
	json_free(detail);
	json_free(old_row);
	json_free(new_row);
	return rc;
}

int
change_note(struct db *db, int tenant, const struct change_note *n)
{
	struct buf object = { 0 };
	int rc;

	if (n->name != NULL)
		buf_printf(&object, "%s/%s", n->kind, n->name);
	else
		buf_printf(&object, "%s/%" PRId64, n->kind, n->id);
	rc = change_rows_add(db, tenant,
	    &(struct change_rows){ n->action, buf_str(&object), n->old_row,
		n->new_row, n->reason });
	buf_free(&object);
	return rc;
}
