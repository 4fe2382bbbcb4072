/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORTER_TEMPLATES_H
#define REPORTER_TEMPLATES_H

#include <stdbool.h>

struct place;

/* What `patchwacht template` does with templates; see kind.h for their places.
 */

/* A line per kind and language on standard output, or JSON. */
int templates_list(const struct place *place, int tenant, bool json);

/*
 * Every fault is logged as FILE:LINE:COLUMN, in the file itself and against the
 * same report in the other language beside it. Without a path: all that would
 * be used.
 */
int templates_check(const struct place *place, int tenant, const char *path);

/* What a template may name, with what it is; those with a word in them. */
int templates_values(const struct place *place, const char *word);

struct copy_order {
	const char *kind;
	const char *language; /* NULL: both */
	const char *as;       /* a kind of one's own; NULL: the same name */
	bool for_tenant;      /* in the folder of this customer only */
	bool force;           /* over what is there */
};

/*
 * Copies to where one's own templates are, and says where. ERR_RANGE, logged:
 * one is there, and force was not asked for.
 */
int templates_copy(
    const struct place *place, int tenant, const struct copy_order *order);

#endif
