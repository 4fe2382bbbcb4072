/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/wire/usm.h"

#include <string.h>

#include "lib/base/box.h"
#include "lib/base/buf.h"
#include "lib/base/cipher.h"
#include "lib/base/err.h"
#include "lib/base/hmac.h"

enum {
	STRETCH = 1 << 20, /* RFC 3414, A.2: octets through the digest */
	DES_KEY = 8,       /* and as much of pre-IV behind it */
};

/* RFC 3414, 6 and 7; RFC 7860, 4. */
static const struct {
	enum hmac_hash hash;
	size_t mac_len;
} auths[USM_AUTHS] = {
	[USM_AUTH_MD5] = { HMAC_MD5, 12 },
	[USM_AUTH_SHA1] = { HMAC_SHA1, 12 },
	[USM_AUTH_SHA224] = { HMAC_SHA224, 16 },
	[USM_AUTH_SHA256] = { HMAC_SHA256, 24 },
	[USM_AUTH_SHA384] = { HMAC_SHA384, 32 },
	[USM_AUTH_SHA512] = { HMAC_SHA512, 48 },
};

static const struct {
	enum cipher cipher;
	size_t key_len;
	bool reeder;
} privs[USM_PRIVS] = {
	[USM_PRIV_DES] = { CIPHER_DES, 2 * DES_KEY, false },
	[USM_PRIV_AES128] = { CIPHER_AES128, 16, false },
	[USM_PRIV_AES192] = { CIPHER_AES192, 24, false },
	[USM_PRIV_AES256] = { CIPHER_AES256, 32, false },
	[USM_PRIV_AES192_C] = { CIPHER_AES192, 24, true },
	[USM_PRIV_AES256_C] = { CIPHER_AES256, 32, true },
};

size_t
usm_key_len(enum usm_auth auth)
{
	return auth == USM_AUTH_NONE ? 0 : hmac_len(auths[auth].hash);
}

static size_t
usm_mac_len(enum usm_auth auth)
{
	return auths[auth].mac_len;
}

bool
usm_user_equal(const struct usm_user *a, const struct usm_user *b)
{
	return strcmp(a->name, b->name) == 0 &&
	    strcmp(a->context, b->context) == 0 && a->auth == b->auth &&
	    a->priv == b->priv &&
	    hmac_equal(a->auth_ku, b->auth_ku, sizeof(a->auth_ku)) &&
	    hmac_equal(a->priv_ku, b->priv_ku, sizeof(a->priv_ku));
}

uint8_t
usm_level(const struct usm_user *u)
{
	if (u->auth == USM_AUTH_NONE)
		return 0;
	return u->priv == USM_PRIV_NONE ? SNMP3_AUTH : SNMP3_LEVEL;
}

int
usm_password(enum usm_auth auth, const void *password, size_t len, uint8_t *ku)
{
	if (auth == USM_AUTH_NONE || len == 0)
		return ERR_RANGE;
	return hmac_digest_repeated(
	    auths[auth].hash, password, len, STRETCH, ku);
}

bool
usm_is_slow(enum usm_auth auth, enum usm_priv priv)
{
	return auth != USM_AUTH_NONE && privs[priv].reeder &&
	    usm_key_len(auth) < privs[priv].key_len;
}

/* RFC 3414, 2.6 */
static int
localise(
    enum usm_auth auth, const uint8_t *ku, struct ber engine_id, uint8_t *out)
{
	const struct hmac_part parts[] = { { ku, usm_key_len(auth) },
		{ engine_id.data, engine_id.len }, { ku, usm_key_len(auth) } };

	return hmac_digest(auths[auth].hash, parts, 3, out);
}

/*
 * draft-blumenthal-aes-usm-04, 3.1.2.1: the digest of the key so far is put
 * behind it.
 */
static int
stretch_blumenthal(enum usm_auth auth, uint8_t *key, size_t have)
{
	const struct hmac_part so_far = { key, have };

	return hmac_digest(auths[auth].hash, &so_far, 1, key + have);
}

/*
 * draft-reeder-snmpv3-usm-3desede-00, 2.1: the last part of the key is a
 * password, whose key at this engine is put behind it.
 */
static int
stretch_reeder(
    enum usm_auth auth, struct ber engine_id, uint8_t *key, size_t have)
{
	uint8_t ku[USM_KEY_MAX];
	size_t len = usm_key_len(auth);
	int rc;

	rc = usm_password(auth, key + have - len, len, ku);
	if (rc == ERR_OK)
		rc = localise(auth, ku, engine_id, key + have);
	box_wipe(ku, sizeof(ku));
	return rc;
}

static int
localise_priv(const struct usm_user *u, struct ber engine_id, uint8_t *out)
{
	uint8_t key[2 * USM_KEY_MAX];
	size_t len = usm_key_len(u->auth), have = len;
	int rc;

	rc = localise(u->auth, u->priv_ku, engine_id, key);
	for (; rc == ERR_OK && have < privs[u->priv].key_len; have += len) {
		if (privs[u->priv].reeder)
			rc = stretch_reeder(u->auth, engine_id, key, have);
		else
			rc = stretch_blumenthal(u->auth, key, have);
	}
	memcpy(out, key, privs[u->priv].key_len);
	box_wipe(key, sizeof(key));
	return rc;
}

int
usm_localise(
    const struct usm_user *u, struct ber engine_id, struct usm_keys *out)
{
	int rc = ERR_OK;

	memset(out, 0, sizeof(*out));
	if (u->auth != USM_AUTH_NONE)
		rc = localise(u->auth, u->auth_ku, engine_id, out->auth);
	if (rc == ERR_OK && (usm_level(u) & SNMP3_PRIV) != 0)
		rc = localise_priv(u, engine_id, out->priv);
	return rc;
}

static void
put_be32(uint8_t *out, uint32_t v)
{
	for (int i = 0; i < 4; i++)
		out[i] = (uint8_t)(v >> (24 - 8 * i));
}

/* RFC 3414, 8.1.1.1: pre-IV and salt; RFC 3826, 3.1.2.1: boots, time, salt. */
static void
make_iv(enum usm_priv priv, const struct usm_keys *keys,
    const struct snmp3_message *m, const uint8_t *salt,
    uint8_t iv[CIPHER_IV_MAX])
{
	if (priv == USM_PRIV_DES) {
		for (int i = 0; i < DES_KEY; i++)
			iv[i] = keys->priv[DES_KEY + i] ^ salt[i];
		return;
	}
	put_be32(iv, (uint32_t)m->boots);
	put_be32(iv + 4, (uint32_t)m->time);
	memcpy(iv + 8, salt, SNMP3_SALT_LEN);
}

static void
make_salt(enum usm_priv priv, int32_t boots, uint64_t number, uint8_t *salt)
{
	put_be32(salt, (uint32_t)(number >> 32));
	if (priv == USM_PRIV_DES)
		put_be32(salt, (uint32_t)boots);
	put_be32(salt + 4, (uint32_t)number);
}

static int
sign(const struct usm_user *u, const struct usm_keys *keys, uint8_t *message,
    size_t len, uint8_t *mac)
{
	const struct hmac_part whole = { message, len };
	uint8_t digest[HMAC_LEN_MAX];
	int rc;

	rc = hmac_of(auths[u->auth].hash, keys->auth, usm_key_len(u->auth),
	    &whole, 1, digest);
	memcpy(mac, digest, usm_mac_len(u->auth));
	return rc;
}

/* Whole blocks of what DES is to encrypt. */
static struct ber
pad(struct ber scoped, struct buf *room)
{
	static const uint8_t padding[CIPHER_DES_BLOCK];

	buf_add(room, scoped.data, scoped.len);
	buf_add(room, padding,
	    (CIPHER_DES_BLOCK - scoped.len % CIPHER_DES_BLOCK) %
		CIPHER_DES_BLOCK);
	return (struct ber){ room->data, room->len };
}

/* Hides what stands at the end of the message. */
static int
encrypt(const struct usm_user *u, const struct usm_keys *keys,
    const struct snmp3_message *m, struct buf *out)
{
	uint8_t iv[CIPHER_IV_MAX], *data = out->data + out->len - m->data.len;

	make_iv(u->priv, keys, m, m->salt.data, iv);
	return cipher_encrypt(
	    privs[u->priv].cipher, keys->priv, iv, data, m->data.len, data);
}

int
usm_build(const struct snmp3_message *head, const struct usm_user *u,
    const struct usm_keys *keys, uint64_t salt, struct ber scoped,
    struct buf *out)
{
	const bool hide = (head->flags & SNMP3_PRIV) != 0;
	const bool vouch = (head->flags & SNMP3_AUTH) != 0;
	uint8_t salt_octets[SNMP3_SALT_LEN];
	struct snmp3_message m = *head;
	size_t start = out->len, mac_at;
	struct buf padded = { 0 };
	int rc = ERR_OK;

	m.data =
	    hide && u->priv == USM_PRIV_DES ? pad(scoped, &padded) : scoped;
	m.mac.len = vouch ? usm_mac_len(u->auth) : 0;
	make_salt(u->priv, m.boots, salt, salt_octets);
	m.salt = (struct ber){ salt_octets, hide ? sizeof(salt_octets) : 0 };
	snmp3_build(&m, out, &mac_at);
	if (hide)
		rc = encrypt(u, keys, &m, out);
	if (rc == ERR_OK && vouch)
		rc = sign(u, keys, out->data + start, out->len - start,
		    out->data + mac_at);
	if (rc < 0)
		out->len = start;
	buf_free(&padded);
	return rc;
}

int
usm_check(const struct snmp3_message *m, enum usm_auth auth,
    const struct usm_keys *keys)
{
	static const uint8_t zeros[SNMP3_MAC_MAX];
	uint8_t digest[HMAC_LEN_MAX];
	const uint8_t *end = m->mac.data + m->mac.len;
	const struct hmac_part parts[] = {
		{ m->whole.data, (size_t)(m->mac.data - m->whole.data) },
		{ zeros, m->mac.len },
		{ end, m->whole.len - (size_t)(end - m->whole.data) },
	};
	int rc;

	if (auth == USM_AUTH_NONE || m->mac.len != usm_mac_len(auth))
		return ERR_DENIED;
	rc = hmac_of(
	    auths[auth].hash, keys->auth, usm_key_len(auth), parts, 3, digest);
	if (rc < 0)
		return rc;
	return hmac_equal(digest, m->mac.data, m->mac.len) ? ERR_OK
							   : ERR_DENIED;
}

int
usm_read(const struct snmp3_message *m, enum usm_priv priv,
    const struct usm_keys *keys, struct buf *plain, struct snmp3_scoped *out)
{
	uint8_t iv[CIPHER_IV_MAX];
	int rc;

	if ((m->flags & SNMP3_PRIV) == 0)
		return snmp3_parse_scoped(m->data, out);
	if (priv == USM_PRIV_NONE || m->salt.len != SNMP3_SALT_LEN ||
	    m->data.len == 0)
		return ERR_DENIED;
	buf_clear(plain);
	make_iv(priv, keys, m, m->salt.data, iv);
	rc = cipher_decrypt(privs[priv].cipher, keys->priv, iv, m->data.data,
	    m->data.len, buf_extend(plain, m->data.len));
	if (rc == ERR_RANGE) /* not whole blocks */
		return ERR_DENIED;
	if (rc < 0)
		return rc;
	return snmp3_parse_scoped((struct ber){ plain->data, plain->len }, out);
}
