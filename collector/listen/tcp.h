/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_LISTEN_TCP_H
#define COLLECTOR_LISTEN_TCP_H

#include <stdbool.h>

/*
 * Connections of one listening socket, each cut into messages by
 * lib/wire/frame.h. A silent one is closed after config's idle time, one that
 * has begun a message and does not end it after the frame deadline; surplus
 * ones are closed at once and counted.
 */
struct config_address;
struct event_base;
struct intake;
struct tcp;

/* Takes fd; a's texts and limits must live until the end. */
struct tcp *tcp_start(int fd, const struct config_address *a, int listener,
    struct intake *in, struct event_base *base);

/* Goes on under a of another configuration; false when that is another
 * address. */
bool tcp_adopt(struct tcp *t, const struct config_address *a, int listener);
void tcp_stop(struct tcp *t); /* NULL is fine */
void tcp_pause(struct tcp *t, bool pause);

#endif
