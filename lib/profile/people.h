/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_PROFILE_PEOPLE_H
#define LIB_PROFILE_PEOPLE_H

#include <stddef.h>

/*
 * Who is named in a log line, by rules that are data (mibs/people.rules,
 * patchwacht-people(5)).
 */
struct people;

/* Faults are logged as FILE:LINE: reason; *out is the caller's to free. */
int people_load(const char *path, struct people **out);

/* The site's own in SYSCONFDIR/mibs, else the shipped ones. */
int people_load_default(const char *data, struct people **out);
void people_free(struct people *p); /* NULL is fine */

enum { PEOPLE_MAX = 32 };

struct person {
	const char *name; /* in the text, not ended by a NUL */
	size_t len;
};

/* Ready for use when zeroed. Texts that names stand in outlive it. */
struct persons {
	struct person list[PEOPLE_MAX];
	size_t count;
};

/*
 * Adds those that text names, each once. ERR_RANGE: there are too many, or a
 * pattern gave up: what else there is in it is not known.
 */
int people_find(const struct people *p, const char *text, size_t len,
    struct persons *found);

/* One that is known by other means; nobody's is left out, too. */
int people_add(const struct people *p, const char *name, size_t len,
    struct persons *found);

/* Appends text to out, with what put appends in place of each that is named
 * there, as a whole word, in upper or lower case. */
struct buf;
typedef void (*people_put_fn)(
    void *data, const struct person *one, struct buf *out);
void people_replace(const struct persons *who, const void *text, size_t len,
    people_put_fn put, void *data, struct buf *out);

#endif
