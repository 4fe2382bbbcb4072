/* SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/mem.h"
#include "lib/base/zone.h"
#include "lib/store/db.h"
#include "lib/store/device/device_store.h"
#include "lib/store/device/tenant_store.h"
#include "lib/store/patch/deployment_store.h"
#include "lib/store/patch/patch_store.h"
#include "lib/store/patch/window_store.h"
#include "register/command.h"
#include "register/missing.h"
#include "register/patch/plan_check.h"
#include "register/patch/verb_patch.h"
#include "register/plan/calendar.h"
#include "register/setup/check.h"
#include "register/work.h"

/* Step 3 of the process: patch plan, into a window. */

static const char *window, *site, *device, *after, *reason;

struct plan {
	int patch, site, device; /* 0: all of them */
	int64_t start, end;
};

static int
read_times(const char *dots, struct plan *p)
{
	char *from = mem_dup_text(window, (size_t)(dots - window));
	struct buf why = { 0 };
	int rc =
	    check_tell(check_time(from, &p->start, &why), "--window", &why);

	if (rc == ERR_OK)
		rc = check_tell(
		    check_time(dots + 2, &p->end, &why), "--window", &why);
	if (rc == ERR_OK && p->end <= p->start) {
		complain("--window: it ends before it begins");
		rc = ERR_PARSE;
	}
	buf_free(&why);
	free(from);
	return rc;
}

/* The next time that a window of the register opens, at or after then. */
static int
next_of_rule(
    struct context *c, const struct db_rows *rows, int64_t then, struct plan *p)
{
	struct calendar calendar = { 0 };
	struct recurrence r;
	struct tenant tenant;
	struct db_rows *of_tenant = NULL;
	struct buf why = { 0 };
	char *whose = NULL;
	int rc = recurrence_parse(db_text(rows, 0, 2), &r, &why);

	if (p->site == 0)
		p->site = (int)db_int(rows, 0, 5);
	if (rc == ERR_OK)
		rc = calendar_of_window(c,
		    db_is_null(rows, 0, 3) ? NULL : db_text(rows, 0, 3),
		    p->site, &whose);
	if (rc == ERR_OK)
		rc = calendar_load(c, whose, 0, &calendar);
	if (rc == ERR_OK)
		rc = tenant_store_load(c->db, c->tenant, &tenant, &of_tenant);
	if (rc == ERR_OK) {
		rc = calendar_next(
		    &calendar, &r, tenant.zone, then, &p->start, &p->end);
		if (rc == ERR_NOTFOUND)
			complain("--window: %s (%s) does not open again: no "
				 "days of it are known",
			    window, db_text(rows, 0, 2));
	}
	free(whose);
	calendar_free(&calendar);
	db_rows_free(of_tenant);
	buf_free(&why);
	return rc;
}

static void
tell_no_window(struct context *c)
{
	struct buf text = { 0 };

	missing_words(c, MISSING_WINDOW, window, &text);
	complain("--window: %s `patchwacht window list` names them; else "
		 "TIME..TIME",
	    missing_end(&text));
	buf_free(&text);
}

static int
read_rule(struct context *c, struct plan *p)
{
	struct db_rows *rows = NULL;
	struct buf why = { 0 };
	int64_t then = clock_now();
	int rc = ERR_OK;

	if (after != NULL)
		rc =
		    check_tell(check_time(after, &then, &why), "--after", &why);
	buf_free(&why);
	if (rc == ERR_OK)
		rc = window_rule_list(c->db, c->tenant, window, 0, &rows);
	if (rc == ERR_OK && db_count(rows) == 0) {
		tell_no_window(c);
		rc = ERR_NOTFOUND;
	}
	if (rc == ERR_OK)
		rc = next_of_rule(c, rows, then, p);
	db_rows_free(rows);
	return rc;
}

static int
read_place(struct context *c, struct plan *p)
{
	int rc = ERR_OK;

	if (site != NULL) {
		rc = site_find(c->db, c->tenant, site, &p->site);
		if (rc == ERR_NOTFOUND)
			missing_tell(c, NULL, MISSING_SITE, site);
	}
	if (rc == ERR_OK && device != NULL) {
		rc = device_store_find(c->db, c->tenant, device, &p->device);
		if (rc == ERR_NOTFOUND)
			missing_tell(c, NULL, MISSING_DEVICE, device);
	}
	return rc;
}

static int
read_plan(struct context *c, const char *reference, struct plan *p)
{
	const char *dots;
	int rc;

	if (window == NULL || reason == NULL) {
		complain(
		    "%s is missing", window == NULL ? "--window" : "--reason");
		return ERR_PARSE;
	}
	rc = verb_patch_find(c, reference, &p->patch);
	if (rc == ERR_OK)
		rc = read_place(c, p);
	dots = strstr(window, "..");
	if (rc == ERR_OK)
		rc = dots != NULL ? read_times(dots, p) : read_rule(c, p);
	return rc;
}

/* For all of its devices but those with a window of their own. */
static int
plan_all(struct context *c, const struct plan *p, struct patch_values *v)
{
	const struct patch_scope nothing = { 0 };
	int64_t moved, kept;
	int rc =
	    patch_store_edit(c->db, c->tenant, p->patch, v, &nothing, reason);

	if (rc == ERR_OK)
		rc = deployment_retime(
		    c->db, c->tenant, p->patch, &moved, &kept);
	return rc;
}

static int
plan_some(struct context *c, const char *reference, const struct plan *p)
{
	int64_t n = 0;
	int rc = window_give(c->db, c->tenant, p->patch, p->site, p->device,
	    p->start, p->end, reason, &n);

	if (rc == ERR_OK && n == 0) {
		complain("the patch is for no device there; `patchwacht "
			 "deployment list --patch %s` has its devices",
		    reference);
		rc = ERR_NOTFOUND;
	}
	return rc;
}

static int
carry_out(struct context *c, const char *reference, const struct plan *p)
{
	char start[CLOCK_TEXT_MAX], end[CLOCK_TEXT_MAX];
	struct patch_values v;
	struct db_rows *rows = NULL;
	struct buf why = { 0 };
	int rc = patch_store_hold(c->db, c->tenant, p->patch);

	if (rc == ERR_OK)
		rc = patch_store_load(c->db, c->tenant, p->patch, &v, &rows);
	if (rc == ERR_OK) {
		v.value[PATCH_WINDOW_START] = clock_format(p->start, start);
		v.value[PATCH_WINDOW_END] = clock_format(p->end, end);
		rc = plan_check(c, p->patch, &v, true, &why);
		if (rc == ERR_RANGE)
			complain("%s", buf_str(&why));
	}
	if (rc == ERR_OK)
		rc = p->site == 0 && p->device == 0
		    ? plan_all(c, p, &v)
		    : plan_some(c, reference, p);
	buf_free(&why);
	db_rows_free(rows);
	return rc;
}

static int
tell(struct context *c, const char *reference, const struct plan *p)
{
	char start[ZONE_TEXT_MAX], end[ZONE_TEXT_MAX], due[ZONE_TEXT_MAX];
	int64_t deadline = CLOCK_NONE;
	int rc = window_deadline(
	    c->db, c->tenant, p->patch, p->site, p->device, &deadline);

	if (rc < 0)
		return rc;
	say("Patch %s: planned from %s to %s. Somebody else approves it: "
	    "`patchwacht patch approve %s`",
	    reference, zone_format(p->start, start), zone_format(p->end, end),
	    reference);
	if (deadline != CLOCK_NONE && deadline < p->end)
		say("That is too late: the first deadline is %s",
		    zone_format(deadline, due));
	return ERR_OK;
}

static int
plan(struct context *c, const struct words *rest)
{
	struct plan p = { 0 };
	int rc = read_plan(c, rest->word[0], &p);

	if (rc == ERR_OK)
		rc = carry_out(c, rest->word[0], &p);
	if (rc == ERR_OK)
		rc = tell(c, rest->word[0], &p);
	return rc;
}

int
verb_patch_plan(int argc, char **argv)
{
	static const struct flag flags[] = {
		{ "window", FLAG_TEXT, &window, "NAME|TIME..TIME",
		    "the next time that it opens (required)" },
		{ "after", FLAG_TEXT, &after, "TIME", "not before then" },
		{ "site", FLAG_TEXT, &site, "NAME", "only there" },
		{ "device", FLAG_TEXT, &device, "NAME", "only that one" },
		{ "reason", FLAG_TEXT, &reason, "TEXT", "why (required)" },
		{ 0 },
	};
	static const struct synopsis s = { "patch plan", "REFERENCE", 1, 1,
		flags,
		"Into a window of `patchwacht window list`. With --site or "
		"--device, those keep a window\nof their own." };

	return work_change(&s, argc, argv, plan);
}
