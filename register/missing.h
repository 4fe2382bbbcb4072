/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REGISTER_MISSING_H
#define REGISTER_MISSING_H

#include <stdbool.h>

struct buf;
struct context;

/* What people name, and may misspell. */
enum missing {
	MISSING_ACTION, /* of the audit trail, as MISSING_ACTOR */
	MISSING_ACTOR,
	MISSING_ADVISORY,
	MISSING_CHANNEL,
	MISSING_CLASS, /* of devices, as profiles have them */
	MISSING_CREDENTIAL,
	MISSING_DEVICE,      /* in service */
	MISSING_DEVICE_EVER, /* that there is or was */
	MISSING_OWNER,
	MISSING_PATCH,
	MISSING_REPORT,
	MISSING_SCHEDULE,
	MISSING_SITE,
	MISSING_SOURCE, /* of systems */
	MISSING_SUPPLIER,
	MISSING_TAG,
	MISSING_VENDOR,
	MISSING_WINDOW,
	MISSING_KINDS
};

/*
 * Adds the words to out: that there is no site "Zuud", and whether "Zuid" was
 * meant. Tells if one probably was.
 */
bool missing_words(
    struct context *c, enum missing kind, const char *name, struct buf *out);

/* With a semicolon, unless it ends in a question: more is to follow. */
const char *missing_end(struct buf *text);

/*
 * Complains that there is none of that name, with the nearest of those there
 * are and the verb that lists them. option is what it was typed for ("--site"),
 * or NULL.
 */
void missing_tell(
    struct context *c, const char *option, enum missing kind, const char *name);

/*
 * For a list that came out empty: ERR_NOTFOUND after that complaint when what
 * it was asked by is not there, and resembles what is; ERR_OK of NULL.
 */
int missing_filter(
    struct context *c, const char *option, enum missing kind, const char *name);

/*
 * The same of files that came with the program, by pattern, as glob(7) has it:
 * ".../calendars/" "*.calendar". Those are all that may stand there, besides
 * files of one's own.
 */
void missing_file(const char *option, const char *name, const char *pattern);

#endif
