/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORTER_TEMPLATE_VALUE_H
#define REPORTER_TEMPLATE_VALUE_H

#include "reporter/layout/block.h"
#include "reporter/template/template.h"
#include "reporter/template/tree.h"

/* Values of the data, found by path and written in a format. */

struct buf;

struct scope {
	const char *name; /* NULL: its fields are named directly */
	const struct json *value;
	const struct scope *up;
};

struct values {
	struct pool *pool;
	const struct template_options *options;
	const struct scope *scope;
	const char *unknown;             /* what stands for no value */
	bool narrow;                     /* in a table: 9 okt 2025 */
	const struct template *template; /* for its footnotes */
	struct document *doc;            /* has those that were marked */
};

/* NULL when there is none. A list's length is LIST.count. */
const struct json *value_find(
    const struct values *v, const char *path, bool *is_count);

bool value_number(const struct values *v, const char *path, double *out);
/* A moment, in microseconds; false when there is none. */
bool value_time(const struct values *v, const char *path, int64_t *out);
enum light value_light(const struct values *v, const char *path);

/* The value as text, made safe to show. */
const char *value_text(
    const struct values *v, const char *path, const struct format *f);

/* Parts with their values in place, on one string or as runs. */
const char *value_words(const struct values *v, const struct part *p);
struct run *value_runs(const struct values *v, const struct part *p);

/* A footnote, which gets its number with its first mark. */
const struct footnote *value_note(const struct values *v, const char *name);

/* Whether a number is as a comparison wants it. */
bool value_meets(const struct condition *c, double n);

bool value_holds(const struct values *v, const struct condition *c);

#endif
