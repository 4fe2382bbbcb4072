/* SPDX-License-Identifier: Apache-2.0 */

/* M-PAT-11, M-CFG-02: changes that were seen, and whether anybody meant them.
 */

#include <string.h>

#include "lib/base/json.h"
#include "reporter/assess/measures.h"

/* Of all changes, so many percent may be without a record. */
enum { UNRECORDED_WITHIN = 2, UNRECORDED_PARTLY = 10 };

/* kind NULL takes all. */
static void
count_changes(
    const struct facts *f, const char *kind, int64_t *seen, int64_t *unrecorded)
{
	const struct json *list = json_get(f->evidence, "changes_seen");

	*seen = *unrecorded = 0;
	for (size_t i = 0; i < json_len(list); i++) {
		const struct json *row = json_at(list, i);

		if (kind != NULL && strcmp(facts_text(row, "kind"), kind) != 0)
			continue;
		*seen += json_get_int(row, "seen", 0);
		*unrecorded += json_get_int(row, "unrecorded", 0);
	}
}

/*
 * M-PAT-11: changes of version and configuration with no patch and no
 * registered change within a day of them / changes seen.
 */
void
measure_unrecorded(const struct facts *f, struct measurement *m)
{
	if (!measure_has(f, "changes_seen", m))
		return;
	count_changes(f, NULL, &m->whole, &m->part);
	m->outcome =
	    measure_judge_wrong(m, UNRECORDED_WITHIN, UNRECORDED_PARTLY);
}

/* M-CFG-02: changes of configuration with such a record / those seen. */
void
measure_configuration(const struct facts *f, struct measurement *m)
{
	int64_t unrecorded;

	if (!measure_has(f, "changes_seen", m))
		return;
	count_changes(f, "configuration", &m->whole, &unrecorded);
	m->part = m->whole - unrecorded;
	m->outcome =
	    measure_judge(m, 100 - UNRECORDED_WITHIN, 100 - UNRECORDED_PARTLY);
}
