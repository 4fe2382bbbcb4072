/* SPDX-License-Identifier: Apache-2.0 */
#include "register/flag.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/err.h"
#include "register/command.h"

static void
print_help(const struct synopsis *s)
{
	printf("usage: patchwacht %s%s%s%s\n", s->verb,
	    s->flags != NULL && s->flags->name != NULL ? " [OPTIONS]" : "",
	    s->usage != NULL && s->usage[0] != '\0' ? " " : "",
	    s->usage != NULL ? s->usage : "");
	if (s->about != NULL)
		printf("\n%s\n", s->about);
	if (s->flags != NULL && s->flags->name != NULL) {
		printf("\noptions:\n");
		flags_print(stdout, s->flags);
	}
	printf("\nof every verb:\n");
	flags_print(stdout, command_flags);
}

static int
check_count(const struct synopsis *s, const struct words *rest)
{
	const char *usage = s->usage != NULL ? s->usage : "";
	const char *blank = usage[0] != '\0' ? " " : "";

	if (rest->n >= s->min && rest->n <= s->max)
		return ERR_OK;
	if (rest->n > s->max)
		complain(
		    "\"%s\" is one word too many; usage: patchwacht %s%s%s",
		    rest->word[s->max], s->verb, blank, usage);
	else
		complain("something is missing; usage: patchwacht %s%s%s",
		    s->verb, blank, usage);
	return ERR_PARSE;
}

int
flag_parse(const struct synopsis *s, int argc, char **argv, struct words *rest)
{
	char verb[64];
	const struct flags_line line = { s->flags, command_flags, verb,
		complain };
	int rc;

	snprintf(verb, sizeof(verb), "patchwacht %s", s->verb);
	rc = flags_read(&line, argc, argv, rest);
	if (rc == ERR_NOTFOUND)
		print_help(s);
	if (rc < 0)
		return rc;
	if (command.json && command.csv) {
		complain("--json and --csv exclude each other");
		return ERR_PARSE;
	}
	if (command.tenant < 1 || command.tenant > INT_MAX) {
		complain("--tenant: organisations are numbered from 1 on, and "
			 "%ld is none",
		    command.tenant);
		return ERR_PARSE;
	}
	return check_count(s, rest);
}

int
flag_exit(int rc)
{
	return rc == ERR_NOTFOUND ? EXIT_SUCCESS : EXIT_USAGE;
}
