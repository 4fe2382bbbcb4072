/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_PROFILE_EXTRACT_H
#define LIB_PROFILE_EXTRACT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/profile/profile.h"

/*
 * A rule at work: from what the device said to a text, or to nothing. Values
 * that devices give instead of an answer ("N/A", "NULL") are nothing.
 */

struct buf;
struct snapshot;
struct value;
struct varbind;

/* What was found and where. Ready when zeroed; end with found_free. */
struct found {
	char *text;
	char *oid; /* of the object itself, dotted */
	char *raw; /* the whole value, as value_print gives it */
};

void found_free(struct found *f);

/*
 * By the first row that gives a text which has the shape of one of the schemes
 * (any shape when there are none). p may be NULL: no cleaning of its own.
 */
bool extract(const struct profile *p, const struct rule *r,
    const struct snapshot *s, const struct scheme *const *schemes,
    size_t n_schemes, struct found *out);

/* The same with the rules in turn. */
bool extract_any(const struct profile *p, const struct rules *rules,
    const struct snapshot *s, const struct scheme *const *schemes,
    size_t n_schemes, struct found *out);

/* One value by one rule; the place of the rule is not looked at. */
bool extract_value(const struct profile *p, const struct rule *r,
    const struct varbind *vb, struct found *out);

/* The bytes of a STRING, or what value_print gives; cleaned and trimmed. */
void extract_text(const struct value *v, unsigned clean, struct buf *out);

/* False for the words that stand for nothing. */
bool extract_is_said(const char *text);

/* The object in that column of that row; row is the rest of a name. */
bool extract_cell(const struct snapshot *s, struct oid table, uint32_t column,
    struct oid row, struct varbind *out);

/* Whether entPhysicalClass of that row is class. */
bool extract_is_class(const struct snapshot *s, struct oid row, uint32_t class);

#endif
