/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_PROFILE_SCHEME_FILE_H
#define LIB_PROFILE_SCHEME_FILE_H

#include <stddef.h>

/*
 * Schemes as an administrator writes them (patchwacht-schemes(5)). A scheme
 * carries its own tests, and one that fails them is refused: a wrong order
 * would call an unpatched device patched.
 */

struct scheme_set;

/* A scheme of the same name replaces the earlier one. Faults are logged. */
int scheme_file_load(const char *path, struct scheme_set *set);
int scheme_file_parse(
    const char *name, const char *text, size_t len, struct scheme_set *set);

#endif
