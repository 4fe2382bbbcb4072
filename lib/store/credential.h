/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_STORE_CREDENTIAL_H
#define LIB_STORE_CREDENTIAL_H

#include <stddef.h>
#include <stdint.h>

struct buf;
struct box_keys;

/*
 * A device's secret, sealed (lib/base/box.h). Inside the box stand tenant,
 * credential and kind, so that a box moved to another row does not open.
 */
struct credential {
	int tenant_id;
	int credential_id;
	char kind[8];        /* v1, v2c, v3 */
	char community[256]; /* v1, v2c */
};

int credential_seal(
    const uint8_t public_key[32], const struct credential *c, struct buf *box);

/* want says which row it came from; ERR_DENIED when the box says another. */
int credential_open(const struct box_keys *keys, const void *box, size_t len,
    const struct credential *want, struct credential *out);
void credential_wipe(struct credential *c);

#endif
