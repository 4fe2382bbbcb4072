/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_PROFILE_IDENTITY_H
#define LIB_PROFILE_IDENTITY_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/profile/profile.h"

/*
 * What a device is and what runs on it, read from what it said. Texts are never
 * NULL: an empty one was not said.
 */

struct profile_set;
struct snapshot;

enum confidence {
	CONFIDENCE_NONE,
	CONFIDENCE_SUGGESTION, /* a guess: shown, never evidence */
	CONFIDENCE_PROFILE,
};

enum agreement {
	SECOND_ABSENT, /* the profile names no second source, or it is silent */
	SECOND_AGREES,
	SECOND_CONFLICTS,
};

struct identity_component {
	enum component_kind kind;
	char *name, *version, *serial;
	char *oid, *raw;
	bool required;                      /* with the others of its rule */
	const struct scheme *const *scheme; /* borrowed from the set */
	size_t n_schemes;
};

struct identity {
	const struct profile *profile; /* borrowed; NULL: none matches */
	bool tested;
	enum confidence confidence;
	char *vendor, *class, *model, *serial;
	char *version, *oid, *raw; /* the version, its object and its text */
	bool installed;            /* not yet running: asks for a boot */
	enum agreement second;
	char *second_version, *second_oid;
	const struct scheme *const *scheme; /* borrowed */
	size_t n_schemes;
	enum granularity granularity;
	enum reboot_rule reboot;
	struct identity_component *component;
	size_t n_components;
};

/* Always fills *out, to be freed with identity_free. */
void profile_identify(const struct profile_set *set,
    const struct snapshot *snapshot, struct identity *out);
void identity_free(struct identity *id); /* a zeroed one is fine */

const char *confidence_name(enum confidence c);

#endif
