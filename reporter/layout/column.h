/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORTER_LAYOUT_COLUMN_H
#define REPORTER_LAYOUT_COLUMN_H

#include <stdbool.h>
#include <stddef.h>

/* What a column's texts ask for, margins included. */
struct extent {
	double least;     /* the widest part that is never divided */
	double whole;     /* the widest word: names keep their hyphens */
	double natural;   /* every cell on one line, and the title's words */
	double title;     /* the title on one line */
	double mean;      /* of a cell on one line, of squares */
	bool wide;        /* takes what is left */
	double two_lines; /* the title on two lines */
};

/*
 * Divides width over n columns. All get their natural width when that fits, and
 * the wide ones what is left. Else short columns (a date, a state) keep their
 * line, and those of long texts share the rest by how much they have to say, so
 * that they end at about the same height. Where even the words do not fit, the
 * widest are cut.
 */
void column_widths(const struct extent *e, size_t n, double width, double *out);

#endif
