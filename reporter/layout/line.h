/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORTER_LAYOUT_LINE_H
#define REPORTER_LAYOUT_LINE_H

#include <stdbool.h>
#include <stddef.h>

#include "reporter/layout/measure.h"

struct footnote;
struct hyphen;
struct pool;
struct run;

/* Breaks runs of text into lines of a width. */

/* A stretch of a line in one face. */
struct span {
	const char *text;
	size_t len;
	enum face face;
	double size;
	double x, width; /* x from the line's start */
	const char *url;
	const struct footnote *note; /* the mark of one: raised */
	bool hyphen;                 /* a hyphen follows, counted in width */
	struct span *next;
};

struct line {
	struct span *spans;
	double width;
	struct line *next;
};

struct lines {
	struct line *first;
	size_t n;
	double widest;
};

/* How a text is set. */
struct setting {
	const struct measure *measure;
	struct pool *pool;
	struct pool *scratch; /* for lines that die before their texts; NULL:
				 they do not */
	const struct hyphen *hyphen; /* NULL: words stay whole */
	double hyphen_below; /* divide only a line emptier than this share */
	double size;
	enum face face;
};

/* At least one line, which is empty when the text is. */
void lines_break(const struct setting *s, const struct run *runs, double width,
    struct lines *out);

/* How wide a text is. */
struct text_extent {
	double least;   /* its widest part that is never divided */
	double whole;   /* its widest word, with the hyphens in it */
	double natural; /* all of it on one line */
};

struct text_extent lines_extent(
    const struct setting *s, const struct run *runs);

#endif
