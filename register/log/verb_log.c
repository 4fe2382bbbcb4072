/* SPDX-License-Identifier: Apache-2.0 */
#include "register/log/verb_log.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/mem.h"
#include "lib/store/db.h"
#include "lib/store/log/log_store.h"
#include "register/command.h"
#include "register/log/log_input.h"
#include "register/log/log_line.h"
#include "register/show/table.h"
#include "register/verbs.h"
#include "register/work.h"

/* patchwacht log: what devices wrote. */

enum { LAST = 200, LAST_FOLLOWED = 10, LAST_MAX = 1000000, LOOK_MS = 2000 };

static struct log_input input;
static long last = -1;
static bool follow;

/* Parts of an answer, newest first. */
struct parts {
	struct db_rows **rows;
	size_t count;
};

static void
free_parts(struct parts *p)
{
	for (size_t i = 0; i < p->count; i++)
		db_rows_free(p->rows[i]);
	free(p->rows);
}

static int
find(struct context *c, const struct log_filter *f, long most, struct parts *p)
{
	int64_t until = f->until, span = LOG_SPAN_FIRST;
	struct db_rows *rows;
	int rc = ERR_OK;

	while (rc == ERR_OK && most > 0 && until > f->since) {
		rc = log_store_before(
		    c->db, c->tenant, f, &until, &span, most, &rows);
		if (rc < 0)
			break;
		p->rows = mem_grow(p->rows, p->count + 1, sizeof(*p->rows));
		p->rows[p->count++] = rows;
		most -= (long)db_count(rows);
	}
	return rc;
}

static void
print_line(const struct db_rows *rows, size_t i, struct buf *out)
{
	if (command_form() == FORM_JSON)
		log_line_print_json(rows, i, out);
	else
		log_line_print(rows, i, out);
}

static void
print_lines(const struct parts *p)
{
	struct buf out = { 0 };

	for (size_t part = p->count; part-- > 0;)
		for (size_t i = db_count(p->rows[part]); i-- > 0;)
			print_line(p->rows[part], i, &out);
	fwrite(out.data, 1, out.len, stdout);
	fflush(stdout);
	buf_free(&out);
}

static void
print_table(const struct parts *p)
{
	struct table *t = table_new("messages", log_columns);

	for (size_t part = p->count; part-- > 0;)
		for (size_t i = db_count(p->rows[part]); i-- > 0;)
			log_line_add(t, p->rows[part], i);
	table_print(t, stdout, command_form());
	if (table_rows(t) == 0)
		say("No messages like that.");
	table_free(t);
}

static int
print_new(
    struct context *c, const struct log_filter *f, struct log_places *places)
{
	struct db_rows *rows;
	struct buf out = { 0 };
	int rc = ERR_OK;

	for (size_t i = 0; rc == ERR_OK && i < places->count; i++) {
		rc = log_store_new(
		    c->db, c->tenant, f, &places->place[i], &rows);
		if (rc < 0 || rows == NULL)
			continue;
		for (size_t k = 0; k < db_count(rows); k++)
			print_line(rows, k, &out);
		db_rows_free(rows);
	}
	fwrite(out.data, 1, out.len, stdout);
	fflush(stdout);
	buf_free(&out);
	return rc;
}

/* A journal that began after us is new from its first record on. */
static int
add_places(struct context *c, struct log_places *places)
{
	struct log_places now;
	int rc = log_store_places(c->db, &now);

	for (size_t i = 0; rc == ERR_OK && i < now.count; i++) {
		size_t k = 0;

		while (k < places->count &&
		    strcmp(places->place[k].journal, now.place[i].journal) != 0)
			k++;
		if (k < places->count || k == LOG_PLACES_MAX)
			continue;
		places->place[places->count] = now.place[i];
		places->place[places->count++].seq = 0;
	}
	return rc;
}

/* Until somebody ends us, or the database does. */
static int
follow_on(
    struct context *c, const struct log_filter *f, struct log_places *places)
{
	struct pollfd fd = { .events = POLLIN };
	int rc = db_listen(c->db, "patchwacht_message");

	while (rc == ERR_OK && ferror(stdout) == 0) {
		rc = add_places(c, places);
		if (rc == ERR_OK)
			rc = print_new(c, f, places);
		fd.fd = db_socket(c->db);
		if (rc == ERR_OK && poll(&fd, 1, LOOK_MS) > 0)
			(void)db_notified(c->db);
	}
	if (rc == ERR_AGAIN)
		complain("the database is away");
	return rc;
}

static long
how_many(void)
{
	if (last >= 0)
		return last < LAST_MAX ? last : LAST_MAX;
	return follow ? LAST_FOLLOWED : LAST;
}

static int
show(struct context *c, const struct words *words)
{
	struct log_places places = { .count = 0 };
	struct parts parts = { 0 };
	struct log_filter f;
	int rc;

	(void)words;
	if (follow && input.until != NULL) {
		complain("--follow and --until exclude each other");
		return ERR_PARSE;
	}
	if (follow && command_form() == FORM_CSV) {
		complain("--follow writes lines or --json, not --csv");
		return ERR_PARSE;
	}
	rc = log_input_read(c, &input, &f);
	/* Where new ones begin is known before old ones are looked for. */
	if (rc == ERR_OK && follow)
		rc = log_store_places(c->db, &places);
	if (rc == ERR_OK)
		rc = find(c, &f, how_many(), &parts);
	if (rc == ERR_OK && follow)
		print_lines(&parts);
	else if (rc == ERR_OK)
		print_table(&parts);
	free_parts(&parts);
	return rc == ERR_OK && follow ? follow_on(c, &f, &places) : rc;
}

static int
list_verb(int argc, char **argv)
{
	static const struct flag flags[] = {
		{ "device", FLAG_TEXT, &input.device, "NAME", "of one device" },
		{ "site", FLAG_TEXT, &input.site, "NAME", "of one site" },
		{ "since", FLAG_TEXT, &input.since, "TIME",
		    "from then on, or \"2 h\" ago (a day ago)" },
		{ "until", FLAG_TEXT, &input.until, "TIME", "before then" },
		{ "severity", FLAG_TEXT, &input.severity, "LEVEL",
		    "that and worse: emerg, alert, crit, err, warning ..." },
		{ "event", FLAG_TEXT, &input.event, "KIND",
		    "those that an event was concluded from" },
		{ "app", FLAG_TEXT, &input.app, "NAME", "of one program" },
		{ "grep", FLAG_TEXT, &input.grep, "REGEX",
		    "whose text it matches, in any case" },
		{ "last", FLAG_INT, &last, "N", "the newest N of them (200)" },
		{ "follow", FLAG_YES, &follow, NULL,
		    "go on with those that come in" },
		{ 0 },
	};
	static const struct synopsis s = { "log", "", 0, 0, flags,
		"What devices wrote, oldest first. --json has the whole of "
		"each.\nAlso: log silent, log volume, log clock." };

	return work_read(&s, argc, argv, show);
}

int
verb_log(int argc, char **argv)
{
	static const struct verb verbs[] = {
		{ "silent", verb_log_silent, "which devices write nothing" },
		{ "volume", verb_log_volume, "how much each of them writes" },
		{ "clock", verb_log_clock, "how far their clocks are off" },
		{ 0 },
	};

	if (argc < 2 || argv[1][0] == '-')
		return list_verb(argc, argv);
	return verb_dispatch("log", verbs, argc, argv);
}
