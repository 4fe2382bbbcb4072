/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_ALERT_MESSAGE_H
#define COLLECTOR_ALERT_MESSAGE_H

#include <stddef.h>

struct buf;
struct outbox_item;
struct wording;

/* A file that goes along; name is ASCII, data is borrowed. */
struct message_attachment {
	const char *name;
	const char *type; /* "application/pdf" */
	const void *data;
	size_t len;
};

/*
 * Appends a saying as a mail, as text and as HTML, CRLF at every line end. The
 * same notification gives the same bytes each time, with the same Message-ID,
 * so that a receiver drops a second copy; what follows of an incident answers
 * what came first. with may be NULL. ERR_PARSE when the address or the detail
 * is not one.
 */
int message_write(const struct wording *w, const struct outbox_item *m,
    const char *from, const struct message_attachment *with, struct buf *out);

#endif
