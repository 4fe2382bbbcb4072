/* SPDX-License-Identifier: Apache-2.0 */
#include "register/command.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/log.h"
#include "lib/base/nearest.h"
#include "lib/base/utf8.h"

struct command command = { .tenant = 1 };

const struct flag command_flags[] = {
	{ "home", FLAG_TEXT, &command.home, "DIR",
	    "the installation's folder (PATCHWACHT_HOME)" },
	{ "config", FLAG_TEXT, &command.config, "FILE",
	    "its configuration (PATCHWACHT_CONFIG)" },
	{ "tenant", FLAG_INT, &command.tenant, "N",
	    "another organisation than the first (1)" },
	{ "json", FLAG_YES, &command.json, NULL, "print JSON" },
	{ "csv", FLAG_YES, &command.csv, NULL, "print CSV" },
	{ "quiet", FLAG_YES, &command.quiet, NULL, "no remarks" },
	{ 0 },
};

enum form
command_form(void)
{
	if (command.json)
		return FORM_JSON;
	return command.csv ? FORM_CSV : FORM_TABLE;
}

void
command_name(struct buf *out)
{
	buf_add_str(out, "patchwacht ");
	if (command.tenant != 1)
		buf_printf(out, "--tenant %ld ", command.tenant);
}

/* What a text says to type is for the same organisation. */
static void
add_commands(const char *text, struct buf *out)
{
	static const char before[] = "`patchwacht ";
	const char *at;

	while ((at = strstr(text, before)) != NULL) {
		buf_add(out, text, (size_t)(at + 1 - text));
		command_name(out);
		text = at + sizeof(before) - 1;
	}
	buf_add_str(out, text);
}

static void __attribute__((format(printf, 2, 0)))
add_text(struct buf *line, const char *fmt, va_list ap)
{
	struct buf whole = { 0 };
	char text[2048];

	if (vsnprintf(text, sizeof(text), fmt, ap) < 0)
		return;
	add_commands(text, &whole);
	utf8_safe((const char *)whole.data, whole.len, line);
	buf_add_u8(line, '\n');
	buf_free(&whole);
}

static bool complained;

bool
has_complained(void)
{
	return complained;
}

void
complain(const char *fmt, ...)
{
	struct buf line = { 0 };
	va_list ap;

	complained = true;
	buf_add_str(&line, "patchwacht: ");
	va_start(ap, fmt);
	add_text(&line, fmt, ap);
	va_end(ap);
	fflush(stdout);
	fwrite(line.data, 1, line.len, stderr);
	buf_free(&line);
}

void
say(const char *fmt, ...)
{
	struct buf line = { 0 };
	va_list ap;

	if (command.quiet || command_form() != FORM_TABLE)
		return;
	va_start(ap, fmt);
	add_text(&line, fmt, ap);
	va_end(ap);
	fwrite(line.data, 1, line.len, stdout);
	buf_free(&line);
}

static void
list_verbs(FILE *out, const char *family, const struct verb *verbs)
{
	fprintf(out, "usage: patchwacht %s VERB ...\n\n", family);
	for (; verbs->name != NULL; verbs++)
		fprintf(out, "  %-10s  %s\n", verbs->name, verbs->summary);
	fprintf(out, "\n`patchwacht %s VERB --help` says more.\n", family);
}

static void
tell_unknown(const char *family, const struct verb *verbs, const char *typed)
{
	char text[NEAREST_TEXT_MAX];
	struct nearest near;

	nearest_start(&near, typed, strlen(typed));
	for (; verbs->name != NULL; verbs++)
		nearest_offer(&near, verbs->name);
	complain(
	    "there is no `%s %s`%s", family, typed, nearest_text(&near, text));
}

int
verb_dispatch(
    const char *family, const struct verb *verbs, int argc, char **argv)
{
	if (argc < 2) {
		list_verbs(stderr, family, verbs);
		return EXIT_USAGE;
	}
	for (const struct verb *v = verbs; v->name != NULL; v++) {
		if (strcmp(v->name, argv[1]) == 0)
			return v->run(argc - 1, argv + 1);
	}
	if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0) {
		list_verbs(stdout, family, verbs);
		return EXIT_SUCCESS;
	}
	tell_unknown(family, verbs, argv[1]);
	list_verbs(stderr, family, verbs);
	return EXIT_USAGE;
}
