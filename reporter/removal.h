/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORTER_REMOVAL_H
#define REPORTER_REMOVAL_H

struct place;

/*
 * The files of reports whose time is over (table retention) go, unless a hold
 * is open over them: the PDF and what it was frozen from, both only while they
 * are still what was issued. The row stays, with their hashes. A file that may
 * not be removed is logged and tried again the next time.
 */
int removal_make(const struct place *place, int tenant);

#endif
