/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REGISTER_PLAN_CHECK_H
#define REGISTER_PLAN_CHECK_H

#include <stdbool.h>

struct buf;
struct context;
struct patch_values;

/*
 * Whether a patch with these values, which is id or new (0), may have its
 * window. ERR_DENIED with what is missing added to why. A window that has
 * passed plans nothing.
 */
int plan_check(struct context *c, int id, const struct patch_values *v,
    bool window_given, struct buf *why);

/*
 * The same of a deadline that is set by hand: it is earlier than that of the
 * policy in force, or has been there already. ERR_DENIED with why.
 */
int deadline_check(
    struct context *c, int id, const struct patch_values *v, struct buf *why);

/* And of a class: less than before is asked by a second person only. */
int class_check(const struct patch_values *was, const struct patch_values *v,
    struct buf *why);

#endif
