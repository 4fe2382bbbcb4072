/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_ALERT_SAYING_H
#define COLLECTOR_ALERT_SAYING_H

#include <stdbool.h>

struct buf;
struct json;
struct outbox_item;
struct wording;

/*
 * What is said to somebody, as a subject and a body. Below the sentence of each
 * alert stands what is its own, below all of them what they have in common.
 */

/* detail is the item's, parsed. One line; several, ended by '\n'. */
void saying_subject(const struct wording *w, const struct outbox_item *m,
    const struct json *detail, struct buf *out);
void saying_body(const struct wording *w, const struct outbox_item *m,
    const struct json *detail, bool html, struct buf *out);

#endif
