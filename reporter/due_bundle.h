/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORTER_DUE_BUNDLE_H
#define REPORTER_DUE_BUNDLE_H

#include <stddef.h>

struct db;
struct place;

/*
 * The evidence bundles that schedules owe (bundles_owed in the schema), each
 * beside its report as REPORT.bundle.pdf. What a run that was killed left there
 * is made again. One that cannot be made is told and counted in failed; the
 * others are made.
 */
int due_bundle_make(struct db *db, const struct place *place, size_t *failed);

#endif
