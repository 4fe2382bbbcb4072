/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORTER_ASSESS_VALUES_H
#define REPORTER_ASSESS_VALUES_H

#include <stdbool.h>
#include <stddef.h>

struct facts;
struct framework;
struct json;

/*
 * What a template may name: figures, lists and lights, made from the facts
 * alone. Their names stand in templates/reports/values.list; words of a
 * language are keys into templates/words.nl and words.en.
 *
 * The same facts and frameworks give the same values. Every row that states
 * something about a device carries the ids of the evidence it rests on.
 */
struct values_input {
	const struct facts *facts;
	const struct framework *frameworks;
	size_t nframeworks;
	const char *evidence_sha256; /* of evidence.json as it was frozen */
	const char *template_sha256;
	const char *brand_sha256;     /* NULL: as shipped */
	const char *catalogue_sha256; /* of the catalogues of controls */
	const char *number;           /* document number */
	const char *report;           /* its kind, quarterly; NULL: any */
	const char *readers;          /* as the template has it; NULL: not */
	const char *language;         /* of the document; NULL: any */
	bool without_work; /* nothing will print what value_is_work has */
};

/* Whether a name is of the lists for who works, which have a row for every
 * installation: "late", "late[].device". */
bool value_is_work(const char *name);

/* The values but for those: a new object. */
struct json *values_without_work(const struct json *values);

/* What the database remembers of a report for the next ones: a new object. */
struct json *value_stated(const struct json *values);

/* A new object, the caller's to free. */
struct json *values_build(const struct values_input *in);

#endif
