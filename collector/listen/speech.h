/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_LISTEN_SPEECH_H
#define COLLECTOR_LISTEN_SPEECH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* How messages stand in the bytes of a connection. */
struct connection;

struct speech_taken {
	size_t used;     /* bytes at the start that are done with */
	bool any;        /* a message or a command has ended */
	bool inside;     /* used stands inside one */
	const char *why; /* with ERR_PARSE: for ever, in words */
};

struct speech {
	void *(*begin)(struct connection *c);

	/*
	 * All that is whole, as far as there is room. at_end: no more will
	 * come. ERR_PARSE: it speaks something else, and is sent away.
	 */
	int (*take)(void *state, const uint8_t *data, size_t len, bool at_end,
	    struct speech_taken *out);

	/* More of what was kept is safe. NULL: it need not know. */
	void (*safe)(void *state);
	void (*end)(void *state);
};

extern const struct speech speech_syslog; /* RFC 6587, 5425 */
extern const struct speech speech_relp;

#endif
