/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_VERIFY_PSEUDONYM_H
#define COLLECTOR_VERIFY_PSEUDONYM_H

#include <stddef.h>

/*
 * What stands in evidence in place of a name: "user-" and a part of its
 * HMAC-SHA256 under a key that never leaves this role. The same person of the
 * same tenant is the same pseudonym, in upper or lower case; without the key
 * nobody finds out whose it is by trying names, and with a new key nobody does.
 */
struct pseudonyms;
struct buf;
struct persons;

enum { PSEUDONYM_MAX = 24 };

/* With the key in that file, which is made when there is none. */
int pseudonyms_open(const char *path, struct pseudonyms **out);
void pseudonyms_close(struct pseudonyms *p); /* NULL is fine */

char *pseudonym_of(const struct pseudonyms *p, int tenant, const char *name,
    size_t len, char out[PSEUDONYM_MAX]);

/* Appends text to out, with a pseudonym wherever one of them is named. */
void pseudonyms_apply(const struct pseudonyms *p, int tenant,
    const struct persons *who, const void *text, size_t len, struct buf *out);

#endif
