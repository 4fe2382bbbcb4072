/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_ALERT_SMTP_H
#define COLLECTOR_ALERT_SMTP_H

#include <stdbool.h>
#include <stddef.h>

#include "collector/alert/transfer.h"

/* A mail to the configured server. */
struct smtp_server {
	const char *url;             /* smtp://host:port, smtps://host */
	const char *user, *password; /* NULL: no authentication */
	const char *ca_file;         /* NULL: the system's */
	bool starttls;               /* no mail to a server without it */
};

struct smtp_mail {
	const char *from, *to; /* bare addresses */
	const char *data;      /* CRLF lines; kept until on_end */
	size_t len;
};

int smtp_send(struct transfers *t, const struct smtp_server *server,
    const struct smtp_mail *mail, transfer_end_fn *on_end, void *arg);

#endif
