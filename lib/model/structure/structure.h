/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_MODEL_STRUCTURE_STRUCTURE_H
#define LIB_MODEL_STRUCTURE_STRUCTURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * What a device consisted of at one moment: its ports and whom they led to,
 * its members, cards, supplies, sensors, peers, tunnels, volumes. How busy or
 * how warm they were is not part of it.
 */

/* The names are those of lib/profile/metric.h, where it has them. */
enum structure_kind {
	STRUCTURE_PORT, /* "interface" */
	STRUCTURE_NEIGHBOUR,
	STRUCTURE_CHASSIS,
	STRUCTURE_MEMBER, /* of a stack or a cluster */
	STRUCTURE_MODULE,
	STRUCTURE_PSU,
	STRUCTURE_FAN,
	STRUCTURE_SENSOR,
	STRUCTURE_POE, /* a port that gives power */
	STRUCTURE_PEER,
	STRUCTURE_TUNNEL,
	STRUCTURE_STORAGE,
	STRUCTURE_DISK,
	STRUCTURE_ACCESS_POINT,
	STRUCTURE_UPS,
	STRUCTURE_BATTERY,
	STRUCTURE_LICENCE,
	STRUCTURE_SYSTEM, /* the device as it judges itself */
	STRUCTURE_KINDS
};

/* What a part says of itself; a port is good when it is up. */
enum structure_health {
	STRUCTURE_UNTOLD,
	STRUCTURE_GOOD,
	STRUCTURE_BAD,
	STRUCTURE_ABSENT, /* an empty slot, a port that is switched off */
};

struct structure_part {
	enum structure_kind kind;
	const char *source; /* the table it stands in; with key it is one row */
	const char *key;
	const char *label; /* as people call it: "Gi1/0/24"; "": they do not */
	const char *peer;  /* whom a port leads to, or a neighbour's own port */
	const char *within; /* the key of the part that it is in, or "" */
	enum structure_health health;
	int64_t state;    /* as its MIB counts states; 0: none */
	int64_t speed;    /* Mbit/s; 0: not told */
	bool half;        /* half duplex */
	bool is_counted;  /* amount says how many there are */
	int64_t amount;   /* that, or a capacity; 0: not told */
	const char *said; /* as its MIB calls state; "": not known */
};

/* Ready for use when zeroed. */
struct structure {
	struct structure_part *part;
	size_t n;
	int64_t at;
	bool is_whole; /* it was asked for everything: what is not here, is
			* not there */
};

/* More than this of one device are no news for anybody. */
enum { STRUCTURE_PARTS_MAX = 1 << 16 };

/* The texts are copied, NULL as ""; false when it is full. */
bool structure_add(struct structure *s, const struct structure_part *p);
void structure_free(struct structure *s);

/* Does it have a part of that source? */
bool structure_tells(const struct structure *s, const char *source);

const char *structure_kind_name(enum structure_kind k); /* "psu" */

/* False for what is no kind of part: "cpu", "supply". */
bool structure_kind_parse(const char *name, enum structure_kind *out);

#endif
