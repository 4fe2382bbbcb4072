/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_MODEL_TRAIL_WALK_H
#define LIB_MODEL_TRAIL_WALK_H

#include <stddef.h>
#include <stdint.h>

#include "lib/model/trail/point.h"
#include "lib/model/trail/row.h"

/*
 * Goes along an audit trail, row after row as they stand there, and names what
 * was done to it: by the hashes, and by anchors that were kept elsewhere. Who
 * rewrites all that follows a row is shown by an anchor alone; nothing shows
 * whether what was written was true.
 *
 *	trail_walk_start(&w, tenant, points, n);
 *	each row: trail_walk_row(&w, &row);
 *	trail_walk_end(&w, &head);
 */
enum trail_fault_kind {
	TRAIL_CHANGED,   /* a row is not what it was */
	TRAIL_REWRITTEN, /* nor is its hash: what follows tells of another */
	TRAIL_MISSING,   /* rows between two others are gone */
	TRAIL_REORDERED, /* a row stands where another was */
	TRAIL_DOUBLED,   /* a row of a number that was there before */
	TRAIL_CUT,       /* the end is gone */
};

const char *trail_fault_name(enum trail_fault_kind kind);

struct trail_fault {
	enum trail_fault_kind kind;
	int64_t first, last; /* the rows */
	char why[160];
};

enum { TRAIL_FAULTS_MAX = 32 };

struct trail_walk {
	int64_t tenant;
	const struct trail_point *points; /* in order of seq */
	size_t n_points, at_point;
	int64_t rows;
	struct trail_point last;  /* the row that the next one follows, */
	uint8_t made[DIGEST_LEN]; /* and the hash that it should have */
	int64_t set_back;         /* rows that are older than the one before */
	int64_t fitting;          /* anchors that say what is there */
	uint64_t faults;
	struct trail_fault fault[TRAIL_FAULTS_MAX]; /* the first of them */
};

/*
 * Points of other tenants are passed over; they are borrowed until the end and
 * put in order of their rows.
 */
void trail_walk_start(struct trail_walk *w, int64_t tenant,
    struct trail_point *points, size_t n_points);
void trail_walk_row(struct trail_walk *w, const struct trail_row *row);

/* head: what the last row should be; NULL: that was not told, a fault. */
void trail_walk_end(struct trail_walk *w, const struct trail_point *head);

#endif
