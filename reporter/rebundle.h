/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORTER_REBUNDLE_H
#define REPORTER_REBUNDLE_H

struct buf;
struct report_order;

/* Appends where the bundle of a report is made: REPORT.bundle.pdf. */
void rebundle_path(const char *report, struct buf *out);

/*
 * Makes the evidence bundle of a report that was issued, by its number, from
 * the evidence that it was frozen from: of its last version, in each language
 * or that of the order. Beside the report, or where the order says. The trail
 * keeps where it is, so that it goes with the report.
 */
int rebundle_make(const struct report_order *order, const char *number);

#endif
