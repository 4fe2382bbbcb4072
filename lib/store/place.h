/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_STORE_PLACE_H
#define LIB_STORE_PLACE_H

#include "lib/store/db.h"

/*
 * Where an installation is: told on the command line, else by the environment
 * (PATCHWACHT_HOME, PATCHWACHT_CONFIG), else by its
 * configuration, else as it was built.
 */
struct place {
	char *home;     /* the folder of keys, journals and the cluster */
	char *database; /* "embedded", or a DSN */
	char *user;     /* that a cluster started by root runs as, or NULL */
	char *data;     /* as configured; NULL: lib/base/data.h finds it */
};

/* home and config may be NULL. A configuration that was named must be there. */
int place_find(const char *home, const char *config, struct place *out);
void place_free(struct place *p); /* a zeroed one is fine */

/* A path below the home, or below the data; the caller's to free(). */
char *place_home(const struct place *p, const char *below);
char *place_data(const struct place *p, const char *below);

struct db_target place_target(const struct place *p); /* borrows from p */

#endif
