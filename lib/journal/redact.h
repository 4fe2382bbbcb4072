/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_JOURNAL_REDACT_H
#define LIB_JOURNAL_REDACT_H

#include <stddef.h>
#include <stdint.h>

#include "lib/journal/redaction.h"

/*
 * Takes the payload out of records that are declared, in each sealed segment of
 * a folder, compressed or not: their hash stands in its place and zeros fill
 * the rest, so that the chain still holds and nothing after it moves. A segment
 * is written anew and takes the place of the old one at once, with its time;
 * the blocks of the old one are the disk's to use again. list rises by number.
 *
 * What a crash left half-way, and an archive that was whole beside its segment,
 * goes: both have the payloads. The caller holds "redact.lock".
 */
struct redact_count {
	size_t blank; /* now */
	size_t open;  /* left, in a segment that is not sealed */
	size_t tiny;  /* left: no room for the hash */
	/* Where records may stand that were not seen: segments of which the
	 * header or the archive is damaged, and places in others. */
	size_t unread, damaged;
};

int redact_records(const char *dir, const struct redaction_entry *list,
    size_t n, struct redact_count *out);

#endif
