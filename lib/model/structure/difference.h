/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_MODEL_STRUCTURE_DIFFERENCE_H
#define LIB_MODEL_STRUCTURE_DIFFERENCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/model/structure/structure.h"

/*
 * What a device had before a change and has no longer after it. Only losses
 * are differences: a port that came up is none. One that follows from a larger
 * one is left out: when a member of a stack is gone, so are its ports.
 *
 * What people switch on and off by themselves (a port to a desk, the power to
 * a telephone) is judged by how it usually is at this hour of the week, all
 * such ports together, and is never sure.
 */
enum difference_kind {
	DIFFERENCE_DOWN,    /* a port to a network device was up */
	DIFFERENCE_OFF,     /* the same, and now it is configured to be down */
	DIFFERENCE_SLOWER,  /* a port to a network device */
	DIFFERENCE_HALF,    /* the same: half duplex, was full */
	DIFFERENCE_OTHER,   /* another neighbour is at the port */
	DIFFERENCE_MOVED,   /* the neighbour is at another port */
	DIFFERENCE_GONE,    /* the part is not there */
	DIFFERENCE_FAULT,   /* it is, and is not well; it was */
	DIFFERENCE_FEWER,   /* tunnels, access points, ports in use */
	DIFFERENCE_SMALLER, /* a volume */
	DIFFERENCE_UNTOLD,  /* monitoring lost: that table tells nothing */
	DIFFERENCE_KINDS
};

/* The parts are borrowed from the structures that were compared. */
struct difference {
	enum difference_kind kind;
	const struct structure_part *before; /* UNTOLD, FEWER ports: one of
					      * them */
	const struct structure_part *after;  /* NULL: it is not there */
	int64_t were, are; /* SLOWER: Mbit/s; FEWER, SMALLER, UNTOLD: many */
	bool is_sure;
};

enum { DIFFERENCES_MAX = 1000 };

/* Ready for use when zeroed; the largest part first. */
struct differences {
	struct difference *list;
	size_t n;
	bool is_cut; /* there were more */
};

/*
 * usual: the device a week before after, or NULL when that is not known. A
 * table of which after tells nothing is passed over, unless after is whole.
 */
void structure_compare(const struct structure *before,
    const struct structure *after, const struct structure *usual,
    struct differences *out);
void differences_free(struct differences *d);

const char *difference_name(enum difference_kind k); /* "slower" */
bool difference_parse(const char *name, enum difference_kind *out);

#endif
