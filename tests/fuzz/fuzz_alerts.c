/* SPDX-License-Identifier: Apache-2.0 */

/* Rules of who is told what, as an administrator writes them. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "lib/model/incident.h"
#include "lib/profile/alert_rules.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static void
mute(const char *line)
{
	(void)line;
}

/* What incident_next relies on. */
static void
check_plan(const struct alert_plan *p)
{
	if (p->steps == 0 || p->steps > ALERT_STEPS_MAX || p->gather < 0 ||
	    p->grow < 0 || p->settle < 0 || p->remind < 0 ||
	    p->flap_settle < 0 || p->flap_limit < 0)
		abort();
	if (alert_group_name(p->group) == NULL ||
	    alert_severity_name(p->severity) == NULL)
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	char *text = mem_dup_text((const char *)data, len);
	struct alert_rules *rules;
	struct alert_rule_row row;

	log_divert(mute);
	if (alert_rules_parse("fuzz", text, &rules) == ERR_OK) {
		for (size_t i = 0; i < alert_rules_count(rules); i++) {
			alert_rules_at(rules, i, &row);
			check_plan(row.plan);
			if (alert_rules_find(rules, row.title) != row.plan)
				abort();
		}
		alert_rules_free(rules);
	}
	free(text);
	return 0;
}
