/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_WIRE_VARBIND_H
#define LIB_WIRE_VARBIND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/wire/ber.h"
#include "lib/wire/oid.h"

struct buf;

/*
 * A variable binding (RFC 3416, 3): a name and a typed value. A list of them,
 * in this program, is their elements back to back without the SEQUENCE around
 * it, so that the lists of several answers join by appending.
 */

/* The tags of RFC 2578 and RFC 3416. */
enum value_type {
	VALUE_BAD = 0, /* well-formed BER, but no value that SNMP knows */
	VALUE_INTEGER = 0x02,
	VALUE_STRING = 0x04,
	VALUE_NULL = 0x05,
	VALUE_OID = 0x06,
	VALUE_IP = 0x40,
	VALUE_COUNTER32 = 0x41,
	VALUE_GAUGE32 = 0x42, /* Unsigned32 is the same */
	VALUE_TICKS = 0x43,   /* 1/100 s */
	VALUE_OPAQUE = 0x44,
	VALUE_COUNTER64 = 0x46,
	VALUE_NO_OBJECT = 0x80,
	VALUE_NO_INSTANCE = 0x81,
	VALUE_END = 0x82, /* endOfMibView */
};

struct value {
	enum value_type type;
	int64_t integer; /* INTEGER; the counters, gauge, ticks below 2^63 */
	uint64_t number; /* the counters, gauge, ticks; else 0 */
	const uint8_t
	    *data; /* contents octets, borrowed: the text of a STRING */
	size_t len;
};

struct varbind {
	struct oid oid;
	struct value value;
};

/*
 * Takes the first binding off a list. ERR_NOTFOUND at its end, ERR_PARSE when
 * it is not a binding at all. A value that cannot be read (an INTEGER of nine
 * octets, an unknown type) is a binding with VALUE_BAD. ERR_RANGE: its name is
 * beyond what oid_is_valid allows, and of no use; the list stands behind it.
 */
int varbind_take(struct ber *list, struct varbind *out);

/* The same, whatever its name is: to be compared with one that is valid. */
int varbind_take_any(struct ber *list, struct varbind *out);

/* Will varbind_take come to the end of it, whatever its names and values are?
 */
bool varbind_is_list(struct ber list);

/* Adds one to a list. A VALUE_BAD is written as its type NULL. */
void varbind_add(struct buf *list, const struct varbind *vb);

/* Adds a question: a name with NULL. */
void varbind_add_name(struct buf *list, struct oid oid);

/* False for the three exceptions, NULL and VALUE_BAD. */
bool value_is_real(const struct value *v);

/* True for INTEGER, counters, gauge and ticks. */
bool value_is_number(const struct value *v);

/* An Opaque that holds a float (44 07 9f 78 04 ...); false for all else. */
bool value_float(const struct value *v, float *out);

/* STRING, dotted IpAddress or OID, number: values that are made, not read. */
struct value value_of_int(enum value_type type, int64_t v);
struct value value_of_uint(enum value_type type, uint64_t v);
struct value value_of_data(enum value_type type, const void *data, size_t len);

/*
 * Appends a text for people and for patterns: a STRING of UTF-8 as it is, any
 * other STRING as hexadecimal pairs ("0x00 1b"), numbers in decimal, an OID
 * dotted, an exception by its name.
 */
void value_print(const struct value *v, struct buf *out);

#endif
