/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORTER_DUE_H
#define REPORTER_DUE_H

struct place;

/*
 * What a timer runs each morning: the report of the last quarter that has
 * ended, unless it was issued before or the organisation is younger than it.
 * Written below the home, in reports/; made by the role patchwacht_report.
 */
int due_make(const struct place *place, int tenant);

#endif
