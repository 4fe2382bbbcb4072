/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/network/credential.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "lib/base/box.h"
#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/log.h"

/*
 * Inside the box, numbers big-endian:
 *
 *	"PWC2" | tenant u32 | credential u32 | kind, 8 bytes, NUL-filled
 *	| the texts of fields[], each as length u16 and bytes | zeros
 *
 * The zeros make lengths alike, so that a box does not tell that of a password.
 * "PWC1", of earlier releases, has a community only, and no zeros.
 */
static const char magic_1[4] = "PWC1", magic_2[4] = "PWC2";

enum { KIND_LEN = 8, HEAD_LEN = 4 + 4 + 4 + KIND_LEN, PAD_LEN = 128 };

static const struct field {
	size_t at, size;
} fields[] = {
#define FIELD(name)                                        \
	{                                                  \
		offsetof(struct credential, name),         \
		    sizeof(((struct credential *)0)->name) \
	}
	FIELD(community),
	FIELD(user),
	FIELD(context),
	FIELD(auth),
	FIELD(priv),
	FIELD(auth_password),
	FIELD(priv_password),
#undef FIELD
};

enum { FIELDS = sizeof(fields) / sizeof(fields[0]) };

static bool
has_ends(const struct credential *c)
{
	if (memchr(c->kind, 0, KIND_LEN) == NULL)
		return false;
	for (size_t i = 0; i < FIELDS; i++) {
		if (memchr((const char *)c + fields[i].at, 0, fields[i].size) ==
		    NULL)
			return false;
	}
	return true;
}

static void
encode(const struct credential *c, struct buf *plain)
{
	static const uint8_t zeros[PAD_LEN];
	char kind[KIND_LEN] = { 0 };
	const char *text;

	/* Room for all: what is grown leaves a copy behind. */
	buf_extend(plain, sizeof(*c) + HEAD_LEN + PAD_LEN);
	buf_clear(plain);
	memcpy(kind, c->kind, strlen(c->kind));
	buf_add(plain, magic_2, sizeof(magic_2));
	buf_add_be32(plain, (uint32_t)c->tenant_id);
	buf_add_be32(plain, (uint32_t)c->credential_id);
	buf_add(plain, kind, sizeof(kind));
	for (size_t i = 0; i < FIELDS; i++) {
		text = (const char *)c + fields[i].at;
		buf_add_be16(plain, (uint16_t)strlen(text));
		buf_add(plain, text, strlen(text));
	}
	buf_add(plain, zeros, PAD_LEN - plain->len % PAD_LEN);
}

int
credential_seal(
    const uint8_t public_key[32], const struct credential *c, struct buf *box)
{
	struct buf plain = { 0 };

	if (c->tenant_id < 0 || c->credential_id < 0 || !has_ends(c))
		return ERR_RANGE;
	encode(c, &plain);
	box_seal(public_key, plain.data, plain.len, box);
	box_wipe(plain.data, plain.cap);
	buf_free(&plain);
	return ERR_OK;
}

static uint32_t
take_u32(const uint8_t *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 |
	    (uint32_t)p[2] << 8 | p[3];
}

static int
take_field(const struct buf *plain, size_t *at, const struct field *f,
    struct credential *out)
{
	const uint8_t *p = plain->data + *at;
	size_t len;

	if (plain->len - *at < 2)
		return ERR_PARSE;
	len = (size_t)p[0] << 8 | p[1];
	if (len >= f->size || plain->len - *at - 2 < len ||
	    memchr(p + 2, 0, len) != NULL)
		return ERR_PARSE;
	memcpy((char *)out + f->at, p + 2, len);
	*at += 2 + len;
	return ERR_OK;
}

static int
decode(const struct buf *plain, struct credential *out)
{
	const uint8_t *p = plain->data;
	size_t at = HEAD_LEN, count = FIELDS;
	int rc = ERR_OK;

	memset(out, 0, sizeof(*out));
	if (plain->len < HEAD_LEN || p[HEAD_LEN - 1] != 0)
		return ERR_PARSE;
	if (memcmp(p, magic_1, sizeof(magic_1)) == 0)
		count = 1;
	else if (memcmp(p, magic_2, sizeof(magic_2)) != 0)
		return ERR_PARSE;
	out->tenant_id = (int)take_u32(p + 4);
	out->credential_id = (int)take_u32(p + 8);
	memcpy(out->kind, p + 12, KIND_LEN);
	for (size_t i = 0; rc == ERR_OK && i < count; i++)
		rc = take_field(plain, &at, &fields[i], out);
	for (; rc == ERR_OK && at < plain->len; at++)
		rc = p[at] == 0 ? ERR_OK : ERR_PARSE;
	return rc;
}

static bool
is_wanted(const struct credential *want, const struct credential *have)
{
	return want->tenant_id == have->tenant_id &&
	    want->credential_id == have->credential_id &&
	    strcmp(want->kind, have->kind) == 0;
}

int
credential_open(const struct box_keys *keys, const void *box, size_t len,
    const struct credential *want, struct credential *out)
{
	struct buf plain = { 0 };
	int rc;

	rc = box_open(keys, box, len, &plain);
	if (rc < 0) {
		log_warnx("credential %d of tenant %d: box does not open with "
			  "this key",
		    want->credential_id, want->tenant_id);
		goto out;
	}
	rc = decode(&plain, out);
	if (rc == ERR_OK && !is_wanted(want, out))
		rc = ERR_DENIED;
	if (rc < 0) {
		log_warnx("credential %d of tenant %d: box was made for "
			  "another row",
		    want->credential_id, want->tenant_id);
		credential_wipe(out);
	}
out:
	if (plain.data != NULL)
		box_wipe(plain.data, plain.cap);
	buf_free(&plain);
	return rc;
}

void
credential_wipe(struct credential *c)
{
	box_wipe(c, sizeof(*c));
}
