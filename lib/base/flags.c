/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/base/flags.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/err.h"
#include "lib/base/mem.h"
#include "lib/base/nearest.h"
#include "lib/base/number.h"

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
find(const struct flags_line *l, const char *name, size_t len)
{
	const struct flag *flag = find_in(l->own, name, len);

	return flag != NULL ? flag : find_in(l->common, name, len);
}

static int
take_int(const struct flags_line *l, const struct flag *flag, const char *value)
{
	int64_t n;

	if (number_parse(value, 0, LONG_MAX, &n) < 0) {
		l->tell(
		    "--%s: \"%s\" is not a whole number", flag->name, value);
		return ERR_PARSE;
	}
	*(long *)flag->into = (long)n;
	return ERR_OK;
}

static int
take(const struct flags_line *l, const struct flag *flag, const char *value)
{
	switch (flag->type) {
	case FLAG_YES:
		*(bool *)flag->into = true;
		return ERR_OK;
	case FLAG_LIST:
		words_add(flag->into, value);
		return ERR_OK;
	case FLAG_INT:
		return take_int(l, flag, value);
	case FLAG_TEXT:
		break;
	}
	if (*(const char **)flag->into != NULL) {
		l->tell("--%s is given twice", flag->name);
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
tell_unknown(const struct flags_line *l, const char *name, size_t len)
{
	struct nearest near;

	nearest_start(&near, name, len);
	offer_all(&near, l->own);
	offer_all(&near, l->common);
	if (near.word != NULL)
		l->tell("unknown option --%.*s; did you mean --%s?", (int)len,
		    name, near.word);
	else
		l->tell("unknown option --%.*s; `%s --help` lists those there "
			"are",
		    (int)len, name, l->verb);
}

/* One option at argv[*i], which may use the word after it. */
static int
take_option(const struct flags_line *l, int argc, char **argv, int *i)
{
	const char *name = argv[*i] + 2, *value = strchr(name, '=');
	size_t len = value == NULL ? strlen(name) : (size_t)(value - name);
	const struct flag *flag = find(l, name, len);

	if (flag == NULL) {
		tell_unknown(l, name, len);
		return ERR_PARSE;
	}
	if (flag->type == FLAG_YES && value != NULL) {
		l->tell("--%s takes no value", flag->name);
		return ERR_PARSE;
	}
	if (flag->type != FLAG_YES && value == NULL) {
		if (*i + 1 >= argc) {
			l->tell("--%s wants a value: --%s %s", flag->name,
			    flag->name, flag->value);
			return ERR_PARSE;
		}
		return take(l, flag, argv[++*i]);
	}
	return take(l, flag, value == NULL ? NULL : value + 1);
}

int
flags_read(
    const struct flags_line *l, int argc, char **argv, struct words *rest)
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
			return ERR_NOTFOUND;
		} else if (argv[i][1] != '-') {
			l->tell("unknown option %s; options are words after "
				"two dashes, `%s --help`",
			    argv[i], l->verb);
			return ERR_PARSE;
		} else {
			rc = take_option(l, argc, argv, &i);
			if (rc < 0)
				return rc;
		}
	}
	return ERR_OK;
}

void
flags_print(FILE *out, const struct flag *flags)
{
	for (; flags != NULL && flags->name != NULL; flags++) {
		char left[64];

		if (flags->help == NULL)
			continue;
		snprintf(left, sizeof(left), "--%s%s%s", flags->name,
		    flags->value != NULL ? " " : "",
		    flags->value != NULL ? flags->value : "");
		fprintf(out, "  %-28s  %s\n", left, flags->help);
	}
}
