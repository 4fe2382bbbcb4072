/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_VERIFY_CALENDARS_H
#define COLLECTOR_VERIFY_CALENDARS_H

struct verify;

/*
 * Puts the school holidays of the calendars that sites and windows name into
 * the database, where comparisons and the look on the next school day find
 * them. Once an hour, inside the transaction of a tick. A file that cannot be
 * read keeps what is there, and is told of in the log.
 */
int calendars_take(struct verify *v);

#endif
