/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_PROFILE_ALERT_RULES_H
#define LIB_PROFILE_ALERT_RULES_H

#include <stddef.h>

struct alert_plan;

/*
 * Who is told of what, and when, by rules that are data (mibs/alerts.rules,
 * patchwacht-alerts(5)). A site's own take the place of shipped ones with the
 * same title.
 */
struct alert_rules;

/* Faults are logged as FILE:LINE: reason; *out is the caller's to free. */
int alert_rules_parse(
    const char *name, const char *text, struct alert_rules **out);

/*
 * The shipped ones and those of a folder, SYSCONFDIR/alerts.d where own is
 * NULL. data may be NULL: lib/base/data.h finds them.
 */
int alert_rules_load_default(
    const char *data, const char *own, struct alert_rules **out);

void alert_rules_free(struct alert_rules *r); /* NULL is fine */

/* A rule that nobody has written down: IT staff is told at once, of each. */
const struct alert_plan *alert_rules_find(
    const struct alert_rules *r, const char *title);

/* Those that count, by title; title and file are borrowed. */
struct alert_rule_row {
	const char *title, *file;
	unsigned line;
	const struct alert_plan *plan;
};
size_t alert_rules_count(const struct alert_rules *r);
void alert_rules_at(
    const struct alert_rules *r, size_t i, struct alert_rule_row *out);

#endif
