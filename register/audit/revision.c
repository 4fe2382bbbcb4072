/* SPDX-License-Identifier: Apache-2.0 */
#include "register/audit/revision.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/json.h"
#include "lib/base/zone.h"
#include "lib/store/change_list.h"
#include "lib/store/db.h"
#include "register/command.h"
#include "register/context.h"

enum { SHOWN = 5 };

static void
add_value(struct buf *out, const struct json *v)
{
	char *text = v == NULL ? NULL : json_line(v);

	buf_add_str(out, text == NULL ? "nothing" : text);
	free(text);
}

/* "owner from "ICT" to "Beheer", medical from false to true" */
static void
add_fields(struct buf *out, const char *detail)
{
	const struct json *was, *is, *value;
	struct json *o = NULL;

	if (json_parse("detail", detail, strlen(detail), &o) < 0)
		return;
	was = json_get(o, "old");
	is = json_get(o, "new");
	for (size_t i = 0; i < json_len(is); i++) {
		const char *key = json_key_at(is, i, &value);

		buf_printf(out, "%s%s from ", i > 0 ? ", " : ": ", key);
		add_value(out, json_get(was, key));
		buf_add_str(out, " to ");
		add_value(out, value);
	}
	json_free(o);
}

static void
tell(const char *object, const struct db_rows *rows, size_t i)
{
	char time[ZONE_TEXT_MAX];
	struct buf text = { 0 };

	buf_printf(&text, "%s: %s by %s on %s", object, db_text(rows, i, 3),
	    db_text(rows, i, 2), zone_format(db_time(rows, i, 1), time));
	add_fields(&text, db_text(rows, i, 4));
	complain("%s", buf_str(&text));
	buf_free(&text);
}

/* Tells each change since, by whom and of what; ERR_EXISTS when there is one.
 */
static int
check(struct context *c, const char *object, int64_t rev)
{
	struct db_rows *rows = NULL;
	size_t n;
	int rc = change_since(c->db, c->tenant, object, rev, &rows);

	if (rc < 0)
		return rc;
	n = db_count(rows);
	for (size_t i = n > SHOWN ? n - SHOWN : 0; i < n; i++)
		tell(object, rows, i);
	if (n > 0) {
		complain("%s was changed since row %lld of the audit trail; "
			 "nothing was done: look, and try again",
		    object, (long long)rev);
		rc = ERR_EXISTS;
	}
	db_rows_free(rows);
	return rc;
}

int
revision_hold(struct context *c, const char *object, int64_t rev,
    int (*lock)(struct db *db, int tenant, int id), int id)
{
	int rc = ERR_OK;

	if (rev == 0)
		rc = change_rev(c->db, c->tenant, object, &rev);
	if (rc == ERR_OK)
		rc = lock(c->db, c->tenant, id);
	if (rc == ERR_OK)
		rc = check(c, object, rev);
	return rc;
}
