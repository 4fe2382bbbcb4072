/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REGISTER_IMPORT_FIELD_H
#define REGISTER_IMPORT_FIELD_H

#include <stdint.h>

struct buf;
struct import;

/*
 * Fields that several kinds of rows have. A field that is empty gives 0, NULL
 * or DB_NO_TIME; what is wrong with one is told as import_fault does, so that
 * import_row_is_bad knows. Negative: the database refused.
 */

int import_patch(struct import *im, int *id);
int import_device(struct import *im, int *id);
int import_site(struct import *im, int *id);

/* A moment; one that is yet to come is told. */
void import_past_time(struct import *im, const char *column, int64_t *at);
void import_time(struct import *im, const char *column, int64_t *at);

/* A text that check passes. */
const char *import_checked(struct import *im, const char *column,
    int (*check)(const char *text, struct buf *why));

/* The verb `import KIND FILE` with its --dry-run. */
struct import_kind {
	const char *name; /* "windows" */
	const struct import_plan *plan;
	const char *help;
};
int import_kind_run(const struct import_kind *kind, int argc, char **argv);

#endif
