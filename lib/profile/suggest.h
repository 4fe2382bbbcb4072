/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_PROFILE_SUGGEST_H
#define LIB_PROFILE_SUGGEST_H

#include <stdbool.h>

/*
 * A guess for a device that no profile knows, from standard objects: shown to
 * help somebody write the profile, never evidence. It says nothing rather than
 * the version of a kernel, and never looks at what a device says of others
 * (LLDP and CDP neighbours).
 */

struct found;
struct snapshot;

bool suggest_version(const struct snapshot *s, struct found *out);

/* Of the chassis, by ENTITY-MIB; of a printer, by Printer-MIB. */
bool suggest_serial(const struct snapshot *s, struct found *out);
bool suggest_model(const struct snapshot *s, struct found *out);

#endif
