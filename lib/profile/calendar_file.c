/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/profile/calendar_file.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/conf.h"
#include "lib/base/data.h"
#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"

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

void
calendar_add(
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
		calendar_add(out, DAYS_HOLIDAY, first, last);
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

char *
calendar_path(const char *data, const char *name)
{
	struct buf below = { 0 };
	char *path;

	if (strchr(name, '/') != NULL)
		return mem_dup_str(name);
	buf_printf(&below, "templates/calendars/%s.calendar", name);
	path = data_path(data, buf_str(&below));
	buf_free(&below);
	return path;
}

void
calendar_free(struct calendar *c)
{
	free(c->range);
	*c = (struct calendar){ 0 };
}
