/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_STORE_CONNINFO_H
#define LIB_STORE_CONNINFO_H

#include <stdbool.h>

#include "lib/store/db.h" /* db_conninfo */

struct buf;

/* Is it the private cluster (an empty text, NULL or "embedded")? */
bool conninfo_is_embedded(const char *database);

/*
 * The folder of the private cluster's socket below home: home/db/run, or,
 * where that is too long for a socket's address, the folder that is named by
 * the file home/db/socket. ERR_AGAIN when there is no such file yet.
 */
int conninfo_socket_dir(const char *home, struct buf *out);

/* Does a socket in dir fit into an address (sun_path, 108 bytes)? */
bool conninfo_socket_fits(const char *dir);

/* One keyword='value', quoted as libpq wants it. */
void conninfo_add(struct buf *out, const char *keyword, const char *value);

/* Takes PG* out of the environment: libpq would believe it. */
void conninfo_clear_environment(void);

#endif
