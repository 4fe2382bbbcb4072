/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REGISTER_ENTRY_TOPICS_H
#define REGISTER_ENTRY_TOPICS_H

#include <stddef.h>
#include <stdint.h>

/*
 * What can be attested, as a list that an organisation may add to:
 * templates/attestations.list.
 *
 *	attestation "policy_adopted" {
 *		title_nl = "Patchbeleid vastgesteld"
 *		title_en = "Patch policy adopted"
 *		valid = "365 d"
 *	}
 */
struct topics;

struct topic {
	const char *name, *title_nl, *title_en;
	int64_t valid; /* microseconds */
};

/* Reads a whole file or nothing; *out is the caller's to free. */
int topics_load(const char *path, struct topics **out);
void topics_free(struct topics *t); /* NULL is fine */

size_t topics_count(const struct topics *t);
const struct topic *topics_at(const struct topics *t, size_t i);

/* NULL when there is none of that name. */
const struct topic *topics_find(const struct topics *t, const char *name);

#endif
