/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_ALERT_FILL_H
#define COLLECTOR_ALERT_FILL_H

#include <stdbool.h>
#include <stddef.h>

struct buf;
struct json;
struct outbox_item;
struct wording;

/*
 * What stands in braces in the words of a saying, filled in: see wording.h.
 *
 * At hand are the whole of what is said, and of it the one alert, or the line
 * of a digest, that a text is about.
 */
struct facts {
	const struct wording *words;
	const struct outbox_item *item;
	const struct json *whole, *detail;
	size_t more;    /* of the alerts, not shown */
	bool is_nested; /* within the words of a value */
};

void fill(struct buf *out, const struct facts *f, const char *text);

/* As a reader is shown what a detail has for that key. */
void fill_value(struct buf *out, const struct facts *f, const char *key,
    const struct json *value);

#endif
