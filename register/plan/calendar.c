/* SPDX-License-Identifier: Apache-2.0 */
#include "register/plan/calendar.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/mem.h"
#include "lib/base/zone.h"
#include "lib/store/db.h"
#include "lib/store/device/device_store.h"
#include "lib/store/patch/window_store.h"
#include "register/command.h"
#include "register/context.h"
#include "register/missing.h"

static int
add_days_off(struct context *c, int64_t at, struct calendar *out)
{
	struct db_rows *rows = NULL;
	int rc = day_off_list(c->db, c->tenant, at, &rows);

	for (size_t i = 0; rc == ERR_OK && i < db_count(rows); i++) {
		int64_t day;

		rc = clock_parse(db_text(rows, i, 0), &day);
		if (rc == ERR_OK)
			calendar_add(out, DAYS_FREE, day, day);
	}
	db_rows_free(rows);
	return rc;
}

int
calendar_load(
    struct context *c, const char *name, int64_t at, struct calendar *out)
{
	int rc = ERR_OK;

	*out = (struct calendar){ 0 };
	if (name != NULL) {
		char *path = calendar_path(NULL, name);

		rc = calendar_read(path, out);
		free(path);
	}
	if (rc == ERR_OK)
		rc = add_days_off(c, at, out);
	if (rc < 0)
		calendar_free(out);
	return rc;
}

/* One that came with the program, or a file. */
static bool
is_there(const char *name)
{
	char *path = calendar_path(NULL, name), *all;
	bool found = strchr(name, '/') != NULL || access(path, F_OK) == 0;

	if (!found) {
		all = calendar_path(NULL, "*");
		missing_file("calendar", name, all);
		free(all);
	}
	free(path);
	return found;
}

int
calendar_try(struct context *c, const char *name)
{
	struct calendar days;
	int rc;

	if (!is_there(name))
		return ERR_PARSE;
	rc = calendar_load(c, name, 0, &days);

	if (rc == ERR_OK && days.unverified > 0)
		say("Periods of %s that nobody has verified, and that do not "
		    "count: %zu",
		    name, days.unverified);
	calendar_free(&days);
	return rc;
}

int
calendar_of_window(struct context *c, const char *own, int site, char **out)
{
	*out = own == NULL ? NULL : mem_dup_str(own);
	return own != NULL || site == 0
	    ? ERR_OK
	    : site_calendar(c->db, c->tenant, site, out);
}

/* What clocks there show at a moment, and the moment at which they do. */
static int
to_local(const char *zone, int64_t at, int64_t *local)
{
	int ahead, rc = zone_ahead(zone, at, &ahead);

	/* Once more: it may change its clock between the two. */
	if (rc == ERR_OK)
		rc = zone_ahead(zone, at + ahead * CLOCK_MINUTE, &ahead);
	*local = at + ahead * CLOCK_MINUTE;
	return rc;
}

int
calendar_next(const struct calendar *c, const struct recurrence *r,
    const char *zone, int64_t after, int64_t *start, int64_t *end)
{
	int64_t local;
	int ahead = 0, rc = to_local(zone, after, &local);

	if (rc == ERR_OK)
		rc = recurrence_next(r, c->range, c->n, local, &local);
	if (rc == ERR_OK)
		rc = zone_ahead(zone, local, &ahead);
	if (rc == ERR_OK) {
		*start = local - ahead * CLOCK_MINUTE;
		*end = *start + r->span;
	}
	return rc;
}
