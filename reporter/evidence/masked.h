/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORTER_EVIDENCE_MASKED_H
#define REPORTER_EVIDENCE_MASKED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;

/*
 * A hardware address leads to one machine, and so to who carries it: none
 * stands in evidence. The maker's half stays, and for the other half comes a
 * mark, the same for one address and one key: 00:1a:2b:[5c0f3e]. Who has the
 * evidence and not the key cannot find the address by trying all of them.
 *
 * It is found as
 *
 *	00:1a:2b:3c:4d:5e  0:1a:2b:3c:4d:5e  00-1A-2B-3C-4D-5E
 *	001a.2b3c.4d5e     001a-2b3c-4d5e
 *	001a2b-3c4d5e      00 1A 2B 3C 4D 5E  with a letter among the digits
 *	MAC=00:1a:2b:3c:4d:5e:00:1a:2b:3c:4d:5f:08:00  of netfilter
 *
 * Twelve digits without a sign between them may be anything, such as a serial
 * number, and stay; as do dates, and engine ids and addresses of IPv6, which
 * are longer.
 */
enum { MASK_KEY_LEN = 32 };

/* Appends text to out, with marks; false: nothing was an address, and out is
 * as it was. */
bool masked_add(const char *text, size_t len, const uint8_t key[MASK_KEY_LEN],
    struct buf *out);

#endif
