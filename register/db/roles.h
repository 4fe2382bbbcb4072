/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REGISTER_DB_ROLES_H
#define REGISTER_DB_ROLES_H

#include <stdbool.h>

struct db;

/*
 * Who may do what in the database. A role gets its rights from the schema
 * (lib/store/schema); here it is only made, with the limits of its sessions.
 */
struct role {
	const char *name;
	const char *os_user; /* that may be it, besides the account; or NULL */
	bool login;
	const char *limits; /* "ALTER ROLE name ..." for each; may be NULL */
};

extern const struct role roles[]; /* ends with an empty row */

#define ROLE_OWNER    "patchwacht_owner"
#define ROLE_REGISTER "patchwacht_register"
#define ROLE_REPORT   "patchwacht_report"

/* Makes those that are missing; by somebody who may make roles. */
int roles_make(struct db *db);

/* Makes the schema and says who may connect; inside the database. */
int roles_make_schema(struct db *db);

/* ERR_NOTFOUND when one is missing, which is named in the log. */
int roles_check(struct db *db);

/* Makes an operator: a login role with the name of the system's user. */
int roles_add_operator(struct db *db, const char *name);

#endif
