/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/credential.h"

#include <stdbool.h>
#include <string.h>

#include "lib/base/box.h"
#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/log.h"

/*
 * Inside the box, numbers big-endian:
 *
 *	"PWC1" | tenant u32 | credential u32 | kind, 8 bytes, NUL-filled
 *	| length u16 | community
 */
static const char magic[4] = "PWC1";

enum { KIND_LEN = 8, HEAD_LEN = 4 + 4 + 4 + KIND_LEN + 2 };

int
credential_seal(
    const uint8_t public_key[32], const struct credential *c, struct buf *box)
{
	struct buf plain = { 0 };
	char kind[KIND_LEN] = { 0 };
	size_t len = strnlen(c->community, sizeof(c->community));

	if (len == sizeof(c->community) || c->tenant_id < 0 ||
	    c->credential_id < 0 || memchr(c->kind, 0, KIND_LEN) == NULL)
		return ERR_RANGE;
	memcpy(kind, c->kind, strlen(c->kind));
	buf_add(&plain, magic, sizeof(magic));
	buf_add_be32(&plain, (uint32_t)c->tenant_id);
	buf_add_be32(&plain, (uint32_t)c->credential_id);
	buf_add(&plain, kind, sizeof(kind));
	buf_add_be16(&plain, (uint16_t)len);
	buf_add(&plain, c->community, len);
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
decode(const struct buf *plain, struct credential *out)
{
	const uint8_t *p = plain->data;
	size_t len;

	if (plain->len < HEAD_LEN || memcmp(p, magic, sizeof(magic)) != 0)
		return ERR_PARSE;
	len = (size_t)p[HEAD_LEN - 2] << 8 | p[HEAD_LEN - 1];
	if (plain->len != HEAD_LEN + len || len >= sizeof(out->community) ||
	    p[12 + KIND_LEN - 1] != 0)
		return ERR_PARSE;
	memset(out, 0, sizeof(*out));
	out->tenant_id = (int)take_u32(p + 4);
	out->credential_id = (int)take_u32(p + 8);
	memcpy(out->kind, p + 12, KIND_LEN);
	memcpy(out->community, p + HEAD_LEN, len);
	return ERR_OK;
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
