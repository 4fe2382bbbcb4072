/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/journal/checkpoint.h"

#include <endian.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/journal/keys.h"

enum { SIGNED_LEN = CHECKPOINT_LEN - SIGNATURE_LEN, AT_CHAIN = 64 };

/* So that a signature for one purpose never serves another. */
static const char purpose[] = "patchwacht checkpoint";

static uint64_t
take64(const uint8_t **p)
{
	uint64_t v;

	memcpy(&v, *p, sizeof(v));
	*p += sizeof(v);
	return be64toh(v);
}

static void
add_signed(struct buf *out, const uint8_t *payload,
    const uint8_t uuid[JOURNAL_UUID_LEN])
{
	buf_add(out, purpose, sizeof(purpose));
	buf_add(out, uuid, JOURNAL_UUID_LEN);
	buf_add(out, payload, SIGNED_LEN);
}

void
checkpoint_encode(const struct checkpoint *c,
    const uint8_t uuid[JOURNAL_UUID_LEN], const struct signer *signer,
    struct buf *out)
{
	size_t start = out->len;
	uint8_t signature[SIGNATURE_LEN];
	struct buf all = { 0 };

	buf_add_be64(out, c->number);
	buf_add_be64(out, c->epoch);
	buf_add_be64(out, c->first_seq);
	buf_add_be64(out, c->next_seq);
	buf_add_be64(out, c->records);
	buf_add_be64(out, (uint64_t)c->wall);
	buf_add_be64(out, (uint64_t)c->monotonic);
	buf_add_be32(out, c->flags);
	buf_add_be32(out, 0);
	buf_add(out, c->chain, DIGEST_LEN);
	buf_add(out, c->previous, DIGEST_LEN);
	add_signed(&all, out->data + start, uuid);
	signer_sign(signer, all.data, all.len, signature);
	buf_add(out, signature, SIGNATURE_LEN);
	buf_free(&all);
}

void
checkpoint_decode(const uint8_t payload[CHECKPOINT_LEN], struct checkpoint *out)
{
	const uint8_t *p = payload;

	out->number = take64(&p);
	out->epoch = take64(&p);
	out->first_seq = take64(&p);
	out->next_seq = take64(&p);
	out->records = take64(&p);
	out->wall = (int64_t)take64(&p);
	out->monotonic = (int64_t)take64(&p);
	out->flags = (uint32_t)(take64(&p) >> 32);
	memcpy(out->chain, payload + AT_CHAIN, DIGEST_LEN);
	memcpy(out->previous, payload + AT_CHAIN + DIGEST_LEN, DIGEST_LEN);
}

int
checkpoint_check(const uint8_t payload[CHECKPOINT_LEN],
    const uint8_t uuid[JOURNAL_UUID_LEN], const uint8_t public[SIGN_PUBLIC_LEN])
{
	struct buf all = { 0 };
	int rc;

	add_signed(&all, payload, uuid);
	rc = sign_verify(public, all.data, all.len, payload + SIGNED_LEN);
	buf_free(&all);
	return rc;
}

int
checkpoint_check_listed(const uint8_t payload[CHECKPOINT_LEN],
    const uint8_t uuid[JOURNAL_UUID_LEN], const struct key_list *keys)
{
	const struct public_key *key;
	struct checkpoint c;

	checkpoint_decode(payload, &c);
	key = key_list_find(keys, c.epoch);
	return key == NULL ? ERR_DENIED
			   : checkpoint_check(payload, uuid, key->public);
}

void
checkpoint_hash(const uint8_t payload[CHECKPOINT_LEN], uint8_t out[DIGEST_LEN])
{
	digest_of(payload, CHECKPOINT_LEN, out);
}
