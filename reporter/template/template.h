/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORTER_TEMPLATE_TEMPLATE_H
#define REPORTER_TEMPLATE_TEMPLATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct document;
struct json;
struct words;

/*
 * Report templates: Markdown, with front matter for the document and fenced
 * components for what Markdown lacks. A template names values, never queries;
 * values enter after the Markdown was parsed, so whatever they hold is literal.
 * The grammar, component by component, stands in doc/templates.md.
 *
 * Data is one JSON object. A value is named by its dotted path:
 *
 *	text      a string                       {{owner}}
 *	number    an integer or a real           {{late|number}}
 *	percent   a real, 94.2 means 94.2%       {{in_time.share|percent}}
 *	date      "2026-09-30"                   {{reference|date}}
 *	datetime  "2026-09-30T21:59:00Z"         {{taken_at|datetime}}
 *	duration  seconds                        {{longest_gap|duration}}
 *	bool      true, false                    in conditions
 *	list      an array of objects            source: late
 *	light     {"light": "red", "text": ".."} or {"light": .., "word": key},
 *	          or just "red"; red, orange, green, grey
 *
 * A null, or a value that is not there, is unknown: "onbekend" in running text,
 * a dash in a table. It never becomes 0.
 */
struct template;

struct template_options {
	const char *language; /* "nl" or "en": numbers, dates, furniture */
	const char *zone;     /* of shown instants; NULL: Europe/Amsterdam */
	const struct words *words; /* for |word:PREFIX; NULL: none */

	/* What the fonts can show; NULL: everything. A value's other
	 * characters are written as [U+1F600]. */
	bool (*covers)(const void *of, uint32_t codepoint);
	const void *covers_of;
	size_t
	    *replaced; /* how many of them, and of controls; NULL: no count */
};

/*
 * Every fault is logged as "FILE:LINE:COLUMN: reason" and all are reported
 * before ERR_PARSE. *out is new on ERR_OK only.
 */
int template_load(const char *path, struct template **out);
void template_free(struct template *t); /* NULL is fine */

/* The same from memory; name stands in messages. */
int template_parse(const char *name, const char *text, unsigned long len,
    struct template **out);

/* A key of the front matter as it stands there, or NULL. */
const char *template_setting(const struct template *t, const char *key);

/*
 * Checks every name against a list of what the data may hold, without data.
 * The list has a line `name type description` per value; the fields of a list
 * are named `late[].device`. # begins a comment line.
 */
int template_check(const struct template *t, const char *values_path);

/* The same, and calls take with each value that the template reads, by its full
 * name: "late", "late[].device". A name may come twice. */
int template_names(const struct template *t, const char *values_path,
    void (*take)(void *arg, const char *name), void *arg);

/* Calls take with each list that a component or a section goes over, by its
 * full name: "late", "frameworks[].controls". A name may come twice. */
void template_sources(const struct template *t,
    void (*take)(void *arg, const char *list), void *arg);

/*
 * Whether two languages of a report have the same components of the same
 * values, headings and conditions, in any order; what one lacks is a fault with
 * its place in the other.
 */
int template_compare(struct template *a, struct template *b);

/* What a file is held against. */
struct template_lists {
	const char *values; /* path of the list of values */
	const char
	    *words; /* that of words, without ".nl"; NULL: not looked at */
};

/*
 * Every fault of a file at once: of its form, of names that no value or word
 * has and, where beside is not NULL, of what one language has and that file
 * lacks. Languages are compared when both could be read whole: what was not
 * understood is not missing. More than 200 faults are counted, not told.
 */
int template_inspect(
    const char *path, const char *beside, const struct template_lists *lists);

/* *out is new, and the caller's to document_free, on ERR_OK only. */
int template_render(const struct template *t, const struct json *data,
    const struct template_options *o, struct document **out);

/* The same, and data's "replaced" becomes what o->replaced counts, so that the
 * pages can say it; o->replaced itself is not used. */
int template_render_counted(const struct template *t, struct json *data,
    const struct template_options *o, struct document **out);

#endif
