/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REGISTER_RANGE_CHECK_H
#define REGISTER_RANGE_CHECK_H

struct buf;
struct context;
struct range;

/*
 * Whether a range may lie where it does: of ranges inside each other the
 * narrowest counts, so that one that is not medical would need no approval
 * inside of one that is. ERR_RANGE says so in why.
 */
int range_check(
    struct context *c, int realm_id, const struct range *r, struct buf *why);

#endif
