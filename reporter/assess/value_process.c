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

/* Decisions entered for somebody else: they count for no figure. */
static void
put_declared(const struct facts *f, struct json *v)
{
	const struct json *rows = json_get(f->evidence, "exceptions");
	struct json *o = json_new_object();
	int64_t n = 0;

	for (size_t i = 0; i < json_len(rows); i++)
		n += json_get_text(json_at(rows, i), "declared") != NULL;
	json_put_int(o, "exceptions", n);
	json_put(v, "declared", o);
}

void
value_process(const struct facts *f, struct json *v)
{
	static const char *const noted[FIELDS_MAX] = { "kind", "at",
		"reference", "patch", "device", "site", "what", "why" };
	static const char *const mitigations[FIELDS_MAX] = { "at", "reference",
		"patch", "priority", "device", "measure", "evidence", "stand",
		"ended" };

	static const char *const informed[FIELDS_MAX] = { "at", "reference",
		"patch", "who", "how", "of_plan" };
	static const char *const holders[FIELDS_MAX] = { "function", "scope",
		"mandate", "people", "since", "until" };

	json_put(v, "noted", copy_rows(f, "noted", noted));
	json_put(v, "informed", copy_rows(f, "informed", informed));
	json_put(v, "holders", copy_rows(f, "holders", holders));
	put_declared(f, v);
	json_put(v, "mitigations", copy_rows(f, "mitigations", mitigations));
}
