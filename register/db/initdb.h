/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REGISTER_DB_INITDB_H
#define REGISTER_DB_INITDB_H

struct cluster;

/*
 * Makes the data folder, whole or not at all: beside its place, then renamed.
 * The caller holds the lock.
 */
int initdb_make(const struct cluster *c);

#endif
