/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_ALERT_EQUIPMENT_H
#define COLLECTOR_ALERT_EQUIPMENT_H

#include <stdbool.h>

#include "lib/base/box.h"

struct alert_rules;
struct config;
struct wording;

/* What a configuration gives: rules, words, and the keys to what is sealed. */
struct equipment {
	struct alert_rules *rules;
	struct wording *nl, *en;
	char *password; /* of the mail server; NULL: none */
	struct box_keys keys;
	bool has_keys; /* false: no channel with a secret can be used */
};

int equipment_load(const struct config *c, struct equipment *e);
void equipment_free(struct equipment *e);

const struct wording *equipment_words(
    const struct equipment *e, const char *language);

#endif
