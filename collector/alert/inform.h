/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_ALERT_INFORM_H
#define COLLECTOR_ALERT_INFORM_H

#include "collector/alert/transfer.h"

struct channel_secret;
struct event_base;
struct json;
struct outbox_item;
struct wording;

/*
 * A saying as a notification of PATCHWACHT-MIB (mibs/), an InformRequest of
 * SNMPv2c or SNMPv3 through net-snmp: the receiver says that it has it. What
 * opens, grows, is escalated or reminded of is patchwachtAlert, what is over
 * patchwachtRecovery, the rest patchwachtTest.
 */
struct inform;

/* target is "host:162"; settings as the channel has them: version, user, auth,
 * priv. on_end comes later; ERR_PARSE, ERR_IO now, logged, and then not. */
int inform_send(struct event_base *base, const struct wording *w,
    const struct outbox_item *m, const struct json *detail,
    const struct json *settings, const struct channel_secret *secret,
    transfer_end_fn *on_end, void *arg, struct inform **out);
void inform_free(struct inform *i); /* without on_end; NULL is fine */

#endif
