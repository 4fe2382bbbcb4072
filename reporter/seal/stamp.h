/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORTER_SEAL_STAMP_H
#define REPORTER_SEAL_STAMP_H

#include <stddef.h>
#include <stdint.h>

struct buf;

/* Who stamps the time (RFC 3161, over HTTP). */
struct seal_stamp {
	const char *url;     /* http:// or https:// */
	const char *ca_file; /* whom stamps must come from; NULL: not checked */
};

/*
 * A time stamp of these bytes, DER, appended to out: what was asked for was
 * stamped, by a token that fits its own signature. ERR_AGAIN, logged: nobody
 * answers; ERR_DENIED: what was answered is no such stamp.
 */
int seal_stamp_get(const struct seal_stamp *s, const uint8_t *data, size_t len,
    struct buf *out);

#endif
