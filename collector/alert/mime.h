/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_ALERT_MIME_H
#define COLLECTOR_ALERT_MIME_H

#include <stddef.h>

struct buf;

/*
 * A mail's bytes (RFC 5322, 2045, 2047): every line ends with CRLF and is at
 * most 76 characters long, all of them ASCII.
 */

/* "Name: value", the value as encoded words if need be. */
void mime_header(struct buf *out, const char *name, const char *value);

/* "Name: display <mail>"; mail must have passed mime_is_address. */
void mime_address(
    struct buf *out, const char *name, const char *display, const char *mail);

/* A plain ASCII address that cannot carry a second header or recipient. */
int mime_is_address(const char *mail);

/* UTF-8 text with '\n' between lines, as quoted-printable. */
void mime_body(struct buf *out, const char *text);

/* Any bytes, in lines of base64 (RFC 2045, 6.8). */
void mime_base64(struct buf *out, const void *data, size_t len);

#endif
