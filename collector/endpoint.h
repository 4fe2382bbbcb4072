/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_ENDPOINT_H
#define COLLECTOR_ENDPOINT_H

#include <stdbool.h>
#include <sys/socket.h>

/*
 * Reads "192.0.2.1:514" or "[2001:db8::1]:514"; no names, so that reading a
 * configuration asks nobody. ERR_PARSE for another shape.
 */
int endpoint_parse(
    const char *text, struct sockaddr_storage *out, socklen_t *len);

/* Whether a host name or address means this machine itself. */
bool endpoint_is_loopback(const char *host);

#endif
