/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_ALERT_MESSAGE_H
#define COLLECTOR_ALERT_MESSAGE_H

struct buf;
struct outbox_item;
struct wording;

/*
 * Appends a saying as a mail, as text and as HTML, CRLF at every line end. The
 * same notification gives the same bytes each time, with the same Message-ID,
 * so that a receiver drops a second copy; what follows of an incident answers
 * what came first. ERR_PARSE when the address or the detail is not one.
 */
int message_write(const struct wording *w, const struct outbox_item *m,
    const char *from, struct buf *out);

#endif
