/* SPDX-License-Identifier: Apache-2.0 */
#include "register/alert/rule_known.h"

#include <stdbool.h>
#include <string.h>

#include "lib/base/err.h"
#include "lib/base/nearest.h"
#include "lib/profile/alert_rules.h"
#include "register/command.h"
#include "register/context.h"

static bool
is_title(const struct alert_rules *all, const char *typed, struct nearest *near)
{
	struct alert_rule_row row;
	bool found = false;

	for (size_t i = 0; i < alert_rules_count(all); i++) {
		alert_rules_at(all, i, &row);
		found |= strcmp(row.title, typed) == 0;
		nearest_offer(near, row.title);
	}
	return found;
}

int
rule_known(const struct context *c, const char *typed)
{
	struct alert_rules *all = NULL;
	char text[NEAREST_TEXT_MAX];
	struct nearest near;
	int rc = alert_rules_load_default(c->place.data, NULL, &all);

	if (rc < 0)
		return rc;
	nearest_start(&near, typed, strlen(typed));
	if (!is_title(all, typed, &near)) {
		const char *meant = nearest_text(&near, text);

		complain("--rule: there is no rule \"%s\"%s", typed,
		    *meant != '\0' ? meant : " as yet");
		rc = *meant != '\0' ? ERR_PARSE : ERR_OK;
	}
	alert_rules_free(all);
	return rc;
}
