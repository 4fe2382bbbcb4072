/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORTER_EVIDENCE_SNAPSHOT_H
#define REPORTER_EVIDENCE_SNAPSHOT_H

#include <stdint.h>

#include "reporter/evidence/masked.h"
#include "reporter/evidence/period.h"

struct db;
struct embedded;
struct json;

/* One moment of an organisation: evidence.h. */
struct bounds {
	int64_t from, to, snapshot;
	int64_t site; /* 0: all of them */
};

enum { PERIOD_MAX = 16 };

struct evidence_snapshot {
	struct db *db;
	int tenant;
	char name[PERIOD_MAX];
	struct period period;
	struct bounds bounds;
	struct json *parts;
	struct json *common;            /* what is the same of each site */
	uint8_t mask_key[MASK_KEY_LEN]; /* forgotten with it */
};

/* Puts a section into an object, under its name. */
int section_add(const struct evidence_snapshot *s,
    const struct embedded *section, struct json *into);

#endif
