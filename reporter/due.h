/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORTER_DUE_H
#define REPORTER_DUE_H

struct place;

/*
 * What a timer runs each morning: every report that a schedule of any
 * organisation owes (reports_owed in the schema), oldest first, below the home
 * in reports/; made by the role patchwacht_report. A report and the note that
 * its schedule has it are one transaction, so that a run that was killed makes
 * nothing twice and the next one goes on. One that cannot be made is told, the
 * others are made; ERR_IO then. After them the bundles of those that are to
 * have one, and what lies in folders. ERR_OK, told, when another run is at
 * work.
 */
int due_make(const struct place *place);

#endif
