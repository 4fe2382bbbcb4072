/* SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/file.h"
#include "lib/base/mem.h"
#include "lib/journal/browse.h"
#include "lib/journal/verify.h"
#include "register/command.h"
#include "register/log/journal_dump.h"
#include "register/log/journal_folder.h"
#include "register/log/verb_journal.h"
#include "register/show/table.h"
#include "register/verbs.h"

/*
 * patchwacht journal: what only reads takes files and no database, so that a
 * copied folder can be checked by who has nothing else.
 */

static const char *folder;
static struct words anchor_files;
static bool has_failed; /* told already */

static int
each_journal(
    int (*look)(const char *dir, const char *name, void *arg), void *arg)
{
	return journal_folder_each(folder, look, arg);
}

/* list */

static const struct column segment_columns[] = {
	{ "journal", "JOURNAL", COLUMN_TEXT, 0 },
	{ "segment", "SEGMENT", COLUMN_INT, 0 },
	{ "state", "STATE", COLUMN_TEXT, 0 },
	{ "first", "FIRST", COLUMN_INT, 0 },
	{ "last", "LAST", COLUMN_INT, 0 },
	{ "records", "RECORDS", COLUMN_INT, 0 },
	{ "since", "SINCE", COLUMN_TIME, 0 },
	{ "until", "UNTIL", COLUMN_TIME, 0 },
	{ "bytes", "BYTES", COLUMN_INT, 0 },
	{ "packed", "PACKED", COLUMN_BOOL, 0 },
	{ "checkpoints", "CHECKPOINTS", COLUMN_INT, 0 },
	{ "damaged", NULL, COLUMN_INT, 0 },
	{ "version", NULL, COLUMN_INT, 0 },
	{ 0 },
};

static void
add_segment(struct table *t, const char *name, uint64_t number,
    const struct segment_summary *s)
{
	table_add_text(t, name);
	table_add_int(t, (int64_t)number);
	table_add_text(t,
	    s->damaged > 0     ? "damaged"
		: s->is_sealed ? "sealed"
			       : "open");
	table_add_int(t, (int64_t)s->header.first_seq);
	table_add_int(t,
	    (int64_t)(s->records > 0 ? s->last_seq : s->header.first_seq - 1));
	table_add_int(t, (int64_t)s->records);
	table_add_time(t, s->header.created);
	table_add_time(t, s->last_at);
	table_add_int(t, (int64_t)s->size);
	table_add_bool(t, s->is_packed);
	table_add_int(t, (int64_t)s->checkpoints);
	table_add_int(t, (int64_t)s->damaged);
	table_add_int(t, s->header.version);
}

static int
list_journal(const char *dir, const char *name, void *arg)
{
	struct segment_summary s;
	uint64_t *list = NULL;
	size_t count = 0;
	int rc = segment_list(dir, &list, &count);

	if (rc == ERR_NOTFOUND)
		complain("%s: there is no such folder", dir);
	for (size_t i = 0; rc == ERR_OK && i < count; i++) {
		rc = segment_summarize(dir, list[i], &s);
		if (rc == ERR_CORRUPT) {
			s.damaged = 1; /* the header itself */
			rc = ERR_OK;
		}
		if (rc == ERR_OK)
			add_segment(arg, name, list[i], &s);
	}
	free(list);
	return rc;
}

static const struct flag folder_flags[] = {
	{ "folder", FLAG_TEXT, &folder, "DIR", "one journal, or a copy of it" },
	{ 0 },
};

static int
list_verb(int argc, char **argv)
{
	static const struct synopsis s = { "journal list", "", 0, 0,
		folder_flags,
		"The segments that are kept, and what is in them." };
	struct words rest = { 0 };
	struct table *table;
	int rc = flag_parse(&s, argc, argv, &rest);

	words_free(&rest);
	if (rc < 0)
		return flag_exit(rc);
	table = table_new("segments", segment_columns);
	rc = each_journal(list_journal, table);
	table_print(table, stdout, command_form());
	table_free(table);
	return rc == ERR_OK ? EXIT_SUCCESS : EXIT_FAILURE;
}

/* verify */

static const struct column report_columns[] = {
	{ "journal", "JOURNAL", COLUMN_TEXT, 0 },
	{ "segments", "SEGMENTS", COLUMN_INT, 0 },
	{ "sealed", NULL, COLUMN_INT, 0 },
	{ "first", "FIRST", COLUMN_INT, 0 },
	{ "last", "LAST", COLUMN_INT, 0 },
	{ "records", "RECORDS", COLUMN_INT, 0 },
	{ "redacted", "REDACTED", COLUMN_INT, 0 },
	{ "unredacted", NULL, COLUMN_INT, 0 },
	{ "checkpoints", "CHECKPOINTS", COLUMN_INT, 0 },
	{ "unsigned", "UNSIGNED", COLUMN_INT, 0 },
	{ "anchors", "ANCHORS", COLUMN_INT, 0 },
	{ "faults", "FAULTS", COLUMN_INT, 0 },
	{ "unsigned_segments", NULL, COLUMN_INT, 0 },
	{ "starts", NULL, COLUMN_INT, 0 },
	{ "interrupted", "KILLED", COLUMN_INT, 0 },
	{ "set_back", "CLOCK SET BACK", COLUMN_INT, 0 },
	{ "late", "LATE", COLUMN_INT, 0 },
	{ "gaps", "GAPS", COLUMN_INT, 0 },
	{ "chain", NULL, COLUMN_TEXT, 0 },
	{ 0 },
};

static const struct column fault_columns[] = {
	{ "journal", "JOURNAL", COLUMN_TEXT, 0 },
	{ "kind", "FAULT", COLUMN_TEXT, 0 },
	{ "segment", "SEGMENT", COLUMN_INT, 0 },
	{ "offset", "BYTE", COLUMN_INT, 0 },
	{ "first", "FROM RECORD", COLUMN_INT, 0 },
	{ "last", "TO RECORD", COLUMN_INT, 0 },
	{ "why", "WHAT", COLUMN_TEXT, COLUMN_WRAP },
	{ 0 },
};

struct verification {
	struct table *reports, *faults;
	struct anchor *anchors;
	bool *is_used; /* its journal was there */
	size_t count;
	uint64_t redacted; /* of all of them, as declared */
};

static void
add_report(struct table *t, const char *name, const struct journal_report *r)
{
	const uint64_t counts[] = { r->segments, r->sealed, r->first_seq,
		r->last_seq, r->records, r->redacted, r->unredacted,
		r->checkpoints, r->unsigned_records, r->anchors, r->faults,
		r->unsigned_segments, r->starts, r->interrupted, r->set_back,
		r->late, r->gaps };
	char chain[DIGEST_HEX_MAX];

	table_add_text(t, name);
	for (size_t i = 0; i < sizeof(counts) / sizeof(counts[0]); i++)
		table_add_int(t, (int64_t)counts[i]);
	table_add_text(t, digest_hex(r->chain, DIGEST_LEN, chain));
}

static void
add_faults(struct table *t, const char *name, const struct journal_report *r)
{
	for (size_t i = 0; i < r->faults && i < JOURNAL_FAULTS_MAX; i++) {
		const struct journal_fault *f = &r->fault[i];

		table_add_text(t, name);
		table_add_text(t, journal_fault_name(f->kind));
		table_add_int(t, (int64_t)f->segment);
		table_add_int(t, (int64_t)f->offset);
		table_add_int(t, (int64_t)f->first_seq);
		table_add_int(t, (int64_t)f->last_seq);
		table_add_text(t, f->why);
	}
}

static int
verify_journal(const char *dir, const char *name, void *arg)
{
	struct verification *v = arg;
	struct journal_report report;
	int rc = journal_verify(dir, v->anchors, v->count, &report);

	if (rc == ERR_NOTFOUND && folder == NULL)
		return ERR_OK; /* nothing was ever written there */
	if (rc == ERR_NOTFOUND)
		complain("%s: there is no such folder", dir);
	if (rc != ERR_OK && rc != ERR_CORRUPT)
		return rc;
	if (report.segments == 0 && folder != NULL) {
		complain("%s: there are no segments", dir);
		return ERR_NOTFOUND;
	}
	for (size_t i = 0; i < v->count; i++)
		v->is_used[i] |= memcmp(v->anchors[i].uuid, report.last.uuid,
				     JOURNAL_UUID_LEN) == 0;
	add_report(v->reports, name, &report);
	if (report.redacted > 0)
		v->redacted += report.redacted;
	add_faults(v->faults, name, &report);
	return rc;
}

enum { ANCHORS_MAX = 16 << 20 };

static int
read_anchors(struct verification *v)
{
	struct buf text = { 0 };
	struct anchor *list;
	size_t n, line;
	int rc = ERR_OK;

	for (size_t i = 0; rc == ERR_OK && i < anchor_files.n; i++) {
		buf_clear(&text);
		rc = file_read(anchor_files.word[i], ANCHORS_MAX, &text);
		if (rc < 0)
			break;
		rc = anchor_find_all(
		    (const char *)text.data, text.len, &list, &n, &line);
		if (rc < 0)
			complain("%s:%zu: not a whole anchor",
			    anchor_files.word[i], line);
		else if (n == 0) {
			complain("%s: there is no anchor in it",
			    anchor_files.word[i]);
			rc = ERR_NOTFOUND;
		} else {
			v->anchors = mem_grow(
			    v->anchors, v->count + n, sizeof(*v->anchors));
			memcpy(v->anchors + v->count, list, n * sizeof(*list));
			v->count += n;
			free(list);
		}
	}
	buf_free(&text);
	v->is_used = mem_new(v->count + 1, sizeof(*v->is_used));
	return rc;
}

/* A journal that was replaced as a whole shows nothing else. */
static int
check_used(const struct verification *v)
{
	char uuid[UUID_TEXT_MAX];
	int rc = ERR_OK;

	for (size_t i = 0; i < v->count; i++) {
		if (v->is_used[i])
			continue;
		complain("the anchor of %s, checkpoint %llu, is of journal %s, "
			 "which is not here",
		    v->anchors[i].stream,
		    (unsigned long long)v->anchors[i].number,
		    uuid_format(v->anchors[i].uuid, uuid));
		rc = ERR_CORRUPT;
	}
	return rc;
}

static void
print_verification(const struct verification *v)
{
	struct table *const both[] = { v->reports, v->faults };

	/* For people one that holds is one table. */
	if (command_form() == FORM_TABLE && table_rows(v->faults) == 0)
		table_print(v->reports, stdout, FORM_TABLE);
	else
		tables_print(both, 2, stdout, command_form());
}

static int
verify_verb(int argc, char **argv)
{
	static const struct flag flags[] = {
		{ "folder", FLAG_TEXT, &folder, "DIR",
		    "one journal, or a copy of it" },
		{ "anchor", FLAG_LIST, &anchor_files, "FILE",
		    "what `journal anchor` printed before" },
		{ 0 },
	};
	static const struct synopsis s = { "journal verify", "", 0, 0, flags,
		"Checks each record, its number, the chain of hashes and the "
		"signed checkpoints\nof what is kept, and names what was "
		"changed, is missing, was cut or signed anew.\nNeeds no "
		"database. Only an anchor shows what was done with the key of "
		"the hour." };
	struct verification v = { 0 };
	struct words rest = { 0 };
	int rc = flag_parse(&s, argc, argv, &rest);

	words_free(&rest);
	if (rc < 0)
		return flag_exit(rc);
	rc = read_anchors(&v);
	if (rc == ERR_OK) {
		v.reports = table_new("journals", report_columns);
		v.faults = table_new("faults", fault_columns);
		rc = each_journal(verify_journal, &v);
		print_verification(&v);
		if (v.redacted > 0)
			say("%" PRIu64 " redacted according to policy; "
			    "`patchwacht journal dump --all` shows by whom and "
			    "why.",
			    v.redacted);
		if (check_used(&v) < 0)
			rc = ERR_CORRUPT;
		table_free(v.reports);
		table_free(v.faults);
	}
	free(v.anchors);
	free(v.is_used);
	words_free(&anchor_files);
	return rc == ERR_OK ? EXIT_SUCCESS : EXIT_FAILURE;
}

/* anchor */

static const struct column anchor_columns[] = {
	{ "journal", "JOURNAL", COLUMN_TEXT, 0 },
	{ "uuid", "UUID", COLUMN_TEXT, 0 },
	{ "checkpoint", "CHECKPOINT", COLUMN_INT, 0 },
	{ "record", "RECORD", COLUMN_INT, 0 },
	{ "at", "AT", COLUMN_TIME, 0 },
	{ "hash", "HASH", COLUMN_TEXT, 0 },
	{ "first_key", "FIRST KEY", COLUMN_TEXT, 0 },
	{ "anchor", NULL, COLUMN_TEXT, 0 },
	{ 0 },
};

/* People, too, get the line that verify reads: it is made to be pasted. */
static int
anchor_journal(const char *dir, const char *name, void *arg)
{
	char line[ANCHOR_TEXT_MAX], text[DIGEST_HEX_MAX];
	struct table *t = arg;
	struct anchor a;
	int rc = journal_anchor(dir, name, &a);

	if (rc == ERR_NOTFOUND) {
		complain("%s: there is no checkpoint yet", name);
		has_failed |= folder != NULL;
		return ERR_OK;
	}
	if (rc < 0)
		return rc;
	anchor_format(&a, line);
	if (command_form() == FORM_TABLE)
		printf("%s\n", line);
	table_add_text(t, name);
	table_add_text(t, uuid_format(a.uuid, text));
	table_add_int(t, (int64_t)a.number);
	table_add_int(t, (int64_t)a.seq);
	table_add_time(t, a.at);
	table_add_text(t, digest_hex(a.hash, DIGEST_LEN, text));
	table_add_text(t, digest_hex(a.first_key, SIGN_PUBLIC_LEN, text));
	table_add_text(t, line);
	return ERR_OK;
}

static int
anchor_verb(int argc, char **argv)
{
	static const struct synopsis s = { "journal anchor", "", 0, 0, NULL,
		"One line for each journal, to be kept where nobody of this "
		"server can change it:\non paper, in a mail, on another host. "
		"`journal verify --anchor` holds the journal\nagainst it." };
	struct words rest = { 0 };
	struct table *table;
	int rc = flag_parse(&s, argc, argv, &rest);

	words_free(&rest);
	if (rc < 0)
		return flag_exit(rc);
	table = table_new("anchors", anchor_columns);
	rc = each_journal(anchor_journal, table);
	if (command_form() != FORM_TABLE)
		table_print(table, stdout, command_form());
	table_free(table);
	return rc == ERR_OK && !has_failed ? EXIT_SUCCESS : EXIT_FAILURE;
}

/* dump */

static struct dump_range range;

struct wanted {
	const char *name; /* NULL: all of them */
	bool found;
};

static int
dump_journal(const char *dir, const char *name, void *arg)
{
	struct wanted *wanted = arg;

	if (wanted->name != NULL && strcmp(name, wanted->name) != 0)
		return ERR_OK;
	wanted->found = true;
	return journal_dump(dir, name, &range, stdout);
}

static int
dump_verb(int argc, char **argv)
{
	static long from, to;
	static const struct flag flags[] = {
		{ "folder", FLAG_TEXT, &folder, "DIR",
		    "one journal, or a copy of it" },
		{ "from", FLAG_INT, &from, "N", "from record N on" },
		{ "to", FLAG_INT, &to, "N", "up to record N" },
		{ "all", FLAG_YES, &range.all, NULL,
		    "checkpoints, seals and gaps, too" },
		{ 0 },
	};
	static const struct synopsis s = { "journal dump", "[JOURNAL]", 0, 1,
		flags,
		"What is in a journal, a JSON object a line, each record with "
		"the hash that the\nchain is made of." };
	struct words rest = { 0 };
	struct wanted wanted = { 0 };
	int rc = flag_parse(&s, argc, argv, &rest);

	if (rc == ERR_OK && rest.n > 0)
		wanted.name = rest.word[0];
	words_free(&rest);
	if (rc < 0)
		return flag_exit(rc);
	range.from = (uint64_t)from;
	range.to = to == 0 ? UINT64_MAX : (uint64_t)to;
	rc = each_journal(dump_journal, &wanted);
	if (rc == ERR_OK && wanted.name != NULL && !wanted.found) {
		complain("there is no journal \"%s\"; `patchwacht journal "
			 "list` names them",
		    wanted.name);
		rc = ERR_NOTFOUND;
	}
	return rc == ERR_OK ? EXIT_SUCCESS : EXIT_FAILURE;
}

int
verb_journal(int argc, char **argv)
{
	static const struct verb verbs[] = {
		{ "list", list_verb, "the segments that are kept" },
		{ "dump", dump_verb, "what is in them" },
		{ "verify", verify_verb, "whether any of it was altered" },
		{ "anchor", anchor_verb, "a line to hold it against later" },
		{ "redact", journal_redact_verb,
		    "take the text out of records" },
		{ "replay", journal_replay_verb,
		    "load it into the database again" },
		{ 0 },
	};

	return verb_dispatch("journal", verbs, argc, argv);
}
