/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REGISTER_COMMAND_H
#define REGISTER_COMMAND_H

#include <stdbool.h>

#include "register/flag.h"

/*
 * What every verb of `patchwacht` shares: the options that stand before or
 * after any verb, the exit codes, and the verbs of a verb.
 */

enum {
	EXIT_USAGE = 2,     /* not understood; nothing was done */
	EXIT_ATTENTION = 3, /* status: done, and there is something to do */
};

enum form { FORM_TABLE, FORM_JSON, FORM_CSV };

struct command {
	const char *home;   /* NULL: not given */
	const char *config; /* NULL: not given */
	long tenant;
	bool json, csv, quiet;
};

extern struct command command;

enum form command_form(void);

/* What is typed before a verb of this organisation, added to out: "patchwacht
 * --tenant 2 ". */
struct buf;
void command_name(struct buf *out);

/* The options above, for flag_parse; ends with an empty row. */
extern const struct flag command_flags[];

/* One line to standard error: "patchwacht: TEXT". */
bool has_complained(void);
void complain(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* One line to standard output, unless --quiet or a form for programs. */
void say(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

struct verb {
	const char *name;
	int (*run)(int argc, char **argv); /* returns the exit code */
	const char *summary;
};

/*
 * Runs the verb that argv[1] names, with argv[0] then being its name. The
 * table ends with an empty row; family is "device" in `patchwacht device add`.
 */
int verb_dispatch(
    const char *family, const struct verb *verbs, int argc, char **argv);

#endif
