/* SPDX-License-Identifier: Apache-2.0 */
#include "register/flag.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/err.h"
#include "lib/base/mem.h"
#include "lib/base/nearest.h"
#include "lib/base/number.h"
#include "register/command.h"

void
words_add(struct words *w, const char *word)
{
	w->word = mem_grow(w->word, w->n + 1, sizeof(*w->word));
	w->word[w->n++] = word;
}

void
words_free(struct words *w)
{
	free(w->word);
	*w = (struct words){ 0 };
}

static const struct flag *
find_in(const struct flag *flags, const char *name, size_t len)
{
	for (; flags != NULL && flags->name != NULL; flags++) {
		if (strlen(flags->name) == len &&
		    strncmp(flags->name, name, len) == 0)
			return flags;
	}
	return NULL;
}

static const struct flag *
find(const struct synopsis *s, const char *name, size_t len)
{
	const struct flag *flag = find_in(s->flags, name, len);

	return flag != NULL ? flag : find_in(command_flags, name, len);
}

static int
take_int(const struct flag *flag, const char *value)
{
	int64_t n;

	if (number_parse(value, 0, LONG_MAX, &n) < 0) {
		complain(
		    "--%s: \"%s\" is not a whole number", flag->name, value);
		return ERR_PARSE;
	}
	*(long *)flag->into = (long)n;
	return ERR_OK;
}

static int
take(const struct flag *flag, const char *value)
{
	switch (flag->type) {
	case FLAG_YES:
		*(bool *)flag->into = true;
		return ERR_OK;
	case FLAG_LIST:
		words_add(flag->into, value);
		return ERR_OK;
	case FLAG_INT:
		return take_int(flag, value);
	case FLAG_TEXT:
		break;
	}
	if (*(const char **)flag->into != NULL) {
		complain("--%s is given twice", flag->name);
		return ERR_PARSE;
	}
	*(const char **)flag->into = value;
	return ERR_OK;
}

static void
offer_all(struct nearest *near, const struct flag *flags)
{
	for (; flags != NULL && flags->name != NULL; flags++)
		if (flags->help != NULL)
			nearest_offer(near, flags->name);
}

static void
tell_unknown(const struct synopsis *s, const char *name, size_t len)
{
	struct nearest near;

	nearest_start(&near, name, len);
	offer_all(&near, s->flags);
	offer_all(&near, command_flags);
	if (near.word != NULL)
		complain("unknown option --%.*s; did you mean --%s?", (int)len,
		    name, near.word);
	else
		complain("unknown option --%.*s; `patchwacht %s --help` lists "
			 "those there are",
		    (int)len, name, s->verb);
}

/* One option at argv[*i], which may use the word after it. */
static int
take_option(const struct synopsis *s, int argc, char **argv, int *i)
{
	const char *name = argv[*i] + 2, *value = strchr(name, '=');
	size_t len = value == NULL ? strlen(name) : (size_t)(value - name);
	const struct flag *flag = find(s, name, len);

	if (flag == NULL) {
		tell_unknown(s, name, len);
		return ERR_PARSE;
	}
	if (flag->type == FLAG_YES && value != NULL) {
		complain("--%s takes no value", flag->name);
		return ERR_PARSE;
	}
	if (flag->type != FLAG_YES && value == NULL) {
		if (*i + 1 >= argc) {
			complain("--%s wants a value: --%s %s", flag->name,
			    flag->name, flag->value);
			return ERR_PARSE;
		}
		return take(flag, argv[++*i]);
	}
	return take(flag, value == NULL ? NULL : value + 1);
}

static void
print_flags(const struct flag *flags)
{
	for (; flags != NULL && flags->name != NULL; flags++) {
		char left[64];

		if (flags->help == NULL)
			continue;
		snprintf(left, sizeof(left), "--%s%s%s", flags->name,
		    flags->value != NULL ? " " : "",
		    flags->value != NULL ? flags->value : "");
		printf("  %-28s  %s\n", left, flags->help);
	}
}

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
		print_flags(s->flags);
	}
	printf("\nof every verb:\n");
	print_flags(command_flags);
}

static int
check_count(const struct synopsis *s, const struct words *rest)
{
	if (rest->n >= s->min && rest->n <= s->max)
		return ERR_OK;
	if (rest->n > s->max)
		complain("\"%s\" is one word too many; usage: patchwacht %s %s",
		    rest->word[s->max], s->verb, s->usage);
	else
		complain("something is missing; usage: patchwacht %s %s",
		    s->verb, s->usage);
	return ERR_PARSE;
}

int
flag_parse(const struct synopsis *s, int argc, char **argv, struct words *rest)
{
	bool all_words = false;

	for (int i = 1; i < argc; i++) {
		int rc;

		if (all_words || argv[i][0] != '-' || argv[i][1] == '\0') {
			words_add(rest, argv[i]);
		} else if (strcmp(argv[i], "--") == 0) {
			all_words = true;
		} else if (strcmp(argv[i], "--help") == 0 ||
		    strcmp(argv[i], "-h") == 0) {
			print_help(s);
			return ERR_NOTFOUND;
		} else if (argv[i][1] != '-') {
			complain("unknown option %s; options are words after "
				 "two dashes, `patchwacht %s --help`",
			    argv[i], s->verb);
			return ERR_PARSE;
		} else {
			rc = take_option(s, argc, argv, &i);
			if (rc < 0)
				return rc;
		}
	}
	if (command.json && command.csv) {
		complain("--json and --csv exclude each other");
		return ERR_PARSE;
	}
	return check_count(s, rest);
}

int
flag_exit(int rc)
{
	return rc == ERR_NOTFOUND ? EXIT_SUCCESS : EXIT_USAGE;
}
