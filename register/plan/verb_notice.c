/* SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/data.h"
#include "lib/base/err.h"
#include "lib/base/file.h"
#include "lib/base/format.h"
#include "lib/base/mem.h"
#include "lib/store/db.h"
#include "lib/store/device/device_store.h"
#include "lib/store/patch/window_store.h"
#include "lib/wire/icalendar.h"
#include "register/command.h"
#include "register/missing.h"
#include "register/patch/verb_patch.h"
#include "register/plan/notice.h"
#include "register/setup/check.h"
#include "register/work.h"

/* Step 3 of the process, for users: patch notice, patch calendar. */

static const char *site, *language;

enum { TEMPLATE_MAX = 64 << 10 };

/* The columns of window_facts, window_of_sites and window_of_before. */
enum fact {
	REFERENCE,
	TITLE,
	SEQUENCE,
	APPROVED,
	IMPACT,
	COMMUNICATION,
	OWNER,
	ORGANISATION,
	LANGUAGE,
	ZONE,
	MARK
};
enum planned { SITE_ID, SITE, START, END, DEVICES, IS_OFF };

struct told {
	struct db_rows *facts, *planned;
	int site; /* 0: all of them */
};

static const char *
fact(const struct told *t, enum fact f)
{
	return db_is_null(t->facts, 0, f) ? NULL : db_text(t->facts, 0, f);
}

static bool
is_chosen(const struct told *t, size_t row)
{
	return t->site == 0 || db_int(t->planned, row, SITE_ID) == t->site;
}

static int
load(struct context *c, const char *reference, int *patch, struct told *t)
{
	int rc = verb_patch_find(c, reference, patch);

	if (rc == ERR_OK && site != NULL) {
		rc = site_find(c->db, c->tenant, site, &t->site);
		if (rc == ERR_NOTFOUND)
			missing_tell(c, NULL, MISSING_SITE, site);
	}
	if (rc == ERR_OK)
		rc = window_facts(c->db, c->tenant, *patch, &t->facts);
	if (rc == ERR_OK)
		rc = window_of_sites(c->db, c->tenant, *patch, &t->planned);
	return rc;
}

static void
free_told(struct told *t)
{
	db_rows_free(t->facts);
	db_rows_free(t->planned);
}

/* From the first beginning to the last end, where, and on how many. */
struct extent {
	int64_t start, end, devices;
	struct buf sites;
};

static void
measure(const struct told *t, struct extent *x)
{
	int64_t told = 0; /* rows of a site stand together */

	*x = (struct extent){ .start = CLOCK_NONE, .end = CLOCK_NONE };
	for (size_t i = 0; i < db_count(t->planned); i++) {
		int64_t at_site = db_int(t->planned, i, SITE_ID);
		int64_t start = db_time(t->planned, i, START);
		int64_t end = db_time(t->planned, i, END);

		if (!is_chosen(t, i) || db_bool(t->planned, i, IS_OFF))
			continue;
		if (x->start == CLOCK_NONE || start < x->start)
			x->start = start;
		if (end > x->end)
			x->end = end;
		x->devices += db_int(t->planned, i, DEVICES);
		if (at_site != told)
			buf_printf(&x->sites, "%s%s",
			    x->sites.len > 0 ? ", " : "",
			    db_text(t->planned, i, SITE));
		told = at_site;
	}
}

static const char *
language_of(const struct told *t)
{
	return language != NULL ? language : fact(t, LANGUAGE);
}

static int
read_template(const struct told *t, struct buf *out)
{
	const char *word = language_of(t);
	struct buf below = { 0 }, why = { 0 };
	char *path;
	int rc = check_tell(check_language(word, &why), "--language", &why);

	buf_free(&why);
	if (rc < 0)
		return rc;
	buf_printf(&below, "templates/notice.%s", word);
	path = data_path(NULL, buf_str(&below));
	rc = file_read(path, TEMPLATE_MAX, out);
	free(path);
	buf_free(&below);
	return rc;
}

/* As users write a moment, by the clocks of the organisation. */
static int
add_moment(const struct told *t, int64_t at, struct buf *out)
{
	return format_moment(out, language_of(t), fact(t, ZONE), at, false);
}

static int
fill_notice(const struct told *t, struct extent *x, const char *from,
    const char *to, struct buf *out)
{
	char devices[24];
	const struct notice_value values[] = {
		{ "organisation", fact(t, ORGANISATION) },
		{ "patch", fact(t, REFERENCE) },
		{ "title", fact(t, TITLE) },
		{ "from", from },
		{ "to", to },
		{ "sites", buf_str(&x->sites) },
		{ "devices", devices },
		{ "impact", fact(t, IMPACT) },
		{ "communication", fact(t, COMMUNICATION) },
		{ "owner", fact(t, OWNER) },
		{ 0 },
	};
	struct buf template = { 0 }, why = { 0 };
	int rc;

	snprintf(devices, sizeof(devices), "%" PRId64, x->devices);
	rc = read_template(t, &template);
	if (rc == ERR_OK) {
		rc = notice_fill(buf_str(&template), values, out, &why);
		if (rc < 0)
			complain("the template of notices:%s", buf_str(&why));
	}
	buf_free(&template);
	buf_free(&why);
	return rc;
}

static int
print_notice(const struct told *t, struct extent *x)
{
	struct buf from = { 0 }, to = { 0 }, out = { 0 };
	int rc = add_moment(t, x->start, &from);

	if (rc == ERR_OK)
		rc = add_moment(t, x->end, &to);
	if (rc == ERR_OK)
		rc = fill_notice(t, x, buf_str(&from), buf_str(&to), &out);
	if (rc == ERR_OK)
		fputs(buf_str(&out), stdout);
	buf_free(&from);
	buf_free(&to);
	buf_free(&out);
	return rc;
}

static int
notice(struct context *c, const struct words *rest)
{
	struct told t = { 0 };
	struct extent x = { 0 };
	int patch, rc = load(c, rest->word[0], &patch, &t);

	if (rc == ERR_OK) {
		measure(&t, &x);
		if (x.start == CLOCK_NONE) {
			complain("patch %s has no window there; `patchwacht "
				 "patch plan`",
			    rest->word[0]);
			rc = ERR_NOTFOUND;
		}
	}
	if (rc == ERR_OK)
		rc = print_notice(&t, &x);
	if (rc == ERR_OK && !db_bool(t.facts, 0, APPROVED))
		complain("the plan of %s is not approved yet", rest->word[0]);
	buf_free(&x.sites);
	free_told(&t);
	return rc;
}

int
verb_patch_notice(int argc, char **argv)
{
	static const struct flag flags[] = {
		{ "site", FLAG_TEXT, &site, "NAME", "for who works there" },
		{ "language", FLAG_TEXT, &language, "nl|en",
		    "instead of the organisation's" },
		{ 0 },
	};
	static const struct synopsis s = { "patch notice", "REFERENCE", 1, 1,
		flags,
		"A text for users, from templates/notice.nl or notice.en: "
		"when, where and what they\nnotice. Note who was told with "
		"`patch informed`." };

	return work_read(&s, argc, argv, notice);
}

/* patch calendar */

/* rows as window_of_sites or window_of_before. */
static void
add_event(const struct context *c, const struct told *t, int patch,
    const struct db_rows *rows, size_t row, int64_t number, bool off,
    struct buf *out)
{
	struct buf uid = { 0 };
	struct ical_event e = {
		.summary = fact(t, TITLE),
		.description = fact(t, COMMUNICATION),
		.location = db_is_null(rows, row, SITE)
		    ? fact(t, ORGANISATION)
		    : db_text(rows, row, SITE),
		.start = db_time(rows, row, START),
		.end = db_time(rows, row, END),
		.stamp = clock_now(),
		.sequence = (int)db_int(t->facts, 0, SEQUENCE),
		.cancelled = off,
		.tentative = !db_bool(t->facts, 0, APPROVED),
	};

	buf_printf(&uid, "%d-%d-%" PRId64 "-%" PRId64 "@%s.patchwacht",
	    c->tenant, patch, db_int(rows, row, SITE_ID), number,
	    fact(t, MARK));
	e.uid = buf_str(&uid);
	ical_add(out, &e);
	buf_free(&uid);
}

/* Of one site, its windows in order have numbers of their own. */
static int64_t
number_of(const struct told *t, size_t row, int64_t before)
{
	return row > 0 &&
		db_int(t->planned, row - 1, SITE_ID) ==
		    db_int(t->planned, row, SITE_ID)
	    ? before + 1
	    : 0;
}

/* What is planned; *all_off: and none of it goes on. */
static void
add_planned(const struct context *c, const struct told *t, int patch,
    struct buf *out, bool *all_off)
{
	int64_t number = 0;

	*all_off = true;
	for (size_t i = 0; i < db_count(t->planned); i++) {
		bool off = db_bool(t->planned, i, IS_OFF);

		number = number_of(t, i, number);
		if (!is_chosen(t, i))
			continue;
		*all_off = *all_off && off;
		add_event(c, t, patch, t->planned, i, number, off, out);
	}
}

static int
compare_site(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return x < y ? -1 : x > y;
}

/* The site of each window that is planned, in their order. */
static int64_t *
sites_of(const struct told *t)
{
	size_t n = db_count(t->planned);
	int64_t *sites = mem_new(n + 1, sizeof(*sites));

	for (size_t i = 0; i < n; i++)
		sites[i] = db_int(t->planned, i, SITE_ID);
	qsort(sites, n, sizeof(*sites), compare_site);
	return sites;
}

/* A window that became one with another, or that a site has no more, would
 * stay in the calendars that have it. */
static int
add_gone(struct context *c, const struct told *t, int patch, struct buf *out)
{
	size_t n = 0, at = 0, planned = db_count(t->planned);
	int64_t *sites = sites_of(t), of = -1, there = 0;
	struct window_before *before = NULL;
	struct db_rows *rows = NULL;
	int rc = window_of_before(c->db, c->tenant, patch, &rows, &before, &n);

	for (size_t i = 0; rc == ERR_OK && i < n; i++) {
		int64_t at_site = db_int(rows, before[i].row, SITE_ID);

		if (at_site != of)
			there = 0;
		of = at_site;
		for (; at < planned && sites[at] <= at_site; at++)
			there += sites[at] == at_site;
		if ((t->site == 0 || at_site == t->site) &&
		    before[i].number >= there)
			add_event(c, t, patch, rows, before[i].row,
			    before[i].number, true, out);
	}
	free(sites);
	free(before);
	db_rows_free(rows);
	return rc;
}

static int
print_calendar(struct context *c, const struct words *rest)
{
	struct told t = { 0 };
	struct buf events = { 0 }, out = { 0 };
	bool all_off;
	int patch, rc = load(c, rest->word[0], &patch, &t);

	if (rc == ERR_OK) {
		add_planned(c, &t, patch, &events, &all_off);
		rc = add_gone(c, &t, patch, &events);
	}
	if (rc == ERR_OK && events.len == 0) {
		complain("patch %s was never planned there; `patchwacht patch "
			 "plan`",
		    rest->word[0]);
		rc = ERR_NOTFOUND;
	}
	if (rc == ERR_OK) {
		ical_begin(&out, all_off);
		buf_add(&out, events.data, events.len);
		ical_end(&out);
		fwrite(out.data, 1, out.len, stdout);
	}
	buf_free(&events);
	buf_free(&out);
	free_told(&t);
	return rc;
}

int
verb_patch_calendar(int argc, char **argv)
{
	static const struct flag flags[] = {
		{ "site", FLAG_TEXT, &site, "NAME", "for who works there" },
		{ 0 },
	};
	static const struct synopsis s = {
		"patch calendar", "REFERENCE", 1, 1, flags,
		"Its windows as an .ics file for calendars: printed again "
		"after a change it moves the\nappointment. After `patch "
		"withdraw`, or where two windows became one, it takes it away."
	};

	return work_read(&s, argc, argv, print_calendar);
}
