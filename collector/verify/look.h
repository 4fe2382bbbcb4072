/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_VERIFY_LOOK_H
#define COLLECTOR_VERIFY_LOOK_H

struct verify;

/*
 * One look at what has come in: all that store has loaded, in transactions of
 * a few rows, each with the reader's place; and then, when nothing waits, what
 * the clock says. ERR_AGAIN when the database is away; v->db is then of no
 * further use.
 */
int look_take(struct verify *v);

#endif
