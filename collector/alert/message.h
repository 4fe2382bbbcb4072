/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_ALERT_MESSAGE_H
#define COLLECTOR_ALERT_MESSAGE_H

#include <stdint.h>

struct buf;
struct outbox_mail;

/*
 * The mail about an alert, in the recipient's language. Its words stand in
 * templates/mail.LANGUAGE, where an operator may change them:
 *
 *	rule "past_deadline" {
 *		name = "Past its deadline"
 *		opened = "{device}: the deadline of {patch} has passed."
 *		closed = "{device}: now runs what {patch} asks for."
 *	}
 *	label "device" { text = "Device" }
 *
 *	value "priority.critical" { text = "Critical" }
 *	hide = { reported_by }
 *
 * An alert's detail is a flat JSON object. {key} stands for its value, {about}
 * for that of device, or of host where it is about ourselves; every
 * key is listed below the text, under its label and in the order of the labels,
 * but those that begin with "_" or are to be hidden: a mail names functions, no
 * persons. Instants are ISO 8601 texts and are shown with the zone; a key in
 * "_s" is a number of seconds.
 */
struct wording;

/* ERR_PARSE with "FILE:LINE: reason" when the file does not hold. */
int wording_load(const char *path, struct wording **out);
void wording_free(struct wording *w); /* NULL is fine */

struct message_from {
	const char *mail; /* the sender's address */
	int64_t now;
};

/*
 * Appends the whole message, CRLF at every line end. The same notification has
 * the same Message-ID each time, so that a receiver drops a second copy; the
 * closing mail answers the opening one. ERR_PARSE when the address or the
 * detail is not one.
 */
int message_write(const struct wording *w, const struct outbox_mail *m,
    const struct message_from *from, struct buf *out);

#endif
