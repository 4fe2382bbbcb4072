/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_WIRE_OID_H
#define LIB_WIRE_OID_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;

/*
 * An object identifier, kept as the contents octets of its BER form (X.690,
 * 8.19): half the size of an array of numbers, and ready to be sent. The bytes
 * are borrowed from whatever they were read from.
 */
struct oid {
	const uint8_t *data;
	size_t len;
};

enum {
	OID_PARTS_MAX = 128, /* RFC 3416, 4.1: sub-identifiers in a name */
	OID_BYTES_MAX = 5 * OID_PARTS_MAX,
	OID_TEXT_MAX = 11 * OID_PARTS_MAX + 1,
};

/*
 * A constant from its contents octets: OID_OF(0x2b, 6, 1) is 1.3.6.1. The
 * compound literal lives as long as the block (or file) it stands in.
 */
#define OID_OF(...)                                      \
	((struct oid){ (const uint8_t[]){ __VA_ARGS__ }, \
	    sizeof((const uint8_t[]){ __VA_ARGS__ }) })

/*
 * Whether the bytes are whole minimal sub-identifiers of at most 32 bits, and
 * at most OID_PARTS_MAX. The others below ask for one that is.
 */
bool oid_is_valid(struct oid oid);

/* Below 0, 0, above 0: a before, same as, after b in the order of a walk. */
int oid_cmp(struct oid a, struct oid b);
bool oid_eq(struct oid a, struct oid b);

/* Is oid root itself or below it? */
bool oid_is_within(struct oid oid, struct oid root);

/*
 * Appends the contents octets of "1.3.6.1.2" (a leading dot may stand there).
 * ERR_PARSE for another shape, ERR_RANGE past the limits above; out is then as
 * it was.
 */
int oid_parse(const char *text, struct buf *out);

/* One more sub-identifier at the end. */
void oid_add_part(struct buf *out, uint32_t part);

/* Dotted, without a leading dot; out holds OID_TEXT_MAX. Returns out. */
char *oid_print(struct oid oid, char *out);

/*
 * The sub-identifiers as numbers (the first octet gives two); returns how many,
 * at most max.
 */
size_t oid_parts(struct oid oid, uint32_t *parts, size_t max);

#endif
