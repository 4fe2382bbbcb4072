/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORTER_REMOVAL_H
#define REPORTER_REMOVAL_H

struct db;
struct place;

/*
 * The files of reports whose time is over (table retention) go, unless a hold
 * is open over them: the PDF, its copies in folders and what it was frozen
 * from, each only while it is still what was issued. The row stays, with their
 * hashes. A file that may not be removed is logged and tried again the next
 * time.
 */
int removal_make(struct db *db, const struct place *place, int tenant);

#endif
