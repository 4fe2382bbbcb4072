/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_JOURNAL_RECORD_H
#define LIB_JOURNAL_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/base/digest.h"

/*
 * One record, big-endian, padded with zeros to a multiple of 8 bytes:
 *
 *	magic:32 len:32 crc:32 type:16 reserved:16 seq:64 at:64 payload
 *
 * The CRC covers all but itself, padding included, and starts from the
 * journal's uuid and the segment's number, so that a record of another journal
 * or segment never passes for one of this.
 *
 * Observations are numbered; what the journal says of itself bears the number
 * of the next observation, and readers pass it over.
 */
enum record_type {
	RECORD_OBSERVATION = 1,
	RECORD_REDACTED = 2,   /* payload: the hash that it had, then zeros */
	RECORD_SEAL = 3,       /* payload: chain hash, record count */
	RECORD_CHECKPOINT = 4, /* payload: lib/journal/checkpoint.h */
	RECORD_GAP = 5,        /* payload: struct gap */
	RECORD_REDACTION = 6,  /* payload: lib/journal/redaction.h */
};

enum {
	RECORD_MAGIC = 0x50577263, /* "PWrc" */
	RECORD_HEADER_LEN = 32,
	RECORD_PAYLOAD_MAX = (1 << 20) + 4096,
	RECORD_ALIGN = 8,
	SEAL_LEN = DIGEST_LEN + 8,
	GAP_LEN = 40,
};

struct record {
	enum record_type type;
	uint64_t seq; /* a seal bears that of the next record */
	int64_t at;
	const uint8_t *payload;
	size_t len;
	const uint8_t *raw; /* the record as it stands in the file */
	size_t size;        /* and its length there */
};

struct buf;

/* The size of a record with a payload of len bytes. */
size_t record_size(size_t len);

/* Appends rec without its CRC: the segment is not known yet. Sets raw, payload
 * and size, which point into out. */
void record_encode(struct record *rec, struct buf *out);

/*
 * A record without number and CRC yet: what is appended to out between the two
 * is its payload. record_begin gives what record_end takes.
 */
size_t record_begin(struct buf *out);
void record_end(
    struct buf *out, size_t begin, enum record_type type, int64_t at);

/* What it takes in the file; data is the start of a whole one. */
size_t record_length(const uint8_t *data);

/* Whole ones without number and CRC: numbered from seq on, added to chain.
 * Returns the number of the next. */
uint64_t record_finish(uint8_t *data, size_t len, uint64_t seq, uint32_t seed,
    uint8_t chain[DIGEST_LEN]);

/* Sets the CRC of each whole record in data. */
void record_sign(uint8_t *data, size_t len, uint32_t seed);

/*
 * Reads the record at the start of data; payload points into it. ERR_AGAIN when
 * len is too short to tell, ERR_CORRUPT when this is not a record.
 */
int record_decode(
    const uint8_t *data, size_t len, uint32_t seed, struct record *out);

/* SHA-256 over the record from its type to the end of the payload; of a
 * redacted one, what it was. */
void record_hash(const struct record *rec, uint8_t out[DIGEST_LEN]);

/*
 * chain becomes SHA-256(chain | hash of rec); a seal and a checkpoint tell of
 * the chain, and are not in it.
 */
void record_chain(uint8_t chain[DIGEST_LEN], const struct record *rec);

bool record_is_numbered(const struct record *rec);

/* What a writer found damaged when it opened the journal. */
struct gap {
	uint64_t segment, offset; /* where the damage begins */
	uint64_t first_seq,
	    next_seq; /* lost within first_seq .. next_seq - 1 */
	uint64_t lost;
};

void gap_encode(const struct gap *gap, struct buf *out);
void gap_decode(const uint8_t payload[GAP_LEN], struct gap *out);

#endif
