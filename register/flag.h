/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REGISTER_FLAG_H
#define REGISTER_FLAG_H

#include "lib/base/flags.h"

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
