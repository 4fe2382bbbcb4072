/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REGISTER_TRAIL_CHECK_H
#define REGISTER_TRAIL_CHECK_H

#include <stddef.h>

#include "lib/model/trail/walk.h"

struct words;

/*
 * An audit trail against itself and against anchors, without a database: what
 * an auditor needs is the export, the anchors and this program.
 */

/* Anchors from files of any text; told are those that are not whole. */
struct trail_points {
	struct trail_point *point;
	size_t n;
};

int trail_points_read(struct trail_points *p, const struct words *files);

/* Those that a journal, or a copy of its folder, keeps, once it was verified.
 */
int trail_points_of_journal(struct trail_points *p, const char *dir);

void trail_points_add(struct trail_points *p, const struct trail_point *point);
void trail_points_free(struct trail_points *p);

/*
 * Walks an export. ERR_PARSE with "FILE:LINE: reason" when a line is no line of
 * one. What is wrong with the trail is in w.
 */
int trail_check_file(
    const char *path, struct trail_points *p, struct trail_walk *w);

#endif
