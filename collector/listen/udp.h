/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_LISTEN_UDP_H
#define COLLECTOR_LISTEN_UDP_H

#include <stdbool.h>

/*
 * Datagrams of one socket: one message each. What the kernel had to drop is
 * read from its counter and becomes a LOSS.
 */
struct config_address;
struct event_base;
struct intake;
struct udp;

/* Takes fd; a's texts and limits must live until the end. */
struct udp *udp_start(int fd, const struct config_address *a, int listener,
    struct intake *in, struct event_base *base);

/* Goes on under a of another configuration; false when that is another
 * address. */
bool udp_adopt(struct udp *u, const struct config_address *a, int listener);
void udp_stop(struct udp *u); /* NULL is fine */
void udp_pause(struct udp *u, bool pause);

#endif
