/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_WIRE_BER_H
#define LIB_WIRE_BER_H

#include <stddef.h>
#include <stdint.h>

struct buf;

/*
 * The part of BER (X.690) that SNMP uses: single-octet tags, definite lengths
 * of at most four length octets. Non-minimal lengths and integers are read,
 * because agents send them; what we write is minimal.
 */

/* The bytes that are still to be read; borrowed. */
struct ber {
	const uint8_t *data;
	size_t len;
};

enum ber_tag {
	BER_INTEGER = 0x02,
	BER_STRING = 0x04,
	BER_NULL = 0x05,
	BER_OID = 0x06,
	BER_SEQUENCE = 0x30,
};

/*
 * Takes one element off the front of r. ERR_PARSE when it is not whole or of
 * another form; r is then of no further use.
 */
int ber_take(struct ber *r, uint8_t *tag, struct ber *contents);

/* The same; another tag is ERR_PARSE too. */
int ber_take_tag(struct ber *r, uint8_t tag, struct ber *contents);

/* An INTEGER of at most 8 octets; more are ERR_RANGE. */
int ber_take_int(struct ber *r, int64_t *out);

/* The number that contents octets stand for. */
int ber_int(struct ber contents, int64_t *out);
int ber_uint(struct ber contents, uint64_t *out); /* at most 64 bits */

void ber_add(struct buf *out, uint8_t tag, const void *data, size_t len);
void ber_add_int(struct buf *out, uint8_t tag, int64_t v);
void ber_add_uint(struct buf *out, uint8_t tag, uint64_t v);

/* An element of elements: what is added between the two is inside it. */
size_t ber_begin(struct buf *out, uint8_t tag);
void ber_end(struct buf *out, size_t begun);

#endif
