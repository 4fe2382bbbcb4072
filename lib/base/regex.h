/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_BASE_REGEX_H
#define LIB_BASE_REGEX_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Regular expressions that operators write and devices feed: PCRE2 with a match
 * limit, a depth limit and a longest subject, so that no pattern can hang us.
 * They are compiled to machine code where the sandbox allows it, and not with
 * PATCHWACHT_NO_JIT in the environment: valgrind cannot follow that code.
 */

enum { REGEX_SUBJECT_MAX = 4096, REGEX_GROUPS_MAX = 32 };

enum regex_flag { REGEX_CASELESS = 1, REGEX_ANCHORED = 2 /* whole subject */ };

struct regex;

/* What was wrong with a pattern, and at which of its bytes. */
struct regex_fault {
	size_t offset;
	char text[160];
};

/* *out is new, and the caller's to free, on ERR_OK only; fault may be NULL. */
int regex_compile(const char *pattern, unsigned flags, struct regex **out,
    struct regex_fault *fault);
void regex_free(struct regex *re);

/* A group that took part: subject + start, len bytes; start -1 when not. */
struct regex_group {
	long start;
	size_t len;
};

struct regex_match {
	size_t count; /* groups in the pattern, with 0 the whole match */
	struct regex_group group[REGEX_GROUPS_MAX];
};

/*
 * True when it matches; m may be NULL. A subject past REGEX_SUBJECT_MAX is cut
 * there. A match that runs into a limit is no match and counts in
 * regex_limit_hits.
 */
bool regex_match(const struct regex *re, const char *subject, size_t len,
    struct regex_match *m);
unsigned long regex_limit_hits(void);

/* The number of a named group, or -1. */
int regex_group(const struct regex *re, const char *name);

/* Copies a group's text; an empty text for one that took no part. */
void regex_copy(const char *subject, const struct regex_match *m, int group,
    char *out, size_t size);

#endif
