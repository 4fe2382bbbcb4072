/* SPDX-License-Identifier: Apache-2.0 */
#include "register/exchange/import_said.h"

#include <stddef.h>

#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/store/alert/mute_store.h"
#include "lib/store/db.h"
#include "lib/store/export/known_store.h"
#include "lib/store/log/hold_store.h"
#include "register/context.h"
#include "register/exchange/import_field.h"
#include "register/import.h"
#include "register/setup/check.h"

/* What is not said for a while, and what retention leaves alone. */

static void
check_order(struct import *im, int64_t since, int64_t until)
{
	if (since != DB_NO_TIME && until != DB_NO_TIME && until <= since)
		import_fault(im, "until", "is not after since");
}

/* One that is over keeps nothing quiet, and nothing from retention. */
static const char *
outcome(bool is_there, bool is_over)
{
	if (is_there)
		return "unchanged";
	return is_over ? "passed over" : "add";
}

static int
put_mute(struct import *im, const struct mute *m)
{
	struct context *c = import_context(im);
	bool is_there = false, is_over = m->until <= clock_now();
	int64_t id;
	int rc = known_mute(c->db, c->tenant, m, &is_there);

	if (rc == ERR_OK && !is_there && !is_over)
		rc = mute_add(c->db, c->tenant, m, &id);
	if (rc == ERR_OK)
		import_did(im, outcome(is_there, is_over), m->reason);
	return rc;
}

static int
import_mute(struct import *im, void *arg)
{
	struct mute m = {
		.rule = import_checked(im, "rule", check_name),
		.reason = import_checked(im, "reason", check_prose),
	};
	int rc = import_site(im, &m.site_id);

	(void)arg;
	if (rc == ERR_OK)
		rc = import_device(im, &m.device_id);
	import_time(im, "since", &m.since);
	import_time(im, "until", &m.until);
	check_order(im, m.since, m.until);
	if (!import_row_is_bad(im) && m.until > m.since + 366 * CLOCK_DAY)
		import_fault(im, "until", "is more than a year after since");
	return rc < 0 || import_row_is_bad(im) ? rc : put_mute(im, &m);
}

int
import_mutes(int argc, char **argv)
{
	static const struct import_column columns[] = {
		{ "rule", 0 },
		{ "site", 0 },
		{ "device", 0 },
		{ "since", IMPORT_REQUIRED },
		{ "until", IMPORT_REQUIRED },
		{ "reason", IMPORT_REQUIRED },
		{ "made", 0 },
		{ "made_by", 0 },
		{ 0 },
	};
	static const struct import_plan plan = { .columns = columns,
		.row = import_mute,
		.nouns = "mutes",
		.passed = "they are over" };

	return import_kind_run(
	    &(struct import_kind){ "mutes", &plan,
		"Columns: since, until, reason, and as you like rule, site, "
		"device; as `patchwacht alert\nmute` takes them. made and "
		"made_by are not taken over, nor what is over." },
	    argc, argv);
}

static int
import_hold(struct import *im, void *arg)
{
	struct context *c = import_context(im);
	struct hold h = {
		.reason = import_checked(im, "reason", check_prose),
		.owner = import_checked(im, "owner", check_name),
	};
	bool is_there = false, is_over;
	int64_t id;
	int rc = ERR_OK;

	(void)arg;
	import_time(im, "since", &h.since);
	import_time(im, "until", &h.until);
	check_order(im, h.since, h.until);
	if (import_row_is_bad(im))
		return ERR_OK;
	is_over = h.until <= clock_now();
	rc = known_hold(c->db, c->tenant, &h, &is_there);
	if (rc == ERR_OK && !is_there && !is_over)
		rc = hold_add(c->db, c->tenant, &h, &id);
	if (rc == ERR_OK)
		import_did(im, outcome(is_there, is_over), h.reason);
	return rc;
}

int
import_holds(int argc, char **argv)
{
	static const struct import_column columns[] = {
		{ "since", IMPORT_REQUIRED },
		{ "until", IMPORT_REQUIRED },
		{ "reason", IMPORT_REQUIRED },
		{ "owner", IMPORT_REQUIRED },
		{ "set_at", 0 },
		{ "set_by", 0 },
		{ 0 },
	};
	static const struct import_plan plan = { .columns = columns,
		.row = import_hold,
		.nouns = "holds",
		.passed = "they are over" };

	return import_kind_run(
	    &(struct import_kind){ "holds", &plan,
		"Columns: since, until, reason, owner; as `patchwacht hold "
		"add` takes them. set_at and\nset_by are not taken over." },
	    argc, argv);
}
