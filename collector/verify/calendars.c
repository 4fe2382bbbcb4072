/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/verify/calendars.h"

#include <stdlib.h>

#include "collector/verify/context.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/profile/calendar_file.h"
#include "lib/store/db.h"
#include "lib/store/patch/holiday_store.h"

static int
take_one(struct verify *v, const char *name)
{
	char *path = calendar_path(v->data, name);
	struct calendar c;
	int rc = calendar_read(path, &c);

	free(path);
	if (rc < 0)
		return ERR_OK;
	rc = holiday_set(v->db, name, c.range, c.n);
	calendar_free(&c);
	return rc;
}

int
calendars_take(struct verify *v)
{
	struct db_rows *rows = NULL;
	int rc;

	if (v->now < v->calendars_after)
		return ERR_OK;
	rc = holiday_calendars(v->db, &rows);
	for (size_t i = 0; rc == ERR_OK && i < db_count(rows); i++)
		rc = take_one(v, db_text(rows, i, 0));
	db_rows_free(rows);
	if (rc == ERR_OK)
		v->calendars_after = v->now + CLOCK_HOUR;
	return rc;
}
