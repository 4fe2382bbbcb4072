/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_ALERT_SIREN_H
#define COLLECTOR_ALERT_SIREN_H

#include <stddef.h>

#include "collector/alert/transfer.h"

struct buf;
struct event_base;
struct json;
struct outbox_item;
struct wording;

/*
 * A saying as a syslog message (RFC 5424) to another collector, over TLS
 * (RFC 5425), or over TCP on this host. Syslog knows no answer: a message
 * counts as sent when the peer's kernel has all of it, after we have ended the
 * connection in good order.
 */
struct siren;

struct siren_to {
	const char *host, *port;
	const char *ca_file; /* NULL: the system's */
	int tls;
};

/* "tls://host:6514", "tcp://127.0.0.1:514"; the parts are the caller's to
 * free(). ERR_PARSE; TCP is for this host only. */
int siren_parse(const char *target, char **host, char **port, int *tls);

/* Appends the frame. */
void siren_write(const struct wording *w, const struct outbox_item *m,
    const struct json *detail, struct buf *out);

/* data is kept until on_end. *out is to be freed by siren_free when it has not
 * ended; it frees itself before on_end. */
int siren_send(struct event_base *base, const struct siren_to *to,
    const char *data, size_t len, transfer_end_fn *on_end, void *arg,
    struct siren **out);
void siren_free(struct siren *s); /* without on_end */

#endif
