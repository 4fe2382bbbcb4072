/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/past.h"

#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/store/db.h"

char *
past_sql(const char *sql, bool is_past)
{
	struct buf out = { 0 };
	const char *mark, *open, *end;

	for (; (mark = strchr(sql, '@')) != NULL; sql = end + 1) {
		open = strchr(mark, '(');
		end = strchr(mark, ')');
		buf_add(&out, sql, (size_t)(mark - sql));
		buf_add(&out, mark + 1, (size_t)(open - mark - 1));
		if (!is_past)
			continue;
		buf_add_str(&out, "_at($1,");
		buf_add(&out, open + 1, (size_t)(end - open - 1));
		buf_add_u8(&out, ')');
	}
	buf_add_str(&out, sql);
	return buf_take_str(&out);
}

int
past_check(struct db *db, int64_t at, int64_t *begins)
{
	struct db_rows *rows = NULL;
	int rc;

	if (at == 0)
		return ERR_OK;
	rc = db_query(db, &rows, "SELECT at FROM past_since");
	if (rc == ERR_OK) {
		*begins = db_time(rows, 0, 0);
		if (at < *begins || at > clock_now())
			rc = ERR_RANGE;
	}
	db_rows_free(rows);
	return rc;
}
