/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_MODEL_VERSION_H
#define LIB_MODEL_VERSION_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Which of two versions is the newer, by the rules of one vendor.
 *
 * There is no general order: one that puts 10.1.9 level with 10.1.9-h1 reports
 * an unpatched device as patched. So an order holds within a named scheme and
 * within one branch of it, and everything else is not comparable.
 */

struct buf;
struct scheme;

enum version_order {
	VERSION_LESS = -1,
	VERSION_EQUAL = 0,
	VERSION_GREATER = 1,
	VERSION_APART =
	    2, /* not comparable: another branch, or no such shape */
};

/* a against b. The reason, in words, is added to why unless that is NULL. */
enum version_order version_compare(
    const struct scheme *s, const char *a, const char *b, struct buf *why);

/* The same across branches, for "all branches from X on". */
enum version_order version_compare_across(
    const struct scheme *s, const char *a, const char *b, struct buf *why);

/*
 * By the first scheme that knows the shape of both: a product may have more
 * than one name for its versions (IOS XE and IOS).
 */
enum version_order version_compare_any(const struct scheme *const *schemes,
    size_t n, const char *a, const char *b, struct buf *why);

/* True when v has the shape of s. */
bool version_fits(const struct scheme *s, const char *v);

/* Adds the branch of v, as a person writes it ("15.2 E"); false: no shape. */
bool version_branch(const struct scheme *s, const char *v, struct buf *out);

char version_sign(enum version_order o); /* < = > ? */

#endif
