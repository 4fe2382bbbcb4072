/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_FLEET_PORT_H
#define TESTS_FLEET_PORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/model/address.h"

/*
 * One UDP port on every address of this machine, that knows which of them was
 * asked and can answer from any. What is sent leaves in batches.
 */
struct port;

/* number 0: any; NULL when it is in use, or there is no such family here. */
struct port *port_open(int family, uint16_t number);
void port_close(struct port *p); /* NULL is fine */

int port_fd(const struct port *p);
uint16_t port_number(const struct port *p);

/* to has the port of the datagram's own socket. */
typedef void port_receiver(void *arg, struct port *p,
    const struct address *from, const struct address *to, const void *data,
    size_t len);

/* Takes a batch; false when there is no more. */
bool port_receive(struct port *p, port_receiver *receiver, void *arg);

void port_send(struct port *p, const struct address *from,
    const struct address *to, const void *data, size_t len);
void port_flush(struct port *p);

#endif
