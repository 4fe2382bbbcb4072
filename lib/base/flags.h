/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_BASE_FLAGS_H
#define LIB_BASE_FLAGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/*
 * Options of a command line as a table: it is read by the parser and by help.
 *
 *	--name VALUE, --name=VALUE, and "--" before words that start with "-"
 */

enum flag_type {
	FLAG_YES,  /* bool: true when given */
	FLAG_TEXT, /* const char *, borrowed from argv; given once */
	FLAG_LIST, /* struct words: may be given more than once */
	FLAG_INT,  /* long, zero or more */
};

struct flag {
	const char *name; /* without its dashes */
	enum flag_type type;
	void *into;
	const char *value; /* what help calls it: "FILE" */
	const char *help;  /* NULL: not shown */
};

/* Words of a command line, borrowed from argv. Ready when zeroed. */
struct words {
	const char **word;
	size_t n;
};

void words_add(struct words *w, const char *word);
void words_free(struct words *w);

struct flags_line {
	const struct flag *own, *common; /* each ends with an empty row, or is
					    NULL */
	const char *verb; /* whose --help lists them: "patchwacht device add" */
	/* Where one line goes that says what is wrong. */
	void (*tell)(const char *fmt, ...)
	    __attribute__((format(printf, 1, 2)));
};

/*
 * Reads argv[1..]; what is no option goes to rest. ERR_PARSE after telling what
 * is wrong and what would be right; ERR_NOTFOUND when --help stands there,
 * before what is behind it was read.
 */
int flags_read(
    const struct flags_line *l, int argc, char **argv, struct words *rest);

/* A line for each that has a help. */
void flags_print(FILE *out, const struct flag *flags);

#endif
