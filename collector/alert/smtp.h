/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_ALERT_SMTP_H
#define COLLECTOR_ALERT_SMTP_H

#include <stdbool.h>
#include <stddef.h>

struct event_base;

/* One mail at a time to the configured server, without blocking the loop. */
struct smtp;

struct smtp_server {
	const char *url;             /* smtp://host:port, smtps://host */
	const char *user, *password; /* NULL: no authentication */
	const char *ca_file;         /* NULL: the system's */
	bool starttls;               /* no mail to a server without it */
};

struct smtp *smtp_new(struct event_base *base);
void smtp_free(struct smtp *s); /* ends what is under way, without on_end */

/*
 * With the reason, rc is ERR_AGAIN when the server refused this mail, ERR_IO
 * when it would refuse any other, too; both may pass.
 */
typedef void smtp_end_fn(void *arg, int rc, const char *reason);

struct smtp_mail {
	const char *from, *to; /* bare addresses */
	const char *data;      /* CRLF lines; kept until on_end */
	size_t len;
};

/* ERR_AGAIN while another is under way; on_end is called later, never now. */
int smtp_send(struct smtp *s, const struct smtp_server *server,
    const struct smtp_mail *mail, smtp_end_fn *on_end, void *arg);
bool smtp_is_busy(const struct smtp *s);

#endif
