/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REGISTER_FLAG_H
#define REGISTER_FLAG_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Options of a verb as a table: it is read by the parser and by help.
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

/*
 * Reads argv[1..] by the table, which ends with an empty row, and by that of
 * all verbs. What is no option goes to rest, between min and max of them;
 * usage says what they are: "NAME ADDRESS". ERR_PARSE after telling what is
 * wrong and what would be right; ERR_NOTFOUND after --help was answered.
 */
struct synopsis {
	const char *verb;  /* "device add" */
	const char *usage; /* "NAME ADDRESS" */
	size_t min, max;
	const struct flag *flags;
	const char *about; /* a few lines under the usage; may be NULL */
};

int flag_parse(
    const struct synopsis *s, int argc, char **argv, struct words *rest);

/* What a verb returns when flag_parse did not say ERR_OK. */
int flag_exit(int rc);

#endif
