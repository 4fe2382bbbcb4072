/* SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/json.h"
#include "lib/base/mem.h"
#include "lib/base/utf8.h"
#include "lib/journal/redact.h"
#include "lib/profile/people.h"
#include "lib/store/change.h"
#include "lib/store/db.h"
#include "register/command.h"
#include "register/context.h"
#include "register/log/journal_folder.h"
#include "register/log/log_input.h"
#include "register/log/redact_declare.h"
#include "register/log/redact_find.h"
#include "register/log/redact_shapes.h"
#include "register/log/replay_open.h"
#include "register/log/verb_journal.h"
#include "register/setup/check.h"
#include "register/show/table.h"

/*
 * patchwacht journal redact: finds, declares, blanks, and takes the text out of
 * the database, in that order: what fails in the middle is found again.
 */

static const struct column columns[] = {
	{ "journal", "JOURNAL", COLUMN_TEXT, 0 },
	{ "seq", "RECORD", COLUMN_INT, 0 },
	{ "at", "AT", COLUMN_TIME, 0 },
	{ "device", "DEVICE", COLUMN_TEXT, 0 },
	{ "in_journal", "IN JOURNAL", COLUMN_BOOL, 0 },
	{ "in_database", "IN DATABASE", COLUMN_BOOL, 0 },
	{ "text", "TEXT", COLUMN_TEXT, COLUMN_WRAP },
	{ 0 },
};

/* One of the journals of this installation. */
struct folder {
	char *dir, *name;
	char journal[37];
};

struct work {
	struct context context;
	struct db *db;
	struct people *people;
	struct redaction_filter filter;
	struct redact_list list;
	struct folder *folders;
	size_t folder_count;
	const char *only; /* this journal, by name; NULL: each */
	const char *by, *reason, *policy;
	bool is_dry, is_again;
	struct redact_count count;
	struct redaction_done done;
	size_t waiting; /* not loaded yet */
};

static int
take_folder(const char *dir, const char *name, void *arg)
{
	struct work *w = arg;
	struct folder *f;
	int rc;

	if (w->only != NULL && strcmp(name, w->only) != 0)
		return ERR_OK;
	w->folders =
	    mem_grow(w->folders, w->folder_count + 1, sizeof(*w->folders));
	f = &w->folders[w->folder_count++];
	*f = (struct folder){ .dir = mem_dup_str(dir),
		.name = mem_dup_str(name) };
	if (w->is_again)
		rc = redact_find_declared(dir, &w->list, f->journal);
	else
		rc = redact_find_kept(w->db, (int)command.tenant, dir,
		    &w->filter, &w->list, f->journal);
	return rc;
}

/* What the database has of them first: its rows are older. */
static int
find(struct work *w)
{
	int rc = ERR_OK;

	/* A number is one of a journal: the rows of that are found by it. */
	if (!w->is_again && w->only == NULL)
		rc = redact_find_stored(
		    w->db, (int)command.tenant, &w->filter, &w->list);
	if (rc == ERR_OK)
		rc = journal_folder_each(NULL, take_folder, w);
	if (rc == ERR_OK && w->only != NULL && w->folder_count == 0) {
		complain("there is no journal \"%s\"; `patchwacht journal "
			 "list` names them",
		    w->only);
		return ERR_NOTFOUND;
	}
	if (rc == ERR_OK && !w->is_again && w->only != NULL) {
		w->filter.journal = w->folders[0].journal;
		if (w->filter.journal[0] != '\0')
			rc = redact_find_stored(
			    w->db, (int)command.tenant, &w->filter, &w->list);
	}
	redact_list_sort(&w->list);
	return rc;
}

static const char *
name_of(const struct work *w, const char *journal)
{
	for (size_t i = 0; i < w->folder_count; i++)
		if (strcmp(w->folders[i].journal, journal) == 0)
			return w->folders[i].name;
	return journal;
}

static void
print_list(const struct work *w)
{
	struct table *t = table_new("records", columns);

	for (size_t i = 0; i < w->list.count; i++) {
		const struct redact_item *item = &w->list.items[i];

		table_add_text(t, name_of(w, item->journal));
		table_add_int(t, (int64_t)item->entry.seq);
		table_add_time(t, item->entry.at);
		table_add_text(t, item->device);
		table_add_bool(t, item->is_kept);
		table_add_bool(t, item->is_stored);
		table_add_text(t, item->text);
	}
	table_print(t, stdout, command_form());
	table_free(t);
}

/* The items of one journal stand together. */
static size_t
find_run(const struct redact_list *list, const char *journal, size_t *n)
{
	size_t first = 0;

	while (first < list->count &&
	    strcmp(list->items[first].journal, journal) != 0)
		first++;
	*n = 0;
	while (first + *n < list->count &&
	    strcmp(list->items[first + *n].journal, journal) == 0)
		(*n)++;
	return first;
}

static struct redaction_entry *
entries_of(const struct redact_list *list, size_t first, size_t n)
{
	struct redaction_entry *e = mem_new(n + 1, sizeof(*e));

	for (size_t i = 0; i < n; i++)
		e[i] = list->items[first + i].entry;
	return e;
}

static struct redaction_text
text_of(const char *s)
{
	return (struct redaction_text){ s, strlen(s) };
}

static int
declare(const struct work *w, const struct folder *f,
    const struct redaction_entry *list, size_t n)
{
	const struct redaction r = { .at = clock_now(),
		.by = text_of(w->by),
		.reason = text_of(w->reason),
		.policy = text_of(w->policy),
		.count = n };

	return redact_declare(f->dir, f->name, &r, list);
}

static void
add_count(struct redact_count *sum, const struct redact_count *one)
{
	sum->blank += one->blank;
	sum->open += one->open;
	sum->tiny += one->tiny;
	sum->unread += one->unread;
	sum->damaged += one->damaged;
}

static int
declare_and_blank(struct work *w, const struct folder *f,
    const struct redaction_entry *list, size_t n)
{
	struct redact_count one;
	int lock = -1, rc;

	rc = redact_lock(f->dir, f->name, &lock);
	if (rc < 0)
		return rc;
	if (!w->is_again)
		rc = declare(w, f, list, n);
	if (rc == ERR_OK)
		rc = redact_records(f->dir, list, n, &one);
	close(lock);
	if (rc == ERR_OK)
		add_count(&w->count, &one);
	return rc;
}

/* Files there are the daemon's, and stay so. */
static int
as_owner_of(const char *dir, bool enter)
{
	static uid_t uid;
	static gid_t gid;
	struct stat st;

	if (enter) {
		uid = geteuid();
		gid = getegid();
		if (uid != 0 || stat(dir, &st) == -1 || st.st_uid == 0)
			return ERR_OK;
		if (setegid(st.st_gid) == 0 && seteuid(st.st_uid) == 0)
			return ERR_OK;
	} else if (seteuid(uid) == 0 && setegid(gid) == 0) {
		return ERR_OK;
	}
	complain("%s: cannot act as who owns it", dir);
	return ERR_IO;
}

static int
redact_folder(struct work *w, const struct folder *f)
{
	struct redaction_entry *list;
	size_t n, first = find_run(&w->list, f->journal, &n);
	int rc;

	if (n == 0 || f->journal[0] == '\0')
		return ERR_OK;
	list = entries_of(&w->list, first, n);
	rc = as_owner_of(f->dir, true);
	if (rc == ERR_OK) {
		rc = declare_and_blank(w, f, list, n);
		if (as_owner_of(f->dir, false) < 0)
			rc = ERR_IO;
	}
	free(list);
	return rc;
}

static void
add_numbers(
    struct json *o, const struct redact_list *list, size_t first, size_t n)
{
	struct json *a = json_new_array();

	for (size_t i = 0; i < n; i++)
		json_add_int(a, (int64_t)list->items[first + i].entry.seq);
	json_put(o, "records", a);
}

static int
note_change(struct work *w, const char *journal, size_t first, size_t n)
{
	struct json *o = json_new_object();
	char object[64], *detail;
	const struct change c = { .action = "journal.redact",
		.object = object,
		.reason = w->reason };
	struct change with = c;
	int rc;

	snprintf(object, sizeof(object), "journal/%s", journal);
	json_put_text(o, "by", w->by);
	json_put_text(o, "policy", w->policy);
	add_numbers(o, &w->list, first, n);
	detail = json_line(o);
	with.detail = detail;
	rc = change_add(w->db, (int)command.tenant, &with);
	free(detail);
	json_free(o);
	return rc;
}

static int
redact_rows(struct work *w, const char *journal, size_t first, size_t n)
{
	const struct redact_item *items = w->list.items + first;
	int64_t from = items[0].entry.at, to = from;
	struct buf seqs = { 0 };
	int rc;

	for (size_t i = 0; i < n; i++) {
		buf_printf(&seqs, "%c%" PRIu64, i == 0 ? '{' : ',',
		    items[i].entry.seq);
		if (items[i].entry.at < from)
			from = items[i].entry.at;
		if (items[i].entry.at > to)
			to = items[i].entry.at;
	}
	buf_add_u8(&seqs, '}');
	w->done.loaded = 0;
	rc = redact_shapes(
	    w->db, w->people, journal, buf_str(&seqs), from, to, &w->done);
	if (rc == ERR_OK)
		rc = redaction_store_apply(
		    w->db, journal, buf_str(&seqs), from, to, &w->done);
	for (size_t i = 0; rc == ERR_OK && i < n; i++)
		w->waiting += (int64_t)items[i].entry.seq > w->done.loaded;
	if (rc == ERR_OK && !w->is_again)
		rc = note_change(w, journal, first, n);
	buf_free(&seqs);
	return rc;
}

static int
redact_database(struct work *w)
{
	size_t n, first;
	int rc = db_begin(w->db);

	for (size_t i = 0; rc == ERR_OK && i < w->list.count; i = first + n) {
		const char *journal = w->list.items[i].journal;

		first = find_run(&w->list, journal, &n);
		rc = redact_rows(w, journal, first, n);
	}
	if (rc == ERR_OK)
		return db_commit(w->db);
	db_rollback(w->db);
	return rc;
}

/* ERR_AGAIN: somewhere the text may still be. */
static int
tell_rest(const struct redact_count *c)
{
	const struct {
		size_t count;
		const char *what;
	} rest[] = {
		{ c->open, "records in a segment that is not sealed: left" },
		{ c->tiny, "records too short to hold their hash: left" },
		{ c->unread,
		    "segments that cannot be read, in which it may stand: "
		    "`patchwacht journal verify` names them" },
		{ c->damaged,
		    "damaged places in segments, in which it may stand: "
		    "`patchwacht journal verify` names them" },
	};
	int rc = ERR_OK;

	for (size_t i = 0; i < sizeof(rest) / sizeof(rest[0]); i++) {
		if (rest[i].count == 0)
			continue;
		complain("%zu %s", rest[i].count, rest[i].what);
		rc = ERR_AGAIN;
	}
	return rc;
}

static int
redact(struct work *w)
{
	int rc = ERR_OK;

	for (size_t i = 0; rc == ERR_OK && i < w->folder_count; i++)
		rc = redact_folder(w, &w->folders[i]);
	if (rc == ERR_OK)
		rc = redact_database(w);
	if (rc < 0) {
		complain("not all of it is redacted; the same command goes on");
		return rc;
	}
	say("%zu records are blank in journals; the text is gone from %" PRId64
	    " rows, %" PRId64 " pieces of evidence, %" PRId64
	    " events and %" PRId64 " shapes of lines.",
	    w->count.blank, w->done.rows, w->done.evidence, w->done.events,
	    w->done.shapes);
	if (w->waiting > 0)
		complain("%zu records are not loaded yet: `patchwacht journal "
			 "redact --again` once they are, to be sure of the "
			 "database",
		    w->waiting);
	return tell_rest(&w->count);
}

static int
run(struct work *w)
{
	int rc = find(w);

	if (rc < 0)
		return rc;
	redact_list_merge(&w->list);
	if (w->list.count == 0) {
		say(w->is_again ? "Nothing was ever declared and signed."
				: "No record is like that.");
		return ERR_OK;
	}
	if (!command.quiet && !w->is_again)
		print_list(w);
	if (w->is_dry) {
		say("Nothing was redacted: --dry-run.");
		return ERR_OK;
	}
	return redact(w);
}

/* The journal has UTF-8, and its writer takes nothing else. */
static int
check_text(const char *flag, const char *text)
{
	size_t len = text == NULL ? 0 : strlen(text);

	if (utf8_valid(text, len) && len <= REDACTION_TEXT_MAX)
		return ERR_OK;
	complain("%s: not a text in UTF-8 of at most %d bytes", flag,
	    REDACTION_TEXT_MAX);
	return ERR_PARSE;
}

/* ERR_PARSE, told: what was typed does not say what, who or why. */
static int
check(const struct work *w, bool any)
{
	if (w->is_again)
		return ERR_OK;
	if (!any) {
		complain("say which records: by --device, --since, --until and "
			 "--grep, or a journal with --from and --to; --dry-run "
			 "shows them");
		return ERR_PARSE;
	}
	if ((w->filter.from > 0 || w->filter.to != UINT64_MAX) &&
	    w->only == NULL) {
		complain("a record's number is one of a journal: `patchwacht "
			 "journal redact listen --from N --to N`");
		return ERR_PARSE;
	}
	if (!w->is_dry && (w->reason == NULL || w->by == NULL)) {
		complain("--reason and --by say why, and who decided: both are "
			 "signed in the journal");
		return ERR_PARSE;
	}
	if (check_text("--reason", w->reason) < 0 ||
	    check_text("--by", w->by) < 0 ||
	    check_text("--policy", w->policy) < 0)
		return ERR_PARSE;
	return ERR_OK;
}

static int
read_times(struct work *w, const char *since, const char *until)
{
	struct buf why = { 0 };
	int rc;

	w->filter.since = w->filter.until = DB_NO_TIME;
	rc = check_tell(
	    log_input_since(since, &w->filter.since, &why), "--since", &why);
	if (rc == ERR_OK)
		rc = check_tell(log_input_since(until, &w->filter.until, &why),
		    "--until", &why);
	buf_free(&why);
	return rc;
}

static void
free_work(struct work *w)
{
	for (size_t i = 0; i < w->folder_count; i++) {
		free(w->folders[i].dir);
		free(w->folders[i].name);
	}
	free(w->folders);
	redact_list_free(&w->list);
	people_free(w->people);
	db_close(w->db);
	context_close(&w->context);
}

int
journal_redact_verb(int argc, char **argv)
{
	static struct work w;
	static const char *since, *until;
	static long from, to;
	static const struct flag flags[] = {
		{ "device", FLAG_TEXT, &w.filter.device, "NAME",
		    "what that device sent" },
		{ "since", FLAG_TEXT, &since, "TIME",
		    "what came in at or after that time, or \"2 d\" ago" },
		{ "until", FLAG_TEXT, &until, "TIME", "and before that" },
		{ "grep", FLAG_TEXT, &w.filter.grep, "PATTERN",
		    "a regular expression, whatever the case" },
		{ "from", FLAG_INT, &from, "N", "from record N on" },
		{ "to", FLAG_INT, &to, "N", "up to record N" },
		{ "dry-run", FLAG_YES, &w.is_dry, NULL,
		    "only show the records" },
		{ "reason", FLAG_TEXT, &w.reason, "TEXT", "why" },
		{ "by", FLAG_TEXT, &w.by, "NAME", "who decided" },
		{ "policy", FLAG_TEXT, &w.policy, "TEXT",
		    "by which policy: \"retention policy\"" },
		{ "again", FLAG_YES, &w.is_again, NULL,
		    "what was declared before, in an older database, too" },
		{ 0 },
	};
	static const struct synopsis s = { "journal redact", "[JOURNAL]", 0, 1,
		flags,
		"Takes the text out of records of messages, in journals, "
		"archives and the database.\nTheir hashes stay, so the chain "
		"verifies; who, when, why and which is signed in the\njournal. "
		"This cannot be undone." };
	struct words rest = { 0 };
	int rc = flag_parse(&s, argc, argv, &rest);

	if (rc == ERR_OK && rest.n > 0)
		w.only = rest.word[0];
	words_free(&rest);
	if (rc < 0)
		return flag_exit(rc);
	w.filter.from = (uint64_t)from;
	w.filter.to = to == 0 ? UINT64_MAX : (uint64_t)to;
	if (w.policy == NULL)
		w.policy = "retention policy";
	rc = check(&w,
	    w.filter.device != NULL || w.filter.grep != NULL || from > 0 ||
		to > 0 || since != NULL || until != NULL);
	if (rc < 0)
		return EXIT_USAGE;
	rc = replay_open(&w.context, &w.db);
	if (rc == ERR_OK)
		rc = people_load_default(w.context.place.data, &w.people);
	if (rc == ERR_OK) {
		rc = read_times(&w, since, until);
		if (rc == ERR_OK)
			rc = run(&w);
	}
	free_work(&w);
	if (rc == ERR_PARSE)
		return EXIT_USAGE;
	return rc == ERR_OK ? EXIT_SUCCESS : EXIT_FAILURE;
}
