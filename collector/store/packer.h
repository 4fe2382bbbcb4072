/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_STORE_PACKER_H
#define COLLECTOR_STORE_PACKER_H

struct journal_position;

/*
 * Compresses segments that are loaded, in a thread of its own: one takes half a
 * second, and loading does not wait for it.
 */
struct packer;

struct packer *packer_new(void);
void packer_free(
    struct packer *p); /* after the segment at hand; NULL is fine */

/* All segments of the journal in dir that lie wholly before loaded. */
void packer_want(
    struct packer *p, const char *dir, const struct journal_position *loaded);

#endif
