/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_PAPERS_H
#define COLLECTOR_PAPERS_H

#include <stddef.h>

#include "lib/base/buf.h"

/*
 * Certificate and private key of a listen section, one after the other in PEM:
 * what the listener shows and cannot read by itself. The supervisor reads both
 * at each start and reload, so that the two always fit each other, and hands
 * them over; the memory is wiped when it is given back.
 */
struct paper {
	char *name; /* of the section */
	struct buf text;
};

/* Ready for use when zeroed. */
struct papers {
	struct paper *all;
	size_t count;
};

struct config;

/*
 * What c asks for; p starts empty. When a file cannot be read or a key is open
 * to others that is logged, and the others are read all the same: a section
 * without its papers is not listened to, rather than nothing at all. Then it
 * returns why, and at a reload what is in use is better.
 */
int papers_read(struct papers *p, const struct config *c);

/* A copy, in place of one of that name. */
void papers_put(
    struct papers *p, const char *name, const void *text, size_t len);

/* NULL when there is none. */
const struct buf *papers_find(const struct papers *p, const char *name);

void papers_wipe(struct papers *p);

/* In a message: the name, a NUL, the text. */
void papers_add_message(const struct paper *one, struct buf *out);
int papers_put_message(struct papers *p, const struct buf *message);

/* Zeros, then buf_free. */
void papers_wipe_buf(struct buf *b);

#endif
