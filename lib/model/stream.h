/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_MODEL_STREAM_H
#define LIB_MODEL_STREAM_H

#include <stdbool.h>

/*
 * The name of a process that writes a journal, and of that journal: "listen",
 * "poll", and "poll-2" for the second of several.
 */
enum { STREAM_NAME_MAX = 16, STREAM_INSTANCES_MAX = 99 };

/* Of an instance of a role, from 1. */
void stream_name(
    const char *role, unsigned instance, char out[STREAM_NAME_MAX]);

/* Is it the name of an instance of role, of any when role is NULL? */
bool stream_is_of(const char *name, const char *role);

#endif
