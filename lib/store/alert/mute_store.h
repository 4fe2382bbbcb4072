/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_STORE_ALERT_MUTE_STORE_H
#define LIB_STORE_ALERT_MUTE_STORE_H

#include <stdbool.h>
#include <stdint.h>

struct db;
struct db_rows;

/* For how long something is on record and not said. */
struct mute {
	const char *rule;       /* NULL: each */
	int site_id, device_id; /* 0: each */
	int64_t since, until;
	const char *reason;
};

int mute_add(struct db *db, int tenant, const struct mute *m, int64_t *id);

/* Before its time. ERR_NOTFOUND: none of that number lasts. */
int mute_end(struct db *db, int tenant, int64_t id, const char *reason);
/* at: as it stood then; 0 is now. */
int mute_list(
    struct db *db, int tenant, bool all, int64_t at, struct db_rows **out);

#endif
