/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_ALERT_WEB_H
#define COLLECTOR_ALERT_WEB_H

#include <stddef.h>
#include <stdint.h>

#include "collector/alert/transfer.h"

/*
 * JSON to a receiver over HTTP:
 *
 *	Idempotency-Key: 1-33-2                   of tenant, saying and channel
 *	X-Patchwacht-Signature: t=1796032000,v1=9F3...
 *
 * where v1 is HMAC-SHA256 of "T.BODY" with the channel's secret, in
 *hexadecimal. Redirections are not followed.
 */
struct web_post {
	const char *url;
	const char *ca_file;       /* NULL: the system's */
	const char *key;           /* for Idempotency-Key */
	const char *authorization; /* NULL: none */
	const char *secret;        /* NULL: no signature */
	int64_t now;
	const char *data; /* kept until on_end */
	size_t len;
};

int web_send(struct transfers *t, const struct web_post *p,
    transfer_end_fn *on_end, void *arg);

#endif
