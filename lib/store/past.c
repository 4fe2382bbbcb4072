/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/past.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"

/* What stands between the parentheses that are open, to the one that closes. */
static void
add_call(struct buf *out, const char *open, const char *end, bool is_past)
{
	buf_add_str(out, is_past ? "_at" : "");
	buf_add(out, open, (size_t)(end - open) + 1);
}

/* The call that a name begins, or NULL: then the @ before it is no mark. */
static const char *
find_call(const char *name, const char **end)
{
	const char *open = name + strspn(name, "abcdefghijklmnopqrstuvwxyz_");

	*end = strchr(open, ')');
	return open > name && *open == '(' && *end != NULL ? open : NULL;
}

char *
past_sql(const char *sql, bool is_past)
{
	struct buf out = { 0 };
	const char *mark, *open, *end;

	for (; (mark = strchr(sql, '@')) != NULL; sql = end + 1) {
		bool is_call = mark[1] == '@';
		const char *name = mark + (is_call ? 2 : 1);

		buf_add(&out, sql, (size_t)(mark - sql));
		open = find_call(name, &end);
		if (open == NULL) {
			buf_add_u8(&out, '@');
			end = mark;
			continue;
		}
		buf_add(&out, name, (size_t)(open - name));
		if (is_call) {
			add_call(&out, open, end, is_past);
			continue;
		}
		if (!is_past)
			continue;
		buf_add_str(&out, "_at($1,");
		buf_add(&out, open + 1, (size_t)(end - open - 1));
		buf_add_u8(&out, ')');
	}
	buf_add_str(&out, sql);
	return buf_take_str(&out);
}

int64_t
past_moment(int64_t at)
{
	return at != 0 ? at : clock_now();
}

int
past_run(struct db *db, int64_t at, struct db_rows **rows, const char *sql,
    size_t count, const struct db_arg *args)
{
	char *text = past_sql(sql, at != 0);
	int rc = db_run(db, rows, text, count, args);

	free(text);
	return rc;
}

int
past_check(
    struct db *db, int tenant, const char *tables, int64_t at, int64_t *begins)
{
	struct db_rows *rows = NULL;
	int rc;

	if (at == 0)
		return ERR_OK;
	rc = db_query(db, &rows,
	    "SELECT max(at),$1=ANY(tenants_read()) FROM past_since"
	    " WHERE kind=ANY($2::text[])",
	    DB_INT(tenant), DB_TEXT(tables));
	if (rc == ERR_OK) {
		*begins = db_time(rows, 0, 0);
		if (!db_bool(rows, 0, 1))
			rc = ERR_DENIED;
		else if (at < *begins || at > clock_now())
			rc = ERR_RANGE;
	}
	db_rows_free(rows);
	return rc;
}
