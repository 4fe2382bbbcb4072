/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REGISTER_SCHEDULE_INPUT_H
#define REGISTER_SCHEDULE_INPUT_H

#include <stdbool.h>

#include "lib/base/buf.h"
#include "register/flag.h"

struct context;
struct schedule;

/* A schedule as people describe it. */
struct schedule_input {
	const char *kind, *every, *site, *folder, *readers, *since;
	struct words languages, mails;
	bool each_site, bundle;
	long days;
};

/* Rows of an option table; in is a struct schedule_input. */
#define SCHEDULE_OPTIONS(in)                                                \
	{ "kind", FLAG_TEXT, &(in).kind, "KIND",                            \
		"of its template: quarterly, monthly, ... (required)" },    \
	    { "every", FLAG_TEXT, &(in).every, "month|quarter|year",        \
		    "what a report is about (follows from the kind)" },     \
	    { "language", FLAG_LIST, &(in).languages, "nl|en",              \
		    "(that of the organisation); may be repeated" },        \
	    { "days", FLAG_INT, &(in).days, "N",                            \
		    "after a period's end until it is made (0)" },          \
	    { "site", FLAG_TEXT, &(in).site, "NAME", "only of that site" }, \
	    { "each-site", FLAG_YES, &(in).each_site, NULL,                 \
		    "one for each site" },                                  \
	    { "mail", FLAG_LIST, &(in).mails, "ADDRESS",                    \
		    "who gets it by mail; may be repeated" },               \
	    { "folder", FLAG_TEXT, &(in).folder, "NAME",                    \
		    "of its own, below reports/" },                         \
	    { "bundle", FLAG_YES, &(in).bundle, NULL,                       \
		    "its evidence bundle as well" },                        \
	    { "readers", FLAG_TEXT, &(in).readers, "TEXT",                  \
		    "whom it is meant for, on its cover" },                 \
	{                                                                   \
		"since", FLAG_TEXT, &(in).since, "DATE",                    \
		    "of periods that end after it (now)"                    \
	}

/* Texts that the schedule borrows. */
struct schedule_texts {
	struct buf languages, recipients;
};
void schedule_texts_free(struct schedule_texts *t);

/* ERR_PARSE after telling what does not hold. */
int schedule_input_read(struct context *c, const char *name,
    const struct schedule_input *in, struct schedule *out,
    struct schedule_texts *texts);

/* Adds the reason to why; for an import as well. */
int schedule_check_folder(const char *text, struct buf *why);

#endif
