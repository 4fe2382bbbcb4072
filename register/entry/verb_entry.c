/* SPDX-License-Identifier: Apache-2.0 */
#include "register/entry/verb_entry.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/digest.h"
#include "lib/base/err.h"
#include "lib/base/file.h"
#include "lib/base/zone.h"
#include "lib/store/db.h"
#include "register/command.h"
#include "register/entry/topics.h"
#include "register/setup/check.h"
#include "register/verbs.h"
#include "register/work.h"

/*
 * patchwacht action, decision, review, incident, change, contract and
 * attestation: what reports need and no device tells.
 */

struct entry_command entry;

enum { DOCUMENT_MAX = 256 << 20 };

/* What each verb is called in its own help: "action add". */
static char verb_name[64];

static const char *
named(const char *verb)
{
	snprintf(verb_name, sizeof(verb_name), "%s %s", entry.kind->name, verb);
	return verb_name;
}

char *
entry_id_text(int64_t number, char *out)
{
	snprintf(out, ENTRY_ID_MAX, "%c-%" PRId64, entry.kind->letter, number);
	return out;
}

int
entry_read_id(const char *text, int64_t *number)
{
	struct buf why = { 0 };
	int rc = check_tell(
	    entry_id_parse(entry.kind, text, number, &why), "ID", &why);

	buf_free(&why);
	return rc;
}

int
entry_start(struct context *c)
{
	struct db_rows *rows = NULL;
	char *path;
	int rc;

	if (entry.kind != entry_kind(ENTRY_KIND_ATTESTATION))
		return ERR_OK;
	path = place_data(&c->place, "templates/attestations.list");
	rc = topics_load(path, &entry.topics);
	free(path);
	if (rc == ERR_OK)
		rc = db_query(c->db, &rows,
		    "SELECT language='en' FROM tenant WHERE tenant_id=$1",
		    DB_INT(c->tenant));
	if (rc == ERR_OK)
		entry.english = db_bool(rows, 0, 0);
	db_rows_free(rows);
	return rc;
}

void
entry_end(void)
{
	topics_free(entry.topics);
	entry.topics = NULL;
}

static void
tell_fault(void *arg, const char *field, const char *why)
{
	(void)arg;
	/* What a verb takes as a word is no option. */
	if (strcmp(field, "title") == 0)
		complain("TITLE: %s", why);
	else
		complain("--%s: %s", field, why);
}

/* --document FILE is the file: its name and its hash are kept. */
static int
read_document(char hex[DIGEST_HEX_MAX])
{
	const char *path = entry.value[ENTRY_DOCUMENT], *base;
	struct buf text = { 0 };
	uint8_t sum[DIGEST_LEN];
	int rc;

	if (path == NULL || *path == '\0' || entry.value[ENTRY_SHA256] != NULL)
		return ERR_OK;
	rc = file_read(path, DOCUMENT_MAX, &text);
	if (rc == ERR_OK) {
		digest_of(text.data, text.len, sum);
		entry.value[ENTRY_SHA256] = digest_hex(sum, sizeof(sum), hex);
		base = strrchr(path, '/');
		entry.value[ENTRY_DOCUMENT] = base != NULL ? base + 1 : path;
	}
	buf_free(&text);
	return rc < 0 ? ERR_IO : ERR_OK;
}

/* Reads the options over e; ERR_PARSE when one was at fault. */
static int
read_options(struct context *c, struct entry_input *in, struct entry *e,
    char hex[DIGEST_HEX_MAX])
{
	int rc = read_document(hex);

	if (rc == ERR_OK)
		rc = entry_start(c);
	if (rc < 0)
		return rc;
	in->kind = entry.kind;
	in->topics = entry.topics;
	in->english = entry.english;
	in->fault = tell_fault;
	memcpy(in->value, entry.value, sizeof(in->value));
	return entry_input_read(c, in, e) < 0 ? ERR_PARSE : ERR_OK;
}

/* Options of the kind's fields, then more of them; ends with an empty row. */
enum { FLAGS_MAX = ENTRY_FIELDS + 4 };

static const char *
value_name(enum entry_field f)
{
	switch (entry_field_type(f)) {
	case ENTRY_FUNCTION:
		return "FUNCTION";
	case ENTRY_WORD:
		return "WORD";
	case ENTRY_TIME:
	case ENTRY_DAY:
		return "DATE";
	case ENTRY_SPAN:
		return "SPAN";
	case ENTRY_OTHER:
	case ENTRY_NAME:
		return f == ENTRY_DOCUMENT ? "FILE" : "NAME";
	case ENTRY_DIGEST:
		return "HEX";
	case ENTRY_PROSE:
		break;
	}
	return "TEXT";
}

static void
make_flags(struct flag out[FLAGS_MAX], const struct flag *more, bool title)
{
	const struct entry_kind *k = entry.kind;
	size_t n = 0;

	for (size_t i = 0; i < k->n_use; i++) {
		enum entry_field f = k->use[i].field;

		if (k->use[i].help == NULL || (f == ENTRY_TITLE && !title))
			continue;
		out[n++] = (struct flag){ entry_field_name(f), FLAG_TEXT,
			&entry.value[f], value_name(f), k->use[i].help };
	}
	for (; more->name != NULL; more++)
		out[n++] = *more;
	out[n] = (struct flag){ 0 };
}

static const struct flag reason_flag[] = {
	{ "reason", FLAG_TEXT, &entry.reason, "TEXT", "why" },
	{ 0 },
};

/* add */

static int
add(struct context *c, const struct words *rest)
{
	struct entry_key key = { .kind = entry.kind->name };
	char id[ENTRY_ID_MAX], hex[DIGEST_HEX_MAX];
	struct entry_input in = { 0 };
	struct entry e = { { 0 } };
	int rc;

	if (rest->n > 0)
		entry.value[ENTRY_TITLE] = rest->word[0];
	rc = read_options(c, &in, &e, hex);
	if (rc == ERR_OK)
		rc = entry_add(c->db, c->tenant, &key, &e, entry.reason);
	if (rc == ERR_OK)
		say("Added %s %s: %s", entry.kind->name,
		    entry_id_text(key.number, id), e.value[ENTRY_TITLE]);
	entry_input_free(&in);
	entry_end();
	return rc;
}

static int
add_verb(int argc, char **argv)
{
	bool has_title = entry.kind != entry_kind(ENTRY_KIND_ATTESTATION);
	struct flag flags[FLAGS_MAX];
	const struct synopsis s = { named("add"),
		has_title ? "TITLE" : "[TITLE]", has_title, 1, flags,
		entry.kind->about };

	make_flags(flags, reason_flag, false);
	return work_change(&s, argc, argv, add);
}

/* edit, close, reopen: each a revision of what is there */

static int
tell_other(struct context *c, const struct entry_key *key, int64_t rev)
{
	char id[ENTRY_ID_MAX], time[ZONE_TEXT_MAX];
	struct db_rows *rows = NULL;
	int rc = entry_maker(c->db, c->tenant, key, rev, &rows);

	if (rc == ERR_OK && db_count(rows) > 0)
		complain("%s was changed by %s on %s meanwhile; look, and try "
			 "again",
		    entry_id_text(key->number, id), db_text(rows, 0, 0),
		    zone_format(db_time(rows, 0, 1), time));
	else
		complain("%s is changed by somebody else at this moment; look, "
			 "and try again",
		    entry_id_text(key->number, id));
	db_rows_free(rows);
	return ERR_EXISTS;
}

static int
load(struct context *c, const char *word, struct entry_key *key,
    struct entry *e, int64_t *rev, struct buf *text)
{
	int rc = entry_read_id(word, &key->number);

	key->kind = entry.kind->name;
	if (rc == ERR_OK)
		rc = entry_load(c->db, c->tenant, key, e, rev, text);
	if (rc == ERR_NOTFOUND)
		complain("there is no %s %s; `patchwacht %s list --all` has "
			 "those there are",
		    key->kind, word, key->kind);
	return rc;
}

/* Reads the options over the newest revision, and adds the next one. */
static int
revise(struct context *c, const char *word, const char *verb, const char *past)
{
	char id[ENTRY_ID_MAX], hex[DIGEST_HEX_MAX];
	struct entry_input in = { 0 };
	struct entry_key key = { 0 };
	struct buf text = { 0 };
	struct entry e;
	int64_t rev = 0;
	int rc = load(c, word, &key, &e, &rev, &text);

	if (rc == ERR_OK &&
	    (e.value[ENTRY_CLOSED] != NULL) != (strcmp(verb, "reopen") == 0)) {
		complain("%s is %s", entry_id_text(key.number, id),
		    e.value[ENTRY_CLOSED] == NULL
			? "not closed"
			: "closed; `reopen` it first");
		rc = ERR_RANGE;
	}
	if (rc == ERR_OK)
		rc = read_options(c, &in, &e, hex);
	if (rc == ERR_OK) {
		rc = entry_revise(
		    c->db, c->tenant, &key, rev, &e, verb, entry.reason);
		if (rc == ERR_NOTFOUND)
			complain("nothing of %s becomes another",
			    entry_id_text(key.number, id));
		else if (rc == ERR_EXISTS)
			rc = tell_other(c, &key, rev + 1);
	}
	if (rc == ERR_OK)
		say("%s %s", entry_id_text(key.number, id), past);
	entry_input_free(&in);
	entry_end();
	buf_free(&text);
	return rc;
}

static int
edit(struct context *c, const struct words *rest)
{
	return revise(c, rest->word[0], "edit", "changed");
}

static int
edit_verb(int argc, char **argv)
{
	struct flag flags[FLAGS_MAX];
	const struct synopsis s = { named("edit"), "ID", 1, 1, flags,
		"Changes what is given, and keeps what it was. An empty value "
		"takes one away." };

	make_flags(flags, reason_flag, true);
	return work_change(&s, argc, argv, edit);
}

static int
need_reason(void)
{
	struct buf why = { 0 };
	int rc = ERR_PARSE;

	if (entry.reason == NULL)
		complain("say why: --reason TEXT");
	else
		rc = check_tell(
		    check_prose(entry.reason, &why), "--reason", &why);
	buf_free(&why);
	return rc;
}

static int
close_entry(struct context *c, const struct words *rest)
{
	struct buf words = { 0 };
	int rc = need_reason();

	if (rc == ERR_OK && entry.value[ENTRY_OUTCOME] == NULL) {
		for (size_t i = 0; entry.kind->outcomes[i] != NULL; i++)
			buf_printf(&words, "%s%s", i > 0 ? ", " : "",
			    entry.kind->outcomes[i]);
		complain("--outcome is missing: %s", buf_str(&words));
		rc = ERR_PARSE;
	}
	buf_free(&words);
	if (rc < 0)
		return rc;
	entry.value[ENTRY_RESULT] = entry.reason;
	entry.value[ENTRY_CLOSED] = entry.date != NULL ? entry.date : "now";
	return revise(c, rest->word[0], "close", "closed");
}

static int
close_verb(int argc, char **argv)
{
	static const struct flag flags[] = {
		{ "outcome", FLAG_TEXT, &entry.value[ENTRY_OUTCOME], "WORD",
		    "how it ended (required)" },
		{ "reason", FLAG_TEXT, &entry.reason, "TEXT",
		    "what became of it (required)" },
		{ "date", FLAG_TEXT, &entry.date, "DATE", "when (now)" },
		{ 0 },
	};
	const struct synopsis s = { named("close"), "ID", 1, 1, flags, NULL };

	return work_change(&s, argc, argv, close_entry);
}

/* An attestation that no longer holds, before its time is over. */
static int
expire(struct context *c, const struct words *rest)
{
	if (entry.value[ENTRY_OUTCOME] == NULL)
		entry.value[ENTRY_OUTCOME] = "withdrawn";
	return close_entry(c, rest);
}

static int
expire_verb(int argc, char **argv)
{
	static const struct flag flags[] = {
		{ "outcome", FLAG_TEXT, &entry.value[ENTRY_OUTCOME], "WORD",
		    "withdrawn (as it is), replaced" },
		{ "reason", FLAG_TEXT, &entry.reason, "TEXT",
		    "why (required)" },
		{ "date", FLAG_TEXT, &entry.date, "DATE", "since when (now)" },
		{ 0 },
	};
	const struct synopsis s = { named("expire"), "ID", 1, 1, flags,
		"It no longer holds. One whose time is over expires by "
		"itself." };

	return work_change(&s, argc, argv, expire);
}

static int
reopen(struct context *c, const struct words *rest)
{
	int rc = need_reason();

	if (rc < 0)
		return rc;
	entry.value[ENTRY_OUTCOME] = "";
	entry.value[ENTRY_RESULT] = "";
	entry.value[ENTRY_CLOSED] = "";
	return revise(c, rest->word[0], "reopen", "is open again");
}

static int
reopen_verb(int argc, char **argv)
{
	static const struct flag flags[] = {
		{ "reason", FLAG_TEXT, &entry.reason, "TEXT",
		    "why (required)" },
		{ 0 },
	};
	const struct synopsis s = { named("reopen"), "ID", 1, 1, flags, NULL };

	return work_change(&s, argc, argv, reopen);
}

static int
run(enum entry_kind_id id, const struct verb *verbs, int argc, char **argv)
{
	entry.kind = entry_kind(id);
	return verb_dispatch(entry.kind->name, verbs, argc, argv);
}

static const struct verb common[] = {
	{ "add", add_verb, "add one" },
	{ "list", entry_list_verb, "list those that are open" },
	{ "show", entry_show_verb, "show one, and what became of it" },
	{ "edit", edit_verb, "change one" },
	{ "close", close_verb, "end one, with its outcome" },
	{ "reopen", reopen_verb, "open a closed one again" },
	{ "import", entry_import_verb, "add or change many from a CSV file" },
	{ 0 },
};

int
verb_action(int argc, char **argv)
{
	return run(ENTRY_KIND_ACTION, common, argc, argv);
}

int
verb_decision(int argc, char **argv)
{
	return run(ENTRY_KIND_DECISION, common, argc, argv);
}

int
verb_review(int argc, char **argv)
{
	return run(ENTRY_KIND_REVIEW, common, argc, argv);
}

int
verb_incident(int argc, char **argv)
{
	return run(ENTRY_KIND_INCIDENT, common, argc, argv);
}

int
verb_contract(int argc, char **argv)
{
	return run(ENTRY_KIND_CONTRACT, common, argc, argv);
}

int
verb_attestation(int argc, char **argv)
{
	static const struct verb verbs[] = {
		{ "add", add_verb, "add one" },
		{ "list", entry_list_verb, "list those that were not ended" },
		{ "show", entry_show_verb, "show one, and what became of it" },
		{ "edit", edit_verb, "change one" },
		{ "expire", expire_verb, "end one before its time" },
		{ "import", entry_import_verb,
		    "add or change many from a CSV file" },
		{ "topics", entry_topics_verb, "what can be attested" },
		{ 0 },
	};

	return run(ENTRY_KIND_ATTESTATION, verbs, argc, argv);
}

int
verb_change(int argc, char **argv)
{
	return run(ENTRY_KIND_CHANGE, common, argc, argv);
}
