/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_KEYS_KEYRING_H
#define COLLECTOR_KEYS_KEYRING_H

#include <stdint.h>

struct credential;
struct db;

/*
 * The credentials that this process could open. Boxes are opened when they are
 * first seen or have changed; secrets are wiped when they go.
 */
struct keyring;

/*
 * key_path: the private key. Read again when it could not be read before, so
 * that an installation may be completed while the daemon runs.
 */
struct keyring *keyring_new(const char *key_path);
void keyring_free(struct keyring *k); /* NULL is fine */

/* Brings it up to date; on an error it is as it was. */
int keyring_load(struct keyring *k, struct db *db);

/* NULL when there is none, or it did not open. Borrowed until the next load. */
const struct credential *keyring_find(
    const struct keyring *k, int tenant_id, int credential_id);

#endif
