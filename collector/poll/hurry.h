/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_POLL_HURRY_H
#define COLLECTOR_POLL_HURRY_H

/*
 * Devices that others say are to be asked now who they are: rows of the table
 * due, as the trap role writes them. A worker takes those of its own devices,
 * each once.
 */
struct dblink;
struct hurry;
struct share;

typedef void hurry_fn(void *arg, int tenant_id, int device_id);

/* All are borrowed. */
struct hurry *hurry_new(
    struct dblink *db, const struct share *share, hurry_fn *fn, void *arg);
void hurry_free(struct hurry *h); /* after db; NULL is fine */

/* Takes what is there; fn is called later. */
void hurry_take(struct hurry *h);

#endif
