/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/patch/holiday_store.h"

#include <stdlib.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/json.h"
#include "lib/model/recurrence.h"
#include "lib/store/db.h"

int
holiday_calendars(struct db *db, struct db_rows **out)
{
	return db_query(db, out,
	    "SELECT calendar FROM window_rule"
	    " WHERE calendar IS NOT NULL AND removed IS NULL"
	    " UNION SELECT calendar FROM site WHERE calendar IS NOT NULL"
	    " ORDER BY 1");
}

int
holiday_set(struct db *db, const char *calendar, const struct day_range *range,
    size_t n)
{
	struct json *list = json_new_array();
	char *text;
	int rc;

	for (size_t i = 0; i < n; i++) {
		struct json *o = json_new_object();

		json_put_time(o, "first", range[i].first);
		json_put_time(o, "last", range[i].last);
		json_add(list, o);
	}
	text = json_line(list);
	rc = db_query(db, NULL,
	    "WITH n AS(SELECT DISTINCT (first AT TIME ZONE 'UTC')::date AS "
	    "first,"
	    "(last AT TIME ZONE 'UTC')::date AS last"
	    " FROM jsonb_to_recordset($2::jsonb)"
	    " x(first timestamptz,last timestamptz)),"
	    "gone AS(DELETE FROM holiday h WHERE calendar=$1"
	    " AND NOT EXISTS(SELECT FROM n WHERE n.first=h.first"
	    " AND n.last=h.last))"
	    " INSERT INTO holiday(calendar,first,last) SELECT $1,first,last"
	    " FROM n ON CONFLICT DO NOTHING",
	    DB_TEXT(calendar), DB_TEXT(text));
	free(text);
	json_free(list);
	return rc;
}
