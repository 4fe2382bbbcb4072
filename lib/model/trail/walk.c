/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/model/trail/walk.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/clock.h"

const char *
trail_fault_name(enum trail_fault_kind kind)
{
	static const char *const names[] = {
		[TRAIL_CHANGED] = "changed",
		[TRAIL_REWRITTEN] = "rewritten",
		[TRAIL_MISSING] = "missing",
		[TRAIL_REORDERED] = "reordered",
		[TRAIL_DOUBLED] = "doubled",
		[TRAIL_CUT] = "cut",
	};

	return names[kind];
}

static void __attribute__((format(printf, 5, 6)))
tell(struct trail_walk *w, enum trail_fault_kind kind, int64_t first,
    int64_t last, const char *fmt, ...)
{
	struct trail_fault *f;
	va_list ap;

	if (w->faults++ >= TRAIL_FAULTS_MAX)
		return;
	f = &w->fault[w->faults - 1];
	f->kind = kind;
	f->first = first;
	f->last = last;
	va_start(ap, fmt);
	vsnprintf(f->why, sizeof(f->why), fmt, ap);
	va_end(ap);
}

static int
compare_points(const void *a, const void *b)
{
	const struct trail_point *x = a, *y = b;

	return x->seq < y->seq ? -1 : x->seq > y->seq;
}

void
trail_walk_start(struct trail_walk *w, int64_t tenant,
    struct trail_point *points, size_t n_points)
{
	*w = (struct trail_walk){
		.tenant = tenant, .points = points, .n_points = n_points
	};
	w->last.at = CLOCK_NONE;
	if (n_points > 1)
		qsort(points, n_points, sizeof(*points), compare_points);
}

/* A hole of which this is the one row: it was put elsewhere. */
static bool
fills_hole(struct trail_walk *w, int64_t seq)
{
	for (uint64_t i = 0; i < w->faults && i < TRAIL_FAULTS_MAX; i++) {
		struct trail_fault *f = &w->fault[i];

		if (f->kind != TRAIL_MISSING || f->first != seq ||
		    f->last != seq)
			continue;
		f->kind = TRAIL_REORDERED;
		snprintf(f->why, sizeof(f->why),
		    "row %lld stands behind row %lld", (long long)seq,
		    (long long)w->last.seq);
		return true;
	}
	return false;
}

/* A row of a number that was passed. */
static void
take_late(struct trail_walk *w, int64_t seq)
{
	if (fills_hole(w, seq))
		return;
	for (uint64_t i = 0; i < w->faults && i < TRAIL_FAULTS_MAX; i++) {
		const struct trail_fault *f = &w->fault[i];

		if (f->kind == TRAIL_MISSING && f->first <= seq &&
		    seq <= f->last) {
			tell(w, TRAIL_REORDERED, seq, seq,
			    "row %lld stands behind row %lld", (long long)seq,
			    (long long)w->last.seq);
			return;
		}
	}
	tell(w, TRAIL_DOUBLED, seq, seq,
	    "row %lld stands there once more, behind row %lld", (long long)seq,
	    (long long)w->last.seq);
}

static void
take_next(struct trail_walk *w, const struct trail_row *row,
    const uint8_t made[DIGEST_LEN])
{
	int64_t want = w->last.seq + 1;

	if (row->seq > want)
		tell(w, TRAIL_MISSING, want, row->seq - 1,
		    row->seq - 1 == want ? "row %lld is missing"
					 : "rows %lld to %lld are missing",
		    (long long)want, (long long)(row->seq - 1));
	else if (memcmp(row->prev, w->last.hash, DIGEST_LEN) != 0 &&
	    memcmp(row->prev, w->made, DIGEST_LEN) != 0)
		tell(w, TRAIL_REWRITTEN, want == 1 ? 1 : want - 1, want,
		    want == 1 ? "row 1 follows another one"
			      : "row %lld follows another row %lld than the "
				"one that is there",
		    (long long)want, (long long)(want - 1));
	w->set_back += w->last.at != CLOCK_NONE && row->at < w->last.at;
	w->last.seq = row->seq;
	w->last.at = row->at;
	memcpy(w->last.hash, row->hash, DIGEST_LEN);
	memcpy(w->made, made, DIGEST_LEN);
}

enum { BY_MAX = 64 };

static const char *
name_of(const struct trail_point *p, char out[BY_MAX])
{
	char at[CLOCK_TEXT_MAX];

	if (p->at == CLOCK_NONE)
		return "what was printed of it";
	snprintf(out, BY_MAX, "the anchor of %s", clock_format(p->at, at));
	return out;
}

static bool
is_of_another(const struct trail_walk *w, const struct trail_point *p)
{
	return p->tenant != 0 && p->tenant != w->tenant;
}

/* Whether the row is what anchors of it say. */
static void
hold_against(struct trail_walk *w, const struct trail_row *row)
{
	char by[BY_MAX];

	while (w->at_point < w->n_points &&
	    w->points[w->at_point].seq <= row->seq) {
		const struct trail_point *p = &w->points[w->at_point++];

		if (is_of_another(w, p) || p->seq < row->seq)
			continue;
		if (memcmp(p->hash, row->hash, DIGEST_LEN) == 0)
			w->fitting++;
		else
			tell(w, TRAIL_REWRITTEN, 1, row->seq,
			    "row %lld is another than %s says: "
			    "it or one before it was rewritten",
			    (long long)row->seq, name_of(p, by));
	}
}

void
trail_walk_row(struct trail_walk *w, const struct trail_row *row)
{
	uint8_t hash[DIGEST_LEN];

	w->rows++;
	trail_row_hash(row, row->prev, hash);
	if (row->tenant != w->tenant ||
	    memcmp(hash, row->hash, DIGEST_LEN) != 0)
		tell(w, TRAIL_CHANGED, row->seq, row->seq,
		    "row %lld is not what its hash was made of",
		    (long long)row->seq);
	if (row->seq <= w->last.seq) {
		take_late(w, row->seq);
		return;
	}
	take_next(w, row, hash);
	hold_against(w, row);
}

static void
tell_cut(struct trail_walk *w, int64_t seq, const char *by)
{
	int64_t first = w->last.seq + 1;

	tell(w, TRAIL_CUT, first, seq,
	    first == seq ? "row %lld is gone by %s"
			 : "rows from %lld on are gone by %s",
	    (long long)first, by);
}

void
trail_walk_end(struct trail_walk *w, const struct trail_point *head)
{
	char by[BY_MAX];

	if (head == NULL)
		tell(w, TRAIL_CUT, w->last.seq + 1, w->last.seq + 1,
		    "what it ends with is gone, with any rows before it");
	else if (head->seq > w->last.seq)
		tell_cut(w, head->seq, "what it ends with");
	else if (head->seq < w->last.seq ||
	    memcmp(head->hash, w->last.hash, DIGEST_LEN) != 0)
		tell(w, TRAIL_REWRITTEN, w->last.seq, w->last.seq,
		    "the last row is %lld, and not the one that it should "
		    "end with",
		    (long long)w->last.seq);
	for (; w->at_point < w->n_points; w->at_point++) {
		const struct trail_point *p = &w->points[w->at_point];

		if (is_of_another(w, p) || p->seq <= w->last.seq)
			continue;
		tell_cut(w, p->seq, name_of(p, by));
		break; /* later ones say no more */
	}
}
