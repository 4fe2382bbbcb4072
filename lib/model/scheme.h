/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_MODEL_SCHEME_H
#define LIB_MODEL_SCHEME_H

#include <stddef.h>
#include <stdint.h>

#include "lib/base/digest.h"

/*
 * How one vendor numbers its versions: a shape with named groups, the groups
 * that are compared in turn, and the groups that must be the same before there
 * is an order at all. Package versions (dpkg, rpm) have an algorithm of their
 * own instead.
 */

enum {
	SCHEME_KEYS_MAX = 12,
	SCHEME_BRANCH_MAX = 6,
	SCHEME_NAME_MAX = 32,
	SCHEME_WHY_MAX = 200,
};

struct regex;

enum scheme_algorithm {
	SCHEME_BY_KEYS,
	SCHEME_BY_DPKG,
	SCHEME_BY_RPM,
	SCHEME_BY_SEMVER,
};

enum scheme_key_type {
	SCHEME_INT,    /* zeros in front do not count, missing is 0 */
	SCHEME_LETTER, /* missing < a < b < aa */
	SCHEME_PRE,    /* dev < alpha < beta < pre < rc < missing */
	SCHEME_IGNORE, /* part of the shape, not of the order */
};

struct scheme_key {
	int group;
	enum scheme_key_type type;
};

struct scheme {
	char *name;
	enum scheme_algorithm algorithm;
	struct regex *shape; /* the whole version; NULL for an algorithm */
	struct scheme_key key[SCHEME_KEYS_MAX];
	size_t n_keys;
	int branch[SCHEME_BRANCH_MAX]; /* groups */
	size_t n_branch;
	char
	    *label; /* how a branch is written: '${M}.${m} ${train}'; or NULL */
};

/*
 * keys are "GROUP TYPE", branch are group names, both ended by NULL and empty
 * for an algorithm. On ERR_OK *out is the caller's; else why says what is
 * wrong.
 */
struct scheme_plan {
	const char *name;
	const char *algorithm; /* "keys", "dpkg", "rpm", "semver" */
	const char *shape;
	const char *const *keys;
	const char *const *branch;
	const char *label;
};

int scheme_new(const struct scheme_plan *plan, struct scheme **out,
    char why[SCHEME_WHY_MAX]);
void scheme_free(struct scheme *s); /* NULL is fine */

/* All schemes that are known. Ready when zeroed; end with scheme_set_free. */
struct scheme_set {
	struct scheme **scheme; /* owned */
	size_t n;
	uint8_t sha256[DIGEST_LEN]; /* of the texts they were read from */
};

/* Takes s; it replaces, and frees, one of the same name. */
void scheme_set_put(struct scheme_set *set, struct scheme *s);
const struct scheme *scheme_find(
    const struct scheme_set *set, const char *name);
void scheme_set_free(struct scheme_set *set);

#endif
