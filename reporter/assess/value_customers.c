/* SPDX-License-Identifier: Apache-2.0 */

/* What a service provider keeps for its customers, and all of it together. */

#include "lib/base/json.h"
#include "reporter/assess/value_parts.h"

static int64_t
sum(const struct json *list, const char *key)
{
	int64_t n = 0;

	for (size_t i = 0; i < json_len(list); i++)
		n += json_get_int(json_at(list, i), key, 0);
	return n;
}

/* Of whom nothing was measured: the overview says nothing about them. */
static int64_t
count_blind(const struct json *list)
{
	int64_t n = 0;

	for (size_t i = 0; i < json_len(list); i++)
		n += json_get_int(json_at(list, i), "measured", 0) == 0;
	return n;
}

void
value_customers(const struct facts *f, struct json *v)
{
	static const char *const figures[] = { "due", "on_time", "late",
		"unknown", "excepted", "overdue", "devices", "measured" };
	const struct json *list = json_get(f->evidence, "customers");
	struct json *rows = json_new_array(), *all = json_new_object();

	for (size_t i = 0; i < json_len(list); i++)
		json_add(rows, json_share(json_at(list, i)));
	json_put(v, "customers", rows);
	json_put_int(all, "count", (int64_t)json_len(list));
	json_put_int(all, "blind", count_blind(list));
	for (size_t i = 0; i < sizeof(figures) / sizeof(figures[0]); i++)
		json_put_int(all, figures[i], sum(list, figures[i]));
	json_put(v, "all_customers", all);
}
