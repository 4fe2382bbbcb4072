/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/digest.h"
#include "lib/base/err.h"
#include "lib/journal/streams.h"
#include "lib/journal/verify.h"
#include "lib/store/place.h"
#include "register/command.h"
#include "register/context.h"
#include "register/table.h"
#include "register/verbs.h"

static const struct column columns[] = {
	{ "journal", "JOURNAL", COLUMN_TEXT, 0 },
	{ "segments", "SEGMENTS", COLUMN_INT, 0 },
	{ "sealed", "SEALED", COLUMN_INT, 0 },
	{ "first", "FIRST", COLUMN_INT, 0 },
	{ "last", "LAST", COLUMN_INT, 0 },
	{ "records", "RECORDS", COLUMN_INT, 0 },
	{ "redacted", "REDACTED", COLUMN_INT, 0 },
	{ "faults", "FAULTS", COLUMN_INT, 0 },
	{ "fault", "FIRST FAULT", COLUMN_TEXT, COLUMN_WRAP },
	{ "chain", NULL, COLUMN_TEXT, 0 },
	{ 0 },
};

static void
add_fault(struct table *t, const struct journal_report *r)
{
	char text[192];

	if (r->faults == 0) {
		table_add_text(t, NULL);
		return;
	}
	snprintf(text, sizeof(text), "segment %llu, byte %llu: %s",
	    (unsigned long long)r->segment, (unsigned long long)r->offset,
	    r->why);
	table_add_text(t, text);
}

static void
add_report(struct table *t, const char *stream, const struct journal_report *r)
{
	char chain[DIGEST_HEX_MAX];

	table_add_text(t, stream);
	table_add_int(t, (int64_t)r->segments);
	table_add_int(t, (int64_t)r->sealed);
	table_add_int(t, (int64_t)r->first_seq);
	table_add_int(t, (int64_t)r->last_seq);
	table_add_int(t, (int64_t)r->records);
	table_add_int(t, (int64_t)r->redacted);
	table_add_int(t, (int64_t)r->faults);
	add_fault(t, r);
	table_add_text(t, digest_hex(r->chain, DIGEST_LEN, chain));
}

static int
verify_stream(const struct place *place, const char *stream, struct table *t)
{
	struct journal_report report;
	char below[64], *dir;
	int rc;

	snprintf(below, sizeof(below), "journal/%s", stream);
	dir = place_home(place, below);
	rc = journal_verify(dir, &report);
	free(dir);
	if (rc == ERR_NOTFOUND)
		return ERR_OK; /* nothing was ever written there */
	if (rc == ERR_OK || rc == ERR_CORRUPT)
		add_report(t, stream, &report);
	return rc;
}

/* Every journal is looked at, whatever was found in the one before. */
int
verb_journal(int argc, char **argv)
{
	static const struct flag none[] = { { 0 } };
	static const struct synopsis synopsis = { "journal", "verify", 1, 1,
		none,
		"Reads what was received and is not yet trimmed, and checks "
		"each record,\nits number and the chain of hashes." };
	struct context context = { 0 };
	struct words rest = { 0 };
	struct streams streams = { 0 };
	struct table *table;
	int rc, worst = ERR_OK;
	char *dir;

	rc = flag_parse(&synopsis, argc, argv, &rest);
	if (rc == ERR_OK && strcmp(rest.word[0], "verify") != 0) {
		complain("journal: \"%s\" is not \"verify\"", rest.word[0]);
		rc = ERR_PARSE;
	}
	words_free(&rest);
	if (rc < 0)
		return flag_exit(rc);
	if (context_place(&context) < 0)
		return EXIT_FAILURE;
	dir = place_home(&context.place, "journal");
	worst = streams_list(dir, &streams);
	free(dir);
	table = table_new("journals", columns);
	for (size_t i = 0; i < streams.count; i++) {
		rc = verify_stream(&context.place, streams.names[i], table);
		if (rc < 0)
			worst = rc;
	}
	table_print(table, stdout, command_form());
	table_free(table);
	streams_free(&streams);
	context_close(&context);
	return worst == ERR_OK ? EXIT_SUCCESS : EXIT_FAILURE;
}
