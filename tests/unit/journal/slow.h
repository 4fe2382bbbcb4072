/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_UNIT_JOURNAL_SLOW_H
#define TESTS_UNIT_JOURNAL_SLOW_H

/* A disk that syncs only as often as it is told, and may fail at it: from
 * slow_disk on, any number of times. */
enum { SLOW_ANY = -1 };

void slow_disk(void);
void slow_allow(int syncs);
void slow_fail(int error); /* an errno; 0: no more */
void slow_wait(void);      /* until it is asked to sync and may not */

#endif
