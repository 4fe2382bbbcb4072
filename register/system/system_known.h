/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REGISTER_SYSTEM_KNOWN_H
#define REGISTER_SYSTEM_KNOWN_H

#include <stdbool.h>

struct context;
struct system_row;

/* Systems as they stood when an import began, and those that it made. */
struct system_known;
int system_known_load(struct context *c, struct system_known **out);
void system_known_free(struct system_known *k); /* NULL is fine */

/* *id 0: there is none of that source and key. */
struct system_found {
	int id;
	bool is_same;    /* in service, and all that is given */
	bool is_written; /* by this import, as far as it has come */
};
struct system_found system_known_find(
    const struct system_known *k, const struct system_row *s);

/* It is what is given from here on. */
void system_known_put(
    struct system_known *k, const struct system_row *s, int id);

#endif
