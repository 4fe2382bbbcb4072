/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_VERIFY_COMPARING_H
#define COLLECTOR_VERIFY_COMPARING_H

struct verify;

/*
 * Makes the hours that are over, and compares the devices whose look is due:
 * one, three and seven days after a patch, at the end of the observation, and
 * each day from there while that is undecided. A crash in the log that is new
 * on its model needs no comparing. Only writes what it found: the table of
 * states decides on what follows.
 */
int comparing_take(struct verify *v);

#endif
