/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_KEYS_KEYRING_H
#define COLLECTOR_KEYS_KEYRING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct credential;
struct db;
struct db_rows;
struct usm_user;

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

/*
 * Brings it up to date, page by page: begin, take ... take, end. keyring_page
 * asks for one: the tenant and the credential that it comes after (-1), and how
 * many rows. A begin without an end leaves all as it was.
 */
extern const char *const keyring_page;
void keyring_begin(struct keyring *k);
void keyring_take(struct keyring *k, const struct db_rows *rows);
void keyring_end(struct keyring *k);

/* What has changed or gone since is not borrowed any more. */
void keyring_settle(struct keyring *k);

/* Is our own key missing that may be there by now? */
bool keyring_is_shut(const struct keyring *k);

/*
 * NULL when there is none, or it did not open. Borrowed until keyring_settle;
 * one whose box has not changed stays where it is.
 */
const struct credential *keyring_find(
    const struct keyring *k, int tenant_id, int credential_id);

/* Those of SNMPv1 and v2c of a tenant that are open, at most as many: how many.
 * Borrowed as above. */
size_t keyring_communities(
    const struct keyring *k, int tenant_id, const char *out[], size_t most);

/* The same of one of SNMPv3, with its keys; NULL for another kind, too. Its
 * passwords are gone: keys are made of them once. */
const struct usm_user *keyring_user(
    const struct keyring *k, int tenant_id, int credential_id);

#endif
