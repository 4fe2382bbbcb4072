/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORTER_LAYOUT_COLUMN_H
#define REPORTER_LAYOUT_COLUMN_H

#include <stdbool.h>
#include <stddef.h>

/* What a column's texts ask for, margins included. */
struct extent {
	double least;   /* the widest word */
	double natural; /* everything on one line */
	bool wide;      /* takes what is left */
};

/*
 * Divides width over n columns. All get their natural width when that fits, and
 * the wide ones what is left; else each its widest word and a part of the rest
 * by what it lacks; where even the words do not fit, the widest are cut.
 */
void column_widths(const struct extent *e, size_t n, double width, double *out);

#endif
