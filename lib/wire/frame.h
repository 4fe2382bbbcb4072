/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_WIRE_FRAME_H
#define LIB_WIRE_FRAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Cuts what a TCP connection carries into syslog messages (RFC 6587). Octet
 * counting or lines is decided on the first bytes and then kept: a count, a
 * blank and '<' is counting; anything else, "2023 May 1 ..." too, is lines
 * that end in LF, CR LF or NUL. A TLS hello or an HTTP request is no syslog.
 */
enum framing {
	FRAMING_UNKNOWN,
	FRAMING_OCTETS,
	FRAMING_LINES,
	FRAMING_REFUSED, /* not syslog, or out of step: close it */
};

struct framer {
	enum framing framing;
	size_t max;  /* longest message; set it before the first call */
	size_t skip; /* counted bytes of a longer one still to pass over */
	bool skip_line;
};

struct frame {
	const uint8_t *message; /* into data; NULL: none */
	size_t len;
	size_t used; /* bytes at the start of data that are done with */
	bool truncated, partial;
};

/*
 * Looks for the next message at the start of data. ERR_OK: there is one, of at
 * least one byte. ERR_AGAIN: more bytes are needed; used may be above 0 all the
 * same. ERR_PARSE: this is not, or no longer, syslog; what message holds is the
 * rest. at_end says that no more bytes will come: a rest is then a message.
 */
int framer_next(struct framer *f, const uint8_t *data, size_t len, bool at_end,
    struct frame *out);

#endif
