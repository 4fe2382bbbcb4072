/* SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/number.h"
#include "lib/store/db.h"
#include "lib/store/network/discovery_store.h"
#include "register/command.h"
#include "register/network/sweep_plan.h"
#include "register/network/verb_discover.h"
#include "register/show/as_of.h"
#include "register/show/progress.h"
#include "register/show/table.h"
#include "register/verbs.h"
#include "register/work.h"

/* patchwacht discover: what is there in the ranges that may be looked at. */

static const char *realm;
static bool dry_run, no_wait, wait_for_it;
static long rate;
static volatile sig_atomic_t interrupted;

enum { LOOK_GAP_MS = 250, PATIENCE_S = 30, STOP_S = 10 };

/* discover CIDR... */

static void
on_signal(int sig)
{
	(void)sig;
	interrupted++;
}

static void
catch_signals(void)
{
	struct sigaction sa = { .sa_handler = on_signal };

	sigemptyset(&sa.sa_mask);
	sigaction(SIGINT, &sa, NULL);
	sigaction(SIGTERM, &sa, NULL);
}

static int
ask_for(struct context *c, const struct sweep_plan *p, struct discovery *d)
{
	int rc = db_begin(c->db);

	*d = (struct discovery){ .tenant_id = c->tenant,
		.realm_id = p->realm_id,
		.blocks = p->blocks,
		.count = p->count,
		.rate = p->rate,
		.seed = (uint64_t)clock_now(),
		.total = p->addresses };
	if (rc < 0)
		return rc;
	rc = discovery_add(c->db, d);
	if (rc == ERR_OK)
		return db_commit(c->db);
	db_rollback(c->db);
	return rc;
}

static int
stop(struct context *c, int id)
{
	size_t n;
	int rc = db_begin(c->db);

	if (rc < 0)
		return rc;
	rc = discovery_stop(c->db, c->tenant, id, &n);
	if (rc == ERR_OK)
		return db_commit(c->db);
	db_rollback(c->db);
	return rc;
}

static void
take_progress(const struct db_rows *rows, struct progress_state *s)
{
	s->total = (uint64_t)db_int(rows, 0, 2);
	s->done = (uint64_t)db_int(rows, 0, 3);
	s->answered = (uint64_t)db_int(rows, 0, 5);
	s->found = (uint64_t)db_int(rows, 0, 6);
	s->started = db_time(rows, 0, 7);
}

/* How it ended, in words and as an exit code. */
static int
conclude(const struct db_rows *rows, const struct progress_state *s)
{
	const char *state = db_text(rows, 0, 0);
	int64_t skipped = db_int(rows, 0, 4);

	if (skipped > 0)
		say("Left out, for want of a range or an approval: %" PRId64
		    " addresses",
		    skipped);
	if (db_int(rows, 0, 8) > 0)
		say("Secrets that were not offered, for they were within the "
		    "hour: %" PRId64,
		    db_int(rows, 0, 8));
	if (strcmp(state, "done") == 0) {
		say("Done: %" PRIu64 " addresses, %" PRIu64 " in use, %" PRIu64
		    " found; `patchwacht discover list` shows them",
		    s->total, s->answered, s->found);
		return ERR_OK;
	}
	if (strcmp(state, "cancelled") == 0)
		complain("cancelled after %" PRIu64 " of %" PRIu64
			 " addresses, %" PRIu64 " found; what was found is "
			 "kept",
		    s->done, s->total, s->found);
	else
		complain("refused: %s",
		    db_is_null(rows, 0, 1) ? "no reason given"
					   : db_text(rows, 0, 1));
	return ERR_IO;
}

static bool
is_ended(const struct db_rows *rows)
{
	const char *state = db_text(rows, 0, 0);

	return strcmp(state, "waiting") != 0 && strcmp(state, "running") != 0;
}

/* One look; *ended, and then rc is that of the verb. */
static int
look(
    struct context *c, int id, struct progress *bar, bool *ended, bool *running)
{
	struct progress_state s = { 0 };
	struct db_rows *rows = NULL;
	int rc = discovery_progress(c->db, c->tenant, id, &rows);

	if (rc < 0)
		return rc;
	take_progress(rows, &s);
	*running = strcmp(db_text(rows, 0, 0), "running") == 0;
	*ended = is_ended(rows);
	progress_show(bar, &s, *ended);
	if (*ended) {
		progress_end(bar);
		rc = conclude(rows, &s);
	}
	db_rows_free(rows);
	return rc;
}

/*
 * An interrupt asks the poller to stop, and waits for it; a second one does
 * not wait.
 */
static int
follow(struct context *c, int id)
{
	struct progress bar = { 0 };
	int64_t begun = clock_monotonic(), stopped = 0;
	bool ended = false, running = false, told = false;
	int rc = ERR_OK;

	progress_start(&bar);
	catch_signals();
	for (;;) {
		rc = look(c, id, &bar, &ended, &running);
		if (rc < 0 || ended)
			break;
		if (interrupted > 0 && stopped == 0) {
			stopped = clock_monotonic();
			rc = stop(c, id);
		}
		if (rc < 0 || interrupted > 1 ||
		    (stopped > 0 &&
			clock_monotonic() - stopped > STOP_S * CLOCK_SECOND)) {
			complain("asked to stop; `patchwacht discover runs` "
				 "shows when it has");
			rc = ERR_IO;
			break;
		}
		if (!running && !told &&
		    clock_monotonic() - begun > PATIENCE_S * CLOCK_SECOND) {
			complain("nobody took it up yet; does patchwachtd "
				 "run?");
			told = true;
		}
		usleep(LOOK_GAP_MS * 1000);
	}
	progress_end(&bar);
	return rc;
}

static int
discover(struct context *c, const struct words *rest)
{
	struct sweep_plan p = { 0 };
	struct discovery d;
	int rc;

	if (wait_for_it && no_wait) {
		complain("--wait or --no-wait?");
		return ERR_PARSE;
	}
	if (rate == 0 || rate > DISCOVERY_RATE_MAX) {
		complain("--rate: 1 to %d", DISCOVERY_RATE_MAX);
		return ERR_PARSE;
	}
	rc = sweep_plan_make(c, realm, rest, rate < 0 ? 0 : (int)rate, &p);
	if (rc == ERR_OK && dry_run) {
		rc = sweep_plan_show(c, &p);
		goto out;
	}
	if (rc == ERR_OK)
		rc = ask_for(c, &p, &d);
	if (rc == ERR_OK && no_wait)
		say("Asked for, as run %d; `patchwacht discover runs` shows "
		    "how far it is",
		    d.id);
	else if (rc == ERR_OK)
		rc = follow(c, d.id);
out:
	sweep_plan_free(&p);
	return rc;
}

/* discover runs, discover cancel */

static const char *moment;

static const struct column run_columns[] = {
	{ "run", "RUN", COLUMN_INT, 0 },
	{ "state", "STATE", COLUMN_TEXT, 0 },
	{ "reason", NULL, COLUMN_TEXT, 0 },
	{ "blocks", "BLOCKS", COLUMN_LIST, COLUMN_WRAP },
	{ "addresses", "ADDRESSES", COLUMN_INT, 0 },
	{ "done", "DONE", COLUMN_INT, 0 },
	{ "skipped", NULL, COLUMN_INT, 0 },
	{ "answered", "ANSWERED", COLUMN_INT, 0 },
	{ "found", "FOUND", COLUMN_INT, 0 },
	{ "rate", NULL, COLUMN_INT, 0 },
	{ "asked", "ASKED", COLUMN_TIME, 0 },
	{ "asked_by", "BY", COLUMN_TEXT, 0 },
	{ "finished", "FINISHED", COLUMN_TIME, 0 },
	{ 0 },
};

static int
list_runs(struct context *c, const struct words *rest)
{
	struct table *t = table_new("runs", run_columns);
	struct db_rows *rows = NULL;
	int64_t at = 0;
	int rc = as_of(c, "{discovery}", moment, &at);

	(void)rest;
	if (rc == ERR_OK)
		rc = discovery_list(c->db, c->tenant, at, &rows);
	if (rc == ERR_OK) {
		table_add_rows(t, rows);
		table_print(t, stdout, command_form());
		if (table_rows(t) == 0)
			say("No runs yet; `patchwacht discover CIDR`.");
	}
	db_rows_free(rows);
	table_free(t);
	return rc;
}

static int
runs_verb(int argc, char **argv)
{
	static const struct flag flags[] = { AS_OF_FLAG(moment), { 0 } };
	static const struct synopsis s = { "discover runs", "", 0, 0, flags,
		"One that the daemon was interrupted in goes on when it "
		"starts again." };

	return work_read(&s, argc, argv, list_runs);
}

static int
cancel_runs(struct context *c, const struct words *rest)
{
	int64_t id = 0;
	size_t n = 0;
	int rc = ERR_OK;

	if (rest->n > 0)
		rc = number_parse(rest->word[0], 1, INT32_MAX, &id);
	if (rc < 0) {
		complain("RUN: a number of `patchwacht discover runs`");
		return ERR_PARSE;
	}
	rc = discovery_stop(c->db, c->tenant, (int)id, &n);
	if (rc == ERR_OK && rest->n > 0 && n == 0) {
		complain("run %s has ended, or never was; `patchwacht discover "
			 "runs` lists them",
		    rest->word[0]);
		rc = ERR_NOTFOUND;
	}
	if (rc == ERR_OK)
		say("Asked to stop: %zu", n);
	return rc;
}

static int
cancel_verb(int argc, char **argv)
{
	static const struct synopsis s = { "discover cancel", "[RUN]", 0, 1,
		NULL, "Ends a run, or all; what was found is kept." };

	return work_change(&s, argc, argv, cancel_runs);
}

static int
run_verb(int argc, char **argv)
{
	static const struct flag flags[] = {
		{ "dry-run", FLAG_YES, &dry_run, NULL,
		    "say what would be done, and send nothing" },
		{ "rate", FLAG_INT, &rate, "N",
		    "datagrams a second (that of the range)" },
		{ "realm", FLAG_TEXT, &realm, "NAME",
		    "address space, where there is more than one" },
		{ "wait", FLAG_YES, &wait_for_it, NULL,
		    "until it is done (as it is)" },
		{ "no-wait", FLAG_YES, &no_wait, NULL, "leave it running" },
		{ 0 },
	};
	static const struct synopsis s = { "discover", "CIDR ...", 1, 256,
		flags,
		"Asks the daemon what is there, in ranges that `patchwacht "
		"range` lists. Also:\n  discover list, accept, refuse         "
		"what answered, and what becomes of it\n  discover neighbours "
		"                  what devices see and nobody registered\n"
		"  discover runs, cancel                 how far it is" };

	rate = -1; /* not given */
	return work_read(&s, argc, argv, discover);
}

int
verb_discover(int argc, char **argv)
{
	static const struct verb verbs[] = {
		{ "list", verb_discover_list, "what answered" },
		{ "accept", verb_discover_accept, "make devices of it" },
		{ "refuse", verb_discover_refuse, "or not" },
		{ "neighbours", verb_discover_neighbours,
		    "what devices see, and nobody registered" },
		{ "runs", runs_verb, "how far it is" },
		{ "cancel", cancel_verb, "end a run" },
		{ 0 },
	};

	for (const struct verb *v = verbs; argc > 1 && v->name != NULL; v++) {
		if (strcmp(argv[1], v->name) == 0)
			return verb_dispatch("discover", verbs, argc, argv);
	}
	return run_verb(argc, argv);
}
