/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/choice.h"
#include "lib/base/err.h"
#include "lib/base/mem.h"
#include "lib/model/stability/rings.h"
#include "lib/store/db.h"
#include "lib/store/device/device_store.h"
#include "lib/store/patch/ring_store.h"
#include "register/command.h"
#include "register/patch/verb_patch.h"
#include "register/setup/check.h"
#include "register/show/as_of.h"
#include "register/show/table.h"
#include "register/verbs.h"
#include "register/work.h"

/* patchwacht ring: in which order devices get a patch. */

/* That a list of a moment reads. */
#define RING_TABLES "{ring,deployment,patch,device,device_state,site}"

static bool again, devices;
static const char *reason, *moment;

/* Columns of ring_gates. */
enum { RING, COUNT, PROVEN, REGRESSED, WAITING, PAUSED, HOURS_LEFT };

static const struct column gate_columns[] = {
	{ "ring", "RING", COLUMN_TEXT, 0 },
	{ "devices", "DEVICES", COLUMN_INT, 0 },
	{ "proven", "PROVEN", COLUMN_INT, 0 },
	{ "regressed", "DISTURBED", COLUMN_INT, 0 },
	{ "waiting", "TO DO", COLUMN_INT, 0 },
	{ "paused", "PAUSED", COLUMN_INT, 0 },
	{ "hours_left", "HOURS LEFT", COLUMN_INT, 0 },
	{ "gate", "GATE", COLUMN_TEXT, COLUMN_WRAP },
	{ 0 },
};

static const struct column device_columns[] = {
	{ "ring", "RING", COLUMN_TEXT, 0 },
	{ "device", "DEVICE", COLUMN_TEXT, 0 },
	{ "site", "SITE", COLUMN_TEXT, 0 },
	{ "model", "MODEL", COLUMN_TEXT, 0 },
	{ "state", "STATE", COLUMN_TEXT, 0 },
	{ "paused", "PAUSED", COLUMN_BOOL, 0 },
	{ "deadline", "DEADLINE", COLUMN_TIME, 0 },
	{ 0 },
};

static int
put_all(struct context *c, int patch, const struct db_rows *rows)
{
	size_t n = db_count(rows);
	struct ring_device *d = mem_new(n + 1, sizeof(*d));
	int rc = ERR_OK;

	for (size_t i = 0; i < n; i++)
		d[i] = (struct ring_device){ .model = (int)db_int(rows, i, 1),
			.site = (int)db_int(rows, i, 2) };
	rings_propose(d, n);
	for (size_t i = 0; rc == ERR_OK && i < n; i++)
		rc = ring_put(c->db, c->tenant, patch, (int)db_int(rows, i, 0),
		    (int)d[i].ring);
	free(d);
	return rc;
}

static int
propose(struct context *c, const struct words *rest)
{
	struct db_rows *rows = NULL;
	int patch, rc = verb_patch_find(c, rest->word[0], &patch);

	if (rc == ERR_OK)
		rc = ring_candidates(c->db, c->tenant, patch, again, &rows);
	if (rc == ERR_OK)
		rc = put_all(c, patch, rows);
	if (rc == ERR_OK && db_count(rows) > 0)
		rc = ring_note(
		    c->db, c->tenant, patch, "patch.rings", "proposed");
	if (rc == ERR_OK)
		say("%zu devices of %s were put in rings. It is advice: move "
		    "them as you know better.",
		    db_count(rows), rest->word[0]);
	db_rows_free(rows);
	return rc;
}

static int
propose_verb(int argc, char **argv)
{
	static const struct flag flags[] = {
		{ "again", FLAG_YES, &again, NULL,
		    "also those that have a ring (only those that have none)" },
		{ 0 },
	};
	static const struct synopsis s = { "ring propose", "PATCH", 1, 1, flags,
		"Of each model one pilot, five in a hundred but five at least, "
		"twenty-five, and the rest; over as many sites as can be." };

	return work_change(&s, argc, argv, propose);
}

static int
parse_ring(const char *word, int *out)
{
	struct buf why = { 0 };
	struct choice c;

	for (int r = 0; r < RINGS; r++) {
		if (strcmp(word, ring_name((enum ring)r)) == 0) {
			*out = r;
			return ERR_OK;
		}
	}
	choice_start(&c, word);
	for (int r = 0; r < RINGS; r++)
		choice_offer(&c, ring_name((enum ring)r));
	choice_tell(&c, &why);
	(void)check_tell(ERR_PARSE, "RING", &why);
	buf_free(&why);
	return ERR_PARSE;
}

static int
move(struct context *c, const struct words *rest)
{
	struct buf why = { 0 };
	int patch = 0, device = 0, ring = 0, rc;

	if (reason == NULL) {
		complain("--reason is missing");
		return ERR_PARSE;
	}
	rc = check_tell(check_prose(reason, &why), "--reason", &why);
	buf_free(&why);
	if (rc == ERR_OK)
		rc = parse_ring(rest->word[2], &ring);
	if (rc == ERR_OK)
		rc = verb_patch_find(c, rest->word[0], &patch);
	if (rc < 0)
		return rc;
	rc = device_store_find(c->db, c->tenant, rest->word[1], &device);
	if (rc == ERR_OK)
		rc = ring_put(c->db, c->tenant, patch, device, ring);
	if (rc == ERR_NOTFOUND)
		complain("%s is not for a device \"%s\"", rest->word[0],
		    rest->word[1]);
	if (rc == ERR_OK)
		rc = ring_note(c->db, c->tenant, patch, "patch.ring", reason);
	if (rc == ERR_OK)
		say("%s is in ring %s of %s.", rest->word[1], rest->word[2],
		    rest->word[0]);
	return rc;
}

static int
move_verb(int argc, char **argv)
{
	static const struct flag flags[] = {
		{ "reason", FLAG_TEXT, &reason, "TEXT", "why (required)" },
		{ 0 },
	};
	static const struct synopsis s = { "ring move", "PATCH DEVICE RING", 3,
		3, flags, "RING is pilot, few, some or rest." };

	return work_change(&s, argc, argv, move);
}

static int
dismiss(struct context *c, const struct words *rest)
{
	struct buf why = { 0 };
	int patch = 0, ring = 0, rc;

	if (reason == NULL) {
		complain("--reason is missing");
		return ERR_PARSE;
	}
	rc = check_tell(check_prose(reason, &why), "--reason", &why);
	buf_free(&why);
	if (rc == ERR_OK)
		rc = parse_ring(rest->word[1], &ring);
	if (rc == ERR_OK)
		rc = verb_patch_find(c, rest->word[0], &patch);
	if (rc < 0)
		return rc;
	rc = ring_dismiss(c->db, c->tenant, patch, ring, reason);
	if (rc == ERR_NOTFOUND)
		complain("ring %s of %s has no disturbance of its own",
		    rest->word[1], rest->word[0]);
	if (rc == ERR_OK)
		say("Dismissed. The rings after it need not wait for it.");
	return rc;
}

static int
dismiss_verb(int argc, char **argv)
{
	static const struct flag flags[] = {
		{ "reason", FLAG_TEXT, &reason, "TEXT",
		    "why the patch is not the cause (required)" },
		{ 0 },
	};
	static const struct synopsis s = { "ring dismiss", "PATCH RING", 2, 2,
		flags,
		"What a ring showed as a whole; by a system owner, never by "
		"who installed it." };

	return work_change(&s, argc, argv, dismiss);
}

/* A pause is advice, and it has a price: the deadline goes on. */
static void
say_price(const struct db_rows *rows)
{
	for (size_t i = 0; i < db_count(rows); i++) {
		if (db_int(rows, i, PAUSED) == 0)
			continue;
		say("Ring %s: %lld devices wait for a disturbance to be "
		    "understood. The pause costs deadline: %lld h are left. "
		    "`patchwacht stability` shows the disturbance; to go on is "
		    "yours to decide.",
		    db_text(rows, i, RING), (long long)db_int(rows, i, PAUSED),
		    (long long)db_int(rows, i, HOURS_LEFT));
	}
}

static int
show(struct context *c, const struct words *rest)
{
	struct db_rows *rows = NULL;
	struct table *t;
	int64_t at = 0;
	int patch = 0, rc = as_of(c, RING_TABLES, moment, &at);

	if (rc == ERR_OK)
		rc = verb_patch_find(c, rest->word[0], &patch);
	if (rc == ERR_OK)
		rc = devices ? ring_devices(c->db, c->tenant, patch, at, &rows)
			     : ring_gates(c->db, c->tenant, patch, at, &rows);
	if (rc < 0)
		return rc;
	t = table_new("rings", devices ? device_columns : gate_columns);
	table_add_rows(t, rows);
	table_print(t, stdout, command_form());
	if (table_rows(t) == 0 && at != 0)
		say("No rings then.");
	else if (table_rows(t) == 0)
		say("No rings; `patchwacht ring propose %s` makes them.",
		    rest->word[0]);
	else if (!devices && at == 0)
		say_price(rows);
	table_free(t);
	db_rows_free(rows);
	return rc;
}

static int
show_verb(int argc, char **argv)
{
	static const struct flag flags[] = {
		{ "devices", FLAG_YES, &devices, NULL, "each device" },
		AS_OF_FLAG(moment),
		{ 0 },
	};
	static const struct synopsis s = { "ring show", "PATCH", 1, 1, flags,
		"A gate is open when nineteen of twenty of the ring before are "
		"proven, none is disturbed, and a day has gone by (two hours "
		"for a critical patch)." };

	return work_read(&s, argc, argv, show);
}

int
verb_ring(int argc, char **argv)
{
	static const struct verb verbs[] = {
		{ "propose", propose_verb, "put devices in rings" },
		{ "move", move_verb, "put one in another" },
		{ "dismiss", dismiss_verb, "a ring is not worse by the patch" },
		{ "show", show_verb, "rings and their gates" },
		{ 0 },
	};

	return verb_dispatch("ring", verbs, argc, argv);
}
