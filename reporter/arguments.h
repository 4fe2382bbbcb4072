/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORTER_ARGUMENTS_H
#define REPORTER_ARGUMENTS_H

#include <stdbool.h>

#include "lib/base/flags.h"

/*
 * What patchwacht-report and patchwacht-template have in common on their
 * command lines: where the installation is, whose organisation it is about, and
 * how they answer.
 */
enum { EXIT_USAGE = 2 }; /* not understood; nothing was done */

struct arguments {
	const char *verb;         /* "patchwacht report" */
	const char *usage;        /* what stands before the options, ... */
	const struct flag *flags; /* ... its own, ... */
	const char *more;         /* ... and behind them */

	/* What was read. */
	const char *home, *config; /* NULL: not given */
	bool json;
	int tenant; /* --tenant, else PATCHWACHT_TENANT, else 1 */
	struct words rest;
};

/* False: the program ends with *status, after telling why or what was asked. */
bool arguments_read(struct arguments *a, int argc, char **argv, int *status);
void arguments_free(struct arguments *a);

/* Tells what, and returns EXIT_USAGE. */
int arguments_refuse(const char *what);

#endif
