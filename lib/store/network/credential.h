/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_STORE_CREDENTIAL_H
#define LIB_STORE_CREDENTIAL_H

#include <stddef.h>
#include <stdint.h>

struct buf;
struct box_keys;

/*
 * With what devices let us read them, sealed (lib/base/box.h). Inside the box
 * stand tenant, credential and kind, so that a box moved to another row does
 * not open. A field that its kind has no use for is empty.
 */
struct credential {
	int tenant_id;
	int credential_id;
	char kind[8];        /* v1, v2c, v3 */
	char community[256]; /* v1, v2c */
	char user[33];       /* v3: all below */
	char context[33];    /* contextName; empty is the default one */
	char auth[16];       /* "SHA-256", as lib/wire/usm.h names them; */
	char priv[16];       /* "none": without */
	char auth_password[256];
	char priv_password[256];
};

enum { CREDENTIAL_PASSWORD_MIN = 8 }; /* RFC 3414, 11.2 */

/* ERR_RANGE when a text has no end, or an id is negative. */
int credential_seal(
    const uint8_t public_key[32], const struct credential *c, struct buf *box);

/* want says which row it came from; ERR_DENIED when the box says another. */
int credential_open(const struct box_keys *keys, const void *box, size_t len,
    const struct credential *want, struct credential *out);
void credential_wipe(struct credential *c);

#endif
