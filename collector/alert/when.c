/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/alert/when.h"

#include <stdbool.h>
#include <string.h>
#include <time.h>

#include "lib/base/buf.h"
#include "lib/base/conf.h"
#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/base/zone.h"
#include "lib/store/db.h"

enum { MONTHS = 12, UNITS = 4 };

static int
check_list(const struct conf_section *words, const char *name, size_t want)
{
	size_t n = conf_list_len(words, name);

	if (n == 0 || n == want)
		return ERR_OK;
	log_warnx("%s:%u: %s: %zu words, and there are %zu", conf_file(words),
	    conf_line_of(words, name), name, n, want);
	return ERR_PARSE;
}

int
when_check(const struct conf_section *words)
{
	int rc = check_list(words, "months", MONTHS);

	return rc < 0 ? rc : check_list(words, "units", UNITS);
}

static bool
is_named(const char *name, size_t len, const char *what)
{
	return strlen(what) == len && strncmp(name, what, len) == 0;
}

/* What a language has of a moment; anything else in braces is dropped. */
static void
add_piece(struct buf *out, const struct conf_section *words,
    const struct tm *tm, const char *name, size_t len)
{
	char zone[ZONE_TEXT_MAX];

	if (is_named(name, len, "day"))
		buf_printf(out, "%d", tm->tm_mday);
	else if (is_named(name, len, "month"))
		buf_add_str(out,
		    conf_list_at(words, "months", (size_t)tm->tm_mon % MONTHS));
	else if (is_named(name, len, "year"))
		buf_printf(out, "%d", tm->tm_year + 1900);
	else if (is_named(name, len, "hour"))
		buf_printf(out, "%02d", tm->tm_hour);
	else if (is_named(name, len, "minute"))
		buf_printf(out, "%02d", tm->tm_min);
	else if (is_named(name, len, "zone") &&
	    strftime(zone, sizeof(zone), "%Z", tm) > 0)
		buf_add_str(out, zone);
}

static void
add_written(struct buf *out, const struct conf_section *words,
    const struct tm *tm, const char *form)
{
	while (*form != '\0') {
		size_t plain = strcspn(form, "{"), len;

		buf_add(out, form, plain);
		form += plain;
		if (*form == '\0')
			return;
		len = strcspn(++form, "}");
		add_piece(out, words, tm, form, len);
		form += len + (form[len] == '}');
	}
}

void
when_add_moment(struct buf *out, const struct conf_section *words,
    const char *zone, int64_t at)
{
	const char *form = conf_text(words, "moment");
	char text[ZONE_TEXT_MAX];
	struct tm tm;

	if (at == DB_NO_TIME ||
	    (zone_local(zone, at, &tm) < 0 && zone_local("UTC", at, &tm) < 0)) {
		buf_add_u8(out, '-');
		return;
	}
	if (form != NULL && conf_list_len(words, "months") == MONTHS) {
		add_written(out, words, &tm, form);
		return;
	}
	strftime(text, sizeof(text), "%Y-%m-%d %H:%M %Z", &tm);
	buf_add_str(out, text);
}

void
when_add_span(
    struct buf *out, const struct conf_section *words, int64_t seconds)
{
	static const struct {
		int64_t seconds;
		const char *name;
	} units[UNITS] = { { 86400, "d" }, { 3600, "h" }, { 60, "min" },
		{ 1, "s" } };
	size_t i = 0;

	while (
	    i < UNITS - 1 && (seconds == 0 || seconds % units[i].seconds != 0))
		i++;
	buf_printf(out, "%lld %s", (long long)(seconds / units[i].seconds),
	    conf_list_len(words, "units") == UNITS
		? conf_list_at(words, "units", i)
		: units[i].name);
}
