/* SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/json.h"
#include "lib/journal/verify.h"
#include "lib/load/marks.h"
#include "lib/load/replay.h"
#include "lib/model/stream.h"
#include "lib/profile/event_rules.h"
#include "lib/profile/metric.h"
#include "lib/store/db.h"
#include "lib/store/log/replay_store.h"
#include "register/command.h"
#include "register/context.h"
#include "register/log/journal_folder.h"
#include "register/log/log_input.h"
#include "register/log/replay_open.h"
#include "register/log/verb_journal.h"
#include "register/setup/check.h"
#include "register/show/progress.h"
#include "register/show/table.h"

/*
 * patchwacht journal replay: as the owner of the tables, who may also read what
 * is the daemon's own; root, or the database's user.
 */

static const struct column columns[] = {
	{ "journal", "JOURNAL", COLUMN_TEXT, 0 },
	{ "records", "RECORDS", COLUMN_INT, 0 },
	{ "present", "THERE ALREADY", COLUMN_INT, 0 },
	{ "loaded", "LOADED", COLUMN_INT, 0 },
	{ "past", "PAST RETENTION", COLUMN_INT, 0 },
	{ "refused", "SET ASIDE", COLUMN_INT, 0 },
	{ "redacted", "REDACTED", COLUMN_INT, 0 },
	{ "damaged", "DAMAGED PLACES", COLUMN_INT, 0 },
	{ "unjudged", "NOT JUDGED", COLUMN_INT, 0 },
	{ "foreign", NULL, COLUMN_INT, 0 },
	{ "uuid", NULL, COLUMN_TEXT, 0 },
	{ "dry_run", NULL, COLUMN_BOOL, 0 },
	{ 0 },
};

struct work {
	struct context context;
	struct db *db;
	struct replay_wish wish;
	const char *only; /* this journal; NULL: each */
	const char *stream;
	bool found, unverified;
	struct table *table;
	struct progress progress;
	struct progress_state state;
	struct replay_counts counts;
	char note[64];
};

/* What stands between the records and our belief in them, in words. */
static int
check_chain(struct work *w, const char *dir, const char *name)
{
	struct journal_report report;
	int rc = journal_verify(dir, NULL, 0, &report);

	if (rc == ERR_NOTFOUND)
		complain("%s: there is no such folder", dir);
	w->state = (struct progress_state){
		.total = report.records, .started = clock_now(), .note = w->note
	};
	if (rc != ERR_CORRUPT)
		return rc;
	for (size_t i = 0; i < report.faults && i < JOURNAL_FAULTS_MAX; i++)
		complain("%s: segment %" PRIu64 ": %s", name,
		    report.fault[i].segment, report.fault[i].why);
	if (report.faults > JOURNAL_FAULTS_MAX)
		complain("%s: and %" PRIu64 " more", name,
		    report.faults - JOURNAL_FAULTS_MAX);
	if (w->unverified)
		return ERR_OK;
	complain("%s: does not verify, nothing was loaded; --unverified loads "
		 "what can be read, for who knows why",
	    name);
	return ERR_CORRUPT;
}

static void
on_progress(void *arg, uint64_t done)
{
	struct work *w = arg;

	w->state.done = done < w->state.total ? done : w->state.total;
	snprintf(w->note, sizeof(w->note), "%" PRIu64 " %s", w->counts.loaded,
	    w->wish.is_dry ? "to load" : "loaded");
	progress_show(&w->progress, &w->state, w->state.done == w->state.total);
}

static void
add_row(struct work *w, const char *name)
{
	const struct replay_counts *c = &w->counts;
	const uint64_t counts[] = { c->records, c->present, c->loaded, c->past,
		c->refused, c->redacted, c->damaged, c->unjudged, c->foreign };

	table_add_text(w->table, name);
	for (size_t i = 0; i < sizeof(counts) / sizeof(counts[0]); i++)
		table_add_int(w->table, (int64_t)counts[i]);
	table_add_text(w->table, c->journal);
	table_add_bool(w->table, w->wish.is_dry);
}

/* Who loaded what, and whether it was checked before. */
static int
note_change(struct work *w, const char *dir)
{
	const struct replay_counts *c = &w->counts;
	struct json *o = json_new_object();
	char *text;
	int rc;

	json_put_text(o, "folder", dir);
	json_put_int(o, "records", (int64_t)c->records);
	json_put_int(o, "loaded", (int64_t)c->loaded);
	json_put_int(o, "present", (int64_t)c->present);
	json_put_int(o, "past", (int64_t)c->past);
	json_put_bool(o, "verified", !w->unverified);
	text = json_line(o);
	rc = db_begin(w->db);
	if (rc == ERR_OK)
		rc = replay_store_note(w->db, c->journal, text);
	if (rc == ERR_OK)
		rc = db_commit(w->db);
	else
		db_rollback(w->db);
	free(text);
	json_free(o);
	return rc;
}

static void
tell_failure(const struct work *w, const char *name, int rc)
{
	const struct replay_counts *c = &w->counts;

	if (rc == ERR_RANGE && c->gap_first != 0)
		complain("%s: records %" PRIu64 " to %" PRIu64
			 " are neither in the database nor here: what comes "
			 "after them is not loaded, so that it stays visible; "
			 "--over-gaps does",
		    name, c->gap_first, c->gap_last);
	else if (rc == ERR_NOTFOUND)
		complain("%s: there are no records", name);
	else if (rc == ERR_DENIED)
		complain("%s: the database has not met this journal; --stream "
			 "says whose it was: listen, poll or trap",
		    name);
	else if (rc == ERR_AGAIN)
		complain("%s: the database went away; run it again: what is "
			 "loaded is not loaded twice",
		    name);
}

/* The folder of a journal bears the name of its stream, mostly. */
static const char *
stream_of(const struct work *w, const char *name)
{
	const char *slash = strrchr(name, '/');

	if (w->stream != NULL)
		return w->stream;
	if (slash != NULL)
		name = slash + 1;
	return stream_is_of(name, NULL) ? name : NULL;
}

static int
replay_journal(const char *dir, const char *name, void *arg)
{
	struct work *w = arg;
	int rc, noted = ERR_OK;

	if (w->only != NULL && strcmp(name, w->only) != 0)
		return ERR_OK;
	w->found = true;
	rc = check_chain(w, dir, name);
	if (rc < 0)
		return rc;
	w->wish.dir = dir;
	w->wish.stream = stream_of(w, name);
	progress_start(&w->progress);
	rc = replay_run(w->db, &w->wish, &w->counts);
	progress_end(&w->progress);
	/* A journal of ours that nothing was written to yet. */
	if (rc == ERR_NOTFOUND && dir != name)
		return ERR_OK;
	add_row(w, name);
	if (w->counts.loaded > 0 && !w->wish.is_dry)
		noted = note_change(w, dir);
	tell_failure(w, name, rc);
	return rc < 0 ? rc : noted;
}

static int
read_times(struct work *w, const char *since, const char *until)
{
	struct buf why = { 0 };
	int rc;

	w->wish.since = INT64_MIN;
	w->wish.until = INT64_MAX;
	rc = check_tell(
	    log_input_since(since, &w->wish.since, &why), "--since", &why);
	if (rc == ERR_OK)
		rc = check_tell(log_input_since(until, &w->wish.until, &why),
		    "--until", &why);
	buf_free(&why);
	return rc;
}

static int
replay(struct work *w, const char *folder)
{
	const char *data = w->context.place.data;
	struct metric_set *metrics = NULL;
	struct event_rules *accesses = NULL;
	struct marks *marks = NULL;
	int rc = ERR_OK;

	/* Half of what readings say would be missing without a word. */
	if (metric_set_load_default(data, &metrics) < 0 ||
	    event_rules_load_default(data, &accesses) < 0 ||
	    marks_load(data, &marks) < 0)
		rc = ERR_IO;
	else
		event_rules_limit(accesses, event_class_is_access);
	w->wish.metrics = metrics;
	w->wish.accesses = accesses;
	w->wish.notable = marks_notable(marks);
	w->wish.tell = on_progress;
	w->wish.arg = w;
	w->table = table_new("replay", columns);
	if (rc == ERR_OK)
		rc = journal_folder_each(folder, replay_journal, w);
	if (rc == ERR_OK && w->only != NULL && !w->found) {
		complain("there is no journal \"%s\"; `patchwacht journal "
			 "list` names them",
		    w->only);
		rc = ERR_NOTFOUND;
	}
	if (!command.quiet && table_rows(w->table) > 0)
		table_print(w->table, stdout, command_form());
	if (w->wish.is_dry && rc == ERR_OK)
		say("Nothing was loaded: --dry-run.");
	table_free(w->table);
	metric_set_free(metrics);
	event_rules_free(accesses);
	marks_free(marks);
	return rc;
}

int
journal_replay_verb(int argc, char **argv)
{
	static struct work w;
	static const char *folder, *since, *until;
	static long from, to;
	static const struct flag flags[] = {
		{ "folder", FLAG_TEXT, &folder, "DIR",
		    "one journal, or a copy of it" },
		{ "stream", FLAG_TEXT, &w.stream, "NAME",
		    "whose it was: listen, poll, trap; as its folder is "
		    "called" },
		{ "from", FLAG_INT, &from, "N", "from record N on" },
		{ "to", FLAG_INT, &to, "N", "up to record N" },
		{ "since", FLAG_TEXT, &since, "TIME",
		    "what came in at or after that time, or \"2 d\" ago" },
		{ "until", FLAG_TEXT, &until, "TIME", "and before that" },
		{ "dry-run", FLAG_YES, &w.wish.is_dry, NULL,
		    "only say what would be loaded" },
		{ "unverified", FLAG_YES, &w.unverified, NULL,
		    "also when the chain does not verify" },
		{ "over-gaps", FLAG_YES, &w.wish.over_gaps, NULL,
		    "also past records that are nowhere" },
		{ 0 },
	};
	static const struct synopsis s = { "journal replay", "[JOURNAL]", 0, 1,
		flags,
		"Loads what a journal has and the database has not: after a "
		"restore, from an archive,\nfrom a copy of a folder. What is "
		"there already stays as it is." };
	struct words rest = { 0 };
	int rc = flag_parse(&s, argc, argv, &rest);

	if (rc == ERR_OK && rest.n > 0)
		w.only = rest.word[0];
	words_free(&rest);
	if (rc < 0)
		return flag_exit(rc);
	if (w.stream != NULL && !stream_is_of(w.stream, NULL)) {
		complain("\"%s\" is no stream: listen, poll, poll-2, trap",
		    w.stream);
		return EXIT_USAGE;
	}
	w.wish.from = (uint64_t)from;
	w.wish.to = to == 0 ? UINT64_MAX : (uint64_t)to;
	rc = replay_open(&w.context, &w.db);
	if (rc == ERR_OK) {
		rc = read_times(&w, since, until);
		if (rc < 0) {
			db_close(w.db);
			context_close(&w.context);
			return EXIT_USAGE;
		}
		rc = replay(&w, folder);
	}
	db_close(w.db);
	context_close(&w.context);
	return rc == ERR_OK ? EXIT_SUCCESS : EXIT_FAILURE;
}
