/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_ALERT_WORDING_H
#define COLLECTOR_ALERT_WORDING_H

#include <stdbool.h>
#include <stddef.h>

struct conf_section;

/*
 * How something is said, in a reader's language. The words stand in
 * templates/mail.LANGUAGE, where an operator may change them:
 *
 *	saying "opened" { subject = "{rule}: {about}" at = "..." foot = "..." }
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
 * {key} stands for what the alert's detail says, or else the saying itself;
 * {about} for the device, or what many alerts have in common. Of a single alert
 * every key is listed below the text, under its label and in the order of the
 * labels, but those that begin with "_" or are to be hidden: we name functions,
 * no persons. The words of a value may have keys in braces, too. Instants are
 * ISO 8601 texts and are shown with the zone; a key in
 * "_s" is a number of seconds.
 */
struct wording;

/* ERR_PARSE with "FILE:LINE: reason" when the file does not hold. */
int wording_load(const char *path, struct wording **out);
void wording_free(struct wording *w); /* NULL is fine */
const char *wording_language(const struct wording *w);

/* Whether nobody is to be shown it. */
bool wording_hides(const struct wording *w, const char *key);

/* Of a kind of saying: "subject", "at" or "foot"; "" for one that is none. */
const char *wording_saying(
    const struct wording *w, const char *kind, const char *which);

/* Of a rule: "name", "opened" or "closed"; the rule itself where it has none.
 */
const char *wording_rule(
    const struct wording *w, const char *rule, const char *which);

/* The key itself where it has none. Keys with a label in their order: NULL
 * after the last. */
const char *wording_label(const struct wording *w, const char *key);
bool wording_has_label(const struct wording *w, const char *key);
const char *wording_label_at(const struct wording *w, size_t i);

const char *wording_severity(const struct wording *w, const char *severity);

/* The words that a value has of its own, "priority.critical"; NULL: none. */
const char *wording_value(
    const struct wording *w, const char *key, const char *value);

/* "many", "more", "missing", "shared"; of the last NULL where it has none. */
const char *wording_text(const struct wording *w, const char *key);

/* How it writes moments and spans: see when.h. */
const struct conf_section *wording_times(const struct wording *w);

#endif
