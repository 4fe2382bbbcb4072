/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_DATAGRAMS_H
#define COLLECTOR_DATAGRAMS_H

#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>

#include "lib/model/address.h"

/*
 * One listening socket of UDP: read in batches, and what the kernel had to drop
 * is told each second. The supervisor keeps the socket while its role dies and
 * comes back, and the kernel its counter: which part of it is on record stands
 * in a file, under the socket's inode.
 */
struct datagrams;
struct event_base;

/* Back to the sender, from the address that it sent to. */
struct datagram_way {
	struct sockaddr_storage peer;
	socklen_t peer_len;
	struct in_addr local4; /* of an IPv4 peer */
	struct in6_pktinfo local6;
};

struct datagram {
	struct address from;
	const uint8_t *data; /* until the callback returns */
	size_t len;
	bool cut; /* it was longer than any buffer */
	int64_t at;
	const struct datagram_way *way;
};

struct datagrams_hooks {
	void (*take)(void *arg, const struct datagram *d);
	bool (*has_room)(void *arg);
	/* Lost in the kernel since told last; false: tell it again later. */
	bool (*lost)(void *arg, uint32_t count);
	/* Writes a file once what was told is on record. */
	void (*note)(void *arg, const char *path, const void *data, size_t len);
	void *arg;
};

/*
 * Takes fd. name stands in messages ("listen udp 0.0.0.0:514") and is copied;
 * told_path is that file, and its to free().
 */
struct datagrams *datagrams_start(int fd, const char *name, char *told_path,
    const struct datagrams_hooks *hooks, struct event_base *base);
void datagrams_stop(struct datagrams *d); /* NULL is fine */

/* Stops reading and goes on: the kernel's buffer holds what comes. */
void datagrams_pause(struct datagrams *d, bool pause);

/* From the socket's own address; what cannot be sent is lost. */
void datagrams_answer(struct datagrams *d, const struct datagram_way *way,
    const void *data, size_t len);

#endif
