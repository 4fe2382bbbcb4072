/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_ALERT_PAYLOAD_H
#define COLLECTOR_ALERT_PAYLOAD_H

struct buf;
struct outbox_item;
struct wording;

/*
 * A saying as JSON, for programs: patchwacht-alerts(5) has its keys. The same
 * notification gives the same bytes each time; what no mail shows is not there.
 * form, of the channel's settings, is what other products expect: "patchwacht",
 * "teams" or "slack", which want a text and nothing else, "ntfy", "topdesk".
 * ERR_PARSE, logged, when its detail is none.
 */
int payload_write(const struct wording *w, const struct outbox_item *m,
    const char *form, struct buf *out);

/* "1-33-2": the same for the same notification. */
void payload_key(const struct outbox_item *m, struct buf *out);

#endif
