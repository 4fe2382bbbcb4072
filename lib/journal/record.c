/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/journal/record.h"

#include <endian.h>
#include <stdbool.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/journal/checkpoint.h"

enum { AT_LEN = 4, AT_CRC = 8, AT_TYPE = 12, AT_SEQ = 16, AT_TIME = 24 };

static uint16_t
get16(const uint8_t *p)
{
	uint16_t v;

	memcpy(&v, p, sizeof(v));
	return be16toh(v);
}

static uint32_t
get32(const uint8_t *p)
{
	uint32_t v;

	memcpy(&v, p, sizeof(v));
	return be32toh(v);
}

static uint64_t
get64(const uint8_t *p)
{
	uint64_t v;

	memcpy(&v, p, sizeof(v));
	return be64toh(v);
}

static void
put32(uint8_t *p, uint32_t v)
{
	v = htobe32(v);
	memcpy(p, &v, sizeof(v));
}

static void
put64(uint8_t *p, uint64_t v)
{
	v = htobe64(v);
	memcpy(p, &v, sizeof(v));
}

size_t
record_size(size_t len)
{
	return (RECORD_HEADER_LEN + len + RECORD_ALIGN - 1) / RECORD_ALIGN *
	    RECORD_ALIGN;
}

size_t
record_begin(struct buf *out)
{
	size_t begin = out->len;

	(void)buf_extend(out, RECORD_HEADER_LEN);
	return begin;
}

void
record_end(struct buf *out, size_t begin, enum record_type type, int64_t at)
{
	size_t len = out->len - begin - RECORD_HEADER_LEN;
	size_t padding = record_size(len) - RECORD_HEADER_LEN - len;
	uint8_t *raw;

	memset(buf_extend(out, padding), 0, padding);
	raw = out->data + begin;
	put32(raw, RECORD_MAGIC);
	put32(raw + AT_LEN, (uint32_t)len);
	put32(raw + AT_CRC, 0);
	put32(raw + AT_TYPE, (uint32_t)type << 16);
	put64(raw + AT_SEQ, 0);
	put64(raw + AT_TIME, (uint64_t)at);
}

void
record_encode(struct record *rec, struct buf *out)
{
	size_t begin = record_begin(out);

	buf_add(out, rec->payload, rec->len);
	record_end(out, begin, rec->type, rec->at);
	put64(out->data + begin + AT_SEQ, rec->seq);
	rec->raw = out->data + begin;
	rec->payload = rec->raw + RECORD_HEADER_LEN;
	rec->size = out->len - begin;
}

size_t
record_length(const uint8_t *data)
{
	return record_size(get32(data + AT_LEN));
}

static uint32_t
compute_crc(const uint8_t *data, size_t size, uint32_t seed)
{
	uint32_t crc = digest_crc32c(seed, data, AT_CRC);

	return digest_crc32c(crc, data + AT_TYPE, size - AT_TYPE);
}

void
record_sign(uint8_t *data, size_t len, uint32_t seed)
{
	while (len >= RECORD_HEADER_LEN) {
		size_t size = record_length(data);

		put32(data + AT_CRC, compute_crc(data, size, seed));
		data += size;
		len -= size;
	}
}

static bool
is_plausible(const uint8_t *data, size_t len)
{
	uint16_t type = get16(data + AT_TYPE);

	return get32(data) == RECORD_MAGIC && len <= RECORD_PAYLOAD_MAX &&
	    type >= RECORD_OBSERVATION && type <= RECORD_REDACTION &&
	    (type != RECORD_SEAL || len == SEAL_LEN) &&
	    (type != RECORD_CHECKPOINT || len == CHECKPOINT_LEN) &&
	    (type != RECORD_GAP || len == GAP_LEN) &&
	    (type != RECORD_REDACTED || len >= DIGEST_LEN);
}

int
record_decode(
    const uint8_t *data, size_t len, uint32_t seed, struct record *out)
{
	struct record rec;

	if (len < RECORD_HEADER_LEN)
		return ERR_AGAIN;
	rec.len = get32(data + AT_LEN);
	if (!is_plausible(data, rec.len))
		return ERR_CORRUPT;
	rec.size = record_size(rec.len);
	if (len < rec.size)
		return ERR_AGAIN;
	if (get32(data + AT_CRC) != compute_crc(data, rec.size, seed))
		return ERR_CORRUPT;
	rec.type = get16(data + AT_TYPE);
	rec.seq = get64(data + AT_SEQ);
	rec.at = (int64_t)get64(data + AT_TIME);
	rec.raw = data;
	rec.payload = data + RECORD_HEADER_LEN;
	*out = rec;
	return ERR_OK;
}

void
record_hash(const struct record *rec, uint8_t out[DIGEST_LEN])
{
	if (rec->type == RECORD_REDACTED)
		memcpy(out, rec->payload, DIGEST_LEN);
	else
		digest_of(rec->raw + AT_TYPE,
		    RECORD_HEADER_LEN - AT_TYPE + rec->len, out);
}

void
record_chain(uint8_t chain[DIGEST_LEN], const struct record *rec)
{
	uint8_t both[2 * DIGEST_LEN];

	if (rec->type == RECORD_SEAL || rec->type == RECORD_CHECKPOINT)
		return;
	memcpy(both, chain, DIGEST_LEN);
	record_hash(rec, both + DIGEST_LEN);
	digest_of(both, sizeof(both), chain);
}

uint64_t
record_finish(uint8_t *data, size_t len, uint64_t seq, uint32_t seed,
    uint8_t chain[DIGEST_LEN])
{
	for (size_t size; len > 0; data += size, len -= size) {
		struct record rec = { .type = get16(data + AT_TYPE),
			.raw = data,
			.payload = data + RECORD_HEADER_LEN,
			.len = get32(data + AT_LEN) };

		size = record_size(rec.len);
		put64(data + AT_SEQ, seq++);
		put32(data + AT_CRC, compute_crc(data, size, seed));
		record_chain(chain, &rec);
	}
	return seq;
}

bool
record_is_numbered(const struct record *rec)
{
	return rec->type == RECORD_OBSERVATION || rec->type == RECORD_REDACTED;
}

void
gap_encode(const struct gap *gap, struct buf *out)
{
	buf_add_be64(out, gap->segment);
	buf_add_be64(out, gap->offset);
	buf_add_be64(out, gap->first_seq);
	buf_add_be64(out, gap->next_seq);
	buf_add_be64(out, gap->lost);
}

void
gap_decode(const uint8_t payload[GAP_LEN], struct gap *out)
{
	out->segment = get64(payload);
	out->offset = get64(payload + 8);
	out->first_seq = get64(payload + 16);
	out->next_seq = get64(payload + 24);
	out->lost = get64(payload + 32);
}
