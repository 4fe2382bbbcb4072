/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_STORE_ALERT_LEASE_H
#define LIB_STORE_ALERT_LEASE_H

struct db;

/*
 * Who has what is under way (outbox.h, delivery_store.h). A message is taken
 * for a time in which nobody else sends it. When a daemon is killed its session
 * with the database ends with it, and the next one on this host need not wait
 * for that time to pass.
 */

/*
 * The name of this session as a holder, for a daemon with that home. What
 * before held (NULL: none), an earlier session of this same process, is held on
 * by this one. *out is the caller's to free().
 */
int lease_open(struct db *db, const char *home, const char *before, char **out);

/* Ends the leases of sessions of this host and home that are gone. */
int lease_end_dead(struct db *db, const char *holder);

#endif
