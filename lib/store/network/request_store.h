/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_STORE_REQUEST_STORE_H
#define LIB_STORE_REQUEST_STORE_H

#include <stdbool.h>
#include <stdint.h>

struct db;
struct db_rows;
struct json;

/* What operators want of devices now: rows that the poller answers. */

/* device 0: of none that the register has. args: an object, or NULL. */
int request_add(struct db *db, int tenant, const char *kind, int device,
    const struct json *args, int64_t *request);

/* taken, finished, outcome, result; times and words are NULL until then. */
int request_look(
    struct db *db, int tenant, int64_t request, struct db_rows **out);

#endif
