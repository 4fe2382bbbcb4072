/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORTER_BUNDLE_BUNDLE_H
#define REPORTER_BUNDLE_BUNDLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/base/buf.h"
#include "lib/base/digest.h"
#include "lib/base/json.h"
#include "reporter/pool.h"

struct facts;

/*
 * An evidence bundle: a report with all that it rests on, for who follows it
 * back. The same files stand in a folder and inside of one PDF/A-3a file;
 * lib/bundle/ checks them.
 */
struct bundle_file {
	const char *name, *type; /* sample.csv, text/csv */
	const char *about;       /* English: for whoever opens the PDF */
	const char *relation;    /* as pdf_file has it */
	struct buf data;
	struct json *json; /* whose text it is, if not NULL: too long to keep */
	bool weighed;
	size_t len; /* these by bundle_weigh() */
	uint8_t sha256[DIGEST_LEN];
	struct bundle_file *next;
};

struct bundle {
	struct pool *pool;
	struct bundle_file *files, **last;
	size_t nfiles;
};

/* What it is made of; all borrowed. */
struct bundle_input {
	const struct facts *facts;
	const struct json *values; /* what the report states */
	const struct buf *report;  /* the PDF as it was issued */
	const char *report_name;
	const char *kind, *number, *language;
	const char *catalogue_sha256;
	const char *template_path, *words_path;
};

/* Ends with manifest.json and SHA256SUMS. *out is freed by bundle_free. */
int bundle_make(const struct bundle_input *in, struct bundle *out);
void bundle_free(struct bundle *b); /* a zeroed one is fine */

struct bundle_file *bundle_add(
    struct bundle *b, const char *name, const char *type, const char *about);
const struct bundle_file *bundle_find(const struct bundle *b, const char *name);

/* Its text in parts, wherever that stands. */
int bundle_feed(const struct bundle_file *f, json_taker *take, void *of);

/* Its length and hash; nothing is added to it after that. */
void bundle_weigh(struct bundle_file *f);

/* Readings of the sample, one row a value: as CSV and as JSON. */
void bundle_add_readings(struct bundle *b, const struct bundle_input *in);

/* The lines that the sample was drawn from, and those that were drawn. */
void bundle_add_sample(struct bundle *b, const struct bundle_input *in);

/* manifest.json, of all files so far. */
void bundle_add_manifest(struct bundle *b, const struct bundle_input *in);

/* Into a folder that is there and empty. */
int bundle_write(const struct bundle *b, const char *folder);

/* What its own pages say: bundle.files, bundle.manifest_sha256 ... */
struct json *bundle_values(
    const struct bundle *b, const struct bundle_input *in);

#endif
