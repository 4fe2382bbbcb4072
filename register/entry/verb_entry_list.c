/* SPDX-License-Identifier: Apache-2.0 */
#include "register/entry/verb_entry.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/store/db.h"
#include "register/command.h"
#include "register/entry/topics.h"
#include "register/setup/check.h"
#include "register/show/table.h"
#include "register/work.h"

/* Looking at entries: list, show, and what can be attested. */

/* id, status, by whom it ended, the kind's fields, and an empty row. */
enum { COLUMNS_MAX = ENTRY_FIELDS + 4, HEADING_MAX = 24 };

struct columns {
	struct column column[COLUMNS_MAX];
	char title[COLUMNS_MAX][HEADING_MAX];
	enum entry_field field[ENTRY_FIELDS];
	int n_fields;
};

static enum column_type
column_type(enum entry_field f)
{
	switch (entry_field_type(f)) {
	case ENTRY_TIME:
	case ENTRY_DAY:
		return COLUMN_TIME;
	case ENTRY_SPAN:
		return COLUMN_INT;
	default:
		return COLUMN_TEXT;
	}
}

static const char *
heading(char out[HEADING_MAX], const char *name)
{
	size_t i;

	for (i = 0; name[i] != '\0' && i + 1 < HEADING_MAX; i++)
		out[i] = name[i] >= 'a' && name[i] <= 'z'
		    ? (char)(name[i] - 'a' + 'A')
		    : name[i];
	out[i] = '\0';
	return out;
}

/* With all of them titled, for one entry; else those that people want. */
static void
make_columns(struct columns *c, bool all)
{
	const struct entry_kind *k = entry.kind;
	int n = 0;

	c->column[n++] = (struct column){ "id", "ID", COLUMN_TEXT, 0 };
	c->column[n++] = (struct column){ "status", "STATUS", COLUMN_TEXT, 0 };
	c->column[n++] = (struct column){ "ended_as", all ? "ENDED AS" : NULL,
		COLUMN_TEXT, 0 };
	for (size_t i = 0; i < k->n_use; i++, n++) {
		const struct entry_use *u = &k->use[i];
		const char *name = entry_field_name(u->field);

		c->field[c->n_fields++] = u->field;
		c->column[n] = (struct column){ name,
			all || (u->flags & ENTRY_SHOWN)
			    ? heading(c->title[n], name)
			    : NULL,
			column_type(u->field),
			entry_field_type(u->field) == ENTRY_PROSE ? COLUMN_WRAP
								  : 0 };
	}
	c->column[n] = (struct column){ 0 };
}

static int
read_as_of(int64_t *at)
{
	struct buf why = { 0 };
	int rc = ERR_OK;

	*at = CLOCK_NONE;
	if (entry.as_of != NULL)
		rc = check_tell(
		    check_time(entry.as_of, at, &why), "--as-of", &why);
	buf_free(&why);
	return rc;
}

static int
list(struct context *c, const struct words *rest)
{
	struct columns columns = { 0 };
	struct db_rows *rows = NULL;
	struct table *t = NULL;
	struct entry_filter filter = { .kind = entry.kind->name,
		.closed = entry.all,
		.owner = entry.value[ENTRY_OWNER],
		.supplier = entry.value[ENTRY_SUPPLIER] };
	int rc = read_as_of(&filter.at);

	(void)rest;
	make_columns(&columns, false);
	if (rc == ERR_OK)
		rc = entry_list(c->db, c->tenant, &filter, columns.field,
		    columns.n_fields, &rows);
	if (rc == ERR_OK) {
		t = table_new(entry.kind->plural, columns.column);
		table_add_rows(t, rows);
		table_print(t, stdout, command_form());
		if (table_rows(t) == 0)
			say("No %s%s.", entry.all ? "" : "open ",
			    entry.kind->plural);
	}
	db_rows_free(rows);
	table_free(t);
	return rc;
}

int
entry_list_verb(int argc, char **argv)
{
	static const struct flag flags[] = {
		{ "all", FLAG_YES, &entry.all, NULL,
		    "those that are closed as well" },
		{ "owner", FLAG_TEXT, &entry.value[ENTRY_OWNER], "FUNCTION",
		    "only of that function" },
		{ "supplier", FLAG_TEXT, &entry.value[ENTRY_SUPPLIER], "NAME",
		    "only of that supplier" },
		{ "as-of", FLAG_TEXT, &entry.as_of, "DATE",
		    "as the register was then" },
		{ 0 },
	};
	char verb[64];
	const struct synopsis s = { verb, "", 0, 0, flags,
		"With --csv as `import` reads it." };

	snprintf(verb, sizeof(verb), "%s %s", entry.kind->name, argv[0]);
	return work_read(&s, argc, argv, list);
}

/* show */

static const struct column history_columns[] = {
	{ "rev", "REV", COLUMN_INT, 0 },
	{ "at", "WHEN", COLUMN_TIME, 0 },
	{ "actor", "WHO", COLUMN_TEXT, 0 },
	{ "action", "WHAT", COLUMN_TEXT, 0 },
	{ "reason", "WHY", COLUMN_TEXT, COLUMN_WRAP },
	{ "detail", NULL, COLUMN_JSON, 0 },
	{ 0 },
};

static int
show(struct context *c, const struct words *rest)
{
	struct entry_key key = { .kind = entry.kind->name };
	struct entry_filter filter = {
		.kind = key.kind, .at = CLOCK_NONE, .closed = true
	};
	struct table *t[2] = { NULL, NULL };
	struct columns columns = { 0 };
	struct db_rows *rows = NULL, *history = NULL;
	int rc = entry_read_id(rest->word[0], &key.number);

	make_columns(&columns, true);
	filter.number = key.number;
	if (rc == ERR_OK)
		rc = entry_list(c->db, c->tenant, &filter, columns.field,
		    columns.n_fields, &rows);
	if (rc == ERR_OK && db_count(rows) == 0) {
		complain("there is no %s %s", key.kind, rest->word[0]);
		rc = ERR_NOTFOUND;
	}
	if (rc == ERR_OK)
		rc = entry_history(c->db, c->tenant, &key, &history);
	if (rc == ERR_OK) {
		t[0] = table_new(entry.kind->name, columns.column);
		t[1] = table_new("history", history_columns);
		table_make_record(t[0]);
		table_add_rows(t[0], rows);
		table_add_rows(t[1], history);
		tables_print(t, 2, stdout, command_form());
	}
	table_free(t[0]);
	table_free(t[1]);
	db_rows_free(rows);
	db_rows_free(history);
	return rc;
}

int
entry_show_verb(int argc, char **argv)
{
	char verb[64];
	const struct synopsis s = { verb, "ID", 1, 1, NULL, NULL };

	snprintf(verb, sizeof(verb), "%s show", entry.kind->name);
	return work_read(&s, argc, argv, show);
}

/* topics */

static const struct column topic_columns[] = {
	{ "topic", "TOPIC", COLUMN_TEXT, 0 },
	{ "title_nl", "NEDERLANDS", COLUMN_TEXT, 0 },
	{ "title_en", "ENGLISH", COLUMN_TEXT, 0 },
	{ "valid_s", NULL, COLUMN_INT, 0 },
	{ 0 },
};

static int
list_topics(struct context *c, const struct words *rest)
{
	struct table *t = table_new("topics", topic_columns);
	int rc = entry_start(c);

	(void)rest;
	for (size_t i = 0; rc == ERR_OK && i < topics_count(entry.topics);
	     i++) {
		const struct topic *topic = topics_at(entry.topics, i);

		table_add_text(t, topic->name);
		table_add_text(t, topic->title_nl);
		table_add_text(t, topic->title_en);
		table_add_int(t, topic->valid / CLOCK_SECOND);
	}
	if (rc == ERR_OK)
		table_print(t, stdout, command_form());
	table_free(t);
	entry_end();
	return rc;
}

int
entry_topics_verb(int argc, char **argv)
{
	static const struct synopsis s = { "attestation topics", "", 0, 0, NULL,
		NULL };

	return work_read(&s, argc, argv, list_topics);
}
