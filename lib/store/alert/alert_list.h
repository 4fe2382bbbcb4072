/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_STORE_ALERT_ALERT_LIST_H
#define LIB_STORE_ALERT_ALERT_LIST_H

#include <stdbool.h>
#include <stdint.h>

struct db;
struct db_rows;

/* What people see of incidents, and do to them. */

/* Those that are open, or all; as they stood at a moment, 0: now. */
int alert_list(
    struct db *db, int tenant, bool all, int64_t at, struct db_rows **out);

/* One, or no row; its alerts; what was said; where that went. */
int alert_show(struct db *db, int tenant, int64_t id, struct db_rows **out);
int alert_members(struct db *db, int tenant, int64_t id, struct db_rows **out);
int alert_sayings(struct db *db, int tenant, int64_t id, struct db_rows **out);
int alert_told(struct db *db, int tenant, int64_t id, struct db_rows **out);

/* Who asks takes it up. ERR_NOTFOUND: none of that number is open; ERR_EXISTS:
 * somebody did already. */
int alert_ack(struct db *db, int tenant, int64_t id, const char *reason);

#endif
