/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_STORE_SUPPLIER_STORE_H
#define LIB_STORE_SUPPLIER_STORE_H

#include <stdint.h>

struct db;
struct db_rows;

/* Who maintains systems for us, and which. */

/* ERR_NOTFOUND, unlogged, when there is none by that name. */
int supplier_find(struct db *db, int tenant, const char *name, int64_t *id);

/* Inside a transaction; note may be NULL. */
int supplier_add(struct db *db, int tenant, const char *name, const char *note);

#endif
