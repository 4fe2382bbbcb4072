/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_STORE_ASSESSMENT_STORE_H
#define LIB_STORE_ASSESSMENT_STORE_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/model/assessment.h"

struct db;
struct db_rows;

/*
 * How urgent a patch was found to be, by whom, from what; and measures against
 * the hole while the patch is not there. Rows are added, and never edited but
 * for the one decision that they wait for. What writes belongs inside a
 * transaction and leaves its change behind.
 */
struct assessment {
	int patch;
	struct assessment_facts facts;
	const char *criticality, *impact, *dependencies; /* may be NULL */
	enum priority was, proposed, priority;
	const char *rule;   /* how the policy came to what it proposed */
	const char *reason; /* needed where priority is another */
	bool lowers;        /* waits for a second person */
	int policy_version;
};

int assessment_add(struct db *db, int tenant, const struct assessment *a);

/*
 * Agrees, as who is connected, with the last assessment of a patch when that
 * asks less: ERR_NOTFOUND when there is none that waits, or none that this
 * person may decide on. The patch has its class from then on (patch_store_agree
 * notes that), and deadlines are later, of which *moved; *kept had passed.
 */
int assessment_agree(struct db *db, int tenant, int patch, const char *reason,
    int64_t *moved, int64_t *kept);

/* Whether one of its devices faces the internet, or is of a care process. */
int assessment_of_devices(
    struct db *db, int tenant, int patch, bool *internet_facing, bool *medical);

/* Of the last one that had a score; SCORE_UNKNOWN: none. */
int assessment_last_score(struct db *db, int tenant, int patch, int *score);

/* See the columns in verb_assess.c, oldest first. */
int assessment_list(struct db *db, int tenant, int patch, struct db_rows **out);

struct mitigation {
	int patch, device; /* device 0: every one */
	int64_t at;
	const char *measure, *evidence;
};

int mitigation_add(
    struct db *db, int tenant, const struct mitigation *m, int64_t *id);

/* ERR_NOTFOUND: there is none, or it has ended. */
int mitigation_end(struct db *db, int tenant, int64_t id, const char *reason);

/* patch 0: of all. in_time is by the policy of today. */
/* Of all patches when patch is 0; as they stood at a moment, 0: now. */
int mitigation_list(
    struct db *db, int tenant, int patch, int64_t at, struct db_rows **out);
int mitigation_of_patch(
    struct db *db, int tenant, int patch, struct db_rows **out);

#endif
