/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_JOURNAL_SCAN_H
#define LIB_JOURNAL_SCAN_H

#include <stdint.h>

#include "lib/base/buf.h"
#include "lib/journal/record.h"

/*
 * Walks the records of one segment. Start with fd, seed and offset set and the
 * rest zero; end with buf_free(&s->window). Reads no byte at or past limit.
 */
struct scan {
	int fd;
	uint32_t seed;
	uint64_t offset; /* of the record that scan_next returns next */
	uint64_t limit;
	struct buf window;
	uint64_t window_at;
};

/*
 * The next record; its payload is borrowed until the next call. ERR_NOTFOUND at
 * the limit or the end of the file, ERR_AGAIN when it ends inside a record,
 * ERR_CORRUPT for bytes that are no record; the latter leave offset as it is.
 */
int scan_next(struct scan *s, struct record *out);

/* Moves offset to the next whole record after it; ERR_NOTFOUND: there is
 * none, and offset is at the end. */
int scan_resync(struct scan *s);

#endif
