/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_STORE_LOG_OWN_STORE_H
#define LIB_STORE_LOG_OWN_STORE_H

#include <stddef.h>
#include <stdint.h>

/*
 * What is wrong with the installation itself. Texts are owned by the caller,
 * who frees them with own_state_free; NULL: nothing.
 */
struct db;
struct db_rows;

struct own_state {
	int tenant;    /* who is told; 0: there is none yet */
	char *damaged; /* which journals have segments kept aside */
	char *papers;  /* which certificates and lists run out, or cannot be
			  used: what the listener said last, within a day */
	char *aside;   /* why records were refused, within a week */
	int64_t aside_count;
};

int own_store_load(struct db *db, int64_t now, struct own_state *out);
void own_state_free(struct own_state *s);

/*
 * Senders of one organisation whose certificates run out, and the alert that
 * tells of them. Of many, those stand in it that run out first.
 */
struct own_senders {
	int tenant;
	char *what; /* "core-sw1 2026-12-10, edge7 2026-12-11 (+498)"; NULL:
		       none any more */
	int64_t count;
	int64_t alert; /* that is open, or 0, */
	char *told;    /* and its what */
};

#define OWN_SENDERS "senders" /* the subject of such an alert */

/* Those that have either; *out is the caller's, for own_senders_free. */
int own_store_senders(
    struct db *db, int64_t now, struct own_senders **out, size_t *n);
void own_senders_free(struct own_senders *s, size_t n);

/* rule, severity, opened, what; of the open alerts about ourselves. */
int own_store_alerts(struct db *db, int tenant, struct db_rows **out);

#endif
