/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORTER_ASSESS_EDITS_H
#define REPORTER_ASSESS_EDITS_H

#include <stdbool.h>
#include <stddef.h>

struct facts;
struct json;

/*
 * What the trail has of patches that were added and edited, to be found by the
 * patch: both lists may be long. Texts are borrowed from the evidence.
 */
struct edit {
	const char *reference; /* of the patch */
	size_t place;          /* in the trail */
	const struct json *change;
};

struct edits {
	struct edit *list;
	size_t n;
};

void edits_read(const struct facts *f, struct edits *out);
void edits_free(struct edits *e);

bool edits_is_edit(const struct edit *e); /* and not how it came */

/* The n of one patch, oldest first. */
const struct edit *edits_of(
    const struct edits *e, const char *reference, size_t *n);

#endif
