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

/* rule, severity, opened, what; of the open alerts about ourselves. */
int own_store_alerts(struct db *db, int tenant, struct db_rows **out);

#endif
