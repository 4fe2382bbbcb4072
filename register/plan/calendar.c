/* SPDX-License-Identifier: Apache-2.0 */
#include "register/plan/calendar.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/conf.h"
#include "lib/base/data.h"
#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "lib/base/zone.h"
#include "lib/store/db.h"
#include "lib/store/patch/window_store.h"
#include "register/context.h"

enum { PERIODS_MAX = 500 };

static const struct conf_option period_options[] = {
	{ .name = "from", .type = CONF_TEXT, .flags = CONF_REQUIRED },
	{ .name = "to", .type = CONF_TEXT, .flags = CONF_REQUIRED },
	{ .name = "verified", .type = CONF_BOOL, .by_default = "yes" },
	{ 0 },
};

static const struct conf_option options[] = {
	{ .name = "name", .type = CONF_TEXT, .flags = CONF_REQUIRED },
	{ .name = "source", .type = CONF_TEXT, .flags = CONF_REQUIRED },
	{ .name = "checked", .type = CONF_TEXT, .flags = CONF_REQUIRED },
	{ .name = "period",
	    .type = CONF_SECTION,
	    .flags = CONF_MANY | CONF_TITLED,
	    .section = period_options },
	{ 0 },
};

static int
read_day(const struct conf_section *s, const char *name, int64_t *out)
{
	const char *text = conf_text(s, name);

	if (strlen(text) == strlen("2026-12-19") &&
	    clock_parse(text, out) == ERR_OK)
		return ERR_OK;
	log_warnx("%s:%u: %s: \"%s\" is no day such as \"2026-12-19\"",
	    conf_file(s), conf_line_of(s, name), name, text);
	return ERR_PARSE;
}

static void
add_range(
    struct calendar *c, enum recurrence_days kind, int64_t first, int64_t last)
{
	if (c->range == NULL)
		c->range = mem_new(PERIODS_MAX, sizeof(*c->range));
	if (c->n < PERIODS_MAX)
		c->range[c->n++] = (struct day_range){ kind, first, last };
}

static int
read_period(const struct conf_section *s, struct calendar *out)
{
	int64_t first, last;
	int rc = read_day(s, "from", &first);

	if (rc == ERR_OK)
		rc = read_day(s, "to", &last);
	if (rc == ERR_OK && last < first) {
		log_warnx("%s:%u: to: before from", conf_file(s),
		    conf_line_of(s, "to"));
		rc = ERR_RANGE;
	}
	if (rc < 0)
		return rc;
	if (conf_bool(s, "verified"))
		add_range(out, DAYS_HOLIDAY, first, last);
	else
		out->unverified++;
	return ERR_OK;
}

int
calendar_read(const char *path, struct calendar *out)
{
	const struct conf_section *root;
	struct conf *conf = NULL;
	int rc = conf_load(path, options, &conf);

	*out = (struct calendar){ 0 };
	if (rc < 0)
		return rc;
	root = conf_root(conf);
	for (size_t i = 0; rc == ERR_OK && i < conf_count(root, "period"); i++)
		rc = read_period(conf_at(root, "period", i), out);
	conf_free(conf);
	if (rc < 0)
		calendar_free(out);
	return rc;
}

static char *
find_file(const char *name)
{
	struct buf below = { 0 };
	char *path;

	if (strchr(name, '/') != NULL)
		return mem_dup_str(name);
	buf_printf(&below, "templates/calendars/%s.calendar", name);
	path = data_path(NULL, buf_str(&below));
	buf_free(&below);
	return path;
}

static int
add_days_off(struct context *c, int64_t at, struct calendar *out)
{
	struct db_rows *rows = NULL;
	int rc = day_off_list(c->db, c->tenant, at, &rows);

	for (size_t i = 0; rc == ERR_OK && i < db_count(rows); i++) {
		int64_t day;

		rc = clock_parse(db_text(rows, i, 0), &day);
		if (rc == ERR_OK)
			add_range(out, DAYS_FREE, day, day);
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
		char *path = find_file(name);

		rc = calendar_read(path, out);
		free(path);
	}
	if (rc == ERR_OK)
		rc = add_days_off(c, at, out);
	if (rc < 0)
		calendar_free(out);
	return rc;
}

void
calendar_free(struct calendar *c)
{
	free(c->range);
	*c = (struct calendar){ 0 };
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
