/* SPDX-License-Identifier: Apache-2.0 */
#include <stddef.h>

#include "lib/base/json.h"
#include "reporter/assess/facts.h"
#include "reporter/assess/value_parts.h"

/* What people noted about the doing of patches. */

enum { FIELDS_MAX = 12 };

static struct json *
copy_rows(const struct facts *f, const char *section,
    const char *const fields[FIELDS_MAX])
{
	const struct json *rows = json_get(f->evidence, section);
	struct json *list = json_new_array();

	for (size_t i = 0; i < json_len(rows); i++) {
		struct json *row = json_new_object();

		for (size_t k = 0; k < FIELDS_MAX && fields[k] != NULL; k++)
			value_copy(row, fields[k], json_at(rows, i), fields[k]);
		json_add(list, row);
	}
	return list;
}

void
value_process(const struct facts *f, struct json *v)
{
	static const char *const noted[FIELDS_MAX] = { "kind", "at",
		"reference", "patch", "device", "site", "what", "why" };
	static const char *const mitigations[FIELDS_MAX] = { "at", "reference",
		"patch", "priority", "device", "measure", "evidence", "stand",
		"ended" };

	json_put(v, "noted", copy_rows(f, "noted", noted));
	json_put(v, "mitigations", copy_rows(f, "mitigations", mitigations));
}
