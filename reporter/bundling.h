/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORTER_BUNDLING_H
#define REPORTER_BUNDLING_H

#include <stdbool.h>

#include "reporter/bundle/bundle.h"
#include "reporter/keep.h"

struct fonts;
struct place;
struct words;

/* An evidence bundle of a report that was just made. */
struct bundling {
	const struct place *place;
	const char
	    *path; /* FILE.pdf; its files stand in the folder FILE, too */
	const struct words *words;
	struct fonts *fonts;
	struct json *values; /* of the report; gets what the bundle adds */
	bool sealed;         /* both the manifest and the PDF */
	struct bundle_input in;
};

/* Beside their places, until it is written down that it was made: keep.h. */
struct bundling_files {
	struct keep_file folder, pdf;
};

/* The SHA-256 of manifest.json and of the PDF, for the audit trail. */
int bundling_make(const struct bundling *b, struct bundling_files *files,
    uint8_t manifest[DIGEST_LEN], uint8_t pdf[DIGEST_LEN]);
int bundling_place(struct bundling_files *files);
void bundling_end(struct bundling_files *files, bool undo);

#endif
