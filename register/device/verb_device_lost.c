/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/model/structure/sentence.h"
#include "lib/store/db.h"
#include "lib/store/past.h"
#include "lib/store/structure/difference_store.h"
#include "register/command.h"
#include "register/device/device_named.h"
#include "register/device/verb_device.h"
#include "register/setup/check.h"
#include "register/show/as_of.h"
#include "register/work.h"

/* patchwacht device lost: what devices had before a patch, and have not now. */

#define LOST_SINCE (30 * CLOCK_DAY)

static const char *since, *moment;
static bool only_open;

static const struct column columns[] = {
	{ "device", "DEVICE", COLUMN_TEXT, 0 },
	{ "what", "WHAT", COLUMN_TEXT, COLUMN_WRAP },
	{ "sure", "SURE", COLUMN_BOOL, 0 },
	{ "told", "TOLD", COLUMN_TIME, 0 },
	{ "over", "OVER", COLUMN_TIME, 0 },
	{ "seen", NULL, COLUMN_TIME, 0 },
	{ "kind", NULL, COLUMN_TEXT, 0 },
	{ "part", NULL, COLUMN_TEXT, 0 },
	{ "source", NULL, COLUMN_TEXT, 0 },
	{ "key", NULL, COLUMN_TEXT, 0 },
	{ "label", NULL, COLUMN_TEXT, 0 },
	{ "peer", NULL, COLUMN_TEXT, 0 },
	{ "other", NULL, COLUMN_TEXT, 0 },
	{ "were", NULL, COLUMN_INT, 0 },
	{ "are", NULL, COLUMN_INT, 0 },
	{ 0 },
};

static void
add_row(struct table *t, const struct db_rows *rows, size_t i)
{
	struct buf what = { 0 };
	struct loss_row r;

	difference_row(rows, i, &r);
	loss_print(&r.loss, &what);
	table_add_text(t, r.device);
	table_add_text(t, buf_str(&what));
	table_add_bool(t, r.is_sure);
	table_add_time(t, r.told);
	table_add_time(t, r.over);
	table_add_time(t, r.seen);
	table_add_text(t, difference_name(r.loss.kind));
	table_add_text(t, structure_kind_name(r.loss.part));
	table_add_text(t, r.loss.source);
	table_add_text(t, r.loss.key);
	table_add_text(t, r.loss.label);
	table_add_text(t, r.loss.peer);
	table_add_text(t, r.loss.other);
	table_add_int(t, r.loss.were);
	table_add_int(t, r.loss.are);
	buf_free(&what);
}

static int
show_lost(struct context *c, const struct words *rest)
{
	struct db_rows *rows = NULL;
	struct table *t;
	int64_t from = 0, at = 0;
	int id = 0, rc = as_of(c, "{device}", moment, &at);

	if (rc == ERR_OK)
		rc = check_since(since, LOST_SINCE, past_moment(at), &from);
	if (rc == ERR_OK)
		rc = device_named_any(c, rest, at, &id);
	if (rc == ERR_OK)
		rc = difference_list(
		    c->db, c->tenant, id, from, only_open, at, &rows);
	if (rc < 0)
		return rc;
	t = table_new("lost", columns);
	for (size_t i = 0; i < db_count(rows); i++)
		add_row(t, rows, i);
	table_print(t, stdout, command_form());
	if (table_rows(t) == 0)
		say("Nothing was lost since then.");
	table_free(t);
	db_rows_free(rows);
	return ERR_OK;
}

int
verb_device_lost(int argc, char **argv)
{
	static const struct flag flags[] = {
		{ "open", FLAG_YES, &only_open, NULL, "what is not over" },
		{ "since", FLAG_TEXT, &since, "TIME|SPAN",
		    "told from then on, or so long ago (30 d)" },
		AS_OF_FLAG(moment),
		{ 0 },
	};
	static const struct synopsis s = { "device lost", "[NAME]", 0, 1, flags,
		"What devices had before a patch or another change, and had "
		"no longer after it: ports, neighbours, members, supplies, "
		"peers. Two readings in a row said so." };

	return work_read(&s, argc, argv, show_lost);
}
