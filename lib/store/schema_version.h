/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_STORE_SCHEMA_VERSION_H
#define LIB_STORE_SCHEMA_VERSION_H

#include <stdbool.h>

/*
 * Are the tables of the database those that this program was built with?
 * Between an installation and `patchwacht-db migrate`, and on a second server
 * that was not upgraded yet, they are not: then nothing is read or written, and
 * what devices say waits in the journal. It is asked where a session begins;
 * `patchwacht-db migrate` ends those of before (register/db/session.h).
 */
struct db;
struct db_target;
struct embedded;

/* The number of the last of the migrations. */
int schema_version_newest(const struct embedded *list);

/* A statement with one row, one column: the version of the tables. */
extern const char schema_version_ask[];

/* Why tables of that version are none of ours, and what to do; false: they are,
 * and out is empty. */
enum { SCHEMA_VERSION_WHY = 160 };
bool schema_version_why(int have, char out[SCHEMA_VERSION_WHY]);

/* db_open, for those who use the tables. ERR_RANGE: they are of another
 * version, which is logged once until they are right. */
int schema_version_open(
    const struct db_target *t, const char *role, struct db **out);

#endif
