/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORTER_ASSESS_CHOSEN_H
#define REPORTER_ASSESS_CHOSEN_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/framework/framework.h"

struct facts;
struct json;

/*
 * The catalogues that an organisation has: those it chose, else those of its
 * kind; with the controls it added, and those it declared not to apply. Pure:
 * from the evidence and the catalogues, from which all texts are borrowed.
 */
struct chosen_control {
	struct control control;
	bool own;                     /* the organisation entered it */
	const struct json *statement; /* that it does not apply, or NULL */
};

struct chosen {
	struct framework framework; /* its controls are not used: those below */
	bool unverified;            /* what is not established is shown, too */
	struct chosen_control *controls; /* those that are shown */
	size_t ncontrols;
	size_t hidden;
};

struct chosen_list {
	struct chosen *list;
	size_t count;
};

void chosen_read(const struct facts *f, const struct framework *frameworks,
    size_t n, struct chosen_list *out);
void chosen_free(struct chosen_list *l); /* an empty one is fine */

/*
 * The newest revision of a row whose keys are these; key2 may be NULL. Rows
 * stand in the order of their revisions.
 */
const struct json *chosen_newest(const struct json *rows, const char *key1,
    const char *value1, const char *key2, const char *value2);

#endif
