/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REGISTER_ANSWER_H
#define REGISTER_ANSWER_H

enum answer_kind { ANSWER_TEXT, ANSWER_CLASS, ANSWER_DATE };

/* What an organisation says of itself; kept as settings by these keys. */
struct answer {
	const char *key;
	const char *option;
	enum answer_kind kind;
	const char *given; /* by an option, or when asked; or NULL */
	const char *question;
	const char *fallback[2]; /* nl, en; NULL: kept as missing */
};

enum { ANSWERS = 7 };
extern struct answer answers[ANSWERS];

/*
 * The value to keep, the caller's to free(), also on failure: a text, a date as
 * YYYY-MM-DD, or "" for missing. ERR_PARSE, told.
 */
int answer_read(const struct answer *a, const char *text, char **out);

#endif
