/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REGISTER_DB_SETTINGS_H
#define REGISTER_DB_SETTINGS_H

struct cluster;

/*
 * Writes postgresql.conf, pg_hba.conf and pg_ident.conf anew; before each
 * start, so that a newer Patchwacht brings its own.
 */
int settings_write(const struct cluster *c);

#endif
