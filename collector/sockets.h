/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_SOCKETS_H
#define COLLECTOR_SOCKETS_H

#include <stddef.h>

#include "collector/config.h"

/*
 * Listening sockets by the address they stand for: the supervisor opens them,
 * with rights that the listener no longer has, and holds them while the
 * listener is executed again; the listener keeps its own copies.
 */
struct sockets_one {
	enum listen_kind kind;
	char *address;
	int fd;
};

struct sockets {
	struct sockets_one *all;
	size_t count;
};

/* Opens what c asks for and s does not hold. ERR_IO, logged, on the first that
 * cannot be opened; those opened before it stay. */
int sockets_open(struct sockets *s, const struct config *c);

/* Takes fd; it replaces one for the same address. */
void sockets_put(
    struct sockets *s, enum listen_kind kind, const char *address, int fd);
int sockets_find(
    const struct sockets *s, enum listen_kind kind, const char *address);

/* Closes what c does not ask for. */
void sockets_keep(struct sockets *s, const struct config *c);
void sockets_close(struct sockets *s);

/* "udp 0.0.0.0:514" in a message, and back. */
const char *sockets_kind_name(enum listen_kind kind);
int sockets_read_name(
    const char *text, enum listen_kind *kind, const char **address);

#endif
