/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_STORE_ALERT_ALERT_LIST_H
#define LIB_STORE_ALERT_ALERT_LIST_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/store/db.h"

/* What people see of incidents, and do to them. */

/* Those that are open, or all, the first ones (0: without end); as they stood
 * at a moment, 0: now. Each is shown alone. */
struct alert_filter {
	bool all;
	int64_t at;
	long first;
};
int alert_each(struct db *db, int tenant, const struct alert_filter *f,
    db_take *take, void *arg);

/* One, or no row; its alerts; what was said; where that went. */
int alert_show(struct db *db, int tenant, int64_t id, struct db_rows **out);
int alert_members(struct db *db, int tenant, int64_t id, struct db_rows **out);
int alert_sayings(struct db *db, int tenant, int64_t id, struct db_rows **out);
int alert_told(struct db *db, int tenant, int64_t id, struct db_rows **out);

/* Who asks takes it up. ERR_NOTFOUND: none of that number is open; ERR_EXISTS:
 * somebody did already. */
int alert_ack(struct db *db, int tenant, int64_t id, const char *reason);

#endif
