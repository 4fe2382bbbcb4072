/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_FRAMEWORK_THRESHOLD_H
#define LIB_FRAMEWORK_THRESHOLD_H

#include <stdbool.h>
#include <stdint.h>

struct buf;

/*
 * An organisation's own thresholds, as its policy has them: a text of
 *
 *	M-NET-01 90 60; M-PAT-11 5 20
 *
 * an id of a measurement, and in percent what is within and what is partly
 * within. No norm prescribes them.
 */
enum { THRESHOLDS_MAX = 2000 };

/* ERR_PARSE adds to why what is wrong. Bounds are 0 to 100; each id once. */
int threshold_check(const char *text, struct buf *why);

/* Whether the text, which was checked, has one for that id. */
bool threshold_find(
    const char *text, const char *id, int64_t *within, int64_t *partly);

#endif
