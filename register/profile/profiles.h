/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REGISTER_PROFILES_H
#define REGISTER_PROFILES_H

#include <stdbool.h>

struct buf;
struct profile_set;
struct scheme;

/* The profiles of this installation; needs no database. Logs what is wrong. */
int profiles_open(struct profile_set **out);

/* Whether there is one; else the nearest, or who lists them, is in why. */
bool profiles_check(
    const struct profile_set *set, const char *name, struct buf *why);

/* NULL, with all there are and the nearest in why, when there is none. */
const struct scheme *profiles_scheme(
    const struct profile_set *set, const char *name, struct buf *why);

#endif
