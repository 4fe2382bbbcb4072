/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/store/rulebook.h"

#include <stddef.h>

#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/load/marks.h"
#include "lib/profile/event_rules.h"
#include "lib/profile/metric.h"

static int
load_accesses(struct rulebook *b, const char *data)
{
	int rc = event_rules_load_default(data, &b->accesses);

	if (rc == ERR_OK)
		event_rules_limit(b->accesses, event_class_is_access);
	return rc;
}

int
rulebook_load(struct rulebook *b, const char *data)
{
	int rc;

	*b = (struct rulebook){ 0 };
	rc = load_accesses(b, data);
	if (rc == ERR_OK)
		rc = marks_load(data, &b->marks);
	if (rc == ERR_OK)
		rc = metric_set_load_default(data, &b->metrics);
	if (rc < 0)
		rulebook_free(b);
	return rc;
}

void
rulebook_load_some(struct rulebook *b, const char *data)
{
	*b = (struct rulebook){ 0 };
	if (metric_set_load_default(data, &b->metrics) < 0)
		log_warnx("store: nothing tells what is measured, readings "
			  "are kept whole");
	if (load_accesses(b, data) < 0)
		log_warnx("store: no rules for events: what is about accesses "
			  "is known by its facility only");
	if (marks_load(data, &b->marks) < 0)
		log_warnx("store: no rules to mark lines by: verify reads "
			  "each of them");
}

void
rulebook_free(struct rulebook *b)
{
	metric_set_free(b->metrics);
	event_rules_free(b->accesses);
	marks_free(b->marks);
	*b = (struct rulebook){ 0 };
}
