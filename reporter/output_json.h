/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORTER_OUTPUT_JSON_H
#define REPORTER_OUTPUT_JSON_H

struct json;
struct words;

enum { OUTPUT_JSON_FORMAT = 1 };

/*
 * The assessment of a report for other programs: which report, what it rests
 * on, the measurements, and all values. patchwacht-report(1) describes it. The
 * caller's to free().
 */
char *output_json(const struct json *values, const char *kind);

/*
 * The controls as evidence for CISO Assistant: an array of what its API takes
 * at POST /api/evidences/, each with a name and a description; the folder is
 * for who imports it to fill in. In the language of the words; the caller's to
 * free().
 */
char *output_ciso(
    const struct json *values, const struct words *words, const char *language);

#endif
