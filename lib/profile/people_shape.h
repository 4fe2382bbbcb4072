/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_PROFILE_PEOPLE_SHAPE_H
#define LIB_PROFILE_PEOPLE_SHAPE_H

struct buf;
struct people;

/*
 * Appends the shape of a line (lib/model/shape.h) in which those whom it names
 * are '*', too: it is kept for as long as it is compared with, which is longer
 * than lines.
 */
void people_shape(const struct people *p, const char *text, struct buf *shape);

#endif
