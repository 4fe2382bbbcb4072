/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_PROFILE_SET_H
#define LIB_PROFILE_SET_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/profile/profile.h"

/*
 * Every profile and scheme that is known. Nothing in it changes after loading;
 * identities and matches borrow from it.
 */
struct profile_set;

/*
 * Of each folder: versions.schemes, then profiles/NAME.profile in order of
 * name. A later profile, or scheme, replaces an earlier one of the same name.
 * Each fault is logged as FILE:LINE: reason; one fault refuses all. dirs ends
 * with NULL; a folder that is not there is passed over when it is not the
 * first.
 */
int profile_set_load(const char *const dirs[], struct profile_set **out);

/*
 * The shipped ones (PATCHWACHT_DATADIR/mibs, or data/mibs, or where they were
 * installed) and those of the administrator: schemes in SYSCONFDIR/mibs,
 * profiles in SYSCONFDIR/profiles.d. data may be NULL.
 */
int profile_set_load_default(const char *data, struct profile_set **out);
void profile_set_free(struct profile_set *set); /* NULL is fine */

/* From texts instead of files: for tests and fuzz targets. */
int profile_set_parse(
    const char *schemes, const char *profiles, struct profile_set **out);

/* Adds the profiles of one more file. */
int profile_set_add_file(struct profile_set *set, const char *path);

size_t profile_set_count(const struct profile_set *set);
const struct profile *profile_set_at(const struct profile_set *set, size_t i);
const struct profile *profile_set_find(
    const struct profile_set *set, const char *title);
const struct scheme_set *profile_set_schemes(const struct profile_set *set);

/* Of all that is read by it: the same one reads the same in the same bytes. */
const uint8_t *profile_set_sha256(const struct profile_set *set);

/* The scheme of Debian's or of RPM's packages, as a list of one; or NULL. */
const struct scheme *const *profile_set_package_scheme(
    const struct profile_set *set, bool rpm);

/*
 * All that a poller must ask for, so that any profile can be recognised and
 * read: sorted, each once. Borrowed from the set.
 */
const struct profile_oid *profile_oids(
    const struct profile_set *set, size_t *n);

/*
 * What must be asked of a device that p knows (NULL: that none does): what p
 * reads, and all by which any profile is recognised, so that another look sees
 * no less than this one did. The array is the caller's to free(), what stands
 * in it the set's.
 */
struct profile_oid *profile_own_oids(
    const struct profile_set *set, const struct profile *p, size_t *n);

/* The profile that knows this device, or NULL. */
const struct profile *profile_match(
    const struct profile_set *set, const struct snapshot *snapshot);

#endif
