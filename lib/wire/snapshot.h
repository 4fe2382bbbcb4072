/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_WIRE_SNAPSHOT_H
#define LIB_WIRE_SNAPSHOT_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/wire/varbind.h"

/*
 * What a device said at one moment: bindings in the order of their names, one
 * for each. Made from a recording (recording.h) or from the list in a reading.
 */
struct snapshot;

/*
 * Bindings are added in any order, then sorted once; of two with the same name
 * the later one stays. The questions below are for a sorted one. What is added
 * or set is copied, and may not be borrowed from the same snapshot.
 */
struct snapshot *snapshot_new(void);
void snapshot_free(struct snapshot *s); /* NULL is fine */
void snapshot_add(struct snapshot *s, const struct varbind *vb);
void snapshot_sort(struct snapshot *s);

/*
 * From a list, exceptions and bad values left out; sorted. ERR_PARSE when it
 * is not a list; *out is the caller's on ERR_OK only.
 */
int snapshot_from_list(const void *list, size_t len, struct snapshot **out);

/* Changes or adds one in a sorted one. */
void snapshot_set(struct snapshot *s, const struct varbind *vb);

/* False when there is none; *out borrows from s until it changes. */
bool snapshot_get(
    const struct snapshot *s, struct oid oid, struct varbind *out);

/* The first one after oid. An empty oid gives the first of all. */
bool snapshot_next(
    const struct snapshot *s, struct oid oid, struct varbind *out);

/*
 * By position, 0 .. count - 1; find gives the first position not before oid
 * (count when there is none). For walks: for (i = find(root); ...; i++).
 */
size_t snapshot_count(const struct snapshot *s);
void snapshot_at(const struct snapshot *s, size_t i, struct varbind *out);
size_t snapshot_find(const struct snapshot *s, struct oid oid);

/* The whole as one list, in order; appended to out. */
void snapshot_to_list(const struct snapshot *s, struct buf *out);

#endif
