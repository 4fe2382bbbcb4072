/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REGISTER_PATCH_SAME_H
#define REGISTER_PATCH_SAME_H

#include <stdbool.h>

struct context;
struct patch_input;
struct patch_scope;
struct patch_values;

/*
 * Patches as they stood when an import began, read together: of a file that is
 * imported once more most rows say what is there, and need no more than that.
 */
struct patch_same;
int patch_same_load(struct context *c, struct patch_same **out);
void patch_same_free(struct patch_same *s); /* NULL is fine */

/*
 * Whether what is given, laid over patch id, is without a fault what it was.
 * false where that is not known, too: then it is to be looked at in full, and
 * faults are told there. Makes nothing.
 */
bool patch_same_is(const struct patch_same *s, struct context *c,
    const struct patch_input *in, int id);

/* What it was; ERR_NOTFOUND: that is not known. Texts are those of s. */
int patch_same_at(const struct patch_same *s, int id, struct patch_values *out);

/* Whether it was withdrawn; false where that is not known. */
bool patch_same_withdrawn(const struct patch_same *s, int id);

/* Leaves of scope what is another than it was, for a patch that is known. */
void patch_same_drop(
    const struct patch_same *s, int id, struct patch_scope *scope);

/* It may be another from here on. */
void patch_same_forget(struct patch_same *s, int id);

#endif
