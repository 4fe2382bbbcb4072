/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_STORE_ALERT_CHANNEL_SECRET_H
#define LIB_STORE_ALERT_CHANNEL_SECRET_H

#include <stddef.h>
#include <stdint.h>

struct box_keys;
struct buf;

/*
 * What a channel needs to be believed, sealed (lib/base/box.h): only the alert
 * role has the private key. Tenant, channel, means and target stand inside the
 * box, so that it opens neither for another row nor for another receiver: who
 * changes a URL gives the secret anew. A field without use is empty.
 */
struct channel_secret {
	char hmac[65];           /* of a webhook's signature */
	char authorization[513]; /* its header */
	char community[256];     /* SNMPv2c */
	char auth_password[256]; /* SNMPv3 */
	char priv_password[256];
};

struct channel_row {
	int tenant_id, channel_id;
	const char *means, *target;
};

/* ERR_RANGE when a text has no end. */
int channel_secret_seal(const uint8_t public_key[32],
    const struct channel_row *row, const struct channel_secret *s,
    struct buf *box);

/* ERR_DENIED, logged, when the box does not open or was made for another. */
int channel_secret_open(const struct box_keys *keys, const void *box,
    size_t len, const struct channel_row *row, struct channel_secret *out);
void channel_secret_wipe(struct channel_secret *s);

#endif
