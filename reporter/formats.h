/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORTER_FORMATS_H
#define REPORTER_FORMATS_H

#include <stdbool.h>

struct document;
struct fonts;
struct json;
struct template;
struct words;

/*
 * What a report is written as beside the PDF, from the same values and, where
 * it has pages, the same document.
 */
enum format_name {
	FORMAT_AS_PDF,
	FORMAT_AS_HTML,
	FORMAT_AS_CSV, /* output is a folder */
	FORMAT_AS_JSON,
	FORMAT_AS_CISO, /* "ciso-assistant" */
};

/* ERR_PARSE, logged, for a name that is none of them; NULL is the PDF. */
int format_parse(const char *name, enum format_name *out);

/* ".html"; "" for a folder. */
const char *format_suffix(enum format_name f);

struct format_input {
	const struct json *values;
	const struct template *template;
	const struct document *document;
	const struct words *words;
	struct fonts *fonts;
	const char *kind, *language;
	const char *names_path; /* templates/reports/values.list */
};

/* Any but the PDF; says on standard output which files it wrote. */
int format_write(
    const struct format_input *in, enum format_name f, const char *output);

#endif
