/* SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>
#include <stdlib.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/zone.h"
#include "lib/model/policy.h"
#include "lib/store/db.h"
#include "lib/store/log/own_store.h"
#include "lib/store/network/trap_store.h"
#include "lib/store/patch/policy_store.h"
#include "lib/store/patch/status_store.h"
#include "lib/store/people/apart_store.h"
#include "register/command.h"
#include "register/show/table.h"
#include "register/verbs.h"
#include "register/work.h"

/* patchwacht status: what is late, and what broke. */

static const struct column count_columns[] = {
	{ "devices", NULL, COLUMN_INT, 0 },
	{ "answering", NULL, COLUMN_INT, 0 },
	{ "unreachable", NULL, COLUMN_INT, 0 },
	{ "refusing", NULL, COLUMN_INT, 0 },
	{ "unread", NULL, COLUMN_INT, 0 },
	{ "unknown_version", NULL, COLUMN_INT, 0 },
	{ "open", NULL, COLUMN_INT, 0 },
	{ "late", NULL, COLUMN_INT, 0 },
	{ "not_confirmed", NULL, COLUMN_INT, 0 },
	{ "troubled", NULL, COLUMN_INT, 0 },
	{ "undeterminable", NULL, COLUMN_INT, 0 },
	{ "conflicting", NULL, COLUMN_INT, 0 },
	{ "proven", NULL, COLUMN_INT, 0 },
	{ "alerts", NULL, COLUMN_INT, 0 },
	{ "workers", NULL, COLUMN_INT, 0 },
	{ "polled", NULL, COLUMN_INT, 0 },
	{ "delay_p99_ms", NULL, COLUMN_INT, 0 },
	{ "delay_max_ms", NULL, COLUMN_INT, 0 },
	{ "last_reading", NULL, COLUMN_TIME, 0 },
	{ "last_verified", NULL, COLUMN_TIME, 0 },
	{ "traps", NULL, COLUMN_INT, 0 },
	{ "traps_refused", NULL, COLUMN_INT, 0 },
	{ "traps_seen", NULL, COLUMN_TIME, 0 },
	{ "not_apart", NULL, COLUMN_TEXT, 0 },
	{ 0 },
};

static const struct column attention_columns[] = {
	{ "what", "WHAT", COLUMN_TEXT, 0 },
	{ "patch", "PATCH", COLUMN_TEXT, 0 },
	{ "device", "DEVICE", COLUMN_TEXT, 0 },
	{ "site", "SITE", COLUMN_TEXT, 0 },
	{ "priority", "PRIORITY", COLUMN_TEXT, 0 },
	{ "state", "STATE", COLUMN_TEXT, 0 },
	{ "deadline", "DEADLINE", COLUMN_TIME, 0 },
	{ "running", "RUNNING", COLUMN_TEXT, 0 },
	{ "reason", NULL, COLUMN_TEXT, 0 },
	{ "owner", NULL, COLUMN_TEXT, 0 },
	{ 0 },
};

static const struct column unreachable_columns[] = {
	{ "device", "DEVICE", COLUMN_TEXT, 0 },
	{ "address", "ADDRESS", COLUMN_TEXT, 0 },
	{ "site", "SITE", COLUMN_TEXT, 0 },
	{ "state", "STATE", COLUMN_TEXT, 0 },
	{ "polls", "POLLS", COLUMN_INT, 0 },
	{ "since", "SINCE", COLUMN_TIME, 0 },
	{ "last_answer", "LAST ANSWER", COLUMN_TIME, 0 },
	{ 0 },
};

/* What is wrong with the installation itself. */
static const struct column own_columns[] = {
	{ "rule", "OURSELVES", COLUMN_TEXT, 0 },
	{ "severity", "SEVERITY", COLUMN_TEXT, 0 },
	{ "since", "SINCE", COLUMN_TIME, 0 },
	{ "what", "WHAT", COLUMN_TEXT, COLUMN_WRAP },
	{ 0 },
};

enum { TABLES = 4, SHOWN_MAX = 50 };

/* Devices, and none of them asked for an hour: it is ourselves who stand still.
 * DB_NO_TIME lies before any hour. */
static bool
is_stale(const int64_t n[STATUS_COUNTS], const struct status_times *last)
{
	return n[STATUS_DEVICES] > 0 && last->poll < clock_now() - CLOCK_HOUR;
}

/* A poll that begins late is the first sign that one worker is not enough. */
static void
print_polling(const int64_t n[STATUS_COUNTS])
{
	if (n[STATUS_WORKERS] == 0)
		return;
	printf("polling      %" PRId64 " devices by %" PRId64
	       " worker%s; polls begin at most %" PRId64 " ms late\n",
	    n[STATUS_POLLED], n[STATUS_WORKERS],
	    n[STATUS_WORKERS] == 1 ? "" : "s", n[STATUS_DELAY_MAX]);
}

/* What is late is so by the clock; states are as they were left. */
static void
print_verified(const struct status_times *last)
{
	char at[ZONE_TEXT_MAX];

	if (last->verified == DB_NO_TIME)
		puts(
		    "verified     never: states are as they were planned; does "
		    "patchwachtd run?");
	else if (last->verified < clock_now() - STATUS_VERIFIED_WITHIN)
		printf(
		    "verified     last %s: states are as they were then; does "
		    "patchwachtd run?\n",
		    zone_format(last->verified, at));
	else
		printf("verified     %s\n", zone_format(last->verified, at));
}

static void
print_counts(const int64_t n[STATUS_COUNTS], const struct status_times *last)
{
	char at[ZONE_TEXT_MAX];
	int64_t patches = n[STATUS_OPEN] + n[STATUS_PROVEN];

	printf("devices      %" PRId64 " of %" PRId64 " answer; %" PRId64
	       " unreachable, %" PRId64 " refuse us, %" PRId64
	       " not yet read, %" PRId64 " of unknown version\n",
	    n[STATUS_ANSWERING], n[STATUS_DEVICES], n[STATUS_UNREACHABLE],
	    n[STATUS_REFUSING], n[STATUS_UNREAD], n[STATUS_UNKNOWN]);
	printf("deployments  %" PRId64 " of %" PRId64 " proven; %" PRId64
	       " open\n",
	    n[STATUS_PROVEN], patches, n[STATUS_OPEN]);
	printf("late         %" PRId64 "\n", n[STATUS_LATE]);
	printf("trouble      %" PRId64 " failed, rolled back or unstable; "
	       "%" PRId64 " conflicting\n",
	    n[STATUS_TROUBLED], n[STATUS_CONFLICTING]);
	printf("unproven     %" PRId64 " reported and not confirmed; %" PRId64
	       " cannot be determined\n",
	    n[STATUS_UNCONFIRMED], n[STATUS_UNDETERMINABLE]);
	printf("alerts       %" PRId64 " open\n", n[STATUS_ALERTS]);
	print_polling(n);
	if (last->answer == DB_NO_TIME)
		printf("last reading none");
	else
		printf("last reading %s", zone_format(last->answer, at));
	puts(is_stale(n, last) && n[STATUS_WORKERS] == 0
		? "; does patchwachtd run?"
		: "");
	print_verified(last);
}

/* Nothing where the role never ran: not every site listens to them. */
static void
print_traps(const struct trap_counts *t)
{
	char at[ZONE_TEXT_MAX];

	if (t->seen == DB_NO_TIME)
		return;
	printf("traps        %" PRId64 " believed, %" PRId64
	       " not, within a day",
	    t->believed, t->refused);
	if (t->seen < clock_now() - 5 * CLOCK_MINUTE)
		printf(
		    "; nobody has listened since %s", zone_format(t->seen, at));
	puts("");
}

/* Rows that people of other organisations read as well. */
static void
print_apart(const struct buf *open)
{
	if (open->len == 0)
		return;
	printf("not apart    everybody who may come in reads of all "
	       "organisations: %s;\n             %s\n",
	    (const char *)open->data, apart_store_advice);
}

/* What is reported and not confirmed yet has its alert when it takes long. */
static bool
wants_attention(const int64_t n[STATUS_COUNTS])
{
	return n[STATUS_LATE] + n[STATUS_TROUBLED] + n[STATUS_UNDETERMINABLE] +
	    n[STATUS_CONFLICTING] + n[STATUS_UNREACHABLE] + n[STATUS_REFUSING] +
	    n[STATUS_ALERTS] >
	    0;
}

static int
print(struct context *c, int silent_polls, const int64_t n[STATUS_COUNTS],
    const struct status_times *last, struct buf *open)
{
	struct trap_counts traps = { .seen = DB_NO_TIME };
	struct table *t[TABLES] = { table_new("status", count_columns),
		table_new("attention", attention_columns),
		table_new("unreachable", unreachable_columns),
		table_new("ourselves", own_columns) };
	bool people = command_form() == FORM_TABLE;
	size_t left, asking, most = people ? SHOWN_MAX : SIZE_MAX;
	struct db_rows *rows[3] = { NULL };
	int rc;

	table_make_record(t[0]);
	for (size_t i = 0; i < STATUS_COUNTS; i++)
		table_add_int(t[0], n[i]);
	table_add_time(t[0], last->answer);
	table_add_time(t[0], last->verified);
	rc = trap_store_counts(c->db, c->tenant, &traps);
	table_add_int(t[0], traps.believed);
	table_add_int(t[0], traps.refused);
	table_add_time(t[0], traps.seen);
	if (rc == ERR_OK)
		rc = apart_store_open(c->db, open);
	table_add_text(t[0], open->len > 0 ? buf_str(open) : NULL);
	if (rc == ERR_OK)
		rc = status_attention(c->db, c->tenant, people ? SHOWN_MAX : 0,
		    &rows[0], &asking);
	if (rc == ERR_OK)
		rc = status_unreachable(
		    c->db, c->tenant, silent_polls, &rows[1]);
	if (rc == ERR_OK)
		rc = own_store_alerts(c->db, c->tenant, &rows[2]);
	if (rc == ERR_OK) {
		table_add_rows(t[1], rows[0]);
		left = asking - db_count(rows[0]);
		left += table_add_first(t[2], rows[1], most);
		left += table_add_first(t[3], rows[2], most);
		if (people && !command.quiet)
			print_counts(n, last);
		if (people && !command.quiet)
			print_traps(&traps);
		if (people && !command.quiet)
			print_apart(open);
		if (!command.quiet)
			tables_print(t, TABLES, stdout, command_form());
		if (left > 0)
			say("... and %zu more; --json has them all", left);
	}
	for (size_t i = 0; i < TABLES; i++)
		table_free(t[i]);
	db_rows_free(rows[0]);
	db_rows_free(rows[1]);
	db_rows_free(rows[2]);
	return rc;
}

static int
status(struct context *c, const struct words *rest)
{
	int64_t n[STATUS_COUNTS] = { 0 };
	struct status_times last = { DB_NO_TIME, DB_NO_TIME, DB_NO_TIME };
	struct policy policy;
	struct buf open = { 0 };
	bool is_apart;
	int rc;

	(void)rest;
	rc = policy_store_load(c->db, c->tenant, clock_now(), &policy);
	if (rc == ERR_OK)
		rc = status_load(
		    c->db, c->tenant, policy.silent_polls, n, &last);
	if (rc == ERR_OK)
		rc = print(c, policy.silent_polls, n, &last, &open);
	is_apart = open.len == 0;
	buf_free(&open);
	if (rc < 0)
		return rc;
	if (wants_attention(n) || is_stale(n, &last) || !is_apart)
		return EXIT_ATTENTION;
	return EXIT_SUCCESS;
}

int
verb_status(int argc, char **argv)
{
	static const struct synopsis s = { "status", "", 0, 0, NULL,
		"What is late, what broke, what is not confirmed, and what "
		"cannot be seen. Exit code 0:\nnothing asks for somebody; 3: "
		"something does; with --quiet nothing is printed." };

	return work_read(&s, argc, argv, status);
}
